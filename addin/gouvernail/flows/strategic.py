"""« Bilan stratégique »: the semester for two directors, out of the frozen steering meetings and of nothing else.

What is not past cannot be frozen, and is said as of the day: what the committee is asked to decide, and what is planned.
"""

from collections.abc import Sequence

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.frozen import Freezes
from gouvernail.flows.incentives import frozen_charges
from gouvernail.flows.page import Drawing
from gouvernail.problems import CellRef, PageRefused
from gouvernail.rules.capacity import capacity_ahead
from gouvernail.rules.periods import Period, last_complete_semester
from gouvernail.rules.strategic import (
    add_left_out,
    last_said,
    recurring_themes,
    semester_figures,
    semester_freezes,
    semester_months,
)
from gouvernail.rules.strategic_follow_up import (
    ambition_months,
    semester_ambitions,
    semester_decisions,
    semester_engagement,
    semester_workstreams,
)
from gouvernail.rules.strategic_meetings import semester_meetings
from gouvernail.rules.strategic_summary import semester_alerts, semester_facts, standing
from gouvernail.rules.year_ahead import events_ahead
from gouvernail.schema import strategic as schema
from gouvernail.schema.frozen import FROZEN_FIGURES, FROZEN_ITEMS
from gouvernail.sheets.figures import decimals_of, gap_unit, str_of
from gouvernail.sheets.layout import Record
from gouvernail.sheets.remarks import gap_sentence, number_of
from gouvernail.sheets.strategic import strategic_sheet
from gouvernail.sheets.strategic_parts import StrategicFrames, first_day, span_words
from gouvernail.terms import Committee, DecisionType, FrozenKind, Party, PeriodKind
from gouvernail.words.catalogue import Catalogue

_INPUT_SHEETS = {"ambition": "priorities", "workstream": "workstreams", "theme": "findings"}
_RULINGS = (DecisionType.TARGET, DecisionType.NEUTRALISATION)
_AMOUNTS = ("malus", "bonus", "refund", "net")


def draw(figures: Figures) -> Drawing:
    """The strategic review of the last complete semester.

    Raises:
        PageRefused: a frozen table lacks a column, or a table that the page reads would falsify it.
    """
    frames = strategic_frames(figures)
    sheet = strategic_sheet(frames, figures.context)
    drawn = {
        schema.STRATEGIC_MEETINGS: frames.meetings,
        schema.STRATEGIC_KPIS: frames.kpis.assign(value=frames.kpis["displayed"]),
        schema.STRATEGIC_MONTHS: _months_told(frames),
        schema.STRATEGIC_FACTS: frames.facts.assign(value=frames.facts["displayed"]),
        schema.STRATEGIC_ALERTS: frames.alerts,
        schema.STRATEGIC_ASKED: frames.asked,
        schema.STRATEGIC_AMBITIONS: frames.ambitions,
        schema.STRATEGIC_WORKSTREAMS: frames.workstreams,
        schema.STRATEGIC_THEMES: frames.themes,
        schema.STRATEGIC_DECISIONS: frames.decisions,
        schema.STRATEGIC_ENGAGEMENT: frames.engagement,
        schema.STRATEGIC_RESTATEMENTS: pd.DataFrame() if frames.restatements is None else frames.restatements,
        schema.STRATEGIC_CAPACITY: frames.capacity,
        schema.STRATEGIC_AHEAD: frames.ahead,
        schema.STRATEGIC_INCENTIVES: frames.incentives,
    }
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in drawn.items()})


def strategic_frames(figures: Figures) -> StrategicFrames:
    """Everything on the page, as frames."""
    known = figures.freezes
    if known.refusals:
        raise PageRefused(known.refusals)
    standing_freezes = known.until(figures.as_of)
    semester = last_complete_semester(figures.as_of, figures.settings.contract_year_start)
    periods = [str(month) for month in pd.period_range(semester.start, semester.end, freq="M")]
    freezes = semester_freezes(standing_freezes.register, periods)
    frozen = add_left_out(standing_freezes.figures, _altered(known, FROZEN_FIGURES.key))
    items = standing_freezes.items
    items = items[~items["row"].isin(_altered(known, FROZEN_ITEMS.key))]
    months, kpis = semester_months(frozen, freezes), semester_figures(frozen, freezes)
    course = ambition_months(items, freezes, months)
    ambitions = semester_ambitions(course, months, freezes)
    calendar = figures.calendars[Party.CLIENT]
    workstreams = semester_workstreams(items, freezes, calendar=calendar)
    themes = recurring_themes(items, freezes, figures.inputs.frame("themes"))
    alerts = semester_alerts(kpis, ambitions, workstreams, themes)
    touched = known.touched() & set(freezes["freeze_id"].dropna())
    return StrategicFrames(
        periods=periods,
        meetings=semester_meetings(freezes, standing_freezes.register, figures.meetings, touched),
        breaks=sorted(touched),
        kpis=kpis,
        months=months,
        stars=_stars(figures, kpis),
        standing=standing(kpis),
        facts=_facts(frozen, freezes, periods, figures.words),
        alerts=_told(alerts, kpis, ambitions, workstreams, themes, len(periods), figures.words),
        asked=figures.agenda(Committee.STRATEGIC),
        ambitions=ambitions,
        course=course,
        workstreams=workstreams,
        themes=themes,
        decisions=semester_decisions(items, freezes, months, semester=semester, rulings=_rulings(figures)),
        engagement=semester_engagement(items, freezes),
        restatements=_restatements(figures, freezes),
        capacity=_capacity(figures),
        ahead=_ahead(figures, last_said(items, freezes, FrozenKind.MILESTONE)),
        incentives=_incentives(figures, semester),
    )


def _altered(freezes: Freezes, table: str) -> set[int]:
    """The rows of a frozen table that no longer bear their seal."""
    return set(freezes.breaks.loc[freezes.breaks["table"] == table, "row"])


def _stars(figures: Figures, kpis: pd.DataFrame) -> list[str]:
    """The KPIs whose trajectory is drawn: the north-star ones, then the contract's, those with a target."""
    declared = figures.inputs.frame("kpis")
    stars = declared.loc[declared["north_star"].astype("boolean").fillna(value=False), "kpi_id"]
    aimed = kpis[kpis[["target", "low", "high"]].notna().any(axis=1)]
    owed = aimed["contractual"].astype("boolean").fillna(value=False)
    ranked = aimed.assign(_rank=(~aimed["kpi_id"].isin(stars)) * 2 + (~owed))
    return ranked.sort_values("_rank", kind="stable")["kpi_id"].tolist()


def _facts(frozen: pd.DataFrame, freezes: pd.DataFrame, periods: Sequence[str], words: Catalogue) -> pd.DataFrame:
    half = len(periods) // 2
    kept = [
        freezes.assign(freeze_id=freezes["freeze_id"].where(part)) for part in (freezes.index < half, freezes.index >= half)
    ]
    facts = semester_facts(semester_figures(frozen, kept[0]), semester_figures(frozen, kept[1]))
    spans = {"first": span_words(periods[:half], words, short=True), "second": span_words(periods[half:], words, short=True)}
    facts["rank"] = range(1, len(facts) + 1)
    facts["sentence"] = pd.Series([_fact(one, spans, words) for one in facts.to_dict("records")], dtype="str")
    return facts


def _fact(record: Record, spans: dict[str, str], words: Catalogue) -> str:
    favourable = record["favourable"]
    verdict = "moved" if favourable is pd.NA else "better" if favourable else "worse"
    unit, decimals = str_of(record, "unit"), decimals_of(record)
    return words.say(
        f"strategic.fact.{verdict}",
        name=str_of(record, "name"),
        value=words.quantity(number_of(record, "displayed"), unit, decimals),
        before=words.quantity(number_of(record, "before"), unit, decimals),
        **spans,
    )


def _told(
    alerts: pd.DataFrame,
    kpis: pd.DataFrame,
    ambitions: pd.DataFrame,
    workstreams: pd.DataFrame,
    themes: pd.DataFrame,
    of: int,
    words: Catalogue,
) -> pd.DataFrame:
    """The alerts in words, each with the cell to go to."""
    tables = {
        "kpi": (kpis, "kpi_id"),
        "ambition": (ambitions, "ambition_id"),
        "workstream": (workstreams, "workstream_id"),
        "theme": (themes, "theme"),
    }
    sentences, places = [], []
    for kind, reference in alerts.itertuples(index=False):
        frame, key = tables[kind]
        [record] = frame[frame[key] == reference].to_dict("records")
        sentences.append(alert_sentence(kind, {**record, "of": of}, words))
        places.append(CellRef(words.sheet(_INPUT_SHEETS.get(kind, "frozen")), 1, 1))
    told = alerts.assign(rank=range(1, len(alerts) + 1), sentence=pd.Series(sentences, dtype="str"))
    return told.assign(where=pd.Series(places, index=alerts.index, dtype=object))


def alert_sentence(kind: str, record: Record, words: Catalogue) -> str:
    """An alert in one sentence."""
    unit, decimals = str_of(record, "unit"), decimals_of(record)
    if kind == "kpi":
        gap = gap_sentence(record, words).rstrip(".")
        return words.say("strategic.alert.kpi", gap=gap, n=record["red"], months=record["months"])
    if kind == "ambition":
        return words.say(
            "strategic.alert.ambition",
            statement=str_of(record, "statement") or str_of(record, "ambition_id"),
            month=words.month(first_day(str(record["period"]))),
            reached=words.quantity(number_of(record, "reached"), unit, decimals),
            expected=words.quantity(number_of(record, "expected"), unit, decimals),
            gap=words.quantity(number_of(record, "trajectory_gap"), gap_unit(unit), decimals, signed=True),
        )
    if kind == "workstream":
        progress = number_of(record, "progress")
        return words.say(
            "strategic.alert.workstream",
            name=str_of(record, "name"),
            progress=words.quantity(None if progress is None else 100 * progress, "%", 0),
            end=words.day(pd.Timestamp(str(record["end_expected"])).date()),
            slip=words.number(number_of(record, "slip_workdays"), 0),
        )
    facts = {key: record[key] for key in ("theme", "months", "findings", "of")}
    return words.say("strategic.alert.theme", **facts)


def _rulings(figures: Figures) -> set[str]:
    """The decisions that change a rule and not the service: a difference after them is none of their doing."""
    read = figures.inputs.frame
    decisions = read("decisions")
    named = [read(table)["decision_id"].dropna() for table in ("targets", "rebases", "neutralisations")]
    return set(pd.concat([decisions.loc[decisions["decision_type"].isin(_RULINGS), "decision_id"], *named]))


def _restatements(figures: Figures, freezes: pd.DataFrame) -> pd.DataFrame | None:
    """The overall frozen months of the semester that would read otherwise today; None when they cannot be compared."""
    try:
        found = figures.restatements
    except PageRefused:
        return None
    own = found["freeze_id"].isin(freezes["freeze_id"].dropna()) & found["scope"].eq("")
    return found[own & found["period_kind"].eq(PeriodKind.MONTH)].reset_index(drop=True)


def _capacity(figures: Figures) -> pd.DataFrame:
    """The plan ahead; without a row when there is none, or when the staffing page refuses its settings, and says so."""
    try:
        return capacity_ahead(figures.inputs.frame("staffing"), as_of=figures.as_of, settings=figures.settings)
    except PageRefused:
        return pd.DataFrame(columns=list(schema.STRATEGIC_CAPACITY.keys))


def _ahead(figures: Figures, milestones: pd.DataFrame) -> pd.DataFrame:
    """The dates of the year to come; KPIs by their name."""
    read = figures.inputs.frame
    events = events_ahead(milestones, read("ambitions"), read("targets"), figures.meetings, as_of=figures.as_of)
    about = read("kpis").drop_duplicates("kpi_id")[["kpi_id", "name", "unit", "decimals"]]
    return events.merge(about, on="kpi_id", how="left")


def _incentives(figures: Figures, semester: Period) -> pd.DataFrame:
    """The amounts of the semester's months; without a row when the workbook has no bonus-malus, or it cannot be computed."""
    keys = ("incentives", "invoices", "kpis")
    rows = []
    if all(figures.inputs.has(key) for key in keys):
        try:
            rows = [one for one in frozen_charges(figures, until=semester.end) if one.month >= semester.start]
        except PageRefused:
            rows = []
    told = [{"month": f"{one.month:%Y-%m}", **{key: float(getattr(one, key)) for key in _AMOUNTS}} for one in rows]
    amounts = pd.DataFrame(told, columns=["month", *_AMOUNTS]).astype(dict.fromkeys(_AMOUNTS, "float64"))
    return amounts.assign(adjusted=(amounts["net"] - amounts["malus"] - amounts["bonus"] - amounts["refund"]).round(2) + 0.0)


def _months_told(frames: StrategicFrames) -> pd.DataFrame:
    periods = dict(enumerate(frames.periods))
    return frames.months.assign(period=frames.months["_at"].map(periods), value=frames.months["displayed"])
