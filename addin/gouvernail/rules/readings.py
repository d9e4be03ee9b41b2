"""What the control chart of each KPI says of it today: whether it changed, and whether it can hold its target."""

import numpy as np
import pandas as pd

from gouvernail.rules.spc import signals, variation
from gouvernail.rules.spc_runs import Floats, RuleSet, alerts
from gouvernail.rules.spc_segments import Segment, segments
from gouvernail.rules.special_causes import chart_values, marks_of, rules_of
from gouvernail.rules.verdicts import verdict
from gouvernail.settings import Settings
from gouvernail.terms import Direction, Status

COLUMNS = ("variation", "label", "assurance", "points", "held_target", "held_low", "held_high", "signal", "signal_label")
_TARGETS = ("target", "low", "high")


def readings(history: pd.DataFrame, *, settings: Settings, rebases: pd.DataFrame | None = None) -> pd.DataFrame:
    """The reading of each KPI and scope at its last measured point, along its weeks or months.

    Args:
        history: the history of `kpis.KpiGaps`: one kind of period, in order of time within each KPI and scope.
        settings: ``spc_baseline_wished``, ``spc_screening``.
        rebases: the `rebases` table.

    Returns:
        one row per KPI and scope: ``kpi_id``, ``scope``; ``variation`` ("" under 8 points), ``label`` (the special cause
        that the last point belongs to, "" for none), ``assurance`` ("" under 12 points or without a target), ``points``
        (that the limits in force rest on, int64); ``held_target``, ``held_low``, ``held_high`` (what the chart was held
        against: the target of its last week or month, NaN without one); ``signal``: the last period in which an
        unfavourable special cause was known, among those that the confirmed status has been red since, and
        ``signal_label``, that cause; "" otherwise.

    Source: docs/semantics.md §4.2 to §4.4.
    """
    values = chart_values(history)
    rows = [
        _reading(history.iloc[places], values.iloc[places], settings, rebases)
        for places in history.groupby(["kpi_id", "scope"], sort=False).indices.values()
    ]
    texts = ["kpi_id", "scope", "variation", "label", "assurance", "signal", "signal_label"]
    numbers = ["held_target", "held_low", "held_high"]
    found = pd.DataFrame(rows, columns=["kpi_id", "scope", *COLUMNS])
    return found.astype(dict.fromkeys(texts, "str") | dict.fromkeys(numbers, "float64") | {"points": "int64"})


def _reading(line: pd.DataFrame, values: pd.Series, settings: Settings, rebases: pd.DataFrame | None) -> dict[str, object]:
    last, direction, rules = line.iloc[-1], str(line["direction"].iloc[0]), rules_of(line)
    numbers, parts = values.to_numpy(dtype="float64"), _parts(line, values, settings, rebases)
    target = (last["low"], last["high"]) if direction == Direction.BAND else last["target"]
    label = _last_label(numbers, parts[-1], rules, direction)
    told = verdict(last["status"], np.nan, label=label, limits=parts[-1].limits, target=target, direction=direction)
    signal = _signal(line)
    return {
        "kpi_id": last["kpi_id"],
        "scope": last["scope"],
        "variation": told.variation or "",
        "label": told.label,
        "assurance": told.assurance or "",
        "points": parts[-1].limits.points or 0,
        "signal": "" if signal is None else str(line["period"].iloc[signal]),
        "signal_label": "" if signal is None else _cause(numbers, parts, signal, rules, direction),
    } | {f"held_{key}": last[key] for key in _TARGETS}


def _parts(line: pd.DataFrame, values: pd.Series, settings: Settings, rebases: pd.DataFrame | None) -> tuple[Segment, ...]:
    marked = marks_of(line, rebases)
    return segments(
        values,
        rebases=marked.rebases,
        excluded=marked.excluded,
        baseline=settings.spc_baseline_wished,
        screen=settings.spc_screening,
    )


def _last_label(numbers: Floats, part: Segment, rules: RuleSet, direction: str) -> str | None:
    """The special cause of the last measured point that the limits in force judge."""
    inside = numbers[part.start : part.stop]
    measured = np.flatnonzero(np.isfinite(inside))
    labels = signals(inside, part.limits, rules=rules, direction=direction)
    return labels[measured[-1]] if len(measured) else None


def _signal(line: pd.DataFrame) -> int | None:
    """The position of the last unfavourable special cause of the red that still lasts; None when there is none."""
    red = line["confirmed_status"].eq(Status.RED).to_numpy()
    lasting = np.logical_and.accumulate(red[::-1])[::-1]
    known = np.flatnonzero(lasting & line["unfavourable"].to_numpy())
    return int(known[-1]) if len(known) else None


def _cause(numbers: Floats, parts: tuple[Segment, ...], position: int, rules: RuleSet, direction: str) -> str:
    """The unfavourable special cause that was known on a point's day."""
    part = next(one for one in parts if one.start <= position < one.stop)
    known = alerts(numbers[part.start : part.stop], part.limits, rules=rules)[position - part.start]
    return next((one for one in known if variation(one, direction) == "deterioration"), "")
