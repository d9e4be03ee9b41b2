"""The run rules of control charts: where a series shows more than its ordinary variation.

**Missing points.** The rules read the measured points one after the other: a hole (NaN, None) neither breaks a run nor
makes it longer.

**Float noise.** Two numbers that differ by less than one part in ten billion are equal here, so that a constant series
has no point "outside" limits of zero width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Signs = npt.NDArray[np.int64]
Values = Sequence[float | None] | Sequence[float] | pd.Series | Floats
RuleSet = Literal["nhs", "plain"]

SIGNALS_MINIMUM = 8
"""Under this many points no signal is given."""
_NOISE = 1e-10

_RULES: dict[str, tuple[tuple[str, int], ...]] = {
    "nhs": (("outside", 1), ("trend", 7), ("near", 2), ("shift", 7)),
    "plain": (("outside", 1), ("shift", 8)),
}
"""The rules of each set, the one that names a point first coming first, with the points that each one needs."""


class Bounds(Protocol):
    """What the run rules need to know of limits: one number for all points, or one for each."""

    @property
    def centre(self) -> float:
        """The centre line."""
        ...

    @property
    def lower(self) -> float | Floats:
        """The lower limit."""
        ...

    @property
    def upper(self) -> float | Floats:
        """The upper limit."""
        ...

    @property
    def points(self) -> int | None:
        """How many measured points the limits were computed on; None when they were given."""
        ...


@dataclass(frozen=True)
class Run:
    """One occurrence of a rule.

    Args:
        label: `outside_high`, `trend_down`...
        points: positions of all the points it holds, from the first one: a run is flagged as a whole.
        completed: position at which the rule was met: the alert bears that point's date, not the first one's.
    """

    label: str
    points: tuple[int, ...]
    completed: int


def all_signals(values: Values, limits: Bounds, *, rules: RuleSet = "nhs") -> list[tuple[str, ...]]:
    """Every label that each point earns, by precedence; empty for normal variation and for a missing point."""
    found: list[list[str]] = [[] for _ in as_numbers(values)]
    for run in runs(values, limits, rules=rules):
        for position in run.points:
            found[position].append(run.label)
    return [tuple(labels) for labels in found]


def alerts(values: Values, limits: Bounds, *, rules: RuleSet = "nhs") -> list[tuple[str, ...]]:
    """Every label that was already earned on the day of each point: a run counts from the point that completes it.

    Unlike `all_signals` it never changes for a past point when a new one arrives, so it can be replayed.
    """
    found: list[list[str]] = [[] for _ in as_numbers(values)]
    for run in runs(values, limits, rules=rules):
        for position in run.points:
            if position >= run.completed:
                found[position].append(run.label)
    return [tuple(labels) for labels in found]


def runs(values: Values, limits: Bounds, *, rules: RuleSet = "nhs") -> list[Run]:
    """Every occurrence of every rule, by precedence, then by time; positions are those of `values`."""
    if rules not in _RULES:
        raise ValueError(f"rules are {' or '.join(_RULES)}, not {rules!r}")
    if limits.points is not None and limits.points < SIGNALS_MINIMUM:
        return []
    numbers = as_numbers(values)
    measured = np.flatnonzero(np.isfinite(numbers))
    found = [
        run for rule, needed in _RULES[rules] for run in _occurrences(rule, _signs(rule, numbers, limits, measured), needed)
    ]
    return [Run(run.label, tuple(int(measured[point]) for point in run.points), int(measured[run.completed])) for run in found]


def as_numbers(values: Values) -> Floats:
    """The values as floats; whatever is not a finite number is a missing point."""
    if isinstance(values, np.ndarray):
        numbers = values.astype("float64", copy=False)
    else:
        numbers = pd.Series(values, dtype="Float64").to_numpy(dtype="float64", na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def sign_of(number: Any, bound: Any) -> Any:
    """1 above the bound, -1 below, 0 on it (but for float noise) and wherever one of the two is missing."""
    difference = np.asarray(number, dtype="float64") - np.asarray(bound, dtype="float64")
    noise = _NOISE * np.maximum(np.abs(number), np.abs(bound))
    return np.where(np.abs(difference) > noise, np.sign(difference), 0).astype("int64")


def _signs(rule: str, numbers: Floats, limits: Bounds, measured: npt.NDArray[np.intp]) -> Signs:
    """+1 or -1 at the measured points where what the rule counts is there on that side."""
    known = numbers[measured]
    if rule in {"shift", "trend"}:
        signs: Signs = sign_of(known, limits.centre) if rule == "shift" else sign_of(known[1:], known[:-1])
        return signs
    lower = np.broadcast_to(limits.lower, numbers.shape)[measured]
    upper = np.broadcast_to(limits.upper, numbers.shape)[measured]
    if rule == "near":
        lower, upper = (limits.centre + 2 / 3 * (limit - limits.centre) for limit in (lower, upper))
    return _beyond(known, lower, upper)


def _beyond(known: Floats, lower: Floats, upper: Floats) -> Signs:
    above: Signs = (sign_of(known, upper) > 0).astype("int64")
    below: Signs = (sign_of(known, lower) < 0).astype("int64")
    return above - below


def _occurrences(rule: str, signs: Signs, needed: int) -> list[Run]:
    if rule == "near":
        return sorted([*_near(signs, 1), *_near(signs, -1)], key=lambda run: run.points)
    steps = 1 if rule == "trend" else 0
    return [
        Run(_label(rule, sign), tuple(range(start, stop + steps)), start + needed - 1)
        for sign, start, stop in _stretches(signs)
        if stop + steps - start >= needed
    ]


def _stretches(signs: Signs) -> list[tuple[int, int, int]]:
    """(sign, start, stop) of every longest stretch of one sign, zeros apart; stop is not in it."""
    edges = [0, *(np.flatnonzero(np.diff(signs)) + 1).tolist(), len(signs)] if len(signs) else []
    bounds = pairwise(edges)
    return [(int(signs[start]), start, stop) for start, stop in bounds if signs[start]]


def _near(signs: Signs, side: int) -> list[Run]:
    """Two or more points near one limit, each at most two points after the one before it."""
    places = np.flatnonzero(signs == side)
    chains = np.split(places, np.flatnonzero(np.diff(places) > 2) + 1)
    return [
        Run(_label("near", side), tuple(int(point) for point in chain), int(chain[1])) for chain in chains if len(chain) > 1
    ]


def _label(rule: str, sign: int) -> str:
    names = ("up", "down") if rule == "trend" else ("high", "low")
    return f"{rule}_{names[0] if sign > 0 else names[1]}"
