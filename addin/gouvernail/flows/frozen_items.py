"""What a freeze keeps of a meeting: its figures, its findings, and all else that was said."""

from collections.abc import Iterable, Mapping

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.gaps import page_order, with_line
from gouvernail.flows.incentives import corrections_to_come
from gouvernail.flows.steering import steering_frames
from gouvernail.problems import PageRefused
from gouvernail.rules.action_summary import roll_up_by_party
from gouvernail.rules.decisions import DecisionState
from gouvernail.rules.incentive_corrections import frozen_correction
from gouvernail.rules.occurrences import finding_digests
from gouvernail.schema.frozen import FROZEN_FINDINGS, FROZEN_ITEMS
from gouvernail.terms import Committee, FrozenKind, PeriodKind

PERIODS: Mapping[str, tuple[PeriodKind, ...]] = {
    Committee.PRODUCTION.value: (PeriodKind.WEEK,),
    Committee.STEERING.value: (PeriodKind.MONTH, PeriodKind.YEAR_TO_DATE),
    Committee.STRATEGIC.value: (PeriodKind.SEMESTER, PeriodKind.YEAR_TO_DATE),
}
"""The periods that each committee is shown; the first is the one that the meeting speaks of."""

_RATES = ("attendance_rate", "actions_rate", "decisions_rate")
_COUNTS = ("open", "late", "blocked", "on_time", "on_time_base")


def main_figures(figures: Figures, committee: str) -> pd.DataFrame:
    """The figures of the period that a committee's meeting speaks of."""
    gaps = figures.gaps.frame
    return gaps[gaps["period_kind"] == PERIODS[committee][0]]


def frozen_figures(figures: Figures, committee: str) -> pd.DataFrame:
    """The figures shown to a committee, in the order of the page, with what was typed beside them."""
    gaps = with_line(figures.gaps.frame)
    shown = page_order(gaps[gaps["period_kind"].isin([kind.value for kind in PERIODS[committee]])])
    comments = figures.inputs.comments("gaps")
    return shown.assign(comment=pd.Series([comments.of(line) for line in shown["line"]], dtype="str"))


def frozen_findings(figures: Figures) -> pd.DataFrame:
    """The findings of the month as they read now; without a row when they cannot be gathered."""
    try:
        trace = figures.rollup.trace
    except PageRefused:
        return pd.DataFrame(columns=list(FROZEN_FINDINGS.keys))
    findings = figures.inputs.frame("findings")
    kept = trace.loc[trace["in_period"], ["finding_id", "line_id"]]
    said = findings[["finding_id", "theme", "severity", "description"]]
    return kept.merge(said, on="finding_id").merge(finding_digests(findings).reset_index(), on="finding_id")


def frozen_items(figures: Figures, committee: str) -> pd.DataFrame:
    """What was said besides figures: columns of `schema.frozen.FROZEN_ITEMS`."""
    parts = [_decisions(figures), _workstreams(figures), _milestones(figures), _parties(figures), _engagement(figures)]
    if committee != Committee.PRODUCTION:
        parts.append(_ambitions(figures))
    if committee == Committee.STEERING:
        parts += [_lines(figures), *_sentences(figures), _regularisations(figures)]
    return pd.concat([_shaped(part) for part in parts], ignore_index=True)


def _shaped(part: pd.DataFrame) -> pd.DataFrame:
    """A part with all the columns, each with its own type, so that parts without rows change nothing."""
    dates = dict.fromkeys(("initial", "due", "done"), "datetime64[us]")
    texts = dict.fromkeys((key for key in FROZEN_ITEMS.keys if key not in {*dates, "number"}), "str")
    return part.reindex(columns=list(FROZEN_ITEMS.keys)).astype({**texts, **dates, "number": "float64"})


def _decisions(figures: Figures) -> pd.DataFrame:
    known = figures.decisions[figures.decisions["state"] != DecisionState.NOT_YET]
    return pd.DataFrame(
        {
            "kind": FrozenKind.DECISION.value,
            "reference": known["decision_id"],
            "label": known["question"],
            "kpi_id": known["kpi_id"],
            "number": known["amount"],
            "initial": known["decided"],
            "due": known["execution_due"],
            "done": known["executed"].where(known["state"] == DecisionState.EXECUTED),
            "state": known["state"],
            "detail": known["waits_for"] + ";" + known["postponed"].astype("str"),
        }
    )


def _workstreams(figures: Figures) -> pd.DataFrame:
    known = figures.workstreams
    return pd.DataFrame(
        {
            "kind": FrozenKind.WORKSTREAM.value,
            "reference": known["workstream_id"],
            "label": known["name"],
            "kpi_id": known["kpi_id"],
            "number": known["progress"],
            "initial": known["end_initial"],
            "due": known["end_expected"],
            "state": known["rag"],
            "detail": known["next_milestone"],
        }
    )


def _regularisations(figures: Figures) -> pd.DataFrame:
    """What this month's bonus-malus corrects of earlier ones; none where it cannot be computed."""
    try:
        found = corrections_to_come(figures)
    except PageRefused:
        found = ()
    return pd.DataFrame([frozen_correction(one) for one in found], columns=["kind", "reference", "number", "detail"])


def _milestones(figures: Figures) -> pd.DataFrame:
    known = figures.milestones
    return pd.DataFrame(
        {
            "kind": FrozenKind.MILESTONE.value,
            "reference": known["milestone_id"],
            "label": known["name"],
            "number": known["slip_workdays"].astype("float64"),
            "initial": known["initial"],
            "due": known["expected"],
            "done": known["actual"].where(known["passed"]),
            "detail": known["workstream_id"],
        }
    )


def _parties(figures: Figures) -> pd.DataFrame:
    parties = roll_up_by_party(figures.actions_or_none, figures.month)
    return _numbers(FrozenKind.ACTIONS, parties, _COUNTS)


def _engagement(figures: Figures) -> pd.DataFrame:
    return _numbers(FrozenKind.ENGAGEMENT, figures.engagement, _RATES)


def _numbers(kind: FrozenKind, parties: pd.DataFrame, keys: Iterable[str]) -> pd.DataFrame:
    """One item per party and figure: `client.late`."""
    rows = [
        {"kind": kind.value, "reference": f"{party['party']}.{key}", "number": float(party[key])}
        for party in parties.to_dict("records")
        for key in keys
    ]
    return pd.DataFrame(rows, columns=["kind", "reference", "number"])


def _ambitions(figures: Figures) -> pd.DataFrame:
    known = figures.ambitions
    return pd.DataFrame(
        {
            "kind": FrozenKind.AMBITION.value,
            "reference": known["ambition_id"],
            "label": known["statement"],
            "kpi_id": known["kpi_id"],
            "number": known["reached"],
            "due": known["final_date"],
            "state": known["behind"].map({True: "behind", False: "on_track"}),
            "detail": known["expected"].map(lambda level: "" if pd.isna(level) else f"{level:.12g}"),
        }
    )


def _lines(figures: Figures) -> pd.DataFrame:
    lines, _ = figures.rollup_or_none
    return pd.DataFrame(
        {
            "kind": FrozenKind.LINE.value,
            "reference": lines["line_id"],
            "label": lines["theme"],
            "kpi_id": lines["kpi_id"],
            "scope": lines["scope"],
            "number": lines["findings"].astype("float64"),
            "state": lines["life"],
            "detail": lines["reasons"],
        }
    )


def _sentences(figures: Figures) -> list[pd.DataFrame]:
    """The facts and alerts of the page, as they were read out."""
    frames = steering_frames(figures)
    return [
        pd.DataFrame({"kind": kind.value, "reference": told["rank"].astype("str"), "label": told["sentence"]})
        for kind, told in ((FrozenKind.FACT, frames.facts), (FrozenKind.ALERT, frames.alerts))
    ]
