"""The production page: the week on one upright A4, in the order in which the meeting goes through it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.rules.rounding import half_away
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import (
    decimals_of,
    gap_cell,
    gap_unit,
    missing,
    period_label,
    quantity_format,
    str_of,
    target_cell,
    value_cell,
)
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell, Sheet, StyleName
from gouvernail.sheets.rollup import reason_words, theme_words
from gouvernail.terms import Status
from gouvernail.words.catalogue import Catalogue

WIDTHS = (24.0, 9.5, 9.5, 9.5, 15.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0)
ACTIONS_SHOWN, FINDINGS_SHOWN, UP_SHOWN, DOUBTS_SHOWN = 7, 6, 6, 4
_DAYS = 7
_SIGNS = {Status.GREEN.value: "✔", Status.AMBER.value: "▲", Status.RED.value: "✖"}
_STYLES: Mapping[str, StyleName] = {Status.GREEN.value: "green", Status.AMBER.value: "amber", Status.RED.value: "red"}


class Week(Protocol):
    """The week that the page speaks of."""

    @property
    def start(self) -> date:
        """Its Monday."""
        ...

    @property
    def end(self) -> date:
        """Its Sunday."""
        ...


@dataclass(frozen=True)
class ProductionFrames:
    """What the page shows; frames as declared in `schema.production`, with what a figure's row has.

    Args:
        week: the week.
        presence: the required roles, from `rules.presence.role_presence`.
        kpis: the week's figures, one row per KPI in the order of the page, with ``remarks``.
        days: the same by day, with ``date``; only of KPIs that are measured by day.
        contributions: from `rules.contributions`, with ``axis`` ("day", "scope").
        volumes: forecast and actual contacts by ``date``.
        doubts: the KPIs of the week of which something must be known, with ``remarks``.
        actions: late ones first, then those due by the end of the week.
        findings: the most severe first.
        up: what should go up: ``kind``, ``reference``, ``label``, ``line`` (the whole record).
    """

    week: Week
    presence: pd.DataFrame
    kpis: pd.DataFrame
    days: pd.DataFrame
    contributions: pd.DataFrame
    volumes: pd.DataFrame
    doubts: pd.DataFrame
    actions: pd.DataFrame
    findings: pd.DataFrame
    up: pd.DataFrame


def production_sheet(frames: ProductionFrames, context: Context) -> Sheet:
    """The production page of a week."""
    words = context.words
    period = period_label(words, "week", frames.week.start, frames.week.end)
    page = context.page("production", WIDTHS, period=period, title="production.title")
    _draw_presence(page, frames.presence, words)
    _draw_actions(page, frames.actions, words)
    _draw_week(page, frames, words)
    _draw_makers(page, frames, words)
    _draw_doubts(page, frames.doubts, words)
    _draw_findings(page, frames.findings, words)
    _draw_up(page, frames.up, words)
    page.end_print()
    return page.build(landscape=False, pages_high=1)


def _heading(page: Page, words: Catalogue, key: str) -> None:
    page.heading(words.say(f"production.headings.{key}"))


def _headers(words: Catalogue, *keys: str, style: StyleName = "header") -> list[Cell]:
    return [Cell(words.say(f"production.headers.{key}"), style) for key in keys]


def _lines(page: Page, spans: Sequence[int], headers: Sequence[Cell], lines: Sequence[Sequence[Cell]], left: int = 0) -> None:
    """Lines of cells and, under them, how many were left out."""
    page.row = page.grid(spans, headers, lines).bottom + 1
    if left > 0:
        page.sentence(page.words.say("production.more", n=left), "muted")
    page.gap()


def _draw_presence(page: Page, presence: pd.DataFrame, words: Catalogue) -> None:
    _heading(page, words, "presence")
    if presence.empty:
        page.sentence(words.say("production.no_role"))
        page.gap()
        return
    lines = []
    for record in presence.to_dict("records"):
        people = words.listed(str_of(record, "people").split(";"))
        lines.append(
            [
                Cell(str(record["role"]), "strong"),
                Cell(words.say(f"production.standing.{record['standing']}")),
                Cell(people or "–"),
            ]
        )
    _lines(page, (3, 2, 7), [], lines)


def _draw_actions(page: Page, actions: pd.DataFrame, words: Catalogue) -> None:
    _heading(page, words, "actions")
    if actions.empty:
        page.sentence(words.say("production.no_action"))
        page.gap()
        return
    where = CellRef(words.sheet("overdue"), 1, 1)
    lines = [
        [
            Cell(str_of(record, "action_id"), "strong", link=where),
            Cell(str_of(record, "description"), "wrap"),
            Cell(str_of(record, "owner") or words.say("pages.overdue.anomalies_of.no_owner"), "wrap"),
            Cell(None if missing(record["due"]) else pd.Timestamp(str(record["due"])).date(), "date"),
            _lateness(record, words),
        ]
        for record in actions.head(ACTIONS_SHOWN).to_dict("records")
    ]
    headers = _headers(words, "action", "description", "owner", "due", "lateness")
    _lines(page, (1, 5, 2, 2, 2), headers, lines, len(actions) - ACTIONS_SHOWN)


def _lateness(record: Record, words: Catalogue) -> Cell:
    if record["late"]:
        return Cell(words.say("production.late", n=int(str(record["late_workdays"]))), "red")
    return Cell(words.say("production.on_time"))


def _draw_week(page: Page, frames: ProductionFrames, words: Catalogue) -> None:
    """Each figure of the week, and its seven days on the same line; under them, contacts forecast and received."""
    _heading(page, words, "week")
    dates = [frames.week.start + timedelta(days=at) for at in range(_DAYS)]
    names = words.forms("calendar.days")
    numbers = _headers(words, "value", "target", "gap", style="header_number")
    headers = [*_headers(words, "kpi"), *numbers, *_headers(words, "status")]
    headers += [Cell(f"{names[str(day.isoweekday())]} {day.day}", "header_number") for day in dates]
    spans = (1,) * (5 + _DAYS)
    page.row = page.grid(spans, headers, []).bottom + 1
    for record in frames.kpis.to_dict("records"):
        _draw_kpi(page, record, frames.days[frames.days["kpi_id"] == record["kpi_id"]], dates, words)
    _draw_volumes(page, frames.volumes, dates, words)
    page.sentence(words.say("production.strip_note"), "foot")
    page.gap()


def _draw_kpi(page: Page, record: Record, days: pd.DataFrame, dates: Sequence[date], words: Catalogue) -> None:
    star = "★ " if record["north_star"] is True else ""
    style: StyleName = "provisional" if "provisional" in str_of(record, "flags") else "number"
    status = str(record["status"])
    cells = [
        Cell(star + str_of(record, "name"), "wrap"),
        value_cell(record, "displayed", style=style),
        target_cell(record, words),
        gap_cell(record),
        Cell(words.choice("Status", status), _STYLES.get(status, "grey")),
    ]
    if days.empty:
        cells.append(Cell(words.say("production.by_week"), "muted"))
        page.row = page.grid((1, 1, 1, 1, 1, _DAYS), [], [cells]).bottom + 1
        return
    known = {pd.Timestamp(str(day["date"])).date(): day for day in days.to_dict("records")}
    cells += [_day_cell(known.get(day)) for day in dates]
    page.row = page.grid((1,) * (5 + _DAYS), [], [cells]).bottom + 1


def _day_cell(record: Record | None) -> Cell:
    """A day's value with the sign of its status: the colour alone says nothing on paper."""
    if record is None or missing(record["displayed"]):
        return Cell("–", "center")
    status = str(record["status"])
    sign = _SIGNS.get(status)
    shape = quantity_format("", decimals_of(record))
    value = float(str(record["displayed"]))
    return Cell(value, _STYLES[status], f'"{sign} "{shape}') if sign else Cell(value, "number", shape)


def _draw_volumes(page: Page, volumes: pd.DataFrame, dates: Sequence[date], words: Catalogue) -> None:
    if volumes.empty:
        return
    by_day = {pd.Timestamp(str(one["date"])).date(): one for one in volumes.to_dict("records")}
    for key in ("forecast_volume", "actual_volume"):
        total = volumes[key].sum(min_count=1)
        cells = [Cell(words.say(f"production.volumes.{key}"), "strong"), _count(total), Cell(None), Cell(None), Cell(None)]
        cells += [_count(by_day[day][key] if day in by_day else None) for day in dates]
        page.row = page.grid((1,) * (5 + _DAYS), [], [cells]).bottom + 1
    forecast, actual = volumes["forecast_volume"].sum(), volumes["actual_volume"].sum()
    cells = [Cell(words.say("production.volumes.gap"), "strong"), _share(actual, forecast), Cell(None), Cell(None), Cell(None)]
    known = [(by_day[day]["actual_volume"], by_day[day]["forecast_volume"]) if day in by_day else (None, None) for day in dates]
    cells += [_share(real, aimed) for real, aimed in known]
    page.row = page.grid((1,) * (5 + _DAYS), [], [cells]).bottom + 1


def _count(value: object) -> Cell:
    return Cell("–", "center") if missing(value) else Cell(float(str(value)), "number")


def _share(actual: object, forecast: object) -> Cell:
    if missing(actual) or missing(forecast) or float(str(forecast)) == 0:
        return Cell("–", "center")
    return Cell(half_away(float(str(actual)) / float(str(forecast)) - 1, 2) + 0.0, "number", "+0%;−0%;0%")


def _draw_makers(page: Page, frames: ProductionFrames, words: Catalogue) -> None:
    """Which day and which scope made each gap, in parts that add up to it."""
    _heading(page, words, "makers")
    below = frames.kpis[frames.kpis["favourable_gap"].lt(0)]
    said = 0
    for record in below.to_dict("records"):
        own = frames.contributions[frames.contributions["kpi_id"] == record["kpi_id"]]
        for axis, parts in own.groupby("axis", sort=False):
            page.sentence(_maker_sentence(record, str(axis), parts, words))
            said += 1
        if own.empty:
            page.sentence(words.say("production.no_part", name=str_of(record, "name"), gap=_gap(record, record["gap"], words)))
            said += 1
    if not said:
        page.sentence(words.say("production.no_gap"))
    page.gap()


def _maker_sentence(record: Record, axis: str, parts: pd.DataFrame, words: Catalogue) -> str:
    ordered = parts.sort_values("favourable", kind="stable")
    told = [
        f"{_part(str(part['part']), axis, words)} {_gap(record, part['contribution'], words)}"
        for part in ordered.to_dict("records")
        if part["contribution"] or part["part"]
    ]
    return words.say(
        f"production.made_by.{axis}",
        name=str_of(record, "name"),
        gap=_gap(record, record["gap"], words),
        parts=" ; ".join(told) if words.language == "fr" else "; ".join(told),
    )


def _part(part: str, axis: str, words: Catalogue) -> str:
    if not part:
        return words.say("production.rest")
    if axis == "scope":
        return part
    day = date.fromisoformat(part)
    return f"{words.forms('calendar.days')[str(day.isoweekday())]} {day.day}"


def _gap(record: Record, value: object, words: Catalogue) -> str:
    number = None if missing(value) else float(str(value))
    return words.quantity(number, gap_unit(str_of(record, "unit")), decimals_of(record), signed=True)


def _draw_doubts(page: Page, doubts: pd.DataFrame, words: Catalogue) -> None:
    _heading(page, words, "doubts")
    if doubts.empty:
        page.sentence(words.say("production.no_doubt"))
    link = Cell(link=CellRef(words.sheet("checks"), 1, 1))
    for record in doubts.head(DOUBTS_SHOWN).to_dict("records"):
        page.sentence(
            f"▲ {words.say('production.doubt', name=str_of(record, 'name'), why=str_of(record, 'remarks'))}", link=link
        )
    if len(doubts) > DOUBTS_SHOWN:
        page.sentence(words.say("production.more", n=len(doubts) - DOUBTS_SHOWN), "muted")
    page.gap()


def _draw_findings(page: Page, findings: pd.DataFrame, words: Catalogue) -> None:
    _heading(page, words, "findings")
    if findings.empty:
        page.sentence(words.say("production.no_finding"))
        page.gap()
        return
    where = CellRef(words.sheet("findings"), 1, 1)
    lines = [
        [
            Cell(theme_words(record, words), "strong", link=where),
            Cell(str_of(record, "finding_id")),
            Cell(str_of(record, "kpi_id") or "–"),
            Cell(int(str(record["severity"])), "center"),
            Cell(str_of(record, "scope") or words.say("pages.overall")),
            Cell(str_of(record, "description"), "wrap"),
        ]
        for record in findings.head(FINDINGS_SHOWN).to_dict("records")
    ]
    headers = _headers(words, "theme", "finding", "indicator", "severity", "scope", "description")
    _lines(page, (1, 1, 1, 1, 1, 7), headers, lines, len(findings) - FINDINGS_SHOWN)


def _draw_up(page: Page, up: pd.DataFrame, words: Catalogue) -> None:
    _heading(page, words, "up")
    if up.empty:
        page.sentence(words.say("production.no_up"))
        return
    lines = [
        [
            Cell(words.say(f"production.kinds.{record['kind']}"), "strong"),
            Cell(_up_label(record, words), "wrap"),
            Cell(_up_reason(record, words), "wrap"),
            Cell("☐", "center"),
        ]
        for record in up.head(UP_SHOWN).to_dict("records")
    ]
    headers = _headers(words, "kind", "what", "why", "tick")
    _lines(page, (1, 5, 5, 1), headers, lines, len(up) - UP_SHOWN)


def _up_label(record: Record, words: Catalogue) -> str:
    line = record["line"]
    assert isinstance(line, Mapping)
    if record["kind"] != "line":
        return f"{record['reference']} · {record['label']}"
    scope = str_of(line, "scope") or words.say("pages.overall")
    kpi = str_of(line, "kpi_id") or words.say("pages.rollup.no_kpi")
    return f"{theme_words(line, words)} ({kpi}, {scope})"


def _up_reason(record: Record, words: Catalogue) -> str:
    line = record["line"]
    assert isinstance(line, Mapping)
    if record["kind"] == "line":
        return reason_words(line, words)
    if record["kind"] == "decision":
        return words.say("production.routed", committee=words.choice("Committee", str(line["waits_for"])))
    keys = [one for one in str_of(line, "reasons").split(";") if one]
    return words.listed(words.say(f"pages.overdue.reasons.{one}") for one in keys)
