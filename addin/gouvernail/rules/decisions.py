"""Where each decision stands: which committee it belongs to, how often it was put off, whether it was carried out."""

from datetime import date
from enum import StrEnum, unique

import numpy as np
import pandas as pd

from gouvernail.problems import Effect, Fact, Problem
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.decision_routes import COMMITTEES, TOP, Agenda, lowest_remit, of_rank, ranks
from gouvernail.rules.meetings import meeting_days
from gouvernail.terms import DecisionStatus

POSTPONED_TO_GO_UP = 2
STUCK_MEETINGS = 3

_ANSWERS = (DecisionStatus.TAKEN, DecisionStatus.REFUSED, DecisionStatus.EXECUTED)
_ONE_DAY = pd.Timedelta(days=1)


@unique
class DecisionState(StrEnum):
    """Where a decision stands on the day the figures speak for."""

    NOT_YET = "not_yet"
    """Asked after that day: part of no figure."""
    OPEN = "open"
    TO_CONFIRM = "to_confirm"
    """Taken or refused at a meeting held without quorum: the next one confirms it."""
    TAKEN = "taken"
    EXECUTED = "executed"
    REFUSED = "refused"


@unique
class DecisionAnomaly(StrEnum):
    """What a manager should correct in a decision's row, in the order in which it is listed."""

    NO_REQUEST_DATE = "no_request_date"
    ANSWERED_WITHOUT_DATE = "answered_without_date"
    DATE_WITHOUT_ANSWER = "date_without_answer"
    ANSWERED_BEFORE_REQUESTED = "answered_before_requested"
    EXECUTED_WITHOUT_DATE = "executed_without_date"
    TAKEN_BEYOND_REMIT = "taken_beyond_remit"
    NO_REMIT = "no_remit"
    """No committee's remit covers this type and amount: the highest decides."""


_COLUMN_OF = {
    DecisionAnomaly.NO_REQUEST_DATE: "requested",
    DecisionAnomaly.ANSWERED_WITHOUT_DATE: "decided",
    DecisionAnomaly.DATE_WITHOUT_ANSWER: "status",
    DecisionAnomaly.ANSWERED_BEFORE_REQUESTED: "decided",
    DecisionAnomaly.EXECUTED_WITHOUT_DATE: "executed",
    DecisionAnomaly.TAKEN_BEYOND_REMIT: "committee",
    DecisionAnomaly.NO_REMIT: "decision_type",
}


def add_decision_state(
    decisions: pd.DataFrame,
    meetings: pd.DataFrame,
    remit: pd.DataFrame,
    *,
    as_of: date,
    calendar: Calendar,
) -> pd.DataFrame:
    """Add where each decision stands on a given day, and which committee it waits for.

    A decision is due at a *meeting*: on the day it is held, wherever that has moved; when it was cancelled, on the
    next one's. Without a due meeting, it is due at the first meeting of its committee after it was asked. Each
    meeting that passes from then on without a decision puts it off once; put off twice, it goes one committee up,
    where the count goes on. The meeting of ``as_of`` itself counts only once it is marked as held.

    Args:
        decisions: table `decisions`.
        meetings: table `meetings`, with ``quorum`` as `quorum.add_quorum` adds it.
        remit: table `remit`.
        as_of: the day the figures speak for; what was answered or executed later was not yet.
        calendar: the working days to which the day for carrying out is rolled forward.

    Returns:
        Same rows and index, with

        - ``state``: a `DecisionState` key.
        - ``due_day``: NaT when no meeting is known; ``due_assumed``: bool, no due meeting was named.
        - ``routed_to``: the lowest committee whose remit covers its type and amount (no amount is no amount at
        stake); the
          highest when none does; its own without a type. ``beyond_remit``: bool, that is above its own committee.
        - ``waits_for``: the committee that decides: its own or, above, ``routed_to``; then one up for every two
        meetings. - ``postponed``: int64, meetings from the due one on that passed without an answer; ``went_up``:
        bool. - ``seen``: int64, meetings of its committee after it was asked that passed without an answer;
        ``stuck``: bool, open
          and seen three times.
        - ``execution_due``: its due day, a working day; ``fallen_due``: bool, taken and that day has passed, or
        carried out;
          ``execution_late``: bool, carried out after it, or not yet; ``on_time``: bool, carried out by then. A
          decision without a due day is neither.
        - ``anomalies``: `DecisionAnomaly` keys joined by ";".

    Source: docs/semantics.md §4.8; features F12, F43, F44.
    """
    agenda = Agenda(meetings, as_of)
    added = decisions.assign(state=_states(decisions, meetings, as_of), **_routes(decisions, remit))
    added = added.assign(**_due_days(decisions, meetings, agenda, as_of))
    added = added.assign(**_postponements(added, agenda))
    added = added.assign(**_executions(added, calendar, as_of))
    return added.assign(anomalies=_anomalies(added)).drop(columns="_no_remit")


def keep_agenda(decisions: pd.DataFrame, committee: str, *, until: date | None) -> pd.DataFrame:
    """The decisions that a committee must look at: asked of it or gone up to it, and those to confirm.

    Args:
        decisions: as `add_decision_state` gives them.
        committee: a committee key.
        until: the day of the meeting prepared: what is due later is left out; None keeps everything.

    Returns:
        The most often put off first, then the first due, then by id. What went up is there whatever its due day.
    """
    confirm = (decisions["state"] == DecisionState.TO_CONFIRM) & (decisions["committee"] == committee)
    waiting = (decisions["state"] == DecisionState.OPEN) & (decisions["waits_for"] == committee)
    if until is not None:
        came_up = decisions["waits_for"] != decisions["committee"]
        waiting &= came_up | ~(decisions["due_day"] > pd.Timestamp(until))
    kept = decisions[confirm | waiting]
    return kept.sort_values(["postponed", "due_day", "decision_id"], ascending=[False, True, True])


def decision_problems(decisions: pd.DataFrame) -> tuple[Problem, ...]:
    """The anomalies as notices, one per row and anomaly: `decision_taken_beyond_remit`... The rows all count.

    Facts: ``table``, ``row``, ``column``, ``found`` (the decision's id), ``committee``, ``routed_to``.
    """
    flawed = decisions[decisions["anomalies"] != ""]
    columns = ["row", "decision_id", "committee", "routed_to", "anomalies"]
    return tuple(
        _problem(DecisionAnomaly(anomaly), row=int(row), found=name, committee=committee, routed_to=routed_to)
        for row, name, committee, routed_to, anomalies in flawed[columns].itertuples(index=False)
        for anomaly in anomalies.split(";")
    )


def _states(decisions: pd.DataFrame, meetings: pd.DataFrame, as_of: date) -> pd.Series:
    today = pd.Timestamp(as_of)
    status = decisions["status"]
    answered = status.isin(_ANSWERS) & ~(decisions["decided"] > today)
    executed = (status == DecisionStatus.EXECUTED) & ~(decisions["executed"] > today)
    weak = meetings.loc[meetings["held"].notna() & ~meetings["quorum"], ["committee", "held"]]
    taken_at = pd.MultiIndex.from_arrays([decisions["committee"], decisions["decided"]])
    to_confirm = taken_at.isin(pd.MultiIndex.from_frame(weak))
    state = np.select(
        [decisions["requested"] > today, ~answered, to_confirm, status == DecisionStatus.REFUSED, executed],
        [
            DecisionState.NOT_YET.value,
            DecisionState.OPEN.value,
            DecisionState.TO_CONFIRM.value,
            DecisionState.REFUSED.value,
            DecisionState.EXECUTED.value,
        ],
        default=DecisionState.TAKEN.value,
    )
    return pd.Series(state, index=decisions.index, dtype="str")


def _routes(decisions: pd.DataFrame, remit: pd.DataFrame) -> dict[str, pd.Series]:
    typed = decisions["decision_type"].notna()
    lowest = lowest_remit(decisions["decision_type"], decisions["amount"], remit)
    routed = lowest.fillna(COMMITTEES[TOP]).where(typed, decisions["committee"])
    beyond = ranks(routed) > ranks(decisions["committee"])
    return {"routed_to": routed, "beyond_remit": beyond, "_no_remit": typed & lowest.isna()}


def _due_days(decisions: pd.DataFrame, meetings: pd.DataFrame, agenda: Agenda, as_of: date) -> dict[str, pd.Series]:
    """The day of the due meeting, or of the next one when it does not take place."""
    known = meetings.assign(day=meeting_days(meetings)).set_index("meeting_id")[["day", "planned"]]
    due = known.reindex(decisions["due_meeting"]).set_axis(decisions.index)
    after_request = decisions["requested"].fillna(pd.Timestamp(as_of)) + _ONE_DAY
    since = due["planned"].fillna(after_request)
    day = due["day"].fillna(agenda.first_from(decisions["committee"], since))
    return {"due_day": day, "due_assumed": decisions["due_meeting"].isna()}


def _postponements(decisions: pd.DataFrame, agenda: Agenda) -> dict[str, pd.Series]:
    """How often each decision was put off, and up to which committee that brought it."""
    answered = ~decisions["state"].isin([DecisionState.OPEN, DecisionState.NOT_YET])
    before = decisions["decided"].fillna(decisions["due_day"]).where(answered)
    own, routed = ranks(decisions["committee"]), ranks(decisions["routed_to"])
    rank = own.where(own > routed, routed)
    first, postponed = decisions["due_day"], pd.Series(0, index=decisions.index, dtype="int64")
    start = rank
    for _ in range(TOP):
        at = of_rank(rank)
        climbs = (agenda.passed(at, first, before) >= POSTPONED_TO_GO_UP) & (rank < TOP)
        postponed = postponed + POSTPONED_TO_GO_UP * climbs
        first = first.where(~climbs, agenda.nth(at, first, POSTPONED_TO_GO_UP) + _ONE_DAY)
        rank = rank + climbs
    waits_for = of_rank(rank)
    since_request = agenda.passed(decisions["committee"], decisions["requested"] + _ONE_DAY, before)
    is_open = decisions["state"] == DecisionState.OPEN
    return {
        "waits_for": waits_for,
        "postponed": postponed + agenda.passed(waits_for, first, before),
        "went_up": rank > start,
        "seen": since_request,
        "stuck": is_open & (since_request >= STUCK_MEETINGS),
    }


def _executions(decisions: pd.DataFrame, calendar: Calendar, as_of: date) -> dict[str, pd.Series]:
    due = calendar.roll_forward(decisions["due"])
    executed = decisions["state"] == DecisionState.EXECUTED
    done = decisions["executed"].fillna(pd.Timestamp(as_of)).where(executed)
    passed = (decisions["state"] == DecisionState.TAKEN) & (due < pd.Timestamp(as_of))
    return {
        "execution_due": due,
        "fallen_due": due.notna() & (executed | passed),
        "execution_late": passed | (done > due),
        "on_time": done <= due,
    }


def _anomalies(decisions: pd.DataFrame) -> pd.Series:
    answered = decisions["status"].isin(_ANSWERS)
    taken = decisions["status"].isin([DecisionStatus.TAKEN, DecisionStatus.EXECUTED])
    flags = {
        DecisionAnomaly.NO_REQUEST_DATE: decisions["requested"].isna(),
        DecisionAnomaly.ANSWERED_WITHOUT_DATE: answered & decisions["decided"].isna(),
        DecisionAnomaly.DATE_WITHOUT_ANSWER: ~answered & decisions["decided"].notna(),
        DecisionAnomaly.ANSWERED_BEFORE_REQUESTED: decisions["decided"] < decisions["requested"],
        DecisionAnomaly.EXECUTED_WITHOUT_DATE: (decisions["status"] == DecisionStatus.EXECUTED) & decisions["executed"].isna(),
        DecisionAnomaly.TAKEN_BEYOND_REMIT: taken & decisions["beyond_remit"],
        DecisionAnomaly.NO_REMIT: decisions["_no_remit"],
    }
    told = pd.Series("", index=decisions.index, dtype="str")
    for anomaly, holds in flags.items():
        told = told.where(~holds, told + ";" + anomaly.value)
    return told.str.removeprefix(";")


def _problem(anomaly: DecisionAnomaly, *, row: int, **facts: Fact) -> Problem:
    where: dict[str, Fact] = {"table": "decisions", "row": row, "column": _COLUMN_OF[anomaly]}
    return Problem(f"decision_{anomaly}", facts=where | facts, effect=Effect.NOTICE, table="decisions")
