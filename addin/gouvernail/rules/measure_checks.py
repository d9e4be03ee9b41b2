"""Measures that cannot be right: what is shown as "to be checked" in place of a gap."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gouvernail.problems import Effect, Fact, Problem
from gouvernail.rules.measures import Facts, row_problem
from gouvernail.terms import Aggregation, Formula

_USUAL_VOLUME = 20.0  # a week of zero then has less than one chance in 10**8 of being a real one, if arrivals are random
_USUAL_WEEKS = 4
_USUAL_SHARE = 0.8
_NOISE = 1e-9
_ALIGNED = ["scope", "weekly", "date"]


@dataclass(frozen=True)
class Doubts:
    """Measures to be checked.

    Args:
        rows: ``at`` (position in the facts' rows), ``reason``: "duplicate", "not_a_share", "identity",
            "suspected_missing", "flagged"; a row may be there for several reasons.
        problems: one notice for each, with its cell. Duplicates were reported when they were read.
    """

    rows: pd.DataFrame
    problems: tuple[Problem, ...]


def check_measures(facts: Facts, kpis: pd.DataFrame, identities: pd.DataFrame) -> Doubts:
    """The measures that cannot be right, before any gap is drawn from them.

    - "not_a_share": a percentage of a whole (unit %, N/D, higher or lower is better) with a negative numerator, one
      above its denominator, or a value outside 0 to 100. Bands, info KPIs and 1 - N/D may leave that range rightly
      (a forecast error, a budget); of 1 - N/D only a negative numerator is doubted.
    - "identity": on one day and scope, the whole differs from the sum of its parts by more than its tolerance. Days on
      which one of them was not measured are not compared.
    - "suspected_missing": a week that adds up to zero where at least four other weeks, four out of five, have volume,
      20 or more in the median. **The zero stays a zero**; it is only doubted, until its row is typed as validated.
    - "duplicate": two rows for one KPI, scope, date and grain; none of them is counted.
    - "flagged": the import found that its extract contradicts itself there.

    Args:
        facts: from `read_facts`.
        kpis: from `settle_kpis`.
        identities: the `identities` table; KPIs that do not add up are left out of it with `identity.not_sum`.

    Source: docs/semantics.md §4.1 "Zeros that are missing".
    """
    shares, share_problems = _not_shares(facts, kpis)
    broken, identity_problems = _broken_identities(facts, kpis, identities)
    zeros, zero_problems = _suspected_zeros(facts, kpis)
    flagged = facts.rows.index[facts.rows["flagged"] & facts.rows["usable"]]
    reasons = {"duplicate": facts.duplicates, "not_a_share": shares, "identity": broken, "suspected_missing": zeros}
    reasons |= {"flagged": flagged}
    rows = pd.concat([pd.DataFrame({"at": np.asarray(at, dtype="int64")}).assign(reason=why) for why, at in reasons.items()])
    problems = (*share_problems, *identity_problems, *zero_problems, *_flagged_problems(facts, flagged))
    return Doubts(rows.drop_duplicates(ignore_index=True), problems)


def _not_shares(facts: Facts, kpis: pd.DataFrame) -> tuple[pd.Index, list[Problem]]:
    rows = facts.rows
    of = kpis[["share", "formula", "unit"]].iloc[rows["kpi"].to_numpy()].set_axis(rows.index)
    inverse = of["formula"].eq(Formula.ONE_MINUS) & of["unit"].eq("%")
    paired = (of["share"] & (rows["n"].lt(0) | rows["n"].gt(rows["d"] * (1 + _NOISE)))) | (inverse & rows["n"].lt(0))
    typed = of["share"] & (rows["v"].lt(0) | rows["v"].gt(100))
    wrong = rows[rows["usable"] & paired.where(rows["paired"], typed)]
    columns = np.where(wrong["paired"], "numerator", "value")
    found = wrong["n"].where(wrong["paired"], wrong["v"])
    most = wrong["d"].where(wrong["paired"], 100.0)
    places = zip(wrong["origin"], wrong["row"], columns, found, most, strict=True)
    return wrong.index, [
        row_problem(
            "measure.not_a_share",
            origin,
            int(row),
            str(column),
            effect=Effect.NOTICE,
            facts={"found": value, "expected": limit},
        )
        for origin, row, column, value, limit in places
    ]


def _broken_identities(facts: Facts, kpis: pd.DataFrame, identities: pd.DataFrame) -> tuple[pd.Index, list[Problem]]:
    sums = kpis.index[kpis["aggregation"].eq(Aggregation.SUM)]
    rows = facts.rows[facts.rows["usable"]].join(facts.pairs[["kpi_id", "scope"]], on="pair")
    found: list[pd.Index] = [pd.Index([], dtype="int64")]
    problems: list[Problem] = []
    for whole, parts, tolerance, row in _identities(identities):
        strangers = [one for one in (whole, *parts) if one not in sums]
        if strangers:
            problems.append(_not_sum(row, strangers[0]))
            continue
        wholes, members = rows[rows["kpi_id"].eq(whole)], rows[rows["kpi_id"].isin(parts)]
        broken = _differing(wholes, members, len(parts), tolerance)
        problems.extend(_identity_problems(broken, whole, parts))
        beside = pd.MultiIndex.from_frame(members[_ALIGNED]).isin(pd.MultiIndex.from_frame(broken[_ALIGNED]))
        found += [broken.index, members.index[beside]]
    return found[0].append(found[1:]), problems


def _identities(identities: pd.DataFrame) -> Iterable[tuple[str, tuple[str, ...], float, int]]:
    """Whole, parts, tolerated share of the whole, and row of each identity."""
    tolerances = identities["tolerance_share"].fillna(0.0)
    columns = (identities["whole"], identities["parts"], tolerances, identities["row"])
    for whole, parts, tolerance, row in zip(*columns, strict=True):
        yield whole, tuple(dict.fromkeys(parts.split(";"))), float(tolerance), int(row)


def _differing(wholes: pd.DataFrame, members: pd.DataFrame, parts: int, tolerance: float) -> pd.DataFrame:
    """The rows of the whole whose parts, all measured, add up to something else; with their sum, ``parts``."""
    sums = members.groupby(_ALIGNED)["v"].agg(["sum", "size"])
    compared = wholes.join(sums, on=_ALIGNED)
    allowed = tolerance * compared["v"].abs() + _NOISE * np.maximum(1.0, compared["v"].abs())
    differs = (compared["v"] - compared["sum"]).abs().gt(allowed) & compared["size"].eq(parts)
    return compared[differs]


def _identity_problems(broken: pd.DataFrame, whole: str, parts: tuple[str, ...]) -> Iterable[Problem]:
    said = {"kpi": whole, "parts": ", ".join(parts)}
    columns = ["origin", "row", "typed_in", "v", "sum"]
    for origin, row, column, value, total in broken[columns].itertuples(index=False):
        facts: dict[str, Fact] = {**said, "found": value, "expected": total}
        yield row_problem("identity.broken", origin, row, column, effect=Effect.NOTICE, facts=facts)


def _not_sum(row: int, kpi: str) -> Problem:
    facts: dict[str, Fact] = {"table": "identities", "row": row, "column": "parts", "found": kpi}
    return Problem("identity.not_sum", facts=facts, table="identities")


def _suspected_zeros(facts: Facts, kpis: pd.DataFrame) -> tuple[pd.Index, list[Problem]]:
    """Rows of the weeks that are all zero where volume is usual."""
    rows = facts.rows[facts.rows["usable"]]
    kind = kpis["aggregation"].iloc[rows["kpi"].to_numpy()].set_axis(rows.index)
    volume = rows["d"].where(kind.eq(Aggregation.RATIO) & rows["paired"], rows["v"].where(kind.eq(Aggregation.SUM)))
    rows = rows.assign(volume=volume, week=rows["date"].dt.to_period("W"))[volume.notna()]
    weeks = rows.groupby(["pair", "week"])["volume"].agg(["sum", "max", "size"])
    zero = _unusual_zeros(weeks)
    keys = pd.MultiIndex.from_frame(rows[["pair", "week"]])
    suspected = rows[keys.isin(zero[zero].index) & ~rows["validated"]]
    return suspected.index, list(_zero_problems(suspected, facts))


def _unusual_zeros(weeks: pd.DataFrame) -> pd.Series:
    """Which weeks are zero, with half as many rows as usual or more, where nearly all others have volume."""
    full = weeks["max"].gt(0)
    pairs = weeks.index.get_level_values("pair")
    median = weeks["sum"].where(full).groupby(pairs).transform("median")
    usual_rows = weeks["size"].groupby(pairs).transform("median")
    counts = full.groupby(pairs).transform("sum")
    usual = median.ge(_USUAL_VOLUME) & counts.ge(_USUAL_WEEKS) & full.groupby(pairs).transform("mean").ge(_USUAL_SHARE)
    return weeks["sum"].eq(0) & ~full & usual & weeks["size"].ge(usual_rows / 2)


def _zero_problems(suspected: pd.DataFrame, facts: Facts) -> Iterable[Problem]:
    """One for each week, at its first row."""
    grouped = suspected.groupby(["pair", "week"])
    first = suspected.drop_duplicates(["pair", "week"]).join(facts.pairs[["kpi_id", "scope"]], on="pair")
    first = first.assign(rows=grouped["row"].transform("size"), last=grouped["row"].transform("last"))
    columns = ["origin", "row", "typed_in", "kpi_id", "scope", "date", "rows", "last"]
    for origin, row, column, kpi, scope, day, rows, last in first[columns].itertuples(index=False):
        said: dict[str, Fact] = {"kpi": kpi, "scope": scope, "found": f"{day:%G-W%V}", "rows": rows, "last_row": last}
        yield row_problem("measure.zeros", origin, row, column, effect=Effect.NOTICE, facts=said)


def _flagged_problems(facts: Facts, flagged: pd.Index) -> Iterable[Problem]:
    """One for each KPI, at the first of its flagged rows."""
    rows = facts.rows.loc[flagged].join(facts.pairs["kpi_id"], on="pair").sort_values("row")
    for kpi, found in rows.groupby("kpi_id"):
        said: dict[str, Fact] = {"kpi": str(kpi), "n": len(found)}
        yield row_problem(
            "measure.flagged", found["origin"].iloc[0], int(found["row"].iloc[0]), "remarks", effect=Effect.NOTICE, facts=said
        )
