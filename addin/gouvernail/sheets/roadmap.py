"""The workstreams: how far each has come by the milestones it passed, and a timeline drawn in cells, readable in grey."""

from collections.abc import Hashable, Mapping
from datetime import date

import pandas as pd

from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import missing, share_cell, str_of
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell, Scalar, Sheet
from gouvernail.words.catalogue import Catalogue

MONTHS_BEFORE, MONTHS_SHOWN = 6, 16
_FIRST = 6
"""The columns before the timeline: name, initial, current, actual, slip, weight."""
WIDTHS = (40.0, 12.5, 12.5, 12.5, 10.0, 8.0, *(6.2,) * MONTHS_SHOWN)
INITIAL, EXPECTED, PASSED, SLIDES = "◇", "◆", "✔", "─"
_SUMMARY = (1, 2, 2, 1, 5, 3, 5, 3)
_FRAME = (1, 1, 2, 2, 3, 3, 2, 8)


def roadmap_sheet(workstreams: pd.DataFrame, milestones: pd.DataFrame, context: Context) -> Sheet:
    """The page.

    Args:
        workstreams: as `workstreams.add_progress` gives them.
        milestones: as `workstreams.add_slip` gives them.
        context: of the page.
    """
    words = context.words
    page = context.page("roadmap", WIDTHS, printed=len(WIDTHS), title="roadmap.title")
    page.heading(words.say("roadmap.summary"))
    if workstreams.empty:
        page.sentence(words.say("roadmap.none"))
        return page.build()
    _draw_summary(page, workstreams, milestones, words)
    page.sentence(words.say("roadmap.legend"), "foot")
    page.gap()
    page.heading(words.say("roadmap.frame"))
    _draw_frame(page, workstreams, milestones, words)
    page.gap()
    window = months_shown(context.as_of)
    for workstream in workstreams.to_dict("records"):
        own = milestones[milestones["workstream_id"] == workstream["workstream_id"]]
        _draw_workstream(page, workstream, own, window, words)
    page.end_print()
    return page.build()


def months_shown(as_of: date) -> pd.PeriodIndex:
    """The months of the timeline: six before the one of ``as_of``, it, and those after."""
    return pd.period_range(pd.Period(as_of, "M") - MONTHS_BEFORE, periods=MONTHS_SHOWN, freq="M")


def timeline(milestone: Record, window: pd.PeriodIndex) -> list[str]:
    """The signs of a milestone, one per month shown: ◇ first promised, ◆ expected now, ✔ passed, ─ in between.

    One outside the months shown stands at their edge, behind an arrow.
    """
    initial, expected = (_place(milestone[key], window) for key in ("initial", "expected"))
    signs = [""] * len(window)
    for at in range(min(initial, expected), max(initial, expected) + 1):
        if 0 <= at < len(window):
            signs[at] = SLIDES
    last = len(window) - 1
    for place, sign in ((initial, INITIAL), (expected, PASSED if milestone["passed"] else EXPECTED)):
        at = min(max(place, 0), last)
        signs[at] = f"◄{sign}" if place < 0 else f"{sign}►" if place > last else sign
    return signs


def _place(day: object, window: pd.PeriodIndex) -> int:
    return (pd.Period(str(day)[:10], "M") - window[0]).n


def _draw_summary(page: Page, workstreams: pd.DataFrame, milestones: pd.DataFrame, words: Catalogue) -> None:
    keys = ("name", "rag", "status", "progress", "next", "slip", "end", "end_slip")
    headers = [Cell(words.say(f"roadmap.headers.{key}"), "header") for key in keys]
    names = _names(milestones)
    lines = [
        [
            Cell(str_of(one, "name"), "strong"),
            Cell(words.choice("Status", str(one["rag"]))),
            Cell(words.choice("WorkstreamStatus", str(one["status"])) if str_of(one, "status") else "–"),
            share_cell(one["progress"]),
            Cell(_next(one, names, words), "wrap"),
            _days(one, "slip_workdays", words),
            Cell(_moved(one, words), "wrap"),
            _days(one, "end_slip_workdays", words),
        ]
        for one in workstreams.to_dict("records")
    ]
    placed = page.grid(_SUMMARY, headers, lines)
    page.colour(placed.column("1"))
    page.bars(placed.column("3"))
    page.row = placed.bottom + 1
    early = workstreams[workstreams["early_claim"]]
    for one in early.to_dict("records"):
        page.sentence(words.say("roadmap.early", name=one["name"], left=one["milestones"] - one["passed"]), "banner")


def _draw_frame(page: Page, workstreams: pd.DataFrame, milestones: pd.DataFrame, words: Catalogue) -> None:
    """Who follows and carries each workstream, what it costs, and the go / no-go that it waits for or has had."""
    keys = ("name", "committee", "client_sponsor", "provider_sponsor", "budget", "spent", "spent_share", "gate")
    money = {"budget", "spent", "spent_share"}
    headers = [Cell(words.say(f"roadmap.headers.{key}"), "header_number" if key in money else "header") for key in keys]
    names = _names(milestones)
    lines = [
        [
            Cell(str_of(one, "name"), "strong"),
            Cell(words.choice("Committee", str(one["committee"]))),
            *(Cell(str_of(one, key) or "–", "wrap") for key in ("client_sponsor", "provider_sponsor")),
            *(_amount(one[key]) for key in ("budget", "spent")),
            share_cell(one["spent_share"]),
            Cell(_gate(one, names, words), "wrap"),
        ]
        for one in workstreams.to_dict("records")
    ]
    page.row = page.grid(_FRAME, headers, lines).bottom + 1


def _amount(value: object) -> Cell:
    return Cell("–" if missing(value) else float(str(value)), "number", "#,##0")


def _gate(record: Record, names: Mapping[Hashable, str], words: Catalogue) -> str:
    state = str_of(record, "gate_state")
    if not state:
        return "–"
    gate, day = str_of(record, "gate"), words.day(_day(record["gate_expected"]))
    return words.say(f"roadmap.gates.{state}", name=names.get(gate, gate), day=day)


def _names(milestones: pd.DataFrame) -> Mapping[Hashable, str]:
    return milestones.drop_duplicates("milestone_id").set_index("milestone_id")["name"].to_dict()


def _next(record: Record, names: Mapping[Hashable, str], words: Catalogue) -> str:
    known = str_of(record, "next_milestone")
    if not known:
        return "–"
    return words.say("roadmap.next", name=names.get(known, known), day=words.day(_day(record["next_expected"])))


def _moved(record: Record, words: Catalogue) -> str:
    """The day of the last milestone, and the first promise when it moved."""
    first, now = (_day(record[key]) for key in ("end_initial", "end_expected"))
    return words.day(now) if first == now else words.say("roadmap.moved", first=words.day(first), now=words.day(now))


def _days(record: Record, key: str, words: Catalogue) -> Cell:
    value = record.get(key)
    return Cell("–", "number") if missing(value) else Cell(int(str(value)), "number", words.say("roadmap.days_format"))


def _draw_workstream(
    page: Page, workstream: Record, milestones: pd.DataFrame, window: pd.PeriodIndex, words: Catalogue
) -> None:
    facts = {"passed": workstream["passed"], "milestones": workstream["milestones"]}
    page.heading(words.say("roadmap.workstream", name=workstream["name"], **facts))
    spans = (1,) * (_FIRST + len(window))
    keys = ("milestone", "initial", "current", "actual", "slipped", "weight")
    headers = [Cell(words.say(f"roadmap.headers.{key}"), "header") for key in keys]
    headers += [Cell(f"{month.month:02}/{month.year % 100:02}", "header_number") for month in window]
    lines = [_line(one, window, words) for one in milestones.sort_values(["initial", "milestone_id"]).to_dict("records")]
    page.row = page.grid(spans, headers, lines).bottom + 1
    page.gap()


def _line(milestone: Record, window: pd.PeriodIndex, words: Catalogue) -> list[Cell]:
    name = str_of(milestone, "name")
    actual: Scalar = _day(milestone["actual"]) if milestone["passed"] else None
    dates = [_day(milestone["initial"]), _day(milestone["expected"]) if not milestone["passed"] else None, actual]
    return [
        Cell(words.say("roadmap.gate", name=name) if milestone["gate"] else name, "wrap"),
        *(Cell(one, "date") for one in dates),
        _days(milestone, "slip_workdays", words),
        Cell(float(str(milestone["weight"])), "number"),
        *(Cell(sign or None, "center") for sign in timeline(milestone, window)),
    ]


def _day(value: object) -> date | None:
    return None if missing(value) else pd.Timestamp(str(value)).date()
