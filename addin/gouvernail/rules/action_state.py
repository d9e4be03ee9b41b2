"""Where each action stands on a given day, and what its row does not say or says twice."""

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from enum import StrEnum, unique
from typing import Any

import pandas as pd

from gouvernail.problems import Effect, Fact, Problem
from gouvernail.terms import ActionStatus


@unique
class ActionState(StrEnum):
    """Where an action stands on the day the figures speak for."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    NOT_YET = "not_yet"
    """Opened after that day: part of no figure."""
    SET_ASIDE = "set_aside"
    """Its row contradicts itself: part of no figure."""


@unique
class Anomaly(StrEnum):
    """What a manager should correct in an action's row, in the order in which it is listed."""

    NO_OWNER = "no_owner"
    NO_DUE = "no_due"
    NO_COMMITTEE = "no_committee"
    NO_DUE_INITIAL = "no_due_initial"
    """A current due date alone: the action would escape the on-time rate."""
    DONE_WITHOUT_DATE = "done_without_date"
    DATE_WITHOUT_STATUS = "date_without_status"
    CLOSED_BEFORE_OPENED = "closed_before_opened"
    CLOSED_IN_FUTURE = "closed_in_future"
    OPENED_IN_FUTURE = "opened_in_future"
    POSTPONED_WITHOUT_REASON = "postponed_without_reason"
    NEUTRALISED_WITHOUT_DECISION = "neutralised_without_decision"
    NEUTRALISED_SPAN = "neutralised_span"
    """The neutralised span has no start, or ends before it."""


COLUMN_OF: Mapping[Anomaly, str] = {
    Anomaly.NO_OWNER: "owner",
    Anomaly.NO_DUE: "due_initial",
    Anomaly.NO_COMMITTEE: "committee",
    Anomaly.NO_DUE_INITIAL: "due_initial",
    Anomaly.DONE_WITHOUT_DATE: "closed",
    Anomaly.DATE_WITHOUT_STATUS: "status",
    Anomaly.CLOSED_BEFORE_OPENED: "closed",
    Anomaly.CLOSED_IN_FUTURE: "closed",
    Anomaly.OPENED_IN_FUTURE: "opened",
    Anomaly.POSTPONED_WITHOUT_REASON: "postponement_reason",
    Anomaly.NEUTRALISED_WITHOUT_DECISION: "decision_id",
    Anomaly.NEUTRALISED_SPAN: "neutralised_from",
}
"""The cell to go to, to correct each anomaly."""

_ENDED = (ActionStatus.DONE, ActionStatus.CANCELLED)


def state_of(actions: pd.DataFrame, *, as_of: date) -> pd.Series:
    """Where each action stands at the end of `as_of`.

    The status says whether an action is over; its closing date says since when. So an action closed after `as_of` is still
    open on that day (an earlier committee can be redone), one that is done or cancelled without a date is over already, and
    one that has a closing date but a running status is open.

    Args:
        actions: reads ``opened``, ``closed``, ``status``.
        as_of: the day the figures speak for.

    Returns:
        `ActionState` keys, same index.

    Source: docs/semantics.md §4.5 "Closed late" and "Replay rule".
    """
    today = pd.Timestamp(as_of)
    state = pd.Series(ActionState.OPEN.value, index=actions.index, dtype="str")
    over = actions["status"].isin(_ENDED) & ~(actions["closed"] > today)
    state = state.mask(over, actions["status"])
    state = state.mask(actions["closed"] < actions["opened"], ActionState.SET_ASIDE.value)
    return state.mask(actions["opened"] > today, ActionState.NOT_YET.value)


def anomalies_of(actions: pd.DataFrame, state: pd.Series, *, known_until: date) -> pd.Series:
    """What should be corrected in each row: `Anomaly` keys joined by ";", "" for none.

    Owner, dates and committee are asked of open actions alone. Postponing asks for a reason when the current due date is later
    than the initial one, or when postponements are counted.

    Args:
        actions: table `actions`.
        state: as `state_of` gives it.
        known_until: the last day of which the table may know; a later closing or opening date is a mistake.

    Source: docs/semantics.md §4.5.
    """
    limit = pd.Timestamp(known_until)
    is_open, done = state == ActionState.OPEN, state == ActionState.DONE
    no_initial, no_current = actions["due_initial"].isna(), actions["due_current"].isna()
    starts, ends = actions["neutralised_from"], actions["neutralised_to"]
    neutralised = (starts.notna() | ends.notna()) & (is_open | done)
    postponed = (actions["due_current"] > actions["due_initial"]) | actions["postponements"].gt(0).fillna(False).astype(bool)
    running = ~actions["status"].isin(_ENDED)
    return joined(
        {
            Anomaly.NO_OWNER: is_open & actions["owner"].isna(),
            Anomaly.NO_DUE: is_open & no_initial & no_current,
            Anomaly.NO_COMMITTEE: is_open & actions["committee"].isna(),
            Anomaly.NO_DUE_INITIAL: (is_open | done) & no_initial & ~no_current,
            Anomaly.DONE_WITHOUT_DATE: done & actions["closed"].isna(),
            Anomaly.DATE_WITHOUT_STATUS: is_open & running & actions["closed"].notna(),
            Anomaly.CLOSED_BEFORE_OPENED: state == ActionState.SET_ASIDE,
            Anomaly.CLOSED_IN_FUTURE: actions["closed"] > limit,
            Anomaly.OPENED_IN_FUTURE: actions["opened"] > limit,
            Anomaly.POSTPONED_WITHOUT_REASON: is_open & postponed & actions["postponement_reason"].isna(),
            Anomaly.NEUTRALISED_WITHOUT_DECISION: neutralised & actions["decision_id"].isna(),
            Anomaly.NEUTRALISED_SPAN: neutralised & (starts.isna() | (ends < starts)),
        }
    )


def joined(flags: Mapping[StrEnum, pd.Series]) -> pd.Series:
    """The keys whose flag is raised on each row, in their order, joined by ";"; "" for none."""
    table = pd.DataFrame({key.value: flag for key, flag in flags.items()})
    keys = table.columns.to_numpy(dtype=object)
    return pd.Series([";".join(keys[row]) for row in table.to_numpy(dtype=bool)], index=table.index, dtype="str")


def action_problems(actions: pd.DataFrame) -> tuple[Problem, ...]:
    """The anomalies as problems, one per row and anomaly: `action_no_owner`, `action_closed_before_opened`...

    Only a row closed before it was opened is set aside; the others are notices, and their rows count. A committee that has
    open actions and no meeting to come is a notice too, `no_next_meeting`: nothing can fall due before it.

    Args:
        actions: as `rules.actions.add_lateness` gives them.

    Returns:
        In the order of the rows, then the committees'. Facts: ``table``, ``row``, ``column``, ``found`` ("" for an empty
        cell) and ``action_id``; ``opened`` for a closing that comes before it, ``proposed`` for a missing due date when the
        next meeting is known. For `no_next_meeting`: ``table`` ("meetings"), ``committee``, ``actions`` (how many wait).
    """
    flawed = actions[actions["anomalies"] != ""].to_dict("records")
    rows = tuple(_problem(Anomaly(key), row) for row in flawed for key in row["anomalies"].split(";"))
    return (*rows, *_no_next_meeting(actions))


def _no_next_meeting(actions: pd.DataFrame) -> Iterator[Problem]:
    waiting = actions[(actions["state"] == ActionState.OPEN) & actions["next_meeting"].isna()]
    for committee, count in waiting["committee"].value_counts().sort_index().items():
        facts: dict[str, Fact] = {"table": "meetings", "committee": str(committee), "actions": int(count)}
        yield Problem("no_next_meeting", facts=facts, effect=Effect.NOTICE, table="meetings")


def _problem(anomaly: Anomaly, row: Mapping[Hashable, Any]) -> Problem:
    column = COLUMN_OF[anomaly]
    facts: dict[str, Fact] = {
        "table": "actions",
        "row": int(row["row"]),
        "column": column,
        "found": _fact(row[column]),
        "action_id": _fact(row["action_id"]),
    }
    if anomaly is Anomaly.CLOSED_BEFORE_OPENED:
        facts["opened"] = _fact(row["opened"])
    if anomaly is Anomaly.NO_DUE and not pd.isna(row["proposed_due"]):
        facts["proposed"] = _fact(row["proposed_due"])
    effect = Effect.ROW if anomaly is Anomaly.CLOSED_BEFORE_OPENED else Effect.NOTICE
    return Problem(f"action_{anomaly}", facts=facts, effect=effect, table="actions")


def _fact(value: Any) -> Fact:
    """A cell as a fact: a date as ISO text, an empty cell as ""."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return "" if pd.isna(value) else str(value)
