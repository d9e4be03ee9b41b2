"""What a meeting's minutes record: who sat there, what was decided, asked, put off or sent up, and what came down."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from gouvernail.rules.cadence import joint_workday
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.decision_routes import ranks
from gouvernail.rules.decisions import DecisionState, keep_agenda
from gouvernail.rules.themes import plain_all
from gouvernail.terms import ActionStatus, Committee, MeetingStatus, MinutesVerb, Party, Presence, Seat

_RANKS = {committee.value: rank for rank, committee in enumerate(Committee)}
_ANSWERS = (DecisionState.TAKEN, DecisionState.REFUSED, DecisionState.EXECUTED, DecisionState.TO_CONFIRM)


def last_held(meetings: pd.DataFrame, as_of: date, *, committee: str = "", meeting: str = "") -> pd.DataFrame:
    """The meeting whose minutes are written: the last one held on or before a day; the highest committee of that day.

    Args:
        meetings: table `meetings`.
        as_of: the day the page speaks for.
        committee: only this committee's meetings; "" for all.
        meeting: only the meeting of that id, spelt without regard to case, accents or spaces; "" for all.

    Returns:
        Its row, with ``occurrence`` (int: the how-manieth meeting held by this committee in the table); no row when none
        was held yet.

    Source: feature F62.
    """
    held = meetings[(meetings["held"] <= pd.Timestamp(as_of)) & (meetings["status"] != MeetingStatus.CANCELLED)]
    held = held.assign(occurrence=held.sort_values("held", kind="stable").groupby("committee").cumcount() + 1)
    if committee:
        held = held[held["committee"] == committee]
    if meeting:
        held = held[plain_all(held["meeting_id"]) == plain_all(pd.Series([meeting], dtype="str")).iloc[0]]
    ranked = held.assign(_rank=held["committee"].map(_RANKS)).sort_values(["held", "_rank"], kind="stable")
    return ranked.drop(columns="_rank").tail(1)


def people_of(meeting: pd.DataFrame, attendance: pd.DataFrame, participants: pd.DataFrame) -> pd.DataFrame:
    """Everyone who had a seat at a meeting on its day, and whoever else came.

    Args:
        meeting: one row of the table `meetings`, held.
        attendance: table `attendance`.
        participants: table `participants`.

    Returns:
        ``party``, ``person``, ``role``, ``level``, ``seat``, ``presence``; by party, level, then the table's order. A seat
        without a line of attendance is absent; somebody without a seat that day has neither party, role nor seat.

    Source: docs/semantics.md §4.8.
    """
    name, committee, day = (meeting[key].iloc[0] for key in ("meeting_id", "committee", "held"))
    valid = ~(participants["valid_from"] > day) & ~(participants["valid_to"] < day)
    seats = participants.loc[valid & (participants["committee"] == committee)]
    seats = seats[["party", "person", "role", "level", "seat"]].assign(_key=plain_all(seats["person"]))
    there = attendance.loc[attendance["meeting_id"] == name, ["person", "presence"]]
    there = there.assign(_key=plain_all(there["person"])).drop_duplicates("_key", keep="last")
    both = seats.drop_duplicates("_key").merge(there, on="_key", how="outer", suffixes=("", "_typed"), sort=False)
    both["person"] = both["person"].fillna(both["person_typed"])
    both["presence"] = both["presence"].fillna(Presence.ABSENT.value)
    order = both.assign(_party=both["party"].map({party.value: at for at, party in enumerate(Party)}))
    order["_seat"] = order["seat"].map({seat.value: at for at, seat in enumerate(Seat)})
    order = order.sort_values(["_party", "_seat", "level", "person"], na_position="last", kind="stable", ignore_index=True)
    people: pd.DataFrame = order[["party", "person", "role", "level", "seat", "presence"]]
    return people


def minuted_decisions(
    before: pd.DataFrame, after: pd.DataFrame, meeting: pd.DataFrame, *, previous: date | None
) -> pd.DataFrame:
    """What the meeting did with each decision, as one of the five verbs of the minutes.

    - decides: answered by this committee on the day, whichever way; ``state`` says how, and whether it is to confirm.
    - notes: carried out since the meeting before.
    - asks: first asked on the day, of this committee or of one below.
    - postpones: it was on the agenda, and is still open or to confirm.
    - escalates: it was on the agenda and now waits for a higher committee, or was asked on the day of a higher one.

    Args:
        before: as `decisions.add_decision_state` gives them on the eve of the meeting.
        after: the same on the day of the meeting; same rows.
        meeting: its row.
        previous: the day of the committee's meeting before, None for the first.

    Returns:
        Rows of ``after`` with ``verb``, in the order of the verbs, then by id.

    Source: docs/semantics.md §4.8; feature F62.
    """
    committee, day = str(meeting["committee"].iloc[0]), meeting["held"].iloc[0]
    rank = _RANKS[committee]
    here = after["committee"] == committee
    decided = here & (after["decided"] == day) & after["state"].isin(_ANSWERS)
    since = pd.Timestamp(previous) if previous else pd.Timestamp.min
    noted = here & (after["state"] == DecisionState.EXECUTED) & (after["executed"] > since) & (after["executed"] <= day)
    agenda = after.index.isin(keep_agenda(before, committee, until=day.date()).index)
    standing = after["state"].isin([DecisionState.OPEN, DecisionState.TO_CONFIRM])
    up = ranks(after["waits_for"]) > rank
    asked = (after["requested"] == day) & (after["state"] == DecisionState.OPEN)
    verbs = np.select(
        [decided, noted, agenda & standing & up, agenda & standing, asked & up, asked],
        [
            MinutesVerb.DECIDES.value,
            MinutesVerb.NOTES.value,
            MinutesVerb.ESCALATES.value,
            MinutesVerb.POSTPONES.value,
            MinutesVerb.ESCALATES.value,
            MinutesVerb.ASKS.value,
        ],
        default="",
    )
    told = after.assign(verb=pd.Series(verbs, index=after.index, dtype="str"))
    told = told[told["verb"] != ""]
    order = told["verb"].map({verb.value: at for at, verb in enumerate(MinutesVerb)})
    return told.assign(_order=order).sort_values(["_order", "decision_id"], ignore_index=True).drop(columns="_order")


def minuted_actions(actions: pd.DataFrame, decided: pd.Series, meeting: pd.DataFrame) -> pd.DataFrame:
    """The actions that came out of a meeting: opened there that day, or coming down from a decision taken there.

    Args:
        actions: table `actions`.
        decided: the ids of the decisions taken at the meeting.
        meeting: its row.

    Returns:
        Rows of ``actions`` that were not cancelled, with ``due`` (the date first promised; the current one for want of it),
        by due date, then id.
    """
    committee, day = meeting["committee"].iloc[0], meeting["held"].iloc[0]
    opened = (actions["committee"] == committee) & (actions["opened"] == day)
    down = actions["decision_id"].notna() & actions["decision_id"].isin(decided)
    kept = actions[(opened | down) & (actions["status"] != ActionStatus.CANCELLED)]
    kept = kept.assign(due=kept["due_initial"].fillna(kept["due_current"]))
    ordered: pd.DataFrame = kept.sort_values(["due", "action_id"], ignore_index=True)
    return ordered


def tacit_approval(held: date, days: int, calendars: Sequence[Calendar]) -> date:
    """The day at the end of which minutes are deemed accepted: some working days, of both parties, after the meeting.

    Examples:
        >>> tacit_approval(date(2026, 7, 9), 5, [Calendar("FR"), Calendar("FR")])  # the 14th is a holiday
        datetime.date(2026, 7, 17)

    Source: docs/semantics.md §4.13 "minutes tacit approval".
    """
    day = held
    for _ in range(days):
        day = joint_workday(day + timedelta(days=1), calendars)
    return day
