"""What the floor noticed, week after week: themes that come back, written as people write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import combining, normalize

import numpy as np
import pandas as pd

from gouvernail.flows.example import actions
from gouvernail.flows.example.service import CASABLANCA, CHAT, LILLE, MAIL, SITES, WEEKS, week_key
from gouvernail.flows.example.texts import frame

BY_PHONE = SITES
DUPLICATED_WEEKS = (16, 23, 39, 48)
"""Weeks in which the first finding was typed twice, once in capitals."""
FREE = {5: 0, 17: 1, 28: 2, 35: 3, 47: 4}
"""Weeks whose last finding has a theme that no list knows, and which of them."""
WITHOUT_THEME = 44


@dataclass(frozen=True)
class Thread:
    """A theme over the year: where it shows, how often (findings a week, from position to position), how severe."""

    kpi_id: str
    scopes: tuple[str, ...]
    spells: tuple[tuple[int, int, float], ...]
    severity: tuple[int, int]


THREADS = {
    "ivr": Thread("TX_DEC", BY_PHONE, ((37, 38, 1.4), (39, 43, 1.0), (44, 48, 0.4)), (2, 3)),
    "tool": Thread("DISPO_SI", BY_PHONE, ((12, 12, 1.0), (29, 29, 1.0), (39, 40, 2.2), (41, 43, 0.7), (50, 50, 1.0)), (2, 4)),
    "delivery": Thread("TX_REIT", (LILLE, CASABLANCA, MAIL), ((0, 17, 0.45), (18, 27, 1.2), (28, 51, 0.5)), (1, 3)),
    "refund": Thread("TX_REIT", (MAIL, LILLE), ((0, 24, 0.1), (26, 33, 0.9), (34, 46, 0.15), (47, 51, 0.6)), (1, 3)),
    "product": Thread("TX_REIT", BY_PHONE, ((0, 14, 0.5), (15, 51, 0.2)), (1, 2)),
    "staffing": Thread("QS", BY_PHONE, ((2, 8, 0.5), (20, 25, 0.9), (38, 47, 0.8), (49, 51, 1.0)), (2, 3)),
    "forecast": Thread("PREC_VOL", BY_PHONE, ((0, 17, 0.2), (18, 24, 0.9), (25, 51, 0.35)), (1, 3)),
    "quality": Thread("NOTE_QUAL", (LILLE, CASABLANCA, MAIL), ((0, 20, 0.6), (21, 51, 0.2)), (1, 2)),
    "compliance": Thread("EC_CONF", BY_PHONE, ((11, 11, 1.0), (35, 37, 0.9), (49, 49, 1.0)), (4, 4)),
    "training": Thread("DMT", BY_PHONE, ((21, 23, 0.6), (46, 51, 0.8)), (1, 2)),
    "chat": Thread("QS_CHAT", (CHAT,), ((14, 20, 1.0), (21, 51, 0.15)), (1, 3)),
}
_TEMPLATES = 4
_DATED_SHARE = 0.25
_TEAMS = 6
_ROLES = ("floor_manager", "team_leader", "team_leader", "steering_manager")
_TIED_WEEKS, _TIED = 3, 2


@dataclass(frozen=True)
class Note:
    """A finding before it is put into words."""

    finding_id: str
    week: int
    theme: str
    scope: str
    severity: int
    template: int
    figure: int
    spelling: int
    team: int
    role: int
    weekday: int | None
    again: bool = False


@cache
def notes() -> tuple[Note, ...]:
    """The year's findings, the same in every language."""
    rng = np.random.default_rng(2026_13)
    found: list[Note] = []
    for week in range(len(WEEKS)):
        for theme, thread in THREADS.items():
            found += [_note(len(found) + more, week, theme, rng) for more in range(_times(thread, week, rng))]
        if week in DUPLICATED_WEEKS:
            first = next(note for note in found if note.week == week)
            found.append(Note(**(vars(first) | {"finding_id": _finding_id(len(found)), "again": True})))
    return tuple(found)


def findings(words: Mapping[str, Any]) -> pd.DataFrame:
    """The `findings` table.

    Args:
        words: the story's words.
    """
    tied = actions_of()
    rows = [_row(note, words) | {"action_id": tied.get(note.finding_id)} for note in notes()]
    made = frame("findings", rows)
    last = made.groupby([note.week for note in notes()]).tail(1).index
    for week, free in FREE.items():
        at = next(index for index in last if notes()[index].week == week)
        made.loc[at, "theme"] = words["free_themes"]["list"][free]
    made.loc[next(index for index in last if notes()[index].week == WITHOUT_THEME), "theme"] = None
    return made


def findings_of() -> dict[str, str]:
    """The findings behind each action: those of its theme in the weeks before it was opened, two at most."""
    tied = {}
    for action, theme, opened in actions.openings():
        before = [note for note in notes() if note.theme == theme and _just_before(note, opened)]
        if before:
            tied[action] = ";".join(note.finding_id for note in before[-_TIED:])
    return tied


def actions_of() -> dict[str, str]:
    """The actions that each finding led to: `findings_of` read the other way."""
    tied: dict[str, str] = {}
    for action, ids in findings_of().items():
        for finding in ids.split(";"):
            tied[finding] = ";".join(filter(None, (tied.get(finding), action)))
    return tied


def findings_behind(theme: str, first: int, last: int) -> str:
    """The findings of a theme from one week position to another, joined by ";"."""
    return ";".join(note.finding_id for note in notes() if note.theme == theme and first <= note.week <= last)


def _times(thread: Thread, week: int, rng: np.random.Generator) -> int:
    rate = sum(rate for first, last, rate in thread.spells if first <= week <= last)
    return int(rate) + int(rng.random() < rate - int(rate))


def _finding_id(position: int) -> str:
    return f"C-{position + 1:03d}"


def _note(position: int, week: int, theme: str, rng: np.random.Generator) -> Note:
    thread = THREADS[theme]
    low, high = thread.severity
    return Note(
        finding_id=_finding_id(position),
        week=week,
        theme=theme,
        scope=thread.scopes[rng.integers(len(thread.scopes))],
        severity=int(rng.integers(low, high + 1)),
        template=int(rng.integers(_TEMPLATES)),
        figure=int(rng.integers(3, 28)),
        spelling=int(rng.integers(10)),
        team=int(rng.integers(1, _TEAMS + 1)),
        role=int(rng.integers(len(_ROLES))),
        weekday=int(rng.integers(5)) if rng.random() < _DATED_SHARE else None,
    )


def _row(note: Note, words: Mapping[str, Any]) -> dict[str, Any]:
    monday = WEEKS[note.week]
    text = words["findings"][note.theme][note.template].format(scope=note.scope, n=note.figure)
    dated = note.weekday is not None
    return {
        "finding_id": note.finding_id,
        "week": None if dated else week_key(monday),
        "date": monday + pd.Timedelta(days=note.weekday or 0) if dated else None,
        "kpi_id": THREADS[note.theme].kpi_id,
        "theme": _spelt(words["themes"][note.theme], note.spelling),
        "scope": note.scope,
        "team": f"{note.scope[:1]}{note.team}",
        "severity": note.severity,
        "description": text.upper() if note.again else text,
        "author_role": words["roles"][_ROLES[note.role]],
        "beyond_remit": note.theme in ("ivr", "tool") and note.severity >= 3 and note.figure % 2 == 0,
    }


def _spelt(theme: Mapping[str, Any], spelling: int) -> str:
    """A theme as people type it: its name most often, else in capitals, without accents, or by a synonym."""
    name, synonyms = str(theme["name"]), theme["synonyms"]
    if spelling < 5:
        return name
    ways = (name.upper(), name.lower(), _bare(name), *synonyms)
    return str(ways[(spelling - 5) % len(ways)])


def _just_before(note: Note, opened: pd.Timestamp) -> bool:
    since = (opened - WEEKS[note.week]).days
    return 0 <= since < 7 * _TIED_WEEKS


def _bare(text: str) -> str:
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
