"""What we promise of contributions: which day and which scope made a gap, in parts that add up to it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.rules.contributions import REST, contributions, worst_parts

RATIO = {"aggregation": "ratio", "formula": "n_over_d", "multiplier": 100.0, "direction": "higher", "decimals": 1}
SUM = RATIO | {"aggregation": "sum", "multiplier": 1.0, "decimals": 0}


def total(gap, displayed, numerator=np.nan, denominator=np.nan, **kind):
    return pd.DataFrame(
        [{"kpi_id": "K", "gap": gap, "displayed": displayed, "numerator": numerator, "denominator": denominator} | kind]
    )


def parts(*rows):
    """Each part as (name, numerator, denominator, value, target)."""
    frame = pd.DataFrame(rows, columns=["part", "numerator", "denominator", "value", "target"]).assign(kpi_id="K")
    return frame.astype(dict.fromkeys(["numerator", "denominator", "value", "target"], "float64") | {"part": "str"})


def told(totals, some):
    found = contributions(totals, some)
    return list(found[["part", "contribution", "favourable"]].itertuples(index=False, name=None))


def test_a_busy_bad_day_weighs_more():
    """1 000 calls at 80 % cost the week more than 100 calls at 50 %; together they make the gap."""
    week = total(-12.7, 77.3, 850, 1100, **RATIO)
    assert told(week, parts(("mon", 800, 1000, None, None), ("tue", 50, 100, None, None))) == [
        ("mon", -9.1, -9.1),
        ("tue", -3.6, -3.6),
    ]


def test_what_the_parts_leave_is_a_part():
    """Measures without a scope are told apart, so that scopes and the rest add up."""
    week = total(-10.0, 80.0, 160, 200, **RATIO)
    assert told(week, parts(("Lille", 70, 100, None, None))) == [("Lille", -10.0, -10.0), (REST, 0.0, 0.0)]


def test_lower_is_better_and_one_minus():
    """The sign of the gap is the KPI's; what is unfavourable is negative either way."""
    seconds = RATIO | {"multiplier": 1.0, "direction": "lower", "decimals": 0}
    assert told(total(20, 420, 4200, 10, **seconds), parts(("a", 2200, 5, None, None), ("b", 2000, 5, None, None))) == [
        ("a", 20.0, -20.0),
        ("b", 0.0, 0.0),
    ]
    inverse = RATIO | {"formula": "one_minus"}
    assert told(total(-5.0, 85.0, 15, 100, **inverse), parts(("a", 10, 50, None, None), ("b", 5, 50, None, None))) == [
        ("a", -5.0, -5.0),
        ("b", 0.0, 0.0),
    ]


def test_a_band_is_left_by_whatever_widens_the_gap():
    """Above the upper bound, what is above counts against; below the lower one, what is below."""
    band = RATIO | {"direction": "band"}
    above = told(total(5.0, 85.0, 170, 200, **band), parts(("a", 90, 100, None, None), ("b", 80, 100, None, None)))
    assert above == [("a", 5.0, -5.0), ("b", 0.0, 0.0)]


def test_a_sum_by_its_shares():
    """A day is held to its own share of the target; a day without share says nothing of any."""
    week = total(-10, 90, 90, **SUM)
    assert told(week, parts(("mon", 30, None, 30, 50), ("tue", 60, None, 60, 50))) == [
        ("mon", -20.0, -20.0),
        ("tue", 10.0, 10.0),
    ]
    unmeasured = told(week, parts(("mon", 30, None, 30, 50), ("tue", None, None, None, 50)))
    assert unmeasured == [("mon", -20.0, -20.0), ("tue", -50.0, -50.0), (REST, 60.0, 60.0)]
    assert told(week, parts(("mon", 30, None, 30, 50), ("tue", 60, None, 60, None))) == []


@pytest.mark.parametrize(
    "kind",
    [RATIO | {"formula": "annualised"}, RATIO | {"aggregation": "last"}, RATIO | {"aggregation": "max"}],
)
def test_what_does_not_add_up_has_no_parts(kind):
    """Yearly rates, last values and maxima are not sums of anything."""
    assert told(total(-1.0, 9.0, 90, 100, **kind), parts(("a", 90, 100, 9, 10))) == []


def test_without_gap_without_parts():
    """No gap, no denominator, no part measured: nothing is told."""
    some = parts(("a", 90, 100, None, None))
    assert told(total(np.nan, 90.0, 90, 100, **RATIO), some) == []
    assert told(total(-1.0, 90.0, 0, 0, **RATIO), some) == []
    assert told(total(-1.0, 90.0, 90, 100, **RATIO), parts(("a", None, None, None, None))) == []
    assert told(total(-1.0, 90.0, 90, 100, **RATIO).head(0), some.head(0)) == []


def test_the_worst_part():
    """The one that weighs most against the KPI; none when all weigh for it, and never the rest."""
    found = pd.DataFrame(
        {"kpi_id": list("AABBC"), "part": ["x", "y", "x", REST, "x"], "favourable": [-1.0, -2.0, 1.0, -9.0, -3.0]}
    )
    assert worst_parts(found)[["kpi_id", "part"]].to_numpy().tolist() == [["A", "y"], ["C", "x"]]
    assert worst_parts(found.head(0)).empty


COUNTS = st.tuples(st.integers(0, 500), st.integers(1, 500)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(COUNTS, min_size=1, max_size=7), st.integers(0, 1000), st.sampled_from([0, 1, 2]))
def test_they_add_up_to_the_gap(counts, target, decimals):
    """Whatever the parts and the target, the contributions shown add up to the gap shown."""
    numerator, denominator = (sum(one[at] for one in counts) for at in (0, 1))
    displayed = round(100 * numerator / denominator + 1e-9, decimals)
    gap = round(displayed - target / 10, max(decimals, 1))
    week = total(gap, displayed, numerator, denominator, **RATIO | {"decimals": max(decimals, 1)})
    some = parts(*((str(at), n, d, None, None) for at, (n, d) in enumerate(counts)))
    assert sum(one[1] for one in told(week, some)) == pytest.approx(gap, abs=1e-9)
