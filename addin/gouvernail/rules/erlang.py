"""Queues of contacts, over whole columns at once: Erlang B and C, and Erlang A, in which callers lose patience.

Every function takes arrays of one length, one element per interval: `load` in Erlangs (contacts × handling time / time),
above zero, and agents as whole numbers. No factorial is ever taken and no power of the load: a load of a million Erlangs
is as good as one of ten.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from gouvernail.rules.spc_runs import Floats

Counts = npt.NDArray[np.int64]

_NOISE = 1e-12
_NEGLIGIBLE = 1e-17
_DROP = 40.0
"""An integrand e**40 times smaller than its peak adds nothing to a float."""
_HALVINGS = 24
_BLOCK = 4096
"""Intervals whose integrals are taken together, so that they stay in the processor's cache."""
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(40)


@dataclass(frozen=True)
class Queue:
    """What is asked of agents: one element per interval, all of one length.

    Args:
        load: Erlangs, above zero.
        aht: mean handling time, in seconds, above zero.
        patience: mean time a caller is ready to wait, in seconds; NaN when unknown, and nobody then hangs up.
    """

    load: Floats
    aht: Floats
    patience: Floats

    def __getitem__(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> "Queue":
        """Some of the intervals."""
        return Queue(*(getattr(self, one.name)[rows] for one in fields(self)))


@dataclass(frozen=True)
class Service:
    """What callers get: one element per interval; all NaN where the queue would grow without end.

    Args:
        level: share of all callers answered within the time, 0 to 1.
        occupancy: share of the agents' time spent on contacts.
        waiting: probability that a caller waits.
        wait: mean wait of all callers, in seconds.
        abandoned: share of callers who hang up; 0 where patience is unknown.
    """

    level: Floats
    occupancy: Floats
    waiting: Floats
    wait: Floats
    abandoned: Floats


def blocking(agents: Counts, load: Floats) -> Floats:
    """Erlang B: the share of callers who would find every agent busy if nobody could wait.

    Summed from its largest terms down, as 1/B = Σ over k of c(c−1)…(c−k+1) / A**k; some 9 √A of them are enough.

    >>> blocking(np.array([10]), np.array([4.461])).round(4).tolist()
    [0.01]
    """
    total = np.ones(len(load))
    rows, term, step = np.arange(len(load)), np.ones(len(load)), 0
    with np.errstate(over="ignore"):
        while len(rows):
            term = term * (np.maximum(agents[rows] - step, 0) / load[rows])
            total[rows] += term
            going = (term > _NEGLIGIBLE * total[rows]) & np.isfinite(total[rows])
            if not going.all():
                rows, term = rows[going], term[going]
            step += 1
    return 1 / total


def service(agents: Counts, queue: Queue, within: float) -> Service:
    """What callers get from a number of agents, by Erlang A where patience is known, else by Erlang C.

    Args:
        agents: one number per interval, at least 1.
        queue: what is asked of them.
        within: seconds within which a caller is to be answered.

    Returns:
        Where patience is unknown and agents ≤ load, the queue has no end: every figure is NaN, never a service level.
    """
    patient = np.isnan(queue.patience)
    found = {one.name: np.full(len(agents), np.nan) for one in fields(Service)}
    blocks = _blocks(np.flatnonzero(~patient))
    for rows, model in [(np.flatnonzero(patient), _erlang_c), *((block, _erlang_a) for block in blocks)]:
        part = model(agents[rows], queue[rows], within)
        for name, values in found.items():
            values[rows] = getattr(part, name)
    return Service(**found)


def smallest(queue: Queue, *, level: float, within: float, max_occupancy: float) -> Counts:
    """The fewest agents that reach the service level without being busier than the cap.

    Args:
        queue: what is asked of them.
        level: share of callers to be answered in time, from 0 to less than 1.
        within: the time, in seconds.
        max_occupancy: the cap, above 0, up to 1.
    """

    def enough(agents: Counts, some: Queue) -> npt.NDArray[np.bool_]:
        found = service(agents, some, within)
        good: npt.NDArray[np.bool_] = (found.level >= level - _NOISE) & (found.occupancy <= max_occupancy + _NOISE)
        return good

    found = _smallest_c(queue, level, within, max_occupancy)
    impatient = np.flatnonzero(~np.isnan(queue.patience))
    found[impatient] = _bisect(enough, queue[impatient], found[impatient])
    return found


def _blocks(rows: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    return [rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK)]


def _erlang_c(agents: Counts, queue: Queue, within: float) -> Service:
    stable = agents > queue.load * (1 + _NOISE)
    spare = np.where(stable, agents - queue.load, np.nan)
    waiting = _waiting(blocking(agents, queue.load), agents, spare)
    return Service(
        level=1 - waiting * np.exp(-spare * within / queue.aht),
        occupancy=np.where(stable, queue.load / agents, np.nan),
        waiting=waiting,
        wait=waiting * queue.aht / spare,
        abandoned=np.where(stable, 0.0, np.nan),
    )


def _waiting(blocked: Floats, agents: Counts, spare: Floats) -> Floats:
    """Erlang C's probability of waiting, out of Erlang B's; `spare` is agents − load, above zero."""
    return np.asarray(agents * blocked / (spare + (agents - spare) * blocked), dtype="float64")


def _smallest_c(queue: Queue, level: float, within: float, max_occupancy: float) -> Counts:
    """Erlang C's answer: one agent more at a time, all intervals together, from the fewest that are stable."""
    stable = np.floor(queue.load * (1 + _NOISE)) + 1
    agents: Counts = np.maximum(stable, np.ceil(queue.load / max_occupancy * (1 - _NOISE))).astype("int64")
    blocked, rows = blocking(agents, queue.load), np.arange(len(agents))
    while len(rows):
        some, load, aht = agents[rows], queue.load[rows], queue.aht[rows]
        spare = some - load
        reached = 1 - _waiting(blocked, some, spare) * np.exp(-spare * within / aht)
        short = reached < level - _NOISE
        rows, blocked, load = rows[short], blocked[short], load[short]
        agents[rows] += 1
        blocked = load * blocked / (agents[rows] + load * blocked)
    return agents


def _bisect(enough: Callable[[Counts, Queue], npt.NDArray[np.bool_]], queue: Queue, most: Counts) -> Counts:
    """The smallest number that is enough, from 1 to `most`, which is."""
    low: Counts = np.ones(len(most), dtype="int64")
    high: Counts = most.copy()
    rows = np.flatnonzero(low < high)
    while len(rows):
        middle = (low[rows] + high[rows]) // 2
        good = enough(middle, queue[rows])
        high[rows[good]] = middle[good]
        low[rows[~good]] = middle[~good] + 1
        rows = rows[low[rows] < high[rows]]
    return high


def _erlang_a(agents: Counts, queue: Queue, within: float) -> Service:
    """Erlang A, by the density of the wait a caller with endless patience would meet.

    With callers arriving at rate λ, agents freeing themselves at rate cμ and callers giving up at rate θ, that density is
    proportional to λ·exp(g(x)), g(x) = λ(1 − exp(−θx))/θ − cμx, and the probability of no wait to 1/B(c−1), Erlang B's.
    g is concave, so everything is a smooth integral over the few places where it is near its top.

    Source: Palm 1957; Mandelbaum and Zeltyn, "Service engineering in action: the Palm/Erlang-A queue", 2007.
    """
    shape = _Density.of(agents, queue)
    idle = -np.log(np.maximum(blocking(agents - 1, queue.load), np.finfo("float64").tiny))
    low, high = shape.bracket()
    all_waits, gave_up = shape.integrals(low, high, lambda giving: (np.ones_like(giving), -np.expm1(-giving)))
    (answered,) = shape.integrals(low, np.clip(within, low, high), lambda giving: (np.exp(-giving),))
    whole = np.logaddexp(idle, all_waits)
    abandoned = np.exp(gave_up - whole)
    return Service(
        level=np.exp(idle - whole) + np.exp(answered - whole),
        occupancy=np.minimum(queue.load * (1 - abandoned) / agents, 1.0),
        waiting=np.exp(all_waits - whole),
        wait=abandoned * queue.patience,
        abandoned=abandoned,
    )


@dataclass(frozen=True)
class _Density:
    """g of `_erlang_a`, one per interval: rates a second, and where its top is."""

    arrivals: Floats
    service: Floats
    leaving: Floats
    top: Floats
    peak: Floats

    @classmethod
    def of(cls, agents: Counts, queue: Queue) -> "_Density":
        arrivals, service, leaving = queue.load / queue.aht, agents / queue.aht, 1 / queue.patience
        top = np.maximum(np.log(arrivals / service), 0) / leaving
        rising = cls(arrivals, service, leaving, top, np.zeros_like(top))
        return cls(arrivals, service, leaving, top, rising.height(top))

    def height(self, wait: Floats) -> Floats:
        """The exponent g at a wait; a column of waits for each interval when `wait` has two dimensions."""
        arrivals, service, leaving = (
            rate[:, None] if wait.ndim > 1 else rate for rate in (self.arrivals, self.service, self.leaving)
        )
        return np.asarray(-arrivals / leaving * np.expm1(-leaving * wait) - service * wait, dtype="float64")

    def bracket(self) -> tuple[Floats, Floats]:
        """Where g is within `_DROP` of its top: nothing outside weighs anything."""
        floor = self.peak - _DROP
        low = self._crossing(np.zeros_like(self.top), self.top, floor, rising=True)
        far = (self.arrivals / self.leaving - self.peak + _DROP) / self.service
        spare = self.service - self.arrivals
        far = np.minimum(far, np.divide(_DROP, spare, out=np.full_like(spare, np.inf), where=spare > 0))
        return low, self._crossing(self.top, np.maximum(far, self.top), floor, rising=False)

    def _crossing(self, low: Floats, high: Floats, floor: Floats, *, rising: bool) -> Floats:
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            inside = (self.height(middle) >= floor) == rising
            low, high = np.where(inside, low, middle), np.where(inside, middle, high)
        return low if rising else high

    def integrals(self, low: Floats, high: Floats, factors: Callable[[Floats], tuple[Floats, ...]]) -> tuple[Floats, ...]:
        """Logarithms of ∫ λ·exp(g)·factor from low to high, each factor being a function of θx.

        In two stretches: callers' patience may be far shorter than the wait it would take to be answered.
        """
        settled = np.minimum(low + _DROP / self.leaving, high)
        wait, weights = (np.hstack(pair) for pair in zip(_nodes(low, settled), _nodes(settled, high), strict=True))
        mass = np.exp(self.height(wait) - self.peak[:, None]) * weights * self.arrivals[:, None]
        with np.errstate(divide="ignore"):
            return tuple(np.log((mass * factor).sum(axis=1)) + self.peak for factor in factors(self.leaving[:, None] * wait))


def _nodes(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Where to look between two waits, and what each place weighs; one line for each interval."""
    half = ((high - low) / 2)[:, None]
    return low[:, None] + half * (1 + _NODES), half * _WEIGHTS
