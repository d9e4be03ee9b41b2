"""What two directors read in two minutes of a semester: how the contract was kept, three facts, three alerts."""

from dataclasses import dataclass

import pandas as pd

from gouvernail.rules.steering import ALERTS_SHOWN, FACTS_SHOWN
from gouvernail.terms import Aggregation, Direction, Status

ALWAYS_BACK = 5
"""A theme raised in that many of the six months has not been dealt with."""
_ONE_WAY = (Direction.HIGHER, Direction.LOWER)


@dataclass(frozen=True)
class Standing:
    """How the commitments of a semester were kept.

    Args:
        contractual: whether these are the contract's KPIs; all those with a target when the contract has none.
        kept: KPIs on target over the semester, in the order of the page.
        nearly: within tolerance.
        missed: beyond it.
        unknown: without a semester status.
    """

    contractual: bool
    kept: tuple[str, ...]
    nearly: tuple[str, ...]
    missed: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def judged(self) -> int:
        """How many have a status."""
        return len(self.kept) + len(self.nearly) + len(self.missed)


def standing(kpis: pd.DataFrame) -> Standing:
    """How the commitments were kept over the semester.

    Args:
        kpis: from `strategic.semester_figures`.

    Source: docs/semantics.md §4.7.
    """
    owed = kpis["contractual"].astype("boolean").fillna(value=False)
    contractual = bool(owed.any())
    told = kpis[owed] if contractual else kpis[kpis["status"] != Status.GREY]
    of = {status: tuple(told.loc[told["status"] == status, "kpi_id"]) for status in Status}
    return Standing(contractual, of[Status.GREEN], of[Status.AMBER], of[Status.RED], of[Status.GREY])


def semester_facts(first: pd.DataFrame, second: pd.DataFrame, *, shown: int = FACTS_SHOWN) -> pd.DataFrame:
    """The KPIs that moved most from the first half of the semester to the second, in tolerances, the largest move first.

    A sum is compared only when both halves have as many months. A move is a number, not a trend.

    Args:
        first: `strategic.semester_figures` of the earlier months.
        second: the same of the later ones.
        shown: how many to keep.

    Returns:
        Those rows of `second`, with ``before`` (displayed value of the first half), ``move`` (the KPI's unit) and
        ``favourable`` (boolean; <NA> for a band or an information).

    Source: docs/meetings.md 7.4.
    """
    earlier = first[["kpi_id", "displayed", "months"]].rename(columns={"displayed": "before", "months": "_months"})
    facts = second.merge(earlier, on="kpi_id")
    comparable = facts["aggregation"].ne(Aggregation.SUM) | facts["months"].eq(facts["_months"])
    facts["move"] = facts["displayed"] - facts["before"]
    facts = facts[comparable & facts["tolerance"].gt(0) & facts["move"].abs().gt(1e-9)]
    better = facts["move"].gt(0) == facts["direction"].eq(Direction.HIGHER)
    facts = facts.assign(
        favourable=better.astype("boolean").where(facts["direction"].isin(_ONE_WAY)),
        _size=facts["move"].abs() / facts["tolerance"],
    )
    ordered = facts.sort_values(["_size", "kpi_id"], ascending=[False, True]).head(shown)
    return ordered.drop(columns=["_size", "_months"]).reset_index(drop=True)


def semester_alerts(
    kpis: pd.DataFrame,
    ambitions: pd.DataFrame,
    workstreams: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    shown: int = ALERTS_SHOWN,
) -> pd.DataFrame:
    """The three things to talk about: KPIs off target over the semester, ambitions behind, workstreams in the red, themes.

    One of each kind comes before a second of any: the contract's KPIs furthest from target first, then ambitions behind
    their trajectory, workstreams whose next step slips most, themes that came back in at least five months.

    Args:
        kpis: from `strategic.semester_figures`.
        ambitions: from `strategic_follow_up.semester_ambitions`.
        workstreams: from `strategic_follow_up.semester_workstreams`.
        themes: from `strategic.recurring_themes`.
        shown: how many to keep.

    Returns:
        ``kind`` ("kpi", "ambition", "workstream", "theme") and ``reference``, the most pressing first.

    Source: docs/meetings.md 7.4.
    """
    owed = kpis["contractual"].astype("boolean").fillna(value=False)
    red = kpis.assign(_lesser=~owed)[kpis["status"] == Status.RED]
    slipping = workstreams[workstreams["rag"] == Status.RED]
    slipping = slipping.assign(_slip=-slipping["slip_workdays"].fillna(0).astype("int64"))
    kinds = {
        "kpi": red.sort_values(["_lesser", "relative_gap", "kpi_id"])["kpi_id"],
        "ambition": ambitions.loc[ambitions["state"] == "behind", "ambition_id"],
        "workstream": slipping.sort_values(["_slip", "workstream_id"])["workstream_id"],
        "theme": themes.loc[themes["months"] >= ALWAYS_BACK, "theme"],
    }
    queue = [
        (turn, rank, kind, str(reference))
        for rank, (kind, references) in enumerate(kinds.items())
        for turn, reference in enumerate(references)
    ]
    kept = sorted(queue)[:shown]
    return pd.DataFrame({"kind": [one[2] for one in kept], "reference": [one[3] for one in kept]}, dtype="str")
