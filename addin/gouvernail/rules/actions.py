"""How late each action is, what that costs, and which actions a committee looks at first.

Source of every rule: docs/semantics.md §4.5.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum, unique

import numpy as np
import pandas as pd

from gouvernail.rules.action_clock import Clock, same_day
from gouvernail.rules.action_state import ActionState, anomalies_of, joined, state_of
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.meetings import count_meetings, last_meetings, next_meetings
from gouvernail.settings import Settings
from gouvernail.terms import ActionStatus, Committee, Urgency

FULL_INDEX = 20
"""Late working days beyond which an action weighs no more in the index."""

_ABOVE = {Committee.PRODUCTION.value: Committee.STEERING.value, Committee.STEERING.value: Committee.STRATEGIC.value}


@unique
class Reason(StrEnum):
    """Why an open action goes up to the next committee, in the order in which reasons are listed."""

    MISSED_CYCLES = "missed_cycles"
    POSTPONEMENTS = "postponements"
    SLIP = "slip"


def add_lateness(
    actions: pd.DataFrame,
    meetings: pd.DataFrame,
    *,
    as_of: date,
    settings: Settings,
    calendars: Mapping[str, Calendar],
    today: date | None = None,
) -> pd.DataFrame:
    """Add how late each action is on a given day, and whether it goes up.

    An action is on time *through the end of* its due date, and the due date is rolled forward to the owner's next working
    day. It is late when any day has run against it since: on a Saturday after a Friday, it is late by 0 working days. A
    blocked action's clock runs; days neutralised by a decision do not count, nor do the meetings held on them.

    An earlier `as_of` redoes that day: what was closed later is open, what was opened later is `not_yet` and part of no
    figure. The table keeps no history of due dates, owners or blockages: those are the ones it holds now.

    Args:
        actions: table `actions`.
        meetings: table `meetings`.
        as_of: the day the figures speak for.
        settings: ``missed_cycles``, ``postponements_to_escalate``, ``slip_to_escalate``, ``ageing``,
            ``priority_weights``, ``offshore_owners``.
        calendars: as `rules.action_clock.owner_calendars` gives them.
        today: the last day of which the table may know, when `as_of` is redone later; `as_of` when left out. Opening and
            closing dates beyond it are anomalies.

    Returns:
        A new frame, same rows, order and index, with these columns more.

        - ``state``: an `ActionState` key. Figures below are those of open actions unless they say otherwise.
        - ``due``: effective due date, NaT without any; the initial one when there is no current one.
        - ``ended``: the day a done action counts as closed: `as_of` when its date is missing.
        - ``late``: bool. ``late_workdays``, ``late_days``: Int64, 0 when on time or over, <NA> for an open action without
          a due date and for an action that is part of no figure.
        - ``closed_late``: bool, a done action that ended after its due date.
        - ``closed_since``: bool, a done action that ended after its committee's last meeting before `as_of`: that meeting
          has not seen it closed. Not without a committee, nor before the committee first met.
        - ``slip_workdays``: Int64, owner's working days from the initial to the current due date, negative when brought
          forward, <NA> without an initial one; whatever the state.
        - ``fallen_due``, ``on_time``: bool, whether the *initial* due date has passed on `as_of`, and whether the action was
          done by then; not for cancelled ones.
        - ``next_meeting``: of its committee, after `as_of`; NaT when unknown; whatever the state.
        - ``due_before_next``: bool, not late and due before the next meeting (not on its day).
        - ``missed_cycles``: Int64, meetings of its committee after the due date, up to and including `as_of`; <NA> as
          ``late_workdays``; 0 without a committee.
        - ``urgency``: an `Urgency` key when late, else missing: by missed cycles, 0 for information, then to handle, from
          the setting on it goes up.
        - ``ageing``: one of `ageing_labels` when late, else missing.
        - ``index``: float, priority weight x share of `FULL_INDEX` late working days. For order and trend, never a target.
          Without a priority, the last weight.
        - ``blocked``: bool.
        - ``escalates``, ``reasons`` (`Reason` keys joined by ";"), ``escalates_to`` (the committee above, missing for none).
        - ``anomalies``: `Anomaly` keys joined by ";"; ``proposed_due``: the next meeting, for an open action without
          a due date.

    Source: docs/semantics.md §4.5.
    """
    clock = Clock.of(actions, settings=settings, calendars=calendars)
    added = actions.assign(
        state=state_of(actions, as_of=as_of),
        due=clock.roll_forward(actions["due_current"].fillna(actions["due_initial"])),
        next_meeting=next_meetings(meetings, actions["committee"], as_of),
    )
    added = _add_days(added, clock, as_of)
    added = added.assign(closed_since=added["ended"] > last_meetings(meetings, actions["committee"], as_of))
    added = _add_on_time(added, clock, as_of)
    added = _add_cycles(added, clock, meetings, as_of)
    added = _add_weights(added, settings)
    added = _add_escalation(added, settings)
    return _add_anomalies(added, today=max(as_of, today or as_of))


def ageing_labels(settings: Settings) -> list[str]:
    """The ageing buckets, in working days late, from the youngest: "1-5", "6-10", "11-20", ">20".

    >>> ageing_labels(Settings(ageing=(3, 7)))
    ['1-3', '4-7', '>7']
    """
    bounds = [0.0, *settings.ageing]
    spans = [f"{low + 1:g}-{high:g}" for low, high in zip(bounds, settings.ageing, strict=False)]
    return [*spans, f">{bounds[-1]:g}"]


def keep_overdue(actions: pd.DataFrame) -> pd.DataFrame:
    """The late actions, heaviest first: missed cycles, priority, late working days, id.

    An action without a priority comes after those of its number of missed cycles.
    """
    late = actions[actions["late"]]
    return late.sort_values(
        ["missed_cycles", "priority", "late_workdays", "action_id"],
        ascending=[False, True, False, True],
        na_position="last",
        kind="stable",
    )


def keep_anomalies(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions whose row should be corrected: open ones first, then by priority and id."""
    flawed = actions[actions["anomalies"] != ""]
    order = flawed.assign(over=flawed["state"] != ActionState.OPEN)
    return flawed.loc[order.sort_values(["over", "priority", "action_id"], na_position="last", kind="stable").index]


def keep_due_before_next(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions that fall due before their committee meets again: the first due first, then by priority and id."""
    soon = actions[actions["due_before_next"]]
    return soon.sort_values(["due", "priority", "action_id"], na_position="last", kind="stable")


def _add_days(actions: pd.DataFrame, clock: Clock, as_of: date) -> pd.DataFrame:
    today = same_day(as_of, actions["due"])
    is_open, done = actions["state"] == ActionState.OPEN, actions["state"] == ActionState.DONE
    ended = actions["closed"].fillna(today).where(done)
    late_days = _while_open(clock.late_days(actions["due"], today), actions["state"])
    current = actions["due_current"].fillna(actions["due_initial"])
    return actions.assign(
        ended=ended,
        late=_certain(late_days > 0),
        late_workdays=_while_open(clock.late_workdays(actions["due"], today), actions["state"]),
        late_days=late_days,
        closed_late=_certain(clock.late_days(actions["due"], ended) > 0),
        slip_workdays=clock.workdays(actions["due_initial"], current),
        blocked=is_open & (actions["status"] == ActionStatus.BLOCKED),
    )


def _add_on_time(actions: pd.DataFrame, clock: Clock, as_of: date) -> pd.DataFrame:
    """Whether the initial due date has passed, and was kept.

    An open action has fallen due once a day has run against it, as for lateness: a span neutralised since then spares it.
    """
    due = clock.roll_forward(actions["due_initial"])
    today = same_day(as_of, due)
    over, is_open = actions["ended"].notna(), actions["state"] == ActionState.OPEN
    fallen = (over & (due < today)) | (is_open & _certain(clock.late_days(due, today) > 0))
    kept = _certain(clock.late_days(due, actions["ended"]) == 0)
    return actions.assign(fallen_due=fallen, on_time=fallen & kept)


def _add_cycles(actions: pd.DataFrame, clock: Clock, meetings: pd.DataFrame, as_of: date) -> pd.DataFrame:
    due, committee = actions["due"], actions["committee"]
    today = same_day(as_of, due)
    met = count_meetings(meetings, committee, due, today)
    spared = count_meetings(meetings, committee, *clock.neutral(due, today))
    missed = (met - spared).astype("Int64").where(due.notna())
    soon = (actions["state"] == ActionState.OPEN) & ~actions["late"] & (due < actions["next_meeting"])
    return actions.assign(missed_cycles=_while_open(missed, actions["state"]), due_before_next=soon)


def _add_weights(actions: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    late, workdays = actions["late"], actions["late_workdays"].astype("float64")
    labels = ageing_labels(settings)
    bucket = pd.Series(np.searchsorted(settings.ageing, workdays.fillna(0)), index=actions.index)
    weights = dict(enumerate(settings.priority_weights, start=1))
    weight = actions["priority"].astype("float64").map(weights).fillna(settings.priority_weights[-1])
    return actions.assign(
        ageing=bucket.map(dict(enumerate(labels))).astype("str").where(late),
        index=(weight * workdays.clip(upper=FULL_INDEX) / FULL_INDEX).where(late, 0.0),
    )


def _add_escalation(actions: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    late, is_open = actions["late"], actions["state"] == ActionState.OPEN
    missed = actions["missed_cycles"].fillna(0).astype("int64")
    urgency = pd.Series(Urgency.INFO.value, index=actions.index, dtype="str")
    urgency = urgency.mask(missed > 0, Urgency.TO_HANDLE.value)
    urgency = urgency.mask(missed >= settings.missed_cycles, Urgency.ESCALATE.value)
    reasons = joined(
        {
            Reason.MISSED_CYCLES: missed >= settings.missed_cycles,
            Reason.POSTPONEMENTS: is_open & _certain(actions["postponements"] > settings.postponements_to_escalate),
            Reason.SLIP: is_open & _certain(actions["slip_workdays"] > settings.slip_to_escalate),
        }
    )
    escalates = reasons != ""
    above = actions["committee"].map(_ABOVE).astype("str").where(escalates)
    return actions.assign(urgency=urgency.where(late), escalates=escalates, reasons=reasons, escalates_to=above)


def _add_anomalies(actions: pd.DataFrame, *, today: date) -> pd.DataFrame:
    undated = (actions["state"] == ActionState.OPEN) & actions["due"].isna()
    return actions.assign(
        anomalies=anomalies_of(actions, actions["state"], known_until=today),
        proposed_due=actions["next_meeting"].where(undated),
    )


def _while_open(counts: pd.Series, state: pd.Series) -> pd.Series:
    """The counts of open actions; 0 for those that are over, <NA> for those that are part of no figure."""
    over = state.isin([ActionState.DONE, ActionState.CANCELLED])
    return counts.where(state == ActionState.OPEN).mask(over, 0)


def _certain(flags: pd.Series) -> pd.Series:
    """A plain bool series: what is not known is not so."""
    return flags.fillna(False).astype(bool)
