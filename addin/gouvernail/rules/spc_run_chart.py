"""A run chart's reading, for series too short for limits to be trusted: how long its runs are, how often it crosses."""

import math
from dataclasses import dataclass

import numpy as np

from gouvernail.rules.spc_runs import Values, as_numbers, sign_of

SHORTEST = 10
"""Useful points under which nothing is said."""
_RARE = 0.05


@dataclass(frozen=True)
class RunChart:
    """How a series moves around its median.

    Args:
        median: of the measured values.
        useful: measured points that are not on the median.
        longest: points of the longest run on one side.
        longest_usual: the longest that chance alone explains.
        crossings: how many times the series crosses its median.
        crossings_usual: the fewest that chance alone explains.
    """

    median: float
    useful: int
    longest: int
    longest_usual: int
    crossings: int
    crossings_usual: int

    @property
    def changed(self) -> bool:
        """Whether the series moves otherwise than by chance; never so under ten useful points."""
        unusual = self.longest > self.longest_usual or self.crossings < self.crossings_usual
        return self.useful >= SHORTEST and unusual


def run_chart(values: Values) -> RunChart:
    """Anhøj's two tests: an unusually long run, or unusually few crossings; for 10 to 24 points.

    Args:
        values: in order of time; missing ones (NaN, None) and those on the median are not useful and are left out.

    Returns:
        The longest usual run is log2(n) + 3, rounded; the fewest usual crossings are the 5 % quantile of as many coin
        tosses as there are steps. All zero, with a NaN median, when nothing was measured.

    Source: docs/semantics.md §4.4; Anhøj and Vingaard Olesen, "Run charts revisited", PLoS ONE 9(11), 2014.

    Examples:
        >>> run_chart([5, 6, 5, 7, 6, 5, 9, 10, 9, 11, 10, 9]).changed
        True
    """
    numbers = as_numbers(values)
    known = numbers[np.isfinite(numbers)]
    median = float(np.median(known)) if len(known) else math.nan
    signs = sign_of(known, median)
    signs = signs[signs != 0]
    if not len(signs):
        return RunChart(median, 0, 0, 0, 0, 0)
    turns = np.flatnonzero(np.diff(signs))
    longest = int(np.diff([-1, *turns.tolist(), len(signs) - 1]).max())
    usual = math.floor(math.log2(len(signs)) + 3 + 0.5)
    return RunChart(median, len(signs), longest, usual, len(turns), _fewest_usual(len(signs) - 1))


def _fewest_usual(steps: int) -> int:
    """The smallest count whose probability of being reached from below passes 5 %, over fair tosses."""
    reached, count = 1, 0
    while reached < _RARE * 2**steps:
        count += 1
        reached += math.comb(steps, count)
    return count
