"""What the blocks of the strategic review share: what they are drawn from, a month in a cell, a block or its one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from gouvernail.rules.strategic_summary import Standing
from gouvernail.sheets.figures import decimals_of, missing, quantity_format, str_of
from gouvernail.sheets.layout import Page, Placed, Record
from gouvernail.sheets.parts import Cell, StyleName
from gouvernail.terms import Status
from gouvernail.words.catalogue import Catalogue

WIDTHS = (13.0,) * 12
MONTH_STYLES: Mapping[str, StyleName] = {
    **{one.value: one.value for one in Status},
    "behind": "red",
    "on_track": "green",
}


@dataclass(frozen=True)
class StrategicFrames:
    """What the page shows.

    Args:
        periods: the keys of the semester's months, in order.
        meetings: from `strategic_meetings.semester_meetings`.
        breaks: the freezes that are no longer what they were.
        kpis: from `strategic.semester_figures`.
        months: from `strategic.semester_months`.
        stars: the KPIs whose trajectory is drawn, by id, those that matter most first.
        standing: from `strategic_summary.standing`.
        facts: from `strategic_summary.semester_facts`, with ``sentence``.
        alerts: from `strategic_summary.semester_alerts`, with ``sentence`` and ``where`` (the cell to go to).
        asked: what the strategic committee must decide, as `rules.decisions.keep_agenda` keeps it.
        ambitions: from `strategic_follow_up.semester_ambitions`; ``course`` from `ambition_months`.
        course: each ambition in each month.
        workstreams: from `strategic_follow_up.semester_workstreams`.
        themes: from `strategic.recurring_themes`.
        decisions: from `strategic_follow_up.semester_decisions`.
        engagement: from `strategic_follow_up.semester_engagement`.
        restatements: the frozen months that would read otherwise today; None when they cannot be compared.
        capacity: from `capacity.capacity_ahead`.
        ahead: from `year_ahead.events_ahead`, with ``name``, ``unit``, ``decimals`` of its KPI.
        incentives: one row per month: ``month``, ``malus``, ``bonus``, ``refund``, ``adjusted``, ``net``.
    """

    periods: Sequence[str]
    meetings: pd.DataFrame
    breaks: Sequence[str]
    kpis: pd.DataFrame
    months: pd.DataFrame
    stars: Sequence[str]
    standing: Standing
    facts: pd.DataFrame
    alerts: pd.DataFrame
    asked: pd.DataFrame
    ambitions: pd.DataFrame
    course: pd.DataFrame
    workstreams: pd.DataFrame
    themes: pd.DataFrame
    decisions: pd.DataFrame
    engagement: pd.DataFrame
    restatements: pd.DataFrame | None
    capacity: pd.DataFrame
    ahead: pd.DataFrame
    incentives: pd.DataFrame

    @cached_property
    def frozen(self) -> set[str]:
        """The months that were frozen."""
        return set(self.meetings.dropna(subset="freeze_id")["period"])


def first_day(period: str) -> date:
    """The first day of a month by its key.

    >>> first_day("2026-03")
    datetime.date(2026, 3, 1)
    """
    return date.fromisoformat(f"{period}-01")


def span_words(periods: Sequence[str], words: Catalogue, *, short: bool = False) -> str:
    """Several months in a row as people call them: `janvier à juin 2026`, `janvier–mars`."""
    first, last = first_day(periods[0]), first_day(periods[-1])
    names = words.forms("calendar.months")
    if short:
        return words.say("strategic.short_span", first=names[str(first.month)], last=names[str(last.month)])
    begins = words.month(first) if first.year != last.year else names[str(first.month)]
    return words.say("strategic.span", first=begins, last=words.month(last))


def month_headers(periods: Sequence[str], words: Catalogue, style: StyleName = "header") -> list[Cell]:
    """The months as headers: `janv. 26`."""
    return [Cell(words.short_month(first_day(period)), style) for period in periods]


def said_cells(record: Record, frames: StrategicFrames, words: Catalogue, says: Mapping[str, str]) -> list[Cell]:
    """The semester's months in a line, each by its sign and its word."""
    keys = str_of(record, "statuses").split(";")
    known = zip(frames.periods, keys, strict=True)
    return [_said(key, says, frozen=period in frames.frozen, words=words) for period, key in known]


def _said(key: str, says: Mapping[str, str], *, frozen: bool, words: Catalogue) -> Cell:
    if key in says:
        return Cell(says[key], MONTH_STYLES.get(key, "grey"))
    if key:  # why a month is left out
        return Cell(words.say(f"strategic.strip.{key}"), "banner" if key == "altered" else "grey")
    return Cell(words.say("strategic.strip.no_figure" if frozen else "strategic.strip.not_frozen"), "grey")


def status_words(words: Catalogue) -> dict[str, str]:
    """The statuses by key, sign and word."""
    return {one.value: words.choice("Status", one.value) for one in Status}


def value_cells(record: Record, frames: StrategicFrames, words: Catalogue) -> list[Cell]:
    """The semester's months in a line, each by its sign and its value."""
    own = frames.months[frames.months["kpi_id"] == record["kpi_id"]].drop_duplicates("_at", keep="last").set_index("_at")
    signs = {key: said[0] for key, said in status_words(words).items()}
    cells = said_cells(record, frames, words, signs)
    for at, key in enumerate(str_of(record, "statuses").split(";")):
        if key in signs and not missing(own.at[at, "displayed"]):
            shape = f'"{signs[key]} "{quantity_format("", decimals_of(record))}'
            cells[at] = Cell(float(str(own.at[at, "displayed"])), MONTH_STYLES[key], shape)
    return cells


def headers(words: Catalogue, *keys: str, style: StyleName = "header") -> list[Cell]:
    """Headers by key."""
    return [Cell(words.say(f"strategic.headers.{key}"), style) for key in keys]


def block(
    page: Page,
    name: str,
    spans: Sequence[int],
    head: Sequence[Cell],
    lines: Sequence[Sequence[Cell]],
    *,
    none: str = "",
    notes: Sequence[str] = (),
    coloured: Sequence[int] = (),
    more: int = 0,
) -> Placed | None:
    """A heading, its lines and what is to be known of them; one sentence when it holds nothing.

    Args:
        page: where.
        name: of the heading.
        spans: as in `Page.grid`.
        head: its headers.
        lines: its cells.
        none: the sentence when there is no line.
        notes: said under it, small.
        coloured: the cells that hold a status.
        more: how many lines are left out.
    """
    words = page.words
    page.heading(words.say(f"strategic.headings.{name}"))
    placed = None
    if lines:
        placed = page.grid(spans, head, lines)
        for at in coloured:
            page.colour(placed.column(str(at)))
        page.row = placed.bottom + 1
        if more > 0:
            page.sentence(words.say("strategic.more", n=more), "muted")
        for note in notes:
            page.sentence(note, "foot")
    elif none:
        page.sentence(words.say(f"strategic.{none}"))
    page.gap()
    return placed
