"""The committees' own page: did they meet, were both parties there, what do they rate apart, and the year of meetings ahead."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from gouvernail.schema.committee_life import QUALITATIVE_RATINGS
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import missing, share_cell, str_of
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell, Sheet
from gouvernail.terms import Committee, Party
from gouvernail.words.catalogue import Catalogue

WIDTHS = (15.0,) * 12
_RHYTHM = ("planned_count", "held_count", "valid", "without_quorum", "late", "skipped")
_ENGAGEMENT = (
    "meetings",
    "attendance_rate",
    "open_actions",
    "late_actions",
    "actions_rate",
    "open_decisions",
    "late_decisions",
    "decisions_rate",
)
_MOVED, _PROPOSED = "↷", "°"
_NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class LifeFrames:
    """What the page shows; frames as declared in `schema.committee_life`.

    Args:
        rhythm: one row per committee.
        engagement: one row per party.
        calendar: the meetings of the next twelve months.
        ratings: from `qualitative.last_ratings`.
        absent: the families of roles that nobody of the steering committee stands for, by key.
    """

    rhythm: pd.DataFrame
    engagement: pd.DataFrame
    calendar: pd.DataFrame
    ratings: pd.DataFrame
    absent: Sequence[str]


def committee_life_sheet(frames: LifeFrames, context: Context) -> Sheet:
    """The page."""
    words = context.words
    page = context.page("committee_life", WIDTHS, title="committee_life.title")
    _draw_rhythm(page, frames, words)
    _draw_engagement(page, frames.engagement, context)
    if len(frames.ratings):
        _draw_ratings(page, frames.ratings, words)
    _draw_calendar(page, frames.calendar, words)
    page.end_print()
    return page.build(pages_high=1)


def apart_sentence(record: Record, words: Catalogue) -> str:
    """An objective on which the parties must talk: both ratings, side by side."""
    return words.say(
        "committee_life.apart",
        objective=record["objective_id"],
        statement=record["statement"],
        client=record["client_rating"],
        provider=record["provider_rating"],
        period=record["period"],
    )


def _say(words: Catalogue, key: str) -> str:
    return words.say(f"committee_life.headers.{key}")


def _draw_rhythm(page: Page, frames: LifeFrames, words: Catalogue) -> None:
    page.heading(words.say("committee_life.rhythm"))
    numbers = [Cell(_say(words, key), "header_number") for key in (*_RHYTHM, "rate")]
    headers = [Cell(_say(words, "committee"), "header"), *numbers, Cell(_say(words, "next_meeting"), "header")]
    lines = [
        [
            Cell(words.choice("Committee", str(one["committee"])).capitalize(), "strong"),
            *(Cell(int(str(one[key])), "number") for key in _RHYTHM),
            share_cell(one["rate"]),
            Cell(_next(one, words)),
        ]
        for one in frames.rhythm.to_dict("records")
    ]
    page.row = page.grid((2, 1, 1, 1, 1, 1, 1, 1, 3), headers, lines).bottom + 1
    page.sentence(words.say("committee_life.rhythm_note"), "foot")
    if frames.absent:
        names = words.listed(words.say(f"committee_life.families.{one}") for one in frames.absent)
        page.sentence(words.say("committee_life.absent", families=names))
    page.gap()


def _next(record: Record, words: Catalogue) -> str:
    if missing(record["next_meeting"]):
        return words.say("committee_life.no_next")
    day = words.day(pd.Timestamp(str(record["next_meeting"])).date())
    return words.say("committee_life.proposed", day=day) if record["next_proposed"] else day


def _draw_engagement(page: Page, engagement: pd.DataFrame, context: Context) -> None:
    words, settings = context.words, context.settings
    page.heading(words.say("committee_life.engagement"))
    headers = [Cell(_say(words, "party"), "header"), *(Cell(_say(words, key), "header_number") for key in _ENGAGEMENT)]
    names = {Party.CLIENT.value: settings.client, Party.PROVIDER.value: settings.provider}
    lines = [
        [
            Cell(names[str(one["party"])] or words.choice("Party", str(one["party"])), "strong"),
            *(share_cell(one[key]) if key.endswith("_rate") else Cell(int(str(one[key])), "number") for key in _ENGAGEMENT),
        ]
        for one in engagement.to_dict("records")
    ]
    page.row = page.grid((2, 1, 1, 1, 1, 1, 1, 1, 1), headers, lines).bottom + 1
    page.gap()


def _draw_ratings(page: Page, ratings: pd.DataFrame, words: Catalogue) -> None:
    """Both ratings side by side; nothing is averaged."""
    page.heading(words.say("committee_life.ratings"))
    keys = ("objective_id", "statement", "evidence", "committee", "period", "client_rating", "provider_rating")
    headers = [Cell(words.column(QUALITATIVE_RATINGS.key, key), "header") for key in keys]
    headers.append(Cell(words.column(QUALITATIVE_RATINGS.key, "agenda"), "header"))
    lines = [
        [
            Cell(str_of(one, "objective_id"), "strong"),
            *(Cell(str_of(one, key) or "–", "wrap") for key in ("statement", "evidence")),
            Cell(words.choice("Committee", str(one["committee"]))),
            Cell(str_of(one, "period")),
            *(Cell("–" if missing(one[key]) else int(str(one[key])), "center") for key in ("client_rating", "provider_rating")),
            Cell(words.say("committee_life.to_talk") if one["agenda"] else "–"),
        ]
        for one in ratings.to_dict("records")
    ]
    placed = page.grid((1, 3, 3, 1, 1, 1, 1, 1), headers, lines)
    page.look_for(placed.column("7"), words.say("committee_life.to_talk"), "amber")
    page.row = placed.bottom + 1
    page.gap()


def _draw_calendar(page: Page, calendar: pd.DataFrame, words: Catalogue) -> None:
    """A line per month, the days of each committee; moved off a holiday, proposed by the rhythm: each has its sign."""
    page.heading(words.say("committee_life.calendar"))
    headers = [Cell(_say(words, "month"), "header")]
    headers += [Cell(words.choice("Committee", one.value).capitalize(), "header") for one in Committee]
    months = calendar["planned"].dt.to_period("M").dt.start_time
    lines = [
        [
            Cell(words.month(month.date()), "strong"),
            *(Cell(_days(calendar[(months == month) & (calendar["committee"] == one.value)]) or "–") for one in Committee),
        ]
        for month in months.drop_duplicates().sort_values()
    ]
    page.row = page.grid((2, 6, 2, 2), headers, lines).bottom + 1
    page.sentence(words.say("committee_life.calendar_note", moved=_MOVED, proposed=_PROPOSED), "foot")


def _days(rows: pd.DataFrame) -> str:
    told = [
        f"{one['planned'].day}{_MOVED if one['moved'] else ''}{_PROPOSED if one['proposed'] else ''}"
        for one in rows.to_dict("records")
    ]
    return f"{_NO_BREAK}· ".join(told)
