"""How far a figure is from its target, and its colour."""

import numpy as np
import pandas as pd
import pytest

from gouvernail.rules.gaps import add_gap
from gouvernail.settings import Settings
from kpi_cases import SERVICE_LEVEL, figure, ratio, target


def gap_of(value, target=np.nan, *, direction="higher", decimals=1, tolerance=0.0, low=np.nan, high=np.nan, **more):
    columns = {"value": value, "target": target, "direction": direction, "decimals": decimals, "tolerance": tolerance}
    frame = pd.DataFrame([columns | {"low": low, "high": high}])
    return add_gap(frame, **more).iloc[0]


@pytest.mark.parametrize(
    ("direction", "value", "aim", "gap", "favourable", "relative", "attainment"),
    [
        ("higher", 92.5, 95.0, -2.5, -2.5, -0.0263158, 0.9736842),
        ("higher", 96.0, 95.0, 1.0, 1.0, 0.0105263, 1.0105263),
        ("lower", 420.0, 400.0, 20.0, -20.0, -0.05, 0.95),
        ("lower", 380.0, 400.0, -20.0, 20.0, 0.05, 1.05),
        ("lower", 0.0, 400.0, -400.0, 400.0, 1.0, 2.0),
        ("lower", 900.0, 400.0, 500.0, -500.0, -1.25, -0.25),
        ("higher", -12.0, -10.0, -2.0, -2.0, -0.2, 0.8),
        ("higher", -6.0, -10.0, 4.0, 4.0, 0.4, 1.4),
        ("higher", 3.0, 0.0, 3.0, 3.0, None, None),
        ("lower", 2.0, 0.0, 2.0, -2.0, None, None),
    ],
)
def test_gap_and_attainment(direction, value, aim, gap, favourable, relative, attainment):
    """420 s against 400 s is 20 s worse, and 95 % attained; a negative target (NPS) divides by its size; 0 by nothing."""
    found = gap_of(value, aim, direction=direction)
    assert (found["gap"], found["favourable_gap"]) == (gap, favourable)
    expected = pytest.approx(np.nan if relative is None else relative, abs=1e-6, nan_ok=True)
    assert found["relative_gap"] == expected
    assert found["attainment"] == pytest.approx(np.nan if attainment is None else attainment, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize(
    ("value", "gap", "favourable", "relative", "status"),
    [
        (380.0, 0.0, 0.0, 0.0, "green"),
        (400.0, 0.0, 0.0, 0.0, "green"),
        (420.0, 0.0, 0.0, 0.0, "green"),
        (361.0, -19.0, -19.0, -0.05, "amber"),
        (441.0, 21.0, -21.0, -0.05, "red"),
    ],
)
def test_band(value, gap, favourable, relative, status):
    """380 to 420 s is good, bounds included; outside, the gap is measured from the bound that is passed."""
    found = gap_of(value, direction="band", decimals=0, low=380.0, high=420.0, tolerance=20.0)
    assert (found["gap"], found["favourable_gap"], found["status"]) == (gap, favourable, status)
    assert found["relative_gap"] == pytest.approx(relative)


def test_band_around_zero():
    """A forecast bias passes a bound of 0 by 2 points: no relative gap; within the band it is 0."""
    assert np.isnan(gap_of(-2.0, direction="band", low=0.0, high=5.0)["relative_gap"])
    assert gap_of(2.0, direction="band", low=0.0, high=5.0)["attainment"] == 1


@pytest.mark.parametrize(
    ("value", "status"),
    [(90.0, "green"), (89.95, "green"), (89.949, "amber"), (87.0, "amber"), (86.95, "amber"), (86.9, "red")],
)
def test_status_is_of_what_is_shown(value, status):
    """Against 90 % with 3 points tolerated: 89.95 shows 90.0 and is green; 86.95 shows 87.0 and is amber, bound included."""
    assert gap_of(value, 90.0, tolerance=3.0)["status"] == status


def test_float_noise_is_not_red():
    """0.8999999 against 0.9 is on target, and 0.1 + 0.2 is 0.3."""
    assert gap_of(0.8999999, 0.9, decimals=2)["status"] == "green"
    assert gap_of(0.1 + 0.2, 0.3, direction="lower")["gap"] == 0
    tolerated = gap_of(89.9, 92.0, tolerance=2.1)
    assert (tolerated["gap"], tolerated["status"]) == (-2.1, "amber")


def test_halves_round_away_from_zero():
    """2.5 shows 3 and -2.5 shows -3, as Excel does."""
    assert gap_of(2.5, 3.0, decimals=0)["status"] == "green"
    assert gap_of(-2.5, -2.0, decimals=0)["gap"] == -1


def test_computed_target_is_rounded_like_the_value_and_a_typed_one_is_not():
    """91.36 after a change shows 91.4: a value shown 91.4 meets it. 92.55 as typed is not met by 92.5."""
    changed = [target(90, "2026-01-01", "2026-03-15"), target(92.04, "2026-03-16")]
    measures = [ratio("2026-03-02", 914, 1000), ratio("2026-03-20", 1828, 2000)]
    found = figure(SERVICE_LEVEL, changed, measures)
    assert found["target"] == pytest.approx(91.36)
    assert (found["displayed"], found["gap"], found["status"]) == (91.4, 0, "green")
    assert gap_of(92.54, 92.55)["gap"] == -0.05


def test_info_kpi_has_a_gap_and_no_colour():
    """A KPI followed for information is neither good nor bad."""
    found = gap_of(92.0, 90.0, direction="info")
    assert (found["gap"], np.isnan(found["favourable_gap"]), found["status"]) == (2, True, "grey")


@pytest.mark.parametrize(("value", "attainment"), [(420.0, 0.952381), (380.0, 1.052632), (0.0, None)])
def test_attainment_as_target_over_value(value, attainment):
    """Contracts that write T/V for lower-is-better: nothing at 0; higher-is-better stays as it is."""
    found = gap_of(value, 400.0, direction="lower", attainment_lower="target_over_value")
    assert found["attainment"] == pytest.approx(np.nan if attainment is None else attainment, abs=1e-6, nan_ok=True)
    assert gap_of(95.0, 100.0, attainment_lower="target_over_value")["attainment"] == 0.95


def test_attainment_setting_reaches_the_figures():
    """The choice is a setting."""
    kpi = SERVICE_LEVEL | {"direction": "lower", "unit": "s"}
    found = figure(kpi, [target(400)], [ratio("2026-03-02", 500, 1)], settings=Settings(attainment_lower="target_over_value"))
    assert found["attainment"] == 0.8


def test_nothing_to_compare_is_grey():
    """No value or no target: no gap, no colour."""
    assert gap_of(np.nan, 90.0)["status"] == gap_of(90.0)["status"] == "grey"


def test_small_sample_keeps_its_colour_and_says_so():
    """28 answers where 30 are needed: red, and "small sample"."""
    found = figure(SERVICE_LEVEL | {"n_min": None}, [target(80)], [ratio("2026-03-02", 20, 28)])
    assert (found["status"], found["small_sample"], found["flags"]) == ("red", True, "small_sample;inconclusive")
    own = figure(SERVICE_LEVEL | {"n_min": 20}, [target(80)], [ratio("2026-03-02", 20, 28)])
    assert not own["small_sample"]


def test_interval_that_contains_the_target_is_inconclusive():
    """45 of 50 is 78.6 to 95.7 %: 92 % may be held or not; on 4 500 of 5 000 it is not."""
    few = figure(SERVICE_LEVEL, [target(92)], [ratio("2026-03-02", 45, 50)])
    many = figure(SERVICE_LEVEL, [target(92)], [ratio("2026-03-02", 4500, 5000)])
    assert (round(few["interval_low"], 1), round(few["interval_high"], 1)) == (78.6, 95.7)
    assert (few["flags"], many["flags"], few["status"], many["status"]) == ("inconclusive", "", "amber", "amber")


def test_hours_make_no_proportion():
    """Productive hours over paid hours are no sample: no interval."""
    found = figure(SERVICE_LEVEL, [target(92)], [ratio("2026-03-02", 45.5, 50.25)])
    assert np.isnan(found["interval_low"])
