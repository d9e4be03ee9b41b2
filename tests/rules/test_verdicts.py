"""Confirmed statuses: what holds whatever the series."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.rules.verdicts import confirm

untimed = settings(deadline=None, max_examples=60)

statuses = st.lists(st.sampled_from(["green", "amber", "red", "grey"]), max_size=30)


@untimed
@given(statuses)
def test_greys_can_be_taken_out(series):
    """The status of the other periods is the same without them."""
    kept = [one for one, status in zip(confirm(series), series, strict=True) if status != "grey"]

    assert kept == confirm([status for status in series if status != "grey"])


@untimed
@given(statuses, statuses)
def test_the_past_does_not_change(series, later):
    """A new period never rewrites an older one."""
    assert confirm(series + later)[: len(series)] == confirm(series)


@untimed
@given(statuses)
def test_red_is_never_entered_on_one_red(series):
    """Without a special cause a red needs a red before it."""
    found = confirm(series)
    for place, one in enumerate(found):
        if one.status == "red":
            assert series[: place + 1].count("red") >= 2


@untimed
@given(statuses, st.data())
def test_a_special_cause_never_makes_it_better(series, data):
    """With more causes, every period is at least as bad."""
    rank = {"grey": 0, "green": 0, "amber": 1, "red": 2}
    flags = data.draw(st.lists(st.booleans(), min_size=len(series), max_size=len(series)))

    plain, flagged = confirm(series), confirm(series, flags)

    assert all(rank[one.status] <= rank[other.status] for one, other in zip(plain, flagged, strict=True))


def test_one_flag_per_period():
    """Two lists of different lengths are a defect."""
    with pytest.raises(ValueError):
        confirm(["green"], [])
