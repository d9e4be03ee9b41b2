"""What a KPI should have been worth over a period, when its targets are dated."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from gouvernail.problems import Effect, Fact, PageRefused, Problem
from gouvernail.rules.measures import spell_scopes
from gouvernail.terms import Direction

AIMS = ["target", "low", "high", "tolerance"]
"""What a target row says, in the KPI's unit."""

_OPEN = pd.Timestamp(2200, 1, 1)


def settle_targets(
    targets: pd.DataFrame, kpis: pd.DataFrame, spellings: dict[str, str]
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The target rows that can be used, and what is wrong with the others.

    Args:
        targets: the `targets` table.
        kpis: from `settle_kpis`.
        spellings: the scopes' spellings, from `read_facts`.

    Returns:
        one row per usable target, ordered by KPI, scope and day: ``kpi`` (position), ``scope``, ``valid_from``,
        ``valid_to`` (a far day when open), ``target``, ``low``, ``high``, ``tolerance`` (the KPI's when blank),
        ``weight``, ``row``; and the problems of the rows set aside: `target.missing`, `target.band_reversed`,
        `target.dates_reversed`.

    Raises:
        PageRefused: `target.overlap`, one for each row that overlaps an earlier one of the same KPI and scope.

    Source: docs/semantics.md §4.1 "Targets".
    """
    rows = targets[targets["kpi_id"].isin(kpis.index)].copy()
    rows["kpi"] = kpis.index.get_indexer(pd.Index(rows["kpi_id"]))
    rows["scope"] = spell_scopes(rows["scope"], spellings)
    rows["valid_to"] = rows["valid_to"].fillna(_OPEN)
    of = kpis.iloc[rows["kpi"].to_numpy()].set_axis(rows.index)
    rows["tolerance"] = rows["tolerance"].fillna(of["tolerance"])
    wrong = _wrong(rows, of["direction"].eq(Direction.BAND))
    problems = tuple(_set_aside(rows, wrong))
    rows = rows[wrong.eq("")].sort_values(["kpi", "scope", "valid_from"], kind="stable", ignore_index=True)
    _refuse_overlaps(rows)
    return rows, problems


def _wrong(rows: pd.DataFrame, band: pd.Series) -> pd.Series:
    """What is wrong with each row; "" when nothing is."""
    aimless = rows["target"].isna().where(~band, rows["low"].isna() & rows["high"].isna())
    conditions = [aimless, band & rows["low"].gt(rows["high"]), rows["valid_to"].lt(rows["valid_from"])]
    codes = ["target.missing", "target.band_reversed", "target.dates_reversed"]
    return pd.Series(np.select(conditions, codes, default=""), index=rows.index)


_COLUMNS = {"target.missing": "target", "target.band_reversed": "low", "target.dates_reversed": "valid_to"}


def _set_aside(rows: pd.DataFrame, wrong: pd.Series) -> Iterable[Problem]:
    aside = rows[wrong.ne("")]
    for row, kpi, code in zip(aside["row"], aside["kpi_id"], wrong[wrong.ne("")], strict=True):
        facts: dict[str, Fact] = {"table": "targets", "row": int(row), "column": _COLUMNS[code], "kpi": str(kpi)}
        yield Problem(code, facts=facts, table="targets")


def _refuse_overlaps(rows: pd.DataFrame) -> None:
    """A row overlaps when it begins on or before the last day of any earlier one of its KPI and scope."""
    grouped = rows.groupby(["kpi", "scope"], sort=False)
    until = grouped["valid_to"].cummax()
    holder = rows["row"].where(rows["valid_to"].eq(until)).groupby([rows["kpi"], rows["scope"]]).ffill()
    keys = [rows["kpi"], rows["scope"]]
    overlapping = rows["valid_from"].le(until.groupby(keys).shift())
    others = holder.groupby(keys).shift()
    if overlapping.any():
        raise PageRefused(_overlaps(rows.assign(other=others)[overlapping]))


def _overlaps(rows: pd.DataFrame) -> Iterable[Problem]:
    for row, other, kpi, scope in rows[["row", "other", "kpi_id", "scope"]].itertuples(index=False):
        place: dict[str, Fact] = {"table": "targets", "row": row, "column": "valid_from", "other_row": int(other)}
        facts: dict[str, Fact] = {**place, "kpi": kpi, "scope": scope}
        yield Problem("target.overlap", facts=facts, effect=Effect.PAGE, table="targets")
