"""What to make of a figure: the status that escalates, and the three readings that are never mixed into one colour."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gouvernail.rules.spc import BASELINE_MINIMUM, Assurance, Limits, Variation, assurance, variation
from gouvernail.rules.spc_runs import SIGNALS_MINIMUM
from gouvernail.terms import Direction, Status


@dataclass(frozen=True)
class Confirmed:
    """The status of a period once its neighbours are looked at.

    Args:
        status: for escalation and arrows, never for money; grey until a first status is known.
        to_confirm: an amber that stands for a red not yet confirmed.
    """

    status: Status
    to_confirm: bool = False


@dataclass(frozen=True)
class Verdict:
    """Three readings of one KPI, side by side.

    Args:
        contract: what is owed: the status against target.
        gap: favourable gap, in the KPI's unit, negative when the target is missed; NaN when there is none.
        variation: what changed: "improvement", "deterioration", "change", "none"; None while there are fewer than 8
            points to tell from.
        label: the special cause behind it, "" for none.
        assurance: whether the process can hold the target: "will", "will_not", "uncertain"; None without a target, or
            with fewer than 12 points.
    """

    contract: Status
    gap: float
    variation: Variation | None
    label: str
    assurance: Assurance | None


def confirm(
    statuses: Sequence[str],
    unfavourable: Sequence[bool] | None = None,
    *,
    confirm_red: int = 2,
    leave_red: int = 2,
) -> list[Confirmed]:
    """Each period's status, so that a lone red does not raise an alarm, nor a lone green end one.

    * Red after `confirm_red` reds in a row, **or on an unfavourable special cause, whatever the status of that
      period**; until then a red shows amber, to be confirmed.
    * Red ends only after `leave_red` greens in a row, and so does amber; a special cause still on starts the count again.
    * Grey leaves everything as it was: it neither breaks a count nor advances it, and a special cause is not read in
      it, since there is no target to be red against.

    Args:
        statuses: green, amber, red or grey, in order of time, oldest first.
        unfavourable: for each period, whether an unfavourable special cause was known on that day (`unfavourable_of`);
            none at all without it.
        confirm_red: reds in a row that confirm; 1 to believe the first.
        leave_red: greens in a row that end a red or an amber.

    Returns:
        One for each period, in the same order.

    Source: docs/semantics.md §4.2.

    Examples:
        >>> seen = confirm(["green", "red", "grey", "red", "green", "green"])
        >>> [(str(one.status), one.to_confirm) for one in seen[:3]]
        [('green', False), ('amber', True), ('amber', True)]
        >>> [str(one.status) for one in seen[3:]]
        ['red', 'red', 'green']
    """
    flags = [False] * len(statuses) if unfavourable is None else unfavourable
    state, reds, greens = Confirmed(Status.GREY), 0, 0
    found = []
    for status, flagged in zip(statuses, flags, strict=True):
        if status != Status.GREY:
            reds = reds + 1 if status == Status.RED else 0
            greens = greens + 1 if status == Status.GREEN and not flagged else 0
            state = _next(state, Status(status), red=flagged or reds >= confirm_red, green=greens >= leave_red)
        found.append(state)
    return found


def unfavourable_of(alerts: Sequence[Sequence[str]], direction: str) -> list[bool]:
    """For each point, whether one of the labels already earned that day (`spc_runs.alerts`) is unfavourable.

    >>> unfavourable_of([(), ("shift_high",), ("trend_down",)], "higher")
    [False, False, True]
    """
    return [any(variation(label, direction) == "deterioration" for label in labels) for labels in alerts]


def add_confirmed(figures: pd.DataFrame, *, confirm_red: int = 2, leave_red: int = 2) -> pd.DataFrame:
    """Add the confirmed status of each row, along each KPI and scope.

    Args:
        figures: one row per KPI, scope and period, **in order of time within each KPI and scope**. Reads ``kpi_id``,
            ``scope``, ``status``, and ``unfavourable`` when it is there (bool).
        confirm_red: see `confirm`.
        leave_red: see `confirm`.

    Returns:
        A new frame, same rows, order and index, with ``confirmed_status`` (str) and ``to_confirm`` (bool).

    Source: docs/semantics.md §4.2.
    """
    told = figures["status"].tolist()
    flags = figures["unfavourable"].tolist() if "unfavourable" in figures else [False] * len(figures)
    statuses, to_confirm = ["grey"] * len(figures), [False] * len(figures)
    for found in figures.groupby(["kpi_id", "scope"], dropna=False).indices.values():
        places = np.asarray(found).tolist()
        line = confirm(
            [told[place] for place in places],
            [flags[place] for place in places],
            confirm_red=confirm_red,
            leave_red=leave_red,
        )
        for place, one in zip(places, line, strict=True):
            statuses[place], to_confirm[place] = str(one.status), one.to_confirm
    return figures.assign(confirmed_status=pd.array(statuses, dtype="str"), to_confirm=to_confirm)


def verdict(
    status: str,
    gap: float,
    *,
    label: str | None,
    limits: Limits,
    target: float | tuple[float, float] | None,
    direction: str,
) -> Verdict:
    """The facts of a sentence such as "target missed by 1.8 pt; nothing changed; the process cannot hold 95 %".

    Args:
        status: against target, on the frozen value.
        gap: favourable gap in the KPI's unit; NaN without a target.
        label: the last point's special cause (`spc.signals`), None or "" for none.
        limits: those in force at that point.
        target: (low, high) for a band; None without one.
        direction: which way the KPI gets better.

    Source: docs/semantics.md §4.3.

    Examples:
        >>> held = Limits(centre=92, lower=89, upper=94.5, mr_mean=1, mr_upper=3.3, points=24)
        >>> found = verdict("red", -1.8, label=None, limits=held, target=95, direction="higher")
        >>> found.variation, found.assurance
        ('none', 'will_not')
    """
    points = limits.points if limits.points is not None else BASELINE_MINIMUM
    told = points >= BASELINE_MINIMUM and _has_target(target, direction)
    return Verdict(
        contract=Status(status),
        gap=gap,
        variation=variation(label or None, direction) if points >= SIGNALS_MINIMUM else None,
        label=label or "",
        assurance=assurance(limits, target, direction) if told else None,
    )


def _next(state: Confirmed, status: Status, *, red: bool, green: bool) -> Confirmed:
    """The state after a period that has a status; `red` and `green`: enough of them in a row."""
    if red:
        return Confirmed(Status.RED)
    if state.status == Status.RED:
        return Confirmed(Status.GREEN) if green else state
    if status == Status.GREEN:
        return Confirmed(Status.GREEN if green or state.status != Status.AMBER else Status.AMBER)
    return Confirmed(Status.AMBER, to_confirm=status == Status.RED)


def _has_target(target: float | tuple[float, float] | None, direction: str) -> bool:
    if direction == Direction.INFO or target is None:
        return False
    bounds = target if isinstance(target, tuple) else (target,)
    return not all(math.isnan(bound) for bound in bounds)
