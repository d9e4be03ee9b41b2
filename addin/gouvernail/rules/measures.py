"""Measures made ready to be added up: closed days only, one row per KPI, scope, day or week, nothing guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from gouvernail.problems import Effect, Fact, Problem
from gouvernail.terms import Aggregation, Formula, Grain

OVERALL = ""
"""The scope of a figure that speaks for all scopes together."""

_IMPORTED = "imported"
_KEY = ["pair", "weekly", "date"]
_THURSDAY = 3
_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    """Measures, closed at `as_of`, and what is wrong with some of them.

    Args:
        rows: one per measure, ordered by date: ``pair`` (position in `pairs`), ``kpi`` (position in the KPI table),
            ``date`` (a weekly measure's is its Thursday), ``weekly`` (bool), ``n``, ``d``, ``v`` (numerator,
            denominator, figure of its own), ``paired`` (n and d are both there), ``usable`` (it can be counted),
            ``provisional`` (typed as not validated yet), ``validated`` (typed as validated), ``typed_in`` (the column of its
            volume), ``flagged`` (doubted since it was imported), ``row``, ``origin``.
        pairs: every KPI and scope met, the overall one of each KPI first: ``kpi`` (position), ``kpi_id``, ``scope``.
        spellings: the one spelling kept of each scope, by its folded text.
        problems: rows set aside, with their cells.
        duplicates: the positions in `rows` that share their KPI, scope, date and grain with another: none is counted.
    """

    rows: pd.DataFrame
    pairs: pd.DataFrame
    spellings: dict[str, str]
    problems: tuple[Problem, ...]
    duplicates: pd.Index


def read_facts(measures: pd.DataFrame, kpis: pd.DataFrame, *, as_of: date, overall: str = "") -> Facts:
    """Measures made ready to be added up.

    A blank grain is a day. An imported row gives way to a typed one of the same key. A ratio typed as value and
    denominator gets the numerator that gives this value. A weekly row counts only when no day of its week was measured
    for that KPI and scope: a total and its parts never add up twice. Only closed days count: a day before `as_of`, a
    week whose Sunday is.

    Args:
        measures: the `measures` table, imported rows included; ``flagged`` (bool) marks those that an import doubts, and may
            be left out.
        kpis: from `settle_kpis`; measures of other KPIs are left out (the reader has reported them).
        as_of: the day the figures speak for.
        overall: names of scopes, separated by semicolons, that mean "all together", as a blank does.

    Returns:
        the facts; problems are `measure.incomplete` (numerator without denominator, or the reverse: set aside, the
        day is missing), `measure.duplicate` (all rows of one key: set aside, the figure is to be checked) and the
        notice `measure.replaced` (an imported row that gave way).

    Source: docs/semantics.md §4.1 and §4.6.
    """
    known = measures[measures["kpi_id"].isin(kpis.index)]
    spellings = scope_spellings(known["scope"], overall)
    rows = _closed(_dated(known, kpis, spellings), as_of)
    pairs = _add_pairs(rows, kpis)
    rows = _add_figures(rows, kpis)
    retyped = _retyped(rows)
    replaced = tuple(_replaced(rows[retyped], pairs))
    rows = rows[~retyped]
    repeated = rows.duplicated(_KEY, keep=False)
    rows["usable"] &= ~repeated
    problems = (*_incomplete(rows[~repeated]), *_duplicated(rows[repeated], pairs), *replaced)
    rows = rows[~_superseded(rows)].reset_index(drop=True)
    duplicates = rows.index[rows.duplicated(_KEY, keep=False)]
    return Facts(rows, pairs, spellings, problems, duplicates)


def fold_scope(scope: str) -> str:
    """What two spellings of one scope have in common.

    >>> fold_scope("  Site  LYON ")
    'site lyon'
    """
    return " ".join(scope.split()).casefold()


def scope_spellings(scopes: pd.Series, overall: str = "") -> dict[str, str]:
    """The spelling kept of each scope, its first one, by its folded text; blank for those that mean "all together".

    >>> scope_spellings(pd.Series(["Lyon", "lyon ", "Total"]), overall="total;ensemble")
    {'': '', 'total': '', 'ensemble': '', 'lyon': 'Lyon'}
    """
    spellings = {fold_scope(name): OVERALL for name in ("", *overall.replace(",", ";").split(";"))}
    for scope in scopes.dropna().unique():
        spellings.setdefault(fold_scope(scope), " ".join(scope.split()))
    return spellings


def spell_scopes(scopes: pd.Series, spellings: dict[str, str]) -> pd.Series:
    """Each scope in its kept spelling; a new one keeps its own.

    Returns:
        text, same index; "" for the overall one, never missing.
    """
    kept = {scope: spellings.get(fold_scope(scope), " ".join(scope.split())) for scope in scopes.dropna().unique()}
    return scopes.map(kept).astype("object").fillna(OVERALL).astype("str")


def row_problem(
    code: str, origin: str, row: int, column: str, *, effect: Effect = Effect.ROW, facts: Mapping[str, Fact] | None = None
) -> Problem:
    """What is wrong with one measure, with its place: table, row and column."""
    place: dict[str, Fact] = {"table": origin, "row": row, "column": column}
    return Problem(code, facts=place | dict(facts or {}), effect=effect, table=origin)


def _dated(measures: pd.DataFrame, kpis: pd.DataFrame, spellings: dict[str, str]) -> pd.DataFrame:
    """The rows with the day that places them: their own, or their week's Thursday."""
    rows = measures[["numerator", "denominator", "value", "row"]].copy()
    rows["origin"] = measures["origin"].fillna("measures")
    rows["kpi"] = kpis.index.get_indexer(pd.Index(measures["kpi_id"]))
    rows["scope"] = spell_scopes(measures["scope"], spellings)
    rows["weekly"] = measures["grain"].eq(Grain.WEEK).fillna(value=False).astype(bool)
    for key, said in (("provisional", False), ("validated", True)):
        rows[key] = measures["validated"].eq(other=said).fillna(value=False).astype(bool)
    rows["flagged"] = measures.get("flagged", False)
    day = measures["date"].dt.normalize()
    to_thursday = pd.to_timedelta(_THURSDAY - day.dt.day_of_week, unit="D")
    rows["date"] = day.where(~rows["weekly"], day + to_thursday)
    return rows


def _closed(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    last_day = rows["date"].where(~rows["weekly"], rows["date"] + (6 - _THURSDAY) * _DAY)
    closed = rows[last_day < pd.Timestamp(as_of)]
    return closed.sort_values("date", kind="stable", ignore_index=True)


def _add_pairs(rows: pd.DataFrame, kpis: pd.DataFrame) -> pd.DataFrame:
    """The pairs met; adds ``pair`` to the rows, in place of their scope."""
    overall = pd.DataFrame({"kpi": np.arange(len(kpis)), "scope": OVERALL})
    met = rows[["kpi", "scope"]].drop_duplicates().sort_values(["kpi", "scope"])
    pairs = pd.concat([overall, met[met["scope"] != OVERALL]], ignore_index=True).astype({"scope": "str"})
    keys = pd.MultiIndex.from_frame(pairs[["kpi", "scope"]])
    rows["pair"] = keys.get_indexer(pd.MultiIndex.from_frame(rows[["kpi", "scope"]]))
    pairs["kpi_id"] = kpis.index.to_numpy()[pairs["kpi"].to_numpy()]
    return pairs.astype({"kpi_id": "str"})


def _add_figures(rows: pd.DataFrame, kpis: pd.DataFrame) -> pd.DataFrame:
    """Numerator, denominator and figure of each row, by the way its KPI adds up."""
    of = kpis.iloc[rows["kpi"].to_numpy()].set_axis(rows.index)
    numerator, denominator, value = rows["numerator"], rows["denominator"], rows["value"]
    ratio = of["aggregation"].eq(Aggregation.RATIO)
    pairable = ratio | of["aggregation"].eq(Aggregation.LAST)
    share = value / of["multiplier"]
    derived = denominator * share.where(of["formula"].ne(Formula.ONE_MINUS), 1 - share)
    can_derive = ratio & of["formula"].ne(Formula.ANNUALISED)
    rows["n"] = numerator.where(numerator.notna() | ~can_derive, derived)
    rows["d"] = denominator
    rows["paired"] = pairable & rows["n"].notna() & rows["d"].notna()
    rows["v"] = value.where(ratio | value.notna(), numerator)
    rows["usable"] = rows["paired"] | rows["v"].notna()
    rows["typed_in"] = np.where(rows["paired"], "denominator", np.where(value.notna(), "value", "numerator"))
    return rows.drop(columns=["value", "scope"])


def _superseded(rows: pd.DataFrame) -> pd.Series:
    """Weekly rows of a week of which a day was measured."""
    if not rows["weekly"].any() or rows["weekly"].all():
        return pd.Series(data=False, index=rows.index)
    thursday = rows["date"] + pd.to_timedelta(_THURSDAY - rows["date"].dt.day_of_week, unit="D")
    keys = pd.MultiIndex.from_arrays([rows["pair"], thursday])
    by_day = keys[(~rows["weekly"] & rows["usable"]).to_numpy()]
    return rows["weekly"] & pd.Series(keys.isin(by_day), index=rows.index)


def _retyped(rows: pd.DataFrame) -> pd.Series:
    """Imported rows of which a usable typed one says the same KPI, scope, date and grain."""
    again = rows[rows.duplicated(_KEY, keep=False)]
    imported = again["origin"].eq(_IMPORTED)
    typed = pd.MultiIndex.from_frame(again.loc[~imported & again["usable"], _KEY])
    retyped = again.index[imported & pd.MultiIndex.from_frame(again[_KEY]).isin(typed)]
    return pd.Series(rows.index.isin(retyped), index=rows.index)


def _replaced(rows: pd.DataFrame, pairs: pd.DataFrame) -> Iterable[Problem]:
    named = pairs.loc[rows["pair"]]
    places = zip(rows["origin"], rows["row"], rows["date"], named["kpi_id"], named["scope"], strict=True)
    for origin, row, day, kpi, scope in places:
        what: dict[str, Fact] = {"kpi": kpi, "scope": scope, "found": f"{day:%Y-%m-%d}"}
        yield row_problem("measure.replaced", origin, int(row), "date", effect=Effect.NOTICE, facts=what)


def _incomplete(rows: pd.DataFrame) -> Iterable[Problem]:
    """Rows with one half of a ratio; wholly blank ones were only prepared in advance."""
    halves = rows[~rows["usable"] & (rows["numerator"].notna() | rows["denominator"].notna())]
    missing = np.where(halves["numerator"].isna(), "numerator", "denominator")
    for origin, row, column in zip(halves["origin"], halves["row"], missing, strict=True):
        yield row_problem("measure.incomplete", origin, int(row), str(column))


def _duplicated(rows: pd.DataFrame, pairs: pd.DataFrame) -> Iterable[Problem]:
    """One for each row that repeats an earlier one."""
    rows = rows.assign(other=rows.groupby(_KEY)["row"].transform("first"))
    again = rows[rows.duplicated(_KEY)]
    named = pairs.loc[again["pair"]]
    places = zip(again["origin"], again["row"], again["other"], again["date"], strict=True)
    for (origin, row, other, day), kpi, scope in zip(places, named["kpi_id"], named["scope"], strict=True):
        what: dict[str, Fact] = {"kpi": kpi, "scope": scope, "found": f"{day:%Y-%m-%d}", "other_row": int(other)}
        yield row_problem("measure.duplicate", origin, int(row), "date", facts=what)
