"""Control charts of proportions and rates, whose limits follow each point's denominator: p, u, and Laney's p′ and u′.

An XmR chart of the ratio serves nearly every KPI. These serve where the denominator varies much from one point to the
next: plain p and u when contacts are few and independent, p′ and u′ when denominators are so large that the plain limits
would call every point special.
"""

from dataclasses import dataclass

import numpy as np

from gouvernail.rules.spc import BASELINE_WISHED, Limits, moving_ranges
from gouvernail.rules.spc_runs import Floats, Values, as_numbers
from gouvernail.terms import ChartType

MR_TO_SIGMA = 1.128
"""Mean moving range of two normal values, in sigmas (d2 of the tables)."""
_EXACT = 6
"""Decimals of a numerator found back from its value: 100 % of 37 is 37, and not a hair more than its denominator."""
LANEY_THRESHOLD = 2000.0
"""Denominators from which the plain limits become too narrow to be of use."""


@dataclass(frozen=True)
class RateLimits:
    """The limits of a p or u chart, one pair for each point, in the KPI's unit; `signals` reads them like `Limits`.

    Args:
        centre: Σ numerators / Σ denominators of the baseline: the pooled rate, unlike an XmR chart's mean of ratios.
        lower: one for each point; not clipped; NaN without a denominator.
        upper: the same.
        spread: how much wider than the plain limits: 1 for p and u, Laney's sigma z for p′ and u′.
        points: how many measured points they were computed on.
    """

    centre: float
    lower: Floats
    upper: Floats
    spread: float
    points: int | None

    @property
    def mr_upper(self) -> float:
        """Moving ranges have no limit of their own on these charts."""
        return np.nan

    def at(self, position: int) -> Limits:
        """The limits that one point is held against: those of its own denominator."""
        return Limits(self.centre, float(self.lower[position]), float(self.upper[position]), np.nan, np.nan, self.points)


@dataclass(frozen=True)
class Rates:
    """What the limits of a p, p′, u or u′ chart follow, beside its values.

    Args:
        sizes: the denominator of each value, in order of time; NaN where there is none.
        multiplier: what N/D is multiplied by to make a value: 100 for a percentage.
        kind: any `ChartType` but XmR.
    """

    sizes: Floats
    multiplier: float
    kind: ChartType

    @property
    def proportion(self) -> bool:
        """Whether a numerator is a part of its denominator."""
        return self.kind in {ChartType.P, ChartType.P_PRIME}

    def limits(self, judged: Floats, start: int, *, baseline: int | None = None) -> RateLimits:
        """The limits of the values from a position on, NaN for those that they must not rest on."""
        sizes = self.sizes[start : start + len(judged)]
        made = proportion_limits if self.proportion else rate_limits
        laney = self.kind in {ChartType.P_PRIME, ChartType.U_PRIME}
        tops = judged * sizes / self.multiplier
        return made(tops.round(_EXACT), sizes, laney=laney, multiplier=self.multiplier, baseline=baseline)


def proportion_limits(
    numerators: Values,
    denominators: Values,
    *,
    laney: bool,
    multiplier: float = 1.0,
    baseline: int | None = None,
) -> RateLimits:
    """Limits of a p chart (`laney` False) or p′ chart (True): each numerator is a part of its denominator.

    Args:
        numerators: one per point, in order of time; missing ones as NaN or None.
        denominators: the same; a point whose denominator is missing or zero, or smaller than its numerator, is a
            missing point.
        laney: widen (or narrow) the limits by how much the standardised points really vary.
        multiplier: 100 for a percentage.
        baseline: how many measured points to compute on, from the first; 24 without it.

    Returns:
        centre ± 3 · √(p(1−p)/D), times sigma z for p′.

    Source: docs/semantics.md §4.4; Laney, "Improved control charts for attributes", Quality Engineering 14(4), 2002.

    Examples:
        >>> found = proportion_limits([5, 3], [50, 50], laney=False, multiplier=100)
        >>> found.centre, found.upper.round(2).tolist()
        (8.0, [19.51, 19.51])
    """
    return _limits(numerators, denominators, laney, multiplier, baseline, proportion=True)


def rate_limits(
    numerators: Values,
    denominators: Values,
    *,
    laney: bool,
    multiplier: float = 1.0,
    baseline: int | None = None,
) -> RateLimits:
    """Limits of a u chart (`laney` False) or u′ chart (True): events counted over a size, as complaints per contact.

    As `proportion_limits`, with √(u/D): the numerator is not a part of the denominator and may be larger than it.

    Examples:
        >>> found = rate_limits([9, 11], [5_000, 5_000], laney=False, multiplier=10_000)
        >>> found.centre, found.lower.round(2).tolist()
        (20.0, [1.03, 1.03])
    """
    return _limits(numerators, denominators, laney, multiplier, baseline, proportion=False)


def wants_laney(denominators: Values, threshold: float = LANEY_THRESHOLD) -> bool:
    """Whether denominators are so large (2 000 on average) that plain p or u limits would be too narrow."""
    known = as_numbers(denominators)
    known = known[np.isfinite(known)]
    return bool(len(known)) and float(known.mean()) >= threshold


def _limits(
    numerators: Values, denominators: Values, laney: bool, multiplier: float, baseline: int | None, *, proportion: bool
) -> RateLimits:
    tops, sizes = as_numbers(numerators), as_numbers(denominators)
    measured = (tops >= 0) & (sizes > 0) & ((tops <= sizes) | (not proportion))
    kept = measured & (np.cumsum(measured) <= (BASELINE_WISHED if baseline is None else baseline))
    if not kept.any():
        nothing = np.full(len(tops), np.nan)
        return RateLimits(np.nan, nothing, nothing, np.nan, 0)
    rate = float(tops[kept].sum() / sizes[kept].sum())
    dispersion = rate * (1 - rate) if proportion else rate
    sigmas = np.sqrt(dispersion / np.where(sizes > 0, sizes, np.nan))
    rates = np.divide(tops, sizes, out=np.full(len(tops), np.nan), where=kept)
    spread = _sigma_z(rates, rate, sigmas) if laney else 1.0
    width = 3 * sigmas * spread
    return RateLimits(multiplier * rate, multiplier * (rate - width), multiplier * (rate + width), spread, int(kept.sum()))


def _sigma_z(rates: Floats, rate: float, sigmas: Floats) -> float:
    """How much the standardised points vary, in sigmas; 1 when they cannot vary (a rate of 0, or of 1 throughout)."""
    if not np.nanmax(sigmas):
        return 1.0
    ranges = moving_ranges((rates - rate) / sigmas)
    known = ranges[np.isfinite(ranges)]
    return float(known.mean()) / MR_TO_SIGMA if len(known) else np.nan
