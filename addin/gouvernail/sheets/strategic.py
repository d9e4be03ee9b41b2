"""The strategic review: what two directors read in two minutes of a semester, then where it comes from.

Everything on it was frozen, month by month; what was not frozen is said to be missing, with the way to freeze it.
"""

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import gap_cell, missing, str_of, target_cell, value_cell
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell, Sheet
from gouvernail.sheets.strategic_follow_up import (
    draw_ahead,
    draw_ambitions,
    draw_capacity,
    draw_decisions,
    draw_engagement,
    draw_incentives,
    draw_meetings,
    draw_restatements,
    draw_themes,
    draw_workstreams,
)
from gouvernail.sheets.strategic_parts import (
    WIDTHS,
    StrategicFrames,
    block,
    first_day,
    headers,
    month_headers,
    said_cells,
    span_words,
    status_words,
)
from gouvernail.sheets.strategic_results import CHART_ROWS, draw_charts, draw_kpis
from gouvernail.terms import Status
from gouvernail.words.catalogue import Catalogue

COMMITMENTS_SHOWN = 8
ASKED_SHOWN = 4


def strategic_sheet(frames: StrategicFrames, context: Context) -> Sheet:
    """The review of a semester; when nothing was frozen, what to freeze and how."""
    words = context.words
    span = span_words(frames.periods, words)
    period = words.say("strategic.period", span=span, n=len(frames.frozen), of=len(frames.periods))
    page = context.page("strategic", WIDTHS, period=period, title="strategic.title")
    if not frames.frozen:
        _draw_nothing(page, frames, words)
        return page.build()
    _draw_basis(page, frames, words)
    _draw_verdict(page, frames, words)
    _draw_commitments(page, frames, words)
    _draw_sentences(page, frames, words)
    _draw_asked(page, frames.asked, words)
    page.new_page()
    page.heading(words.say("strategic.headings.course"))
    page.gap()
    charts_at = page.row
    page.row += 2 * CHART_ROWS
    draw_ambitions(page, frames, words)
    page.new_page()
    draw_kpis(page, frames, words)
    draw_restatements(page, frames.restatements, words)
    draw_themes(page, frames, words)
    page.new_page()
    draw_workstreams(page, frames, words)
    draw_decisions(page, frames, words)
    page.new_page()
    draw_engagement(page, frames.engagement, words)
    draw_meetings(page, frames, words)
    draw_incentives(page, frames, words)
    draw_capacity(page, frames.capacity, context)
    draw_ahead(page, frames.ahead, words)
    page.end_print()
    draw_charts(page, frames, words, row=charts_at)
    return page.build()


def _draw_nothing(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """Which meetings are to be frozen, and how."""
    page.sentence(words.say("strategic.nothing", period=span_words(frames.periods, words)), "banner")
    page.gap()
    lines = [
        [Cell(words.month(first_day(str(one["period"]))), "strong"), Cell(to_do(one, words))]
        for one in frames.meetings.to_dict("records")
    ]
    block(page, "missing", (2, 10), headers(words, "month", "to_do"), lines)
    page.sentence(words.say("strategic.how"))


def to_do(record: Record, words: Catalogue) -> str:
    """The meeting that would freeze a month."""
    if missing(record["meeting_id"]):
        return words.say("strategic.no_meeting")
    day = words.day(pd.Timestamp(str(record["as_of"])).date())
    return words.say("strategic.to_freeze", meeting=record["meeting_id"], day=day)


def _draw_basis(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """On how many months the review stands, and whether they are as they were."""
    lacking = [period for period in frames.periods if period not in frames.frozen]
    if lacking:
        names = words.listed(words.month(first_day(period)) for period in lacking)
        facts = {"n": len(frames.frozen), "of": len(frames.periods), "missing": names}
        page.sentence(words.say("strategic.incomplete", **facts), "banner")
    if frames.breaks:
        link = Cell(link=CellRef(words.sheet("frozen"), 1, 1))
        page.sentence(words.say("strategic.touched", freezes=", ".join(frames.breaks)), "banner", link=link)
    if lacking or frames.breaks:
        page.gap()


def _draw_verdict(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """How many commitments were kept, large; beside it which were not."""
    found = frames.standing
    names = dict(zip(frames.kpis["kpi_id"], frames.kpis["name"].fillna(frames.kpis["kpi_id"]), strict=True))
    key = "none" if not found.judged else "contractual" if found.contractual else "all"
    verdict = words.say(f"strategic.verdict.{key}")
    told = []
    for key, some in (("missed", found.missed), ("nearly", found.nearly), ("unknown", found.unknown)):
        if some:
            told.append(words.say(f"strategic.verdict.{key}", names=words.listed(str(names[one]) for one in some)))
    page.spread(page.row, 1, 1, Cell(f"{len(found.kept)} / {found.judged}", "figure"))
    page.spread(page.row, 2, 12, Cell(verdict, "strong"))
    page.height(page.row, 30)
    page.row += 1
    facts = {
        "on_track": int((frames.ambitions["state"] == "on_track").sum()),
        "ambitions": len(frames.ambitions),
        "green": int((frames.workstreams["rag"] == Status.GREEN).sum()),
        "workstreams": len(frames.workstreams),
    }
    if told:
        page.sentence(" ".join(told))
    if facts["ambitions"] or facts["workstreams"]:
        page.sentence(words.say("strategic.verdict.course", **facts))
    page.gap()


def _draw_commitments(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """The commitments, each with its months by sign and word."""
    found = frames.standing
    judged = {*found.kept, *found.nearly, *found.missed, *found.unknown}
    owed = frames.kpis[frames.kpis["kpi_id"].isin(judged)]
    says = status_words(words)
    lines = [
        [
            Cell(str_of(record, "name"), "wrap"),
            value_cell(record, "displayed"),
            target_cell(record, words),
            gap_cell(record),
            Cell(says[str(record["status"])]),
            *said_cells(record, frames, words, says),
        ]
        for record in owed.head(COMMITMENTS_SHOWN).to_dict("records")
    ]
    numbers = headers(words, "value", "target", "gap", style="header_number")
    head = [*headers(words, "kpi"), *numbers, *headers(words, "status"), *month_headers(frames.periods, words)]
    spans = (2, *(1,) * (4 + len(frames.periods)))
    more = len(owed) - COMMITMENTS_SHOWN
    block(page, "commitments", spans, head, lines, none="no_kpi", coloured=(4,), more=more)


def _draw_sentences(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    page.heading(words.say("strategic.headings.alerts"))
    if frames.alerts.empty:
        page.sentence(words.say("strategic.no_alert"))
    for record in frames.alerts.to_dict("records"):
        where = record["where"]
        link = Cell(link=where) if isinstance(where, CellRef) else None
        page.sentence(f"✖ {record['sentence']}", "strong", link=link)
    page.gap()
    page.heading(words.say("strategic.headings.facts"))
    if frames.facts.empty:
        half = len(frames.periods) // 2
        whole = all(frames.frozen & {*part} for part in (frames.periods[:half], frames.periods[half:]))
        page.sentence(words.say("strategic.no_fact" if whole else "strategic.no_half"))
    for record in frames.facts.to_dict("records"):
        page.sentence(str(record["sentence"]))
    page.gap()


def _draw_asked(page: Page, asked: pd.DataFrame, words: Catalogue) -> None:
    """What this committee must decide, with what is recommended and how long it has waited."""
    lines = [
        [
            Cell(str_of(record, "decision_id"), "strong", link=CellRef(words.sheet("decisions"), 1, 1)),
            Cell(str_of(record, "question"), "wrap"),
            Cell(str_of(record, "recommendation") or "–", "wrap"),
            Cell(None if missing(record["amount"]) else float(str(record["amount"])), "number", '#,##0" €"'),
            Cell(_waiting(record, words), "wrap"),
        ]
        for record in asked.head(ASKED_SHOWN).to_dict("records")
    ]
    head = headers(words, "decision", "question", "recommendation", "amount", "routing")
    block(page, "asked", (1, 4, 3, 1, 3), head, lines, none="no_asked", more=len(asked) - ASKED_SHOWN)


def _waiting(record: Record, words: Catalogue) -> str:
    if record["stuck"]:
        return words.say("decisions.stuck", n=int(str(record["seen"])))
    if int(str(record["postponed"])):
        return words.say("decisions.postponed", n=int(str(record["postponed"])))
    return words.choice("DecisionStatus", str(record["status"]))
