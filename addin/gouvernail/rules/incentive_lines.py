"""The bonus-malus lines in force in a month, read from the contract's tables and checked before any money is computed."""

from collections.abc import Hashable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from gouvernail.problems import Effect, Fact, Problem
from gouvernail.rules.incentive_schemes import HUNDRED, ONE, ZERO, Line, Step
from gouvernail.terms import Direction, IncentiveScheme

_NOISE = Decimal("0.000001")
_LEVELS = ("target", "floor", "stretch", "max_malus", "max_bonus")
_STEPPED = (IncentiveScheme.STEP, IncentiveScheme.POINTS)


def lines_in_force(
    lines: pd.DataFrame, steps: pd.DataFrame, results: pd.DataFrame, month: date
) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The lines of a month, and what forbids to compute with them.

    A line counts in a month when it is in force on its first day: a change in mid-month counts from the next one. A target
    left blank is the KPI's own.

    Args:
        lines: the `incentives` table.
        steps: the `incentive_steps` table.
        results: see `incentives.incentives`.
        month: its first day.

    Returns:
        Lines in the order of the table, their weights as shares of 1. Problems all refuse the page, for money must
        not be computed on a part of the contract: `incentive.overlap` (two lines of a KPI in one month),
        `incentive.no_result` (a KPI that is not among the results), `incentive.direction` (it has no better way),
        `incentive.weights` (they do not make 100 %), `incentive.no_weight`, `incentive.no_steps`, `incentive.step_empty`,
        `incentive.points` (not within 0 and 100), `incentive.no_target`, `incentive.bounds` (floor, target and stretch
        not in order, or a maximum without the level that it belongs to).
    """
    first_day = pd.Timestamp(month)
    begun = lines["valid_from"].isna() | (lines["valid_from"] <= first_day)
    current = lines[begun & (lines["valid_to"].isna() | (lines["valid_to"] >= first_day))]
    problems = [*_repeated(current), *_unknown(current, results)]
    if problems:
        return (), tuple(problems)
    scales = {kpi: tuple(_steps(rows)) for kpi, rows in steps.groupby("kpi_id")}
    of = results.set_index("kpi_id")
    drafted = tuple(_line(row, of.loc[row["kpi_id"]], scales) for row in current.to_dict("records"))
    weighted, problems = _weighted(drafted)
    return weighted, (*problems, *(problem for line in weighted for problem in _faults(line)))


def decimal(number: Any) -> Decimal | None:
    """The number as it is written, not as the machine holds it; None when it is missing.

    >>> decimal(0.1), decimal(float("nan"))
    (Decimal('0.1'), None)
    """
    return None if pd.isna(number) else Decimal(repr(float(number)))


def _repeated(current: pd.DataFrame) -> Iterator[Problem]:
    again = current["kpi_id"].duplicated()
    for kpi, row in zip(current.loc[again, "kpi_id"], current.loc[again, "row"], strict=True):
        yield _problem("incentive.overlap", row, "kpi_id", kpi=kpi)


def _unknown(current: pd.DataFrame, results: pd.DataFrame) -> Iterator[Problem]:
    absent = ~current["kpi_id"].isin(results["kpi_id"])
    for kpi, row in zip(current.loc[absent, "kpi_id"], current.loc[absent, "row"], strict=True):
        yield _problem("incentive.no_result", row, "kpi_id", kpi=kpi)


def _steps(rows: pd.DataFrame) -> Iterator[Step]:
    for row in rows.to_dict("records"):
        threshold = decimal(row["threshold"])
        assert threshold is not None  # required by the table: the reader set a row without one aside
        yield Step(threshold, decimal(row["amount"]), decimal(row["points"]), int(row["row"]))


def _line(row: dict[Hashable, Any], result: pd.Series, scales: dict[Any, tuple[Step, ...]]) -> Line:
    levels = {name: decimal(row[name]) for name in _LEVELS}
    if levels["target"] is None:
        levels["target"] = decimal(result["target"])
    return Line(
        kpi_id=row["kpi_id"],
        scheme=IncentiveScheme(row["scheme"]),
        direction=Direction(result["direction"]),
        weight=decimal(row["weight"]) or ZERO,
        dead_band=decimal(row["dead_band"]) or ZERO,
        gate=bool(row["gate"]) if pd.notna(row["gate"]) else False,
        earn_back_months=int(row["earn_back_months"]) if pd.notna(row["earn_back_months"]) else 0,
        steps=scales.get(row["kpi_id"], ()),
        row=int(row["row"]),
        **levels,
    )


def _weighted(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], list[Problem]]:
    """Weights as shares of 1, whether they were written as 0.25 or as 25; none at all is allowed."""
    total = sum((line.weight for line in lines), ZERO)
    whole = next((unit for unit in (ONE, HUNDRED) if abs(total - unit) <= _NOISE * unit), None)
    if whole is not None:
        return tuple(replace(line, weight=line.weight / whole) for line in lines), []
    if not total:
        return lines, []
    return lines, [_problem("incentive.weights", lines[0].row, "weight", found=float(total))]


def _faults(line: Line) -> Iterator[Problem]:
    """What this line lacks for its scheme."""
    if not line.pays:
        return
    if line.direction not in (Direction.HIGHER, Direction.LOWER):
        yield _problem("incentive.direction", line.row, "kpi_id", kpi=line.kpi_id, direction=str(line.direction))
        return
    if line.scheme in _STEPPED:
        yield from _faults_of_steps(line)
    else:
        yield from _faults_of_levels(line)
    if _needs_weight(line) and not line.weight:
        yield _problem("incentive.no_weight", line.row, "weight", kpi=line.kpi_id, scheme=str(line.scheme))


def _needs_weight(line: Line) -> bool:
    """Whether some money of the line is a share of what is at risk."""
    if line.scheme == IncentiveScheme.LINEAR:
        malus, bonus = (line.floor, line.max_malus), (line.stretch, line.max_bonus)
        return any(level is not None and maximum is None for level, maximum in (malus, bonus))
    return line.scheme != IncentiveScheme.STEP


def _faults_of_steps(line: Line) -> Iterator[Problem]:
    points = line.scheme == IncentiveScheme.POINTS
    wanted = "points" if points else "amount"
    if not line.steps:
        yield _problem("incentive.no_steps", line.row, "scheme", kpi=line.kpi_id)
    for step in line.steps:
        given = step.points if points else step.amount
        where: dict[str, Fact] = {"kpi": line.kpi_id, "threshold": float(step.threshold)}
        if given is None:
            yield _problem("incentive.step_empty", step.row, wanted, "incentive_steps", **where)
        elif points and not 0 <= given <= HUNDRED:
            yield _problem("incentive.points", step.row, wanted, "incentive_steps", found=float(given), **where)


def _faults_of_levels(line: Line) -> Iterator[Problem]:
    if line.target is None:
        yield _problem("incentive.no_target", line.row, "target", kpi=line.kpi_id)
        return
    for level, maximum, side in ((line.floor, line.max_malus, "floor"), (line.stretch, line.max_bonus, "stretch")):
        sign = -1 if side == "floor" else 1
        lacking = level is None and bool(maximum) and (line.scheme == IncentiveScheme.LINEAR or side == "stretch")
        crossed = level is not None and sign * line.distance(level, line.target) <= 0
        if lacking or crossed:
            facts: dict[str, Fact] = {"kpi": line.kpi_id, "target": float(line.target)}
            yield _problem("incentive.bounds", line.row, side, **facts | ({} if level is None else {"found": float(level)}))


def _problem(code: str, row: int, column: str, table: str = "incentives", /, **facts: Fact) -> Problem:
    return Problem(code, facts={"table": table, "row": int(row), "column": column, **facts}, effect=Effect.PAGE, table=table)
