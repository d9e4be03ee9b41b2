"""How many agents an interval needs, and what callers get from those who are there; `staffing_plan` for whole plans.

Erlang C supposes that nobody hangs up, so its answer is an upper bound where callers do; Erlang A is used where their
patience is known. Source: docs/semantics.md §4.9.
"""

import math
from dataclasses import dataclass

import numpy as np

from gouvernail.rules.erlang import Queue, service, smallest

NOISE = 1e-9
"""Two numbers of agents nearer than this are the same."""


@dataclass(frozen=True)
class Requirement:
    """The fewest agents that do, and what callers then get.

    Args:
        agents: present and taking contacts; 0 without any contact.
        scheduled: to plan for those to be present: agents / (1 − shrinkage), rounded up.
        service_level: share of callers answered in time, 0 to 1; NaN, as all that follows, without any contact.
        occupancy: share of the agents' time spent on contacts, 0 to 1.
        wait_probability: probability that a caller waits.
        average_wait_seconds: mean wait of all callers, those who do not wait included.
        abandoned: share of callers who hang up; 0 by Erlang C, which supposes that none does.
    """

    agents: int
    scheduled: int
    service_level: float
    occupancy: float
    wait_probability: float
    average_wait_seconds: float
    abandoned: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """What callers get from a given number of agents.

    Args:
        stable: False when the queue grows without end (agents ≤ load): there is no service level then, and every other
            figure is NaN.
        service_level: see `Requirement`, as what follows.
        occupancy: the same.
        wait_probability: the same.
        average_wait_seconds: the same.
        abandoned: the same.
    """

    stable: bool
    service_level: float
    occupancy: float
    wait_probability: float
    average_wait_seconds: float
    abandoned: float


def erlang_c(
    volume: float,
    interval_minutes: float,
    aht_seconds: float,
    *,
    service_level: float,
    within_seconds: float,
    max_occupancy: float = 1.0,
    shrinkage: float = 0.0,
) -> Requirement:
    """The fewest agents for an interval, supposing that nobody hangs up: an upper bound where callers do.

    Args:
        volume: contacts that arrive in the interval, fractions allowed.
        interval_minutes: its length.
        aht_seconds: mean handling time.
        service_level: share of contacts to be answered in time, from 0 to less than 1 (no number of agents reaches 1).
        within_seconds: the time.
        max_occupancy: cap on the share of the agents' time spent on contacts, above 0, up to 1.
        shrinkage: share of the paid time in which a planned agent takes no contact, from 0 to less than 1.

    Returns:
        The smallest c above the load whose service level is reached and whose occupancy is within the cap.

    Raises:
        ValueError: a number out of these bounds.

    Source: docs/semantics.md §4.9.

    Examples:
        >>> found = erlang_c(100, 30, 180, service_level=0.8, within_seconds=20, shrinkage=0.3)
        >>> found.agents, found.scheduled, round(found.service_level, 3), round(found.average_wait_seconds, 1)
        (14, 20, 0.888, 7.8)
    """
    return _requirement(_queue(volume, interval_minutes, aht_seconds), service_level, within_seconds, max_occupancy, shrinkage)


def erlang_a(
    volume: float,
    interval_minutes: float,
    aht_seconds: float,
    *,
    patience_seconds: float,
    service_level: float,
    within_seconds: float,
    max_occupancy: float = 1.0,
    shrinkage: float = 0.0,
) -> Requirement:
    """The fewest agents for an interval whose callers hang up after a while.

    As `erlang_c`, with ``patience_seconds``, the mean time a caller is ready to wait (mean patience, not the mean wait of
    those who hung up: total wait of all callers / number of those who hung up). The service level counts those who
    hung up among the callers not answered in time.

    Examples:
        >>> found = erlang_a(100, 30, 180, patience_seconds=120, service_level=0.8, within_seconds=20)
        >>> found.agents, round(found.abandoned, 3)
        (12, 0.062)
    """
    queue = _queue(volume, interval_minutes, aht_seconds, _checked("patience_seconds", patience_seconds, above=0))
    return _requirement(queue, service_level, within_seconds, max_occupancy, shrinkage)


def outcome(
    agents: float,
    volume: float,
    interval_minutes: float,
    aht_seconds: float,
    *,
    within_seconds: float,
    patience_seconds: float | None = None,
) -> Outcome:
    """What callers get from the agents that are there; half an agent answers nobody, so fractions are cut.

    Args:
        agents: present and taking contacts.
        volume: contacts that arrive in the interval; without any, the figures are NaN, and nothing is unstable.
        interval_minutes: its length.
        aht_seconds: mean handling time.
        within_seconds: see `erlang_c`.
        patience_seconds: see `erlang_a`; None when unknown.

    Examples:
        >>> outcome(10, 100, 30, 180, within_seconds=20).stable
        False
    """
    patience = math.nan if patience_seconds is None else _checked("patience_seconds", patience_seconds, above=0)
    queue = _queue(volume, interval_minutes, aht_seconds, patience)
    whole = math.floor(_checked("agents", agents) + NOISE)
    if not queue.load[0]:
        return Outcome(True, math.nan, math.nan, math.nan, math.nan, math.nan)
    found = _service_of(whole, queue, within_seconds)
    return Outcome(not math.isnan(found[0]), *found)


def add_shrinkage(agents: float, shrinkage: float) -> int:
    """How many to plan for so many to be present, rounded up; `shrinkage` from 0 to less than 1.

    >>> add_shrinkage(7, 0.3), add_shrinkage(8, 0.3)
    (10, 12)
    """
    return math.ceil(agents / (1 - shrinkage) - NOISE)


def _requirement(
    queue: Queue, service_level: float, within_seconds: float, max_occupancy: float, shrinkage: float
) -> Requirement:
    _checked("service_level", service_level, below=1)
    _checked("within_seconds", within_seconds)
    _checked("max_occupancy", max_occupancy, above=0, most=1)
    _checked("shrinkage", shrinkage, below=1)
    if not queue.load[0]:
        return Requirement(0, 0, math.nan, math.nan, math.nan, math.nan, math.nan)
    found = smallest(queue, level=service_level, within=within_seconds, max_occupancy=max_occupancy)
    agents = int(found[0])
    return Requirement(agents, add_shrinkage(agents, shrinkage), *_service_of(agents, queue, within_seconds))


def _service_of(agents: int, queue: Queue, within: float) -> tuple[float, float, float, float, float]:
    """Level, occupancy, waiting, wait and abandoned, in the order of `Requirement`; NaN with nobody there."""
    if agents < 1:
        return (math.nan,) * 5
    found = service(np.array([agents]), queue, within)
    level, occupancy = float(found.level[0]), float(found.occupancy[0])
    return level, occupancy, float(found.waiting[0]), float(found.wait[0]), float(found.abandoned[0])


def _queue(volume: float, interval_minutes: float, aht_seconds: float, patience: float = math.nan) -> Queue:
    contacts = _checked("volume", volume)
    minutes = _checked("interval_minutes", interval_minutes, above=0)
    aht = _checked("aht_seconds", aht_seconds, above=0 if contacts else -math.inf)
    return Queue(np.array([contacts * aht / (60 * minutes)]), np.array([aht]), np.array([patience]))


def _checked(name: str, value: float, *, above: float | None = None, below: float = math.inf, most: float = math.inf) -> float:
    """The value, a finite number of 0 or more, strictly above and below what is said, `most` at most."""
    if not ((value >= 0 if above is None else value > above) and value < below and value <= most):
        raise ValueError(f"{name} cannot be {value}")
    return float(value)
