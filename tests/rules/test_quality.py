"""Quality at the edges, and against statsmodels."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as reference_fleiss
from statsmodels.stats.proportion import proportion_confint

from gouvernail.rules.quality import CRITICAL, fleiss_kappa, kappa, quality, sample_size, wilson, wilson_all

untimed = settings(deadline=None, max_examples=60)

answers = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=60)


@untimed
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_agrees_with_statsmodels(successes, n, confidence):
    """At any size, and always within 0 and 1."""
    successes = min(successes, n)
    low, high = wilson(successes, n, confidence)

    expected = proportion_confint(successes, n, alpha=1 - confidence, method="wilson")
    assert (low, high) == (pytest.approx(expected[0], abs=1e-9), pytest.approx(expected[1], abs=1e-9))
    assert 0 <= low <= successes / n <= high <= 1


@untimed
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=20))
def test_the_vectorised_interval_is_the_plain_one(pairs):
    """Row by row; nothing looked at gives no interval."""
    tops = pd.Series([min(pair) for pair in pairs], dtype="Int64", index=range(5, 5 + len(pairs)))
    sizes = pd.Series([max(pair) for pair in pairs], dtype="Int64", index=tops.index)

    found = wilson_all(tops, sizes)

    expected = [wilson(min(pair), max(pair)) for pair in pairs]
    assert np.allclose(found.to_numpy(), np.array(expected).reshape(-1, 2), equal_nan=True)
    assert found.index.equals(tops.index)


def test_impossible_proportions():
    """The plain function refuses, the vectorised one leaves them out: the checks report them."""
    assert all(math.isnan(bound) for bound in wilson(0, 0))
    for successes, n in ((-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="no proportion"):
            wilson(successes, n)
    found = wilson_all(pd.Series([-1.0, 6.0, None, 1.0]), pd.Series([5.0, 5.0, 5.0, None]))
    assert found.isna().all(axis=None)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_is_a_share(confidence):
    """95 is not 0.95."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(1, 2, confidence)


@pytest.mark.parametrize("asked", [{"share": 1.1}, {"share": -0.1}, {"margin": 0}, {"margin": 5}])
def test_impossible_samples_are_refused(asked):
    """A margin of 5 is not one of 5 points."""
    with pytest.raises(ValueError, match="parts of 1"):
        sample_size(**asked)


@untimed
@given(st.floats(0.01, 0.99), st.floats(0.01, 0.5), st.integers(0, 10**6))
def test_a_sample_is_never_more_than_everything(share, margin, population):
    """And a finite population never asks for more than an endless one."""
    size = sample_size(share=share, margin=margin, population=population)

    assert 0 <= size <= population
    assert size <= sample_size(share=share, margin=margin)


@untimed
@given(answers)
def test_kappa_agrees_with_statsmodels(pairs):
    """Three categories, any counts; NaN where chance explains everything."""
    first, second = zip(*pairs, strict=True)
    found = kappa(first, second)

    if len({*first, *second}) == 1:
        assert math.isnan(found)
    else:
        table = pd.crosstab(pd.Categorical(first, list("abc")), pd.Categorical(second, list("abc")), dropna=False)
        assert found == pytest.approx(cohens_kappa(table.to_numpy(), return_results=False), nan_ok=True)
    assert kappa(second, first) == pytest.approx(found, nan_ok=True)


@untimed
@given(st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=2, max_size=20))
def test_fleiss_agrees_with_statsmodels(ratings):
    """Four raters, three categories."""
    counts = np.array([[row.count(category) for category in range(3)] for row in ratings])
    if np.count_nonzero(counts.sum(axis=0)) > 1:
        assert fleiss_kappa(counts) == pytest.approx(reference_fleiss(counts))
    else:
        assert math.isnan(fleiss_kappa(counts))


def test_agreement_on_nothing():
    """No item, or none that both looked at: not a number."""
    assert math.isnan(kappa([], []))
    assert math.isnan(kappa([True, None], [None, False]))
    assert math.isnan(fleiss_kappa([]))


def test_agreement_of_unequal_lists_is_refused():
    """They cannot be the same items."""
    with pytest.raises(ValueError, match="2 and 1"):
        kappa([1, 2], [1])
    for counts in ([[1, 1], [2, 1]], [[1, 0], [0, 1]]):
        with pytest.raises(ValueError, match="as many evaluators"):
            fleiss_kappa(counts)


def test_quality_of_nothing():
    """No evaluation, no row; same columns."""
    columns = {"points": float, "points_applicable": float, **dict.fromkeys(CRITICAL, "boolean")}
    empty = pd.DataFrame(columns=list(columns)).astype(columns)

    found = quality(empty)

    assert len(found) == 0
    assert "critical_client_low" in found


@untimed
@given(st.lists(st.tuples(st.integers(0, 20), st.booleans(), st.sampled_from("xy")), min_size=1, max_size=30))
def test_groups_add_up(rows):
    """Evaluations and errors of the groups are those of the whole; the whole score lies between the groups'."""
    done = pd.DataFrame(rows, columns=["points", "critical_client", "scope"]).astype({"points": float})
    done = done.assign(points_applicable=20.0, critical_business=False, critical_compliance=False)

    whole, parts = quality(done), quality(done, ["scope"])

    assert parts["n"].sum() == whole["n"][0] == len(rows)
    assert parts["critical_client_errors"].sum() == whole["critical_client_errors"][0]
    assert parts["score"].min() - 1e-9 <= whole["score"][0] <= parts["score"].max() + 1e-9
