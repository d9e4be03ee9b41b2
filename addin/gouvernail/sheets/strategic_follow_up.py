"""What the strategic review says besides KPIs: ambitions, workstreams, themes, decisions, both parties, meetings, means."""

from datetime import date

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.rules.decisions import DecisionState
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import decimals_of, gap_cell, missing, share_cell, str_of, value_cell
from gouvernail.sheets.frozen import restatement_sentence
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.overdue import party_cell
from gouvernail.sheets.parts import Cell, StyleName
from gouvernail.sheets.remarks import number_of
from gouvernail.sheets.strategic_parts import (
    StrategicFrames,
    block,
    first_day,
    headers,
    month_headers,
    said_cells,
    status_words,
)
from gouvernail.words.catalogue import Catalogue

AMBITIONS_SHOWN, WORKSTREAMS_SHOWN, THEMES_SHOWN, DECISIONS_SHOWN, RESTATEMENTS_SHOWN = 8, 8, 6, 12, 5
EVENTS_SHOWN = 12
_MONEY = '+#,##0" €";−#,##0" €";0" €"'


def draw_ambitions(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """Each ambition: its months on the trajectory, and apart from them what the contract says."""
    says = {key: words.say(f"strategic.{key}")[0] for key in ("behind", "on_track")}
    lines = [
        [
            Cell(str_of(record, "statement") or str_of(record, "ambition_id"), "wrap"),
            value_cell(record, "expected"),
            value_cell(record, "reached"),
            gap_cell(record, "trajectory_gap"),
            Cell(words.say(f"strategic.{record['state']}"), "red" if record["state"] == "behind" else "green"),
            Cell(_signs(said_cells(record, frames, words, says)), "center"),
            gap_cell(record, "contract_gap"),
            Cell(status_words(words).get(str(record["status"]), "–")),
            Cell(_day(record["final_date"]), "date"),
        ]
        for record in frames.ambitions.head(AMBITIONS_SHOWN).to_dict("records")
    ]
    numbers = headers(words, "expected", "reached", "trajectory_gap", style="header_number")
    head = [*headers(words, "ambition"), *numbers, *headers(words, "trajectory", "months")]
    head += [*headers(words, "contract_gap", style="header_number"), *headers(words, "contract", "final")]
    note = [words.say("strategic.ambition_note")]
    more = len(frames.ambitions) - AMBITIONS_SHOWN
    spans = (4, 1, 1, 1, 1, 1, 1, 1, 1)
    block(page, "ambitions", spans, head, lines, none="no_ambition", notes=note, coloured=(7,), more=more)


def _signs(cells: list[Cell]) -> str:
    """Months in one cell, a sign each."""
    return " ".join(str(cell.value)[0] for cell in cells)


def draw_workstreams(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """How far each workstream came over the semester, and how far its end slipped."""
    says = {key: said[0] for key, said in status_words(words).items()}
    lines = [
        [
            Cell(str_of(record, "name"), "strong", link=CellRef(words.sheet("workstreams"), 1, 1)),
            Cell(status_words(words).get(str(record["rag"]), "–")),
            Cell(_signs(said_cells(record, frames, words, says)), "center"),
            Cell(_progress(record, words), "center"),
            Cell(_next(record, words), "wrap"),
            Cell(_end(record, words), "wrap"),
            _days(record, "slip_workdays", words),
            _days(record, "moved_workdays", words),
        ]
        for record in frames.workstreams.head(WORKSTREAMS_SHOWN).to_dict("records")
    ]
    head = headers(words, "workstream", "status", "months", "progress", "next", "end")
    head += headers(words, "slip", "moved", style="header_number")
    note = [words.say("strategic.workstream_note")]
    more = len(frames.workstreams) - WORKSTREAMS_SHOWN
    spans = (2, 1, 1, 1, 3, 2, 1, 1)
    block(page, "workstreams", spans, head, lines, none="no_workstream", notes=note, coloured=(1,), more=more)


def _progress(record: Record, words: Catalogue) -> str:
    shares = [number_of(record, key) for key in ("progress_before", "progress")]
    before, now = (words.quantity(None if one is None else 100 * one, "%", 0) for one in shares)
    return now if before == now else f"{before} → {now}"


def _next(record: Record, words: Catalogue) -> str:
    if not str_of(record, "next_milestone"):
        return "–"
    return words.say("roadmap.next", name=str_of(record, "next_milestone"), day=words.day(_day(record["next_expected"])))


def _end(record: Record, words: Catalogue) -> str:
    now, promised = (words.day(_day(record[key])) for key in ("end_expected", "end_initial"))
    return now if now == promised else words.say("strategic.kept", value=now, before=promised)


def _days(record: Record, key: str, words: Catalogue) -> Cell:
    value = record[key]
    return Cell("–", "number") if missing(value) else Cell(int(str(value)), "number", words.say("roadmap.days_format"))


def draw_themes(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """What came back month after month."""
    themes, names = frames.themes, dict(zip(frames.kpis["kpi_id"], frames.kpis["name"], strict=True))
    lines = [
        [
            Cell(str_of(record, "theme"), "strong", link=CellRef(words.sheet("themes"), 1, 1)),
            Cell(int(str(record["months"])), "number"),
            Cell(int(str(record["findings"])), "number"),
            Cell(", ".join(str(names.get(one, one)) for one in str_of(record, "kpi_ids").split(";")) or "–", "wrap"),
            Cell(words.choice("LineLife", str(record["state"]))),
        ]
        for record in themes.head(THEMES_SHOWN).to_dict("records")
    ]
    numbers = headers(words, "months_raised", "findings", style="header_number")
    head = [*headers(words, "theme"), *numbers, *headers(words, "kpis", "life")]
    more = len(themes) - THEMES_SHOWN
    placed = block(page, "themes", (4, 1, 1, 4, 2), head, lines, none="no_theme", more=more)
    if placed:
        page.bars(placed.column("2"))


def draw_decisions(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """What was decided, whether it was carried out, and the level of its KPI before and after."""
    shown = frames.decisions.tail(DECISIONS_SHOWN)
    lines = [
        [
            Cell(str_of(record, "decision_id"), "strong", link=CellRef(words.sheet("decisions"), 1, 1)),
            Cell(str_of(record, "question"), "wrap"),
            Cell(_day(record["decided"]), "date"),
            _executed(record, words),
            Cell(str_of(record, "name") or str_of(record, "kpi_id") or "–", "wrap"),
            Cell(effect_words(record, words), "wrap"),
        ]
        for record in shown.to_dict("records")
    ]
    head = headers(words, "decision", "question", "decided", "state", "indicator", "effect")
    note = [words.say("strategic.effect_note")]
    more = len(frames.decisions) - len(shown)
    block(page, "decisions", (1, 3, 1, 2, 2, 3), head, lines, none="no_decision", notes=note, more=more)


def _executed(record: Record, words: Catalogue) -> Cell:
    if record["late"]:
        due = words.day(_day(record["due"]))
        return Cell(words.say("strategic.kept", value=words.say("strategic.late"), before=due), "red")
    said = words.say(f"strategic.states.{record['state']}")
    style: StyleName = "wrap"
    if not missing(record["executed"]):
        said = words.say("strategic.kept", value=said, before=words.day(_day(record["executed"])))
    return Cell(said, style)


def effect_words(record: Record, words: Catalogue) -> str:
    """The level of a decided KPI before and after, and which way it went."""
    if not str_of(record, "kpi_id") or str(record["state"]) == DecisionState.REFUSED:
        return "–"
    if record["rules"]:
        return words.say("strategic.no_effect")
    unit, decimals = str_of(record, "unit"), decimals_of(record)
    levels = {key: number_of(record, key) for key in ("before", "after")}
    facts = {key: words.quantity(level, unit, decimals) for key, level in levels.items()}
    if levels["after"] is None:
        return words.say("strategic.too_early")
    if levels["before"] is None:
        return words.say("strategic.kept", value=facts["after"], before=words.say("strategic.no_before"))
    if facts["before"] == facts["after"]:
        return words.say("strategic.effect", verdict=words.say("strategic.unmoved"), **facts)
    if missing(record["favourable"]):
        return words.say("strategic.effect_untold", **facts)
    verdict = words.say("strategic.better" if record["favourable"] else "strategic.worse")
    return words.say("strategic.effect", verdict=verdict, **facts)


def draw_engagement(page: Page, engagement: pd.DataFrame, words: Catalogue) -> None:
    """Both parties side by side, at the end of the semester and at its beginning."""
    rates, counts = ("attendance_rate", "actions_rate", "decisions_rate"), ("open", "late")
    lines = [
        [
            party_cell(record, words),
            *(Cell(_rates(record, key, words), "center") for key in rates),
            *(Cell(_counts(record, key, words), "center") for key in counts),
        ]
        for record in engagement.to_dict("records")
    ]
    head = headers(words, "party", "attendance", "actions", "decisions", "open", "late")
    block(page, "engagement", (2,) * 6, head, lines, notes=[words.say("strategic.engagement_note")])


def _rates(record: Record, key: str, words: Catalogue) -> str:
    shares = [number_of(record, one) for one in (key, f"{key}_before")]
    now, before = (words.quantity(None if one is None else 100 * one, "%", 0) for one in shares)
    return words.say("strategic.kept", value=now, before=before)


def _counts(record: Record, key: str, words: Catalogue) -> str:
    now, before = (words.number(number_of(record, one), 0) for one in (key, f"{key}_before"))
    return words.say("strategic.kept", value=now, before=before)


def draw_meetings(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """The meetings that the review stands on: frozen, able to decide, of equal level; those missing, with what to do."""
    lines = [_meeting(record, words) for record in frames.meetings.to_dict("records")]
    head = headers(words, "month", "meeting", "as_of", "frozen", "quorum", "parity", "climate")
    notes = [words.say("strategic.parity_note")]
    if len(frames.frozen) < len(frames.periods):
        notes.append(words.say("strategic.how"))
    block(page, "meetings", (2, 2, 1, 2, 2, 2, 1), head, lines, notes=notes)


def _meeting(record: Record, words: Catalogue) -> list[Cell]:
    frozen = not missing(record["freeze_id"])
    known = not missing(record["meeting_id"])
    cells = [
        Cell(words.month(first_day(str(record["period"]))), "strong"),
        Cell(str_of(record, "meeting_id") or "–"),
        Cell(_day(record["as_of"]), "date"),
    ]
    if not frozen:
        said = words.say("strategic.strip.not_frozen") if known else words.say("strategic.no_meeting")
        return [*cells, Cell(said, "amber"), Cell("–"), Cell("–"), Cell("–")]
    intact = bool(record["intact"])
    state = Cell(words.say("strategic.frozen_intact" if intact else "strategic.frozen_touched"), "text" if intact else "red")
    return [*cells, state, Cell(_quorum(record, words), "wrap"), Cell(_levels(record, words), "wrap"), _climate(record)]


def _quorum(record: Record, words: Catalogue) -> str:
    if record["quorum"] is True:
        return words.say("strategic.with_quorum")
    lacks = [words.say(f"frozen.lacks.{one}") for one in str_of(record, "lacks").split(";") if one]
    return words.say("strategic.without_quorum", why=words.listed(lacks) or "–")


def _levels(record: Record, words: Catalogue) -> str:
    client, provider = (words.number(number_of(record, key), 0) for key in ("client_level", "provider_level"))
    sign = words.say("strategic.equal" if client == provider != "–" else "strategic.unequal")
    return f"{sign} {words.say('strategic.levels', client=client, provider=provider)}"


def _climate(record: Record) -> Cell:
    marks = [str_of(record, key) or "–" for key in ("climate_client", "climate_provider")]
    return Cell(" / ".join(marks))


def draw_incentives(page: Page, frames: StrategicFrames, words: Catalogue) -> None:
    """Bonus-malus of the frozen months, and their sum."""
    known = frames.incentives.set_index("month")
    keys = [key for key in ("malus", "bonus", "refund", "adjusted") if known[key].any()] + ["net"] if len(known) else []
    lines = [
        [
            Cell(words.say(f"strategic.headers.{key}"), "strong"),
            *(_money(known[key].get(period)) for period in frames.periods),
            Cell(float(known[key].sum()), "strong_number", _MONEY),
        ]
        for key in keys
    ]
    head = [Cell(None, "header"), *month_headers(frames.periods, words, "header_number")]
    head.append(Cell(words.say("strategic.cumulated"), "header_number"))
    spans = (4, *(1,) * len(frames.periods), 2)
    notes = [words.say("strategic.incentive_note")]
    block(page, "incentives", spans, head, lines, none="no_incentive", notes=notes)


def _money(amount: object) -> Cell:
    return Cell("–", "number") if missing(amount) else Cell(float(str(amount)), "number", _MONEY)


def draw_capacity(page: Page, capacity: pd.DataFrame, context: Context) -> None:
    """Need and plan of the months to come, as far as a plan was entered; a sentence when none was."""
    words = context.words
    if capacity.empty:
        page.heading(words.say("strategic.headings.capacity"))
        page.sentence(words.say("strategic.no_plan", day=words.day(context.as_of)))
        page.gap()
        return
    lines = [
        [
            Cell(words.month(first_day(str(record["month"]))), "strong"),
            Cell(int(str(record["days"])), "number"),
            *(_number(record, key) for key in ("forecast_volume", "required_hours", "planned_hours")),
            *(_percent(record, key) for key in ("coverage", "short_share")),
        ]
        for record in capacity.to_dict("records")
    ]
    numbers = headers(words, "days", "volume", "required", "planned", "coverage", "short", style="header_number")
    head = [*headers(words, "month"), *numbers]
    block(page, "capacity", (2, 1, 2, 2, 2, 1, 2), head, lines, notes=[words.say("strategic.capacity_note")])


def _number(record: Record, key: str) -> Cell:
    value = number_of(record, key)
    return Cell("–", "number") if value is None else Cell(value, "number")


def _percent(record: Record, key: str) -> Cell:
    value = number_of(record, key)
    return share_cell(None if value is None else value / 100)


def draw_ahead(page: Page, ahead: pd.DataFrame, words: Catalogue) -> None:
    """The dates of the year to come, down the left half and then the right one."""
    told = [
        [Cell(_day(record["date"]), "date"), Cell(_event(record, words), "wrap")]
        for record in ahead.head(EVENTS_SHOWN).to_dict("records")
    ]
    half = (len(told) + 1) // 2
    blank = [Cell(None), Cell(None)]
    lines = [left + right for left, right in zip(told[:half], [*told[half:], blank], strict=False)]
    head = headers(words, "when", "what", "when", "what")
    block(page, "ahead", (1, 5, 1, 5), head, lines, none="no_event", more=len(ahead) - EVENTS_SHOWN)


def _event(record: Record, words: Catalogue) -> str:
    number, unit = number_of(record, "number"), str_of(record, "unit")
    facts = {
        "label": str_of(record, "label") or str_of(record, "reference"),
        "name": str_of(record, "name") or str_of(record, "kpi_id"),
        "level": words.say("strategic.band") if number is None else words.quantity(number, unit, decimals_of(record)),
    }
    return words.say(f"strategic.events.{record['kind']}", **facts)


def draw_restatements(page: Page, restatements: pd.DataFrame | None, words: Catalogue) -> None:
    """The frozen months that would read otherwise today, each with its cause."""
    page.heading(words.say("strategic.headings.restatements"))
    if restatements is None:
        page.sentence(words.say("strategic.not_compared"))
        page.gap()
        return
    if restatements.empty:
        page.sentence(words.say("strategic.no_restatement"))
    link = Cell(link=CellRef(words.sheet("frozen"), 1, 1))
    for record in restatements.head(RESTATEMENTS_SHOWN).to_dict("records"):
        page.sentence(f"▲ {restatement_sentence(record, words)}", link=link)
    if len(restatements) > RESTATEMENTS_SHOWN:
        page.sentence(words.say("frozen.more_restated", n=len(restatements) - RESTATEMENTS_SHOWN), "muted")
    page.gap()


def _day(value: object) -> date | None:
    return None if missing(value) else pd.Timestamp(str(value)).date()
