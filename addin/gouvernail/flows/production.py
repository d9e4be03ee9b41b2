"""« Point hebdo »: the week for those who run the floor, on one page."""

from datetime import date, timedelta

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.problems import PageRefused
from gouvernail.rules.actions import keep_overdue
from gouvernail.rules.cadence import Outcome
from gouvernail.rules.contributions import contributions
from gouvernail.rules.decisions import DecisionState
from gouvernail.rules.findings import RollUp, roll_up_findings
from gouvernail.rules.kpis import figures_of
from gouvernail.rules.periods import Period, last_complete_week, week_of
from gouvernail.rules.presence import role_presence
from gouvernail.schema.production import (
    PRODUCTION_ACTIONS,
    PRODUCTION_CONTRIBUTIONS,
    PRODUCTION_DAYS,
    PRODUCTION_FINDINGS,
    PRODUCTION_KPIS,
    PRODUCTION_PRESENCE,
    PRODUCTION_UP,
    PRODUCTION_VOLUMES,
)
from gouvernail.sheets.production import ProductionFrames, production_sheet
from gouvernail.sheets.remarks import remarks
from gouvernail.terms import Basis, Committee, PeriodKind

_DAY = timedelta(days=1)
_PARTS = ["kpi_id", "numerator", "denominator", "value", "target"]
_DOUBTFUL = "to_check|incomplete|small_sample"


def draw(figures: Figures) -> Drawing:
    """The production page.

    Raises:
        PageRefused: KPIs cannot be computed.
    """
    frames = production_frames(figures)
    tables = {
        PRODUCTION_PRESENCE: frames.presence,
        PRODUCTION_KPIS: frames.kpis.assign(value=frames.kpis["displayed"]),
        PRODUCTION_DAYS: frames.days.assign(value=frames.days["displayed"]),
        PRODUCTION_CONTRIBUTIONS: frames.contributions,
        PRODUCTION_VOLUMES: frames.volumes,
        PRODUCTION_ACTIONS: frames.actions,
        PRODUCTION_FINDINGS: frames.findings,
        PRODUCTION_UP: frames.up,
    }
    sheet = production_sheet(frames, figures.context)
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in tables.items()})


def production_frames(figures: Figures) -> ProductionFrames:
    """Everything on the page, as frames."""
    week = last_complete_week(figures.as_of)
    everything = _overall(figures.gaps.frame)
    kpis = _kpis(figures, everything)
    daily = figures_of(figures.gaps.book, [Period(PeriodKind.WEEK, day, day) for day in _days(week)])
    by_day = kpis.loc[kpis["basis"] == Basis.DAYS, "kpi_id"]
    daily = daily[daily["kpi_id"].isin(by_day) & (daily["scope"] == "")]
    daily = daily.assign(date=daily["start"])
    rolled = _rolled(figures, week)
    return ProductionFrames(
        week=week,
        presence=_presence(figures),
        kpis=kpis,
        days=daily,
        contributions=_contributions(figures, kpis, daily, week),
        volumes=_volumes(figures, week),
        doubts=_doubts(figures, everything),
        actions=_actions(figures),
        findings=_findings(figures, rolled),
        up=_up(figures, rolled),
    )


def _overall(gaps: pd.DataFrame) -> pd.DataFrame:
    return gaps[(gaps["period_kind"] == PeriodKind.WEEK) & (gaps["scope"] == "")]


def _kpis(figures: Figures, everything: pd.DataFrame) -> pd.DataFrame:
    """The north-star KPIs, always on top, then the fixed ones in their fixed order."""
    stars = everything.loc[everything["north_star"].astype("boolean").fillna(value=False), "kpi_id"]
    asked = [one.strip() for one in figures.settings.production_kpis.split(";")]
    order = {kpi: at for at, kpi in enumerate(dict.fromkeys([*stars, *asked]))}
    kept = everything[everything["kpi_id"].isin(order)]
    kept = kept.loc[kept["kpi_id"].map(order).sort_values().index]
    read = figures.readings[figures.readings["scope"] == ""][["kpi_id", "variation"]]
    kept = kept.merge(read, on="kpi_id", how="left").reset_index(drop=True)
    return kept.assign(remarks=[remarks(record, figures.words) for record in kept.to_dict("records")])


def _days(week: Period) -> list[date]:
    return [week.start + at * _DAY for at in range(7)]


def _contributions(figures: Figures, kpis: pd.DataFrame, daily: pd.DataFrame, week: Period) -> pd.DataFrame:
    """What each day and each scope adds to the gaps of the week."""
    settled = figures.gaps.book.kpis[["formula"]]
    totals = kpis.join(settled, on="kpi_id")
    by_day = contributions(totals, daily[_PARTS].assign(part=daily["date"].dt.strftime("%Y-%m-%d")))
    gaps = figures.gaps.frame
    scopes = gaps[(gaps["period"] == week.key) & (gaps["scope"] != "")]
    by_scope = contributions(totals, scopes[_PARTS].assign(part=scopes["scope"], target=float("nan")))
    return pd.concat([by_day.assign(axis="day"), by_scope.assign(axis="scope")], ignore_index=True)


def _volumes(figures: Figures, week: Period) -> pd.DataFrame:
    """Forecast and actual contacts of each day, where staffing holds them."""
    staffing = figures.inputs.frame("staffing")
    inside = staffing[week.contains(staffing["date"])]
    sums = inside.groupby("date")[["forecast_volume", "actual_volume"]].sum(min_count=1)
    return pd.DataFrame(sums).reset_index()


def _doubts(figures: Figures, everything: pd.DataFrame) -> pd.DataFrame:
    """The KPIs of the week of which something must be known before anything is said."""
    doubtful = everything[everything["flags"].str.contains(_DOUBTFUL)]
    return doubtful.assign(remarks=[remarks(record, figures.words) for record in doubtful.to_dict("records")])


def _presence(figures: Figures) -> pd.DataFrame:
    """How the required roles were held at the meeting of the day, or at the last one held."""
    meetings = figures.meetings
    own = meetings[(meetings["committee"] == Committee.PRODUCTION) & (meetings["day"] <= pd.Timestamp(figures.as_of))]
    own = own[own["outcome"].eq(Outcome.HELD) | own["day"].eq(pd.Timestamp(figures.as_of))].sort_values("day").tail(1)
    own = own.assign(held=own["held"].fillna(own["day"]))[figures.inputs.frame("meetings").columns]
    read = figures.inputs.frame
    return role_presence(own, read("attendance"), read("participants"), read("committees"))


def _actions(figures: Figures) -> pd.DataFrame:
    """The committee's open actions that are late, heaviest first, then those due by the end of the week."""
    actions = figures.actions_or_none
    mine = actions[(actions["committee"] == Committee.PRODUCTION) & (actions["state"] == "open")]
    late = keep_overdue(mine)
    end = pd.Timestamp(week_of(figures.as_of).end)
    soon = mine[~mine["late"] & (mine["due"] <= end)].sort_values(["due", "priority", "action_id"])
    return pd.concat([late, soon], ignore_index=True)


def _rolled(figures: Figures, week: Period) -> RollUp | None:
    """The findings of the week gathered into lines; None when they cannot be."""
    try:
        figures.inputs.need("findings")
        gaps = figures.gaps.frame
        return roll_up_findings(
            figures.inputs.frame("findings"),
            figures.inputs.frame("themes"),
            figures.actions_or_none,
            gaps[gaps["period_kind"] == PeriodKind.WEEK],
            period=week,
            settings=figures.settings,
            as_of=figures.as_of,
        )
    except PageRefused:
        return None


def _findings(figures: Figures, rolled: RollUp | None) -> pd.DataFrame:
    """The week's findings, the most severe first."""
    if rolled is None:
        return pd.DataFrame(columns=list(PRODUCTION_FINDINGS.keys))
    entered = rolled.trace.loc[rolled.trace["in_period"] & rolled.trace["line_id"].notna(), ["finding_id", "line_id"]]
    themes = rolled.lines.drop_duplicates("line_id").set_index("line_id")["theme"]
    told = entered.merge(figures.inputs.frame("findings").drop(columns="theme"), on="finding_id")
    told = told.assign(theme=told["line_id"].map(themes))
    return told.sort_values(["severity", "finding_id"], ascending=[False, True], ignore_index=True)


def _up(figures: Figures, rolled: RollUp | None) -> pd.DataFrame:
    """What should go up to the steering committee, and why."""
    lines = rolled.lines[rolled.lines["escalated"].astype(bool)] if rolled else pd.DataFrame()
    actions, decisions = figures.actions_or_none, figures.decisions
    own = keep_overdue(actions[(actions["committee"] == Committee.PRODUCTION) & actions["escalates"]])
    asked = decisions[(decisions["committee"] == Committee.PRODUCTION) & (decisions["state"] == DecisionState.OPEN)]
    asked = asked[asked["waits_for"] != Committee.PRODUCTION].assign(reasons="beyond_remit")
    rows = [
        {"kind": kind, "reference": one[reference], "label": one[label], "reasons": one["reasons"], "line": one}
        for kind, some, reference, label in (
            ("line", lines, "line_id", "theme"),
            ("action", own, "action_id", "description"),
            ("decision", asked, "decision_id", "question"),
        )
        for one in some.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["kind", "reference", "label", "reasons", "line"])
