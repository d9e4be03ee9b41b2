"""Who held each required role at one meeting: the trio of the weekly committee, and who stood in for whom."""

from enum import StrEnum, unique

import pandas as pd

from gouvernail.rules.quorum import add_quorum, seats_present
from gouvernail.rules.themes import plain_all
from gouvernail.terms import Seat


@unique
class Standing(StrEnum):
    """How a required role was held."""

    PRESENT = "present"
    DEPUTY = "deputy"
    """Its holder was away, and a deputy of the same party was there for it."""
    ABSENT = "absent"
    UNKNOWN = "unknown"
    """Nobody entered who was there."""


def role_presence(
    meeting: pd.DataFrame, attendance: pd.DataFrame, participants: pd.DataFrame, committees: pd.DataFrame
) -> pd.DataFrame:
    """How each required role of a committee was held at one of its meetings.

    Args:
        meeting: one row of the `meetings` table, with its ``held`` day.
        attendance: table `attendance`.
        participants: table `participants`.
        committees: table `committees`.

    Returns:
        One row per required role, in the order of the committee's row: ``role``, ``meeting_id``, ``people`` (names joined
        by ";": those who hold the role and were there, or the deputies who stood in) and ``standing`` (a `Standing` key).
        Nothing for a committee without required roles, or without a meeting.

    Source: docs/semantics.md §4.8; feature F54.
    """
    asked = committees.loc[committees["committee"].isin(meeting["committee"]), "required_roles"].dropna()
    roles = asked.str.split(";").explode().tolist()
    if not roles or meeting.empty:
        return pd.DataFrame({key: pd.Series(dtype="str") for key in ("role", "meeting_id", "people", "standing")})
    name = str(meeting["meeting_id"].iloc[0])
    judged = add_quorum(meeting, attendance, participants, committees)
    missing = str(judged["missing_roles"].iloc[0]).split(";")
    seats = _named(seats_present(meeting, attendance, participants), attendance)
    entered = attendance["meeting_id"].eq(name).any()
    rows = [(role, name, *_held(role, seats, absent=role in missing, entered=bool(entered))) for role in roles]
    return pd.DataFrame(rows, columns=["role", "meeting_id", "people", "standing"]).astype("str")


def _held(role: str, seats: pd.DataFrame, *, absent: bool, entered: bool) -> tuple[str, str]:
    holders = seats[seats["role_key"] == plain_all(pd.Series([role]))[0]]
    if len(holders):
        return ";".join(holders["person"]), Standing.PRESENT.value
    if not entered:
        return "", Standing.UNKNOWN.value
    if absent:
        return "", Standing.ABSENT.value
    return ";".join(seats.loc[seats["seat"] == Seat.DEPUTY, "person"]), Standing.DEPUTY.value


def _named(seats: pd.DataFrame, attendance: pd.DataFrame) -> pd.DataFrame:
    """The seats with each person's name as it was typed."""
    spelt = attendance.assign(person_key=plain_all(attendance["person"])).drop_duplicates("person_key")
    return seats.merge(spelt[["person_key", "person"]], on="person_key")
