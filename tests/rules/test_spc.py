"""Control charts at the edges, and what must hold for any series."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.rules.spc import Limits, assurance, limits, moving_ranges, signals, variation
from gouvernail.rules.spc_rates import proportion_limits, rate_limits, wants_laney
from gouvernail.rules.spc_run_chart import RunChart, run_chart
from gouvernail.rules.spc_runs import alerts, all_signals, runs
from gouvernail.rules.spc_segments import Marks, chart, rebase_suggested, segments
from gouvernail.settings import Settings

untimed = settings(deadline=None, max_examples=60)

whole = st.integers(-50, 50).map(float)
series = st.lists(st.one_of(whole, st.none()), max_size=40)
MIRROR = {"high": "low", "low": "high", "up": "down", "down": "up"}


def _mirrored(label):
    rule, side = label.split("_")
    return f"{rule}_{MIRROR[side]}"


@pytest.mark.parametrize("empty", [[], [None, None], [math.nan], pd.Series([pd.NA, pd.NA], dtype="Float64")])
def test_nothing_measured_gives_no_limits_and_no_label(empty):
    """Every number is NaN, and every point without a label."""
    found = limits(empty)

    assert math.isnan(found.centre)
    assert math.isnan(found.upper)
    assert found.points == 0
    assert signals(empty, found) == [None] * len(empty)
    assert assurance(found, 1.0, "higher") == "uncertain"


def test_one_point_has_a_centre_and_no_width():
    """Limits of one point are not numbers, so nothing can be outside."""
    found = limits([7.0])

    assert found.centre == 7.0
    assert math.isnan(found.lower)
    assert signals([7.0, 100.0], Limits(7.0, math.nan, math.nan, math.nan, math.nan)) == [None, None]


def test_points_that_are_never_neighbours_have_no_moving_range():
    """Every other week missing: no width rather than a false one."""
    assert math.isnan(limits([1.0, None, 2.0, None, 3.0]).mr_mean)


@pytest.mark.parametrize("value", [0.0, 0.1 + 0.2, 92.3, 1e12, -5.7])
def test_a_constant_series_is_never_special(value):
    """Float noise in the mean must not push equal points off the centre."""
    values = [value] * 40

    assert signals(values, limits(values)) == [None] * 40
    assert assurance(limits(values), value, "higher") == "uncertain"


def test_float_noise_is_not_a_difference():
    """0.1 + 0.2 is on a limit of 0.3, on a centre of 0.3, and no step up from 0.3."""
    noisy = 0.1 + 0.2

    assert signals([noisy], Limits(0.2, 0.1, 0.3, 0.04, 0.12)) == [None]
    assert signals([noisy] * 9, Limits(0.3, 0.1, 0.5, 0.08, 0.25)) == [None] * 9
    assert signals([0.0, 0.1, 0.2, 0.3, noisy, 0.4, 0.5], Limits(0.3, -1, 1, 0.4, 1.2)) == [None] * 7
    assert assurance(Limits(0.2, 0.1, noisy, 0.04, 0.12, points=24), 0.3, "lower") == "uncertain"


def test_a_change_after_a_constant_baseline_is_special():
    """Limits without width are limits."""
    values = [92.3] * 24 + [92.4]

    assert signals(values, limits(values))[-1] == "outside_high"


def test_infinities_are_missing_points():
    """A division by zero upstream is not a figure."""
    assert limits([1.0, math.inf, 2.0]).points == 2


def test_a_target_that_is_not_a_number_is_no_target():
    """Also within a band."""
    found = Limits(50, 41, 59, 3.4, 11, points=24)

    assert assurance(found, math.nan, "higher") == "uncertain"
    assert assurance(found, (math.nan, math.nan), "band") == "uncertain"
    assert assurance(found, (math.nan, 70.0), "band") == "will"
    assert assurance(found, (40.0, 60.0), "higher") == "uncertain"


def test_other_rules_and_empty_baselines_are_refused():
    """A misspelt set of rules must not be a quiet chart."""
    with pytest.raises(ValueError, match="nhs or plain"):
        signals([1.0], limits([1.0]), rules="nelson")
    with pytest.raises(ValueError, match="one point"):
        limits([1.0], baseline=0)


@untimed
@given(series)
def test_labels_fit_the_points(values):
    """One label per point, none on a hole, and it is the first of the trace or its opposite."""
    found = limits(values)
    labels, traced = signals(values, found), all_signals(values, found)

    assert len(labels) == len(traced) == len(values)
    assert all(label is None for label, value in zip(labels, values, strict=True) if value is None)
    assert all((label is None) == (not some) for label, some in zip(labels, traced, strict=True))
    assert all(label in some for label, some in zip(labels, traced, strict=True) if label)


@untimed
@given(series, st.sampled_from(["nhs", "plain"]))
def test_a_mirrored_series_has_mirrored_labels(values, rules):
    """Turning the chart upside down turns high into low, and lower-is-better into higher-is-better."""
    flipped = [None if value is None else -value for value in values]

    one = signals(values, limits(values), rules=rules, direction="higher")
    other = signals(flipped, limits(flipped), rules=rules, direction="lower")

    assert other == [label and _mirrored(label) for label in one]


@untimed
@given(series, st.integers(-1000, 1000), st.sampled_from([0.5, 2.0, 8.0]))
def test_limits_follow_the_unit(values, shift, scale):
    """Other zero, other unit: the same chart."""
    moved = [None if value is None else scale * value + shift for value in values]
    before, after = limits(values), limits(moved)

    assert after.centre == pytest.approx(scale * before.centre + shift, nan_ok=True)
    assert after.upper == pytest.approx(scale * before.upper + shift, nan_ok=True)
    assert after.mr_mean == pytest.approx(scale * before.mr_mean, nan_ok=True)


@untimed
@given(series, st.lists(whole, max_size=10))
def test_past_alerts_never_change_when_points_are_added(values, later):
    """With the limits in force that day, the record of alerts can be replayed."""
    found = Limits(0, -20, 20, 7.5, 24.6)

    assert alerts(values + later, found)[: len(values)] == alerts(values, found)


@untimed
@given(series)
def test_holes_do_not_matter_to_the_run_rules(values):
    """The rules read the measured points one after the other."""
    found = Limits(0, -20, 20, 7.5, 24.6)
    known = [value for value in values if value is not None]

    labels = signals(values, found)

    assert [label for label, value in zip(labels, values, strict=True) if value is not None] == signals(known, found)


@untimed
@given(series)
def test_a_run_is_completed_at_one_of_its_points(values):
    """And flags no other side's label twice on a point."""
    for run in runs(values, Limits(0, -20, 20, 7.5, 24.6)):
        assert run.completed in run.points
        assert list(run.points) == sorted(set(run.points))


@untimed
@given(st.floats(-1e6, 1e6), st.sampled_from(["higher", "lower"]))
def test_assurance_mirrors_with_the_direction(target, direction):
    """What surely passes one way surely fails the other."""
    found = Limits(0, -20, 20, 7.5, 24.6)
    opposite = {"will": "will_not", "will_not": "will", "uncertain": "uncertain"}
    other = "lower" if direction == "higher" else "higher"

    assert assurance(found, target, other) == opposite[assurance(found, target, direction)]


@untimed
@given(series, st.sets(st.integers(-3, 45)), st.sets(st.integers(0, 39)))
def test_a_chart_has_one_row_per_point_and_segments_cover_it(values, rebases, out):
    """Whatever the decisions; positions outside the series are left aside."""
    excluded = tuple(place for place in out if place < len(values))
    drawn = chart(values, settings=Settings(), marked=Marks(tuple(rebases), excluded))
    parts = segments(values, rebases=rebases, excluded=excluded)

    assert len(drawn) == len(values)
    assert sum(part.stop - part.start for part in parts) == len(values)
    assert drawn["segment"].nunique() == len(parts)
    assert drawn["value"].isna().sum() == sum(value is None for value in values)
    assert drawn.loc[drawn["value"].isna(), "label"].eq("").all()


def test_an_empty_chart_has_its_columns():
    """No measure yet: no row, same columns, same kinds."""
    empty, full = (chart(values, settings=Settings()) for values in ([], [1.0, 2.0]))

    assert list(empty.columns) == list(full.columns)
    assert empty["label"].dtype == full["label"].dtype
    assert len(empty) == 0


def test_no_new_baseline_is_suggested_for_an_empty_chart():
    """Nothing measured, nothing lasting."""
    assert rebase_suggested([None, None], limits([]), cause_known=True) is None


def test_moving_ranges_keep_their_place():
    """The range of a point is its distance to the one before; holes have none on either side."""
    assert np.array_equal(moving_ranges([1.0, 4.0, None, 2.0, 3.0]), [np.nan, 3, np.nan, np.nan, 1], equal_nan=True)


def test_run_chart_without_useful_points():
    """Nothing measured, or everything on the median."""
    assert run_chart([5.0, 5.0]) == RunChart(5.0, 0, 0, 0, 0, 0)
    assert math.isnan(run_chart([]).median)


@pytest.mark.parametrize("n", range(10, 60))
def test_fewest_crossings_is_the_binomial_quantile(n):
    """scipy's quantile of fair tosses."""
    scipy_stats = pytest.importorskip("scipy.stats")

    found = run_chart([0.0, 1.0] * (n // 2))

    assert found.crossings_usual == scipy_stats.binom.ppf(0.05, found.useful - 1, 0.5)


def test_rates_with_impossible_or_missing_denominators():
    """Zero, missing, or smaller than the numerator: missing points; the others still have limits."""
    found = proportion_limits([5, 5, 5, 60, None], [50, 0, None, 50, 50], laney=False)

    assert found.points == 1
    assert found.centre == 0.1
    assert np.isnan(found.upper).tolist() == [False, True, True, False, False]
    assert signals([0.1, None, None, None, None], found) == [None] * 5


def test_rates_of_nothing():
    """No denominators at all: no limits."""
    found = rate_limits([0, 0], [0, 0], laney=True)

    assert math.isnan(found.centre)
    assert found.points == 0
    assert np.isnan(found.lower).all()


@pytest.mark.parametrize(("tops", "rate"), [([0, 0, 0], 0.0), ([9, 9, 9], 1.0)])
def test_a_rate_of_zero_or_one_has_limits_without_width(tops, rate):
    """Laney's spread is 0/0 there, and must not be."""
    found = proportion_limits(tops, [9, 9, 9], laney=True)

    assert (found.spread, found.lower.tolist(), found.upper.tolist()) == (1.0, [rate] * 3, [rate] * 3)


def test_one_point_alone_has_no_laney_spread():
    """No moving range, no limits."""
    assert math.isnan(proportion_limits([5], [50], laney=True).spread)


@untimed
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(400, 900)), min_size=2, max_size=30))
def test_plain_and_laney_limits_share_their_centre(pairs):
    """And differ by the spread alone."""
    tops, sizes = ([float(pair[place]) for pair in pairs] for place in (0, 1))
    plain, laney = (proportion_limits(tops, sizes, laney=laney) for laney in (False, True))

    assert plain.centre == laney.centre
    assert np.allclose(laney.upper - laney.centre, laney.spread * (plain.upper - plain.centre))


def test_when_denominators_call_for_laney():
    """Two thousand on average, missing ones apart."""
    assert wants_laney([1999, 2001, None])
    assert not wants_laney([100, 200])
    assert not wants_laney([])
    assert wants_laney([100, 200], threshold=150)


def test_variation_of_an_unknown_direction_is_a_change():
    """A KPI without a better way."""
    assert variation("outside_high", "") == "change"


@pytest.mark.parametrize(("baseline", "expected"), [(12, {"plain": 0.61, "nhs": 0.85}), (24, {"plain": 0.37, "nhs": 0.56})])
def test_false_episodes_are_those_of_the_handbook(baseline, expected):
    """Simulated false episodes of a stable KPI over 26 weeks, docs/semantics.md §4.4."""
    weeks = np.random.default_rng(4).normal(90, 2, (1500, baseline + 26))

    for rules, rate in expected.items():
        assert _episodes(weeks, baseline, rules) == pytest.approx(rate, abs=0.07)


def _episodes(weeks, baseline, rules):
    """Mean number of stretches of alert that start after the baseline."""
    count = 0
    for values in weeks:
        lit = [bool(some) for some in alerts(values, limits(values, baseline=baseline), rules=rules)]
        count += sum(now and not before for before, now in zip(lit[baseline - 1 : -1], lit[baseline:], strict=True))
    return count / len(weeks)
