"""A year of meetings of the three committees, who came, and the next ones."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gouvernail.flows.example.people import GUEST, NAMES, PRODUCTION, STEERING, STRATEGIC, members, party
from gouvernail.flows.example.service import AS_OF, FRANCE
from gouvernail.flows.example.texts import frame
from gouvernail.terms import Committee, MeetingStatus, Party, Presence

POSTPONED, CANCELLED = "2025-08-12", "2025-12-30"
"""The two weekly meetings that never took place."""
AFTER_THE_HOLIDAYS = ("2025-08-07", "2025-09-02")
"""The August steering committee: planned, and held past the month's end."""
WITHOUT_QUORUM = "2025-12-04"
"""No titular of the client came: the peak kept them all."""

_STEERING = (
    "2025-07-03", "2025-08-07", "2025-09-11", "2025-10-02", "2025-11-06", "2025-12-04", "2026-01-08", "2026-02-05",
    "2026-03-05", "2026-04-02", "2026-05-07", "2026-06-04", "2026-07-02", "2026-08-06", "2026-09-03", "2026-10-01",
)  # fmt: skip
_STRATEGIC = ("2026-01-15", "2026-07-16", "2027-01-14")
_CLIMATE = {"2025-10-02": (4, 4), "2026-01-08": (3, 4), "2026-04-02": (2, 3), "2026-05-07": (2, 4)}
_CLIMATE |= {"2026-06-04": (4, 4), "2026-07-02": (4, 4)}
_TODAY = pd.Timestamp(AS_OF)


def meeting_id(committee: Committee, planned: pd.Timestamp) -> str:
    """The id of an occurrence: its ISO week, its month, or its half-year.

    >>> meeting_id(STEERING, pd.Timestamp("2026-07-02")), meeting_id(STRATEGIC, pd.Timestamp("2026-07-16"))
    ('COPIL-2026-07', 'COSTRAT-2026-2')
    """
    if committee == PRODUCTION:
        year, week, _ = planned.isocalendar()
        return f"CPROD-{year}-{week:02d}"
    if committee == STEERING:
        return f"COPIL-{planned:%Y-%m}"
    return f"COSTRAT-{planned.year}-{1 if planned.month <= 6 else 2}"


def meetings(words: Mapping[str, Any]) -> pd.DataFrame:
    """The `meetings` table, by planned date."""
    rows = [_meeting(committee, day, words) for committee, day in _occurrences()]
    return frame("meetings", rows)


def attendance(held: pd.DataFrame) -> pd.DataFrame:
    """The `attendance` table: a row per member and meeting held.

    Args:
        held: the `meetings` table.
    """
    rng = np.random.default_rng(2026_12)
    rows = []
    for meeting, committee, day in held.loc[held["status"] == "held", ["meeting_id", "committee", "held"]].to_numpy():
        rows += _present(meeting, Committee(committee), day, rng)
    return frame("attendance", rows)


def _occurrences() -> list[tuple[Committee, pd.Timestamp]]:
    tuesdays = pd.date_range("2025-07-01", "2026-07-28", freq="W-TUE")
    weekly = [(PRODUCTION, pd.Timestamp(FRANCE.next_workday(day.date()))) for day in tuesdays]
    monthly = [(STEERING, pd.Timestamp(day)) for day in _STEERING]
    strategic = [(STRATEGIC, pd.Timestamp(day)) for day in _STRATEGIC]
    return sorted([*weekly, *monthly, *strategic], key=lambda one: one[1])


def _meeting(committee: Committee, planned: pd.Timestamp, words: Mapping[str, Any]) -> dict[str, Any]:
    day = f"{planned:%Y-%m-%d}"
    status = _status(committee, planned)
    moved = AFTER_THE_HOLIDAYS[1] if day == AFTER_THE_HOLIDAYS[0] else day
    place = {PRODUCTION: "lille", STEERING: "video", STRATEGIC: "head_office"}[committee]
    row = {
        "meeting_id": meeting_id(committee, planned),
        "committee": committee,
        "planned": planned,
        "held": moved if status == MeetingStatus.HELD else None,
        "status": status,
        "place": words["places"][place],
    }
    return row | _said(committee, day, words)


def _status(committee: Committee, planned: pd.Timestamp) -> MeetingStatus:
    if committee == PRODUCTION and f"{planned:%Y-%m-%d}" in (POSTPONED, CANCELLED):
        return MeetingStatus.POSTPONED if f"{planned:%Y-%m-%d}" == POSTPONED else MeetingStatus.CANCELLED
    return MeetingStatus.HELD if planned <= _TODAY else MeetingStatus.PLANNED


def _said(committee: Committee, day: str, words: Mapping[str, Any]) -> dict[str, Any]:
    """What the parties wrote, and the climate each felt."""
    if committee == PRODUCTION:
        return {}
    reserved = words["reservations"]
    said: dict[str, Any] = {}
    if day in _CLIMATE:
        said |= dict(zip(("climate_client", "climate_provider"), _CLIMATE[day], strict=True))
    if day == "2026-05-07":
        said |= {"reservations_client": reserved["client"], "reservations_provider": reserved["provider"]}
    if day == WITHOUT_QUORUM:
        said["reservations_provider"] = reserved["quorum"]
    return said


def _present(meeting: str, committee: Committee, day: pd.Timestamp, rng: np.random.Generator) -> list[dict[str, Any]]:
    seats = members(committee, day)
    draws = rng.random(len(seats))
    missing = {seat.person for seat, draw in zip(seats, draws, strict=True) if draw < 0.07 and seat.seat != GUEST}
    if committee != PRODUCTION:
        missing &= {"JR", "TB", "KL", "EP"}
    if f"{day:%Y-%m-%d}" == WITHOUT_QUORUM and committee == STEERING:
        missing = {seat.person for seat in seats if party(seat.person) == Party.CLIENT and seat.seat != GUEST}
    rows = []
    for seat, draw in zip(seats, draws, strict=True):
        if seat.person == "HM" and "CF" not in missing:
            continue  # the deputy comes only when the titular cannot
        away = seat.person in missing and seat.person != "HM"
        presence = (Presence.ABSENT if draw < 0.012 else Presence.EXCUSED) if away else Presence.PRESENT
        rows.append({"meeting_id": meeting, "person": NAMES[seat.person], "presence": presence})
    return rows
