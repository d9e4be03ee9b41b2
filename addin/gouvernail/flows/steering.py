"""« Synthèse COPIL »: last month for the people who decide."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.gaps import page_order, with_line
from gouvernail.flows.overdue import overdue_frames
from gouvernail.flows.page import Drawing
from gouvernail.flows.rollup import with_comments
from gouvernail.flows.verdicts import with_verdicts
from gouvernail.problems import CellRef
from gouvernail.rules.decisions import DecisionState
from gouvernail.rules.qualitative import keep_agenda
from gouvernail.rules.steering import keep_alerts, keep_facts, roll_up_domains
from gouvernail.schema.outputs import (
    STEERING_ALERTS,
    STEERING_DECISIONS,
    STEERING_DOMAINS,
    STEERING_FACTS,
    STEERING_KPIS,
    STEERING_TREND,
)
from gouvernail.sheets.figures import str_of
from gouvernail.sheets.layout import Record
from gouvernail.sheets.remarks import gap_sentence
from gouvernail.sheets.rollup import reason_words, theme_words
from gouvernail.sheets.steering import SteeringFrames, alert_sentence, fact_sentence, steering_sheet
from gouvernail.sheets.verdicts import signal_sentence
from gouvernail.terms import Committee, PeriodKind, Status

_POSSIBLE = ["prospect", "required", "forecast", "until"]


def draw(figures: Figures) -> Drawing:
    """The steering summary, and the pages' figures that it stands on."""
    frames = steering_frames(figures)
    sheet = steering_sheet(frames, figures.context, period=figures.words.month(figures.month.start))
    tables = {
        STEERING_DOMAINS: frames.domains,
        STEERING_FACTS: frames.facts,
        STEERING_ALERTS: frames.alerts,
        STEERING_DECISIONS: frames.decisions,
        STEERING_KPIS: frames.kpis,
        STEERING_TREND: frames.trend,
    }
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in tables.items()})


def steering_frames(figures: Figures) -> SteeringFrames:
    """Everything on the page, as frames."""
    month = with_verdicts(overall(figures, PeriodKind.MONTH), figures)
    late = overdue_frames(figures)
    lines, pareto = figures.rollup_or_none
    lines = with_comments(lines, figures)
    facts = _facts(figures, month)
    return SteeringFrames(
        month=month,
        kpis=_kpis(figures, month),
        domains=roll_up_domains(month),
        facts=facts,
        alerts=_alerts(figures, month, lines, late.overdue),
        decisions=_decisions(figures),
        apart=keep_agenda(figures.ratings, Committee.STEERING.value),
        restatements=figures.restatements,
        parties=late.parties,
        ageing=late.ageing,
        lines=lines,
        pareto=pareto,
        trend=_trend(figures),
    )


def overall(figures: Figures, kind: PeriodKind) -> pd.DataFrame:
    """The overall figure of every KPI over one of the periods, in the order of the page."""
    gaps = with_line(figures.gaps.frame)
    return page_order(gaps[(gaps["period_kind"] == kind) & (gaps["scope"] == "")])


def _kpis(figures: Figures, month: pd.DataFrame) -> pd.DataFrame:
    """The month's KPI table: at most as many lines as the settings say, those that the contract owes first to stay."""
    to_date = with_verdicts(overall(figures, PeriodKind.YEAR_TO_DATE), figures)
    to_date = to_date[["kpi_id", "displayed", "gap", *_POSSIBLE]].rename(columns={"displayed": "ytd", "gap": "ytd_gap"})
    kpis = month.drop(columns=_POSSIBLE).merge(to_date, on="kpi_id", how="left")
    comments = figures.inputs.comments("gaps")
    kpis["comment"] = [comments.of(line) for line in kpis["line"]]
    owed = kpis["contractual"].astype("boolean").fillna(value=False) | kpis["north_star"].astype("boolean").fillna(value=False)
    kept = pd.concat([kpis[owed], kpis[~owed]]).head(figures.settings.kpis_shown).index
    return kpis.loc[sorted(kept)].reset_index(drop=True)


def _facts(figures: Figures, month: pd.DataFrame) -> pd.DataFrame:
    months = figures.gaps.months
    before = months[(months["scope"] == "") & (months["end"] < pd.Timestamp(figures.month.start))]
    latest = before[before["end"] == before["end"].max()]
    facts = keep_facts(month, latest)
    facts["rank"] = range(1, len(facts) + 1)
    facts["sentence"] = pd.Series([fact_sentence(one, figures.words) for one in facts.to_dict("records")], dtype="str")
    return facts


def _alerts(figures: Figures, month: pd.DataFrame, lines: pd.DataFrame, overdue: pd.DataFrame) -> pd.DataFrame:
    alerts = keep_alerts(month, lines, overdue)
    told = [_alert(kind, str(key), figures, month, lines, overdue) for kind, key in alerts.itertuples(index=False)]
    alerts["rank"] = range(1, len(alerts) + 1)
    alerts["sentence"] = pd.Series([one for one, _ in told], dtype="str")
    alerts["where"] = pd.Series([where for _, where in told], dtype=object)
    return alerts


def _alert(
    kind: str, key: str, figures: Figures, month: pd.DataFrame, lines: pd.DataFrame, overdue: pd.DataFrame
) -> tuple[str, CellRef]:
    """What an alert says, and where a click on it goes."""
    words = figures.words
    if kind == "kpi":
        record = _row(month, "kpi_id", key)
        told = gap_sentence(record, words) if record["status"] == Status.RED else signal_sentence(record, words)
        return told, CellRef(words.sheet("gaps"), 1, 1)
    if kind == "line":
        line = _row(lines, "line_id", key)
        facts = {
            "theme": theme_words(line, words),
            "kpi": _kpi_name(str_of(line, "kpi_id"), month) or words.say("pages.rollup.no_kpi"),
            "scope": line["scope"] or words.say("pages.overall"),
            "findings": line["findings"],
            "reasons": reason_words(line, words),
        }
        return alert_sentence("line", facts, words), CellRef(words.sheet("rollup"), 1, 1)
    action = _row(overdue, "action_id", key)
    owner = action["owner"] if isinstance(action["owner"], str) else words.say("pages.overdue.anomalies_of.no_owner")
    facts = {
        "action_id": key,
        "description": action["description"],
        "late": action["late_workdays"],
        "missed": action["missed_cycles"],
        "owner": owner,
    }
    return alert_sentence("action", facts, words), CellRef(words.sheet("overdue"), 1, 1)


def _kpi_name(kpi_id: str, month: pd.DataFrame) -> str:
    """A KPI by its name; by its id where it has no figure this month."""
    names = month.loc[month["kpi_id"] == kpi_id, "name"]
    return kpi_id if names.empty else str(names.iloc[0])


def _row(frame: pd.DataFrame, column: str, key: str) -> Record:
    found: Record = frame[frame[column] == key].iloc[0].to_dict()
    return found


def _decisions(figures: Figures) -> pd.DataFrame:
    """What the next steering meeting must decide or confirm, then what has gone up from it and waits higher."""
    decisions = figures.decisions
    left = (decisions["committee"] == Committee.STEERING) & (decisions["state"] == DecisionState.OPEN)
    gone = decisions[left & (decisions["waits_for"] != Committee.STEERING)]
    both = pd.concat([figures.agenda(Committee.STEERING), gone], ignore_index=True)
    return both.assign(routed_to=both["waits_for"])


def _trend(figures: Figures) -> pd.DataFrame:
    months = figures.gaps.months
    stars = months[(months["scope"] == "") & months["north_star"].astype("boolean").fillna(value=False)]
    return stars.assign(month=stars["period"], value=stars["displayed"]).reset_index(drop=True)
