"""How far evaluators agree with each other, beyond what chance alone would give."""

import math
from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd


def kappa(first: Sequence[Hashable] | pd.Series, second: Sequence[Hashable] | pd.Series) -> float:
    """Cohen's kappa of two evaluators over the same items: 1 for full agreement, 0 for no better than chance.

    Args:
        first: one category per item (any hashable), the first evaluator's; an item that either left blank is left out.
        second: the second evaluator's, same items, same order.

    Returns:
        (observed − expected) / (1 − expected); NaN without any item, and when both always gave one and the same
        category: chance alone explains everything then, and nothing is measured.

    Raises:
        ValueError: different numbers of items.

    Source: docs/semantics.md §4.9; Cohen, "A coefficient of agreement for nominal scales", 1960.

    Examples:
        >>> round(kappa([True, True, False, False], [True, False, False, False]), 2)
        0.5
    """
    if len(first) != len(second):
        raise ValueError(f"two evaluators of the same items: {len(first)} and {len(second)}")
    pairs = pd.DataFrame({"first": list(first), "second": list(second)}, dtype="object").dropna()
    if pairs.empty:
        return math.nan
    agreed = float((pairs["first"] == pairs["second"]).mean())
    shares = [pairs[who].value_counts(normalize=True) for who in ("first", "second")]
    expected = float(shares[0].mul(shares[1], fill_value=0).sum())
    return _beyond_chance(agreed, expected)


def fleiss_kappa(counts: pd.DataFrame | npt.ArrayLike) -> float:
    """Fleiss' kappa of several evaluators: as Cohen's, for three or more.

    Args:
        counts: one row per item, one column per category: how many evaluators chose it; every item has been evaluated by
            as many of them, at least two.

    Returns:
        NaN without any item, and when everybody always chose one and the same category.

    Raises:
        ValueError: items evaluated by different numbers of people, or by one alone.

    Source: docs/semantics.md §4.9; Fleiss, "Measuring nominal scale agreement among many raters", 1971.

    Examples:
        >>> round(fleiss_kappa([[3, 0], [0, 3], [2, 1]]), 2)
        0.55
    """
    table = np.asarray(counts, dtype="float64")
    if not table.size:
        return math.nan
    raters = table.sum(axis=1)
    if raters.min() < 2 or raters.min() != raters.max():
        raise ValueError("every item has as many evaluators as the others, two at least")
    agreed = ((table**2).sum(axis=1) - raters) / (raters * (raters - 1))
    expected = float(((table.sum(axis=0) / table.sum()) ** 2).sum())
    return _beyond_chance(float(agreed.mean()), expected)


def _beyond_chance(agreed: float, expected: float) -> float:
    return math.nan if math.isclose(expected, 1.0) else (agreed - expected) / (1 - expected)
