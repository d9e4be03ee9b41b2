"""Control charts of individual values (XmR): limits, signals, and what the process can hold.

**Missing points.** A point that was not measured (NaN, None) has no label, stays out of the centre, and breaks the
chain of moving ranges: a range is taken between two neighbours in time, never across a hole. The run rules read the
measured points one after the other: a hole neither breaks a run nor makes it longer.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from gouvernail.rules.spc_runs import Bounds, Floats, RuleSet, Values, all_signals, as_numbers, sign_of
from gouvernail.terms import Direction

Assurance = Literal["will", "will_not", "uncertain"]
Variation = Literal["improvement", "deterioration", "change", "none"]

THREE_SIGMA = 2.66
"""Three sigmas in mean moving ranges, as the NHS writes it; 3/1.128 is 2.6596: they differ in the fourth digit."""
MR_LIMIT = 3.267
"""The upper limit of a moving range, in mean moving ranges."""
BASELINE_WISHED = 24
"""Points that the limits are computed on, as soon as there are that many; later ones no longer move them."""
BASELINE_MINIMUM = 12
"""Under this many points limits are provisional, and nothing is said of what the process can hold."""


@dataclass(frozen=True)
class Limits:
    """The limits of an XmR chart, in the unit of the values; NaN where there was too little to compute them.

    Args:
        centre: mean of the baseline's values.
        lower: centre − 2.66 · mean moving range; not clipped, so it may be negative.
        upper: centre + 2.66 · mean moving range; a percentage's may pass 100.
        mr_mean: mean moving range of the baseline.
        mr_upper: 3.267 · mean moving range.
        points: how many measured points they were computed on; None for limits that were given, not computed.
    """

    centre: float
    lower: float
    upper: float
    mr_mean: float
    mr_upper: float
    points: int | None = None

    def clipped(self, low: float, high: float) -> "Limits":
        """The same, for display alone, within what the unit allows (0 and 100 for a percentage)."""
        return replace(self, lower=max(self.lower, low), upper=min(self.upper, high))


def limits(values: Values, *, baseline: int | None = None, screen: bool = False) -> Limits:
    """The limits of an XmR chart: centre ± 2.66 · mean moving range.

    **The baseline is the first points, and is frozen**: without `baseline`, the first 24 measured values, or all of
    them while there are fewer; a later value never moves the limits by itself.

    Args:
        values: in order of time, one per week or month, all in the KPI's unit; missing ones as NaN or None.
        baseline: how many measured values to compute on, from the first; `len(values)` for all of them.
        screen: leave out, once, the moving ranges beyond 3.267 times their mean, and compute again.

    Returns:
        Limits; all NaN when nothing was measured, and without width (NaN) when no two neighbours in time were.

    Raises:
        ValueError: a baseline of less than one point.

    Source: docs/semantics.md §4.4.

    Examples:
        >>> found = limits([92.0, 93.0, 91.0, 93.0, None, 91.0])
        >>> found.centre, round(found.mr_mean, 3), round(found.upper, 2), found.points
        (92.0, 1.667, 96.43, 5)
    """
    if baseline is not None and baseline < 1:
        raise ValueError(f"a baseline has one point at least, not {baseline}")
    kept = _first(as_numbers(values), BASELINE_WISHED if baseline is None else baseline)
    ranges = moving_ranges(kept)
    ranges = ranges[np.isfinite(ranges)]
    mr_mean = _mean(ranges)
    if screen:
        mr_mean = _mean(ranges[ranges <= MR_LIMIT * mr_mean])
    centre, spread = _mean(kept[np.isfinite(kept)]), THREE_SIGMA * mr_mean
    points = int(np.isfinite(kept).sum())
    return Limits(centre, centre - spread, centre + spread, mr_mean, MR_LIMIT * mr_mean, points)


def signals(values: Values, limits: Bounds, *, rules: RuleSet = "nhs", direction: str = Direction.HIGHER) -> list[str | None]:
    """The special cause that each point belongs to, or None: normal variation.

    One label per point, by precedence: outside a limit, then trend, then two of three near a limit, then shift. All the
    points of a run bear its label, from its first. In `spc_runs`, `all_signals` keeps every rule
    and `alerts` the day.

    * `outside_high`, `outside_low`: beyond a limit; on the limit is not beyond.
    * `trend_up`, `trend_down` (nhs): 7 points each higher than the one before (6 steps); a tie breaks it.
    * `near_high`, `near_low` (nhs): 2 of 3 points in a row beyond two sigmas on one side; those points alone are named.
    * `shift_high`, `shift_low`: 7 points in a row (plain: 8) on one side of the centre; on the centre breaks it.

    Args:
        values: in order of time; missing ones as NaN or None.
        limits: as `limits` gives them; no signal at all when they were computed on fewer than 8 points.
        rules: "nhs", the four rules, for priority and contractual KPIs; "plain" for the others: outside, or 8 on one
            side.
        direction: which way the KPI gets better; where a point ends one trend and starts the opposite one, it bears
            the worse of the two.

    Raises:
        ValueError: another set of rules.

    Source: docs/semantics.md §4.4 (NHS England, Making Data Count).

    Examples:
        >>> given = Limits(centre=50, lower=40, upper=60, mr_mean=3.76, mr_upper=12.3)
        >>> signals([50, 61, 49, 57, 50, 58], given)
        [None, 'outside_high', None, 'near_high', None, 'near_high']
    """
    traced = all_signals(values, limits, rules=rules)
    return [_worst(labels, direction) if labels else None for labels in traced]


def assurance(limits: Limits, target: float | tuple[float, float] | None, direction: str) -> Assurance:
    """Whether the process as it is holds the target: "will", "will_not", or "uncertain" (now and then).

    It will when even its worst normal value is better than the target; it will not when even its best one is worse.
    A target on a limit is not beyond it: "uncertain".

    Args:
        limits: those in force; "uncertain" when they were computed on fewer than 12 points, or have no width.
        target: in the KPI's unit; (low, high) for a band; "uncertain" when there is none.
        direction: "higher", "lower" or "band"; "uncertain" for "info", which has nothing to hold.

    Source: docs/semantics.md §4.3 and §4.4.

    Examples:
        >>> held = Limits(centre=92, lower=89, upper=95, mr_mean=1.13, mr_upper=3.7, points=24)
        >>> assurance(held, 88, "higher"), assurance(held, 95.5, "higher"), assurance(held, 90, "higher")
        ('will', 'will_not', 'uncertain')
    """
    if limits.points is not None and limits.points < BASELINE_MINIMUM:
        return "uncertain"
    low, high = _wanted(target, direction)
    if low is None and high is None:
        return "uncertain"
    held = [low is None or sign_of(limits.lower, low) > 0, high is None or sign_of(limits.upper, high) < 0]
    missed = [low is not None and sign_of(limits.upper, low) < 0, high is not None and sign_of(limits.lower, high) > 0]
    if any(missed):
        return "will_not"
    return "will" if all(held) else "uncertain"


def variation(label: str | None, direction: str) -> Variation:
    """What a label means for a KPI: better, worse, or, where neither way is better, a plain change.

    >>> variation("trend_up", "lower"), variation("outside_low", "band"), variation(None, "higher")
    ('deterioration', 'change', 'none')
    """
    if label is None:
        return "none"
    if direction not in (Direction.HIGHER, Direction.LOWER):
        return "change"
    rising = label.endswith(("_high", "_up"))
    return "improvement" if rising == (direction == Direction.HIGHER) else "deterioration"


def moving_ranges(values: Values) -> Floats:
    """Distance of each value to the one before it in time; NaN for the first, and on both sides of a hole."""
    return np.abs(np.diff(as_numbers(values), prepend=np.nan))


def _first(numbers: Floats, count: int) -> Floats:
    """The stretch that holds the first `count` measured values."""
    return numbers[: int(np.searchsorted(np.cumsum(np.isfinite(numbers)), count)) + 1]


def _mean(numbers: Iterable[float]) -> float:
    kept = [float(number) for number in numbers]
    return math.fsum(kept) / len(kept) if kept else math.nan


def _wanted(target: float | tuple[float, float] | None, direction: str) -> tuple[float | None, float | None]:
    """The lowest and the highest value that are good enough; None where there is no such bound."""
    if isinstance(target, tuple):
        low, high = (None if math.isnan(bound) else bound for bound in target)
        return (low, high) if direction == Direction.BAND else (None, None)
    if target is None or math.isnan(target):
        return None, None
    bounds = {Direction.HIGHER: (target, None), Direction.LOWER: (None, target)}
    return bounds.get(Direction(direction), (None, None))


def _worst(labels: tuple[str, ...], direction: str) -> str:
    """The label of the first rule; of its two opposite ones, the unfavourable."""
    rule = labels[0].split("_")[0]
    of_rule = [label for label in labels if label.startswith(rule)]
    return next((label for label in of_rule if variation(label, direction) == "deterioration"), of_rule[0])
