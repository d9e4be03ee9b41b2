"""Queues at the edges, and against scipy and a birth-and-death chain."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from gouvernail.rules.erlang import Queue, blocking, service, smallest
from gouvernail.rules.staffing import add_shrinkage, erlang_a, erlang_c, outcome
from gouvernail.rules.staffing_plan import required_staff
from gouvernail.settings import Settings

untimed = settings(deadline=None, max_examples=60)

TARGET = {"service_level": 0.8, "within_seconds": 20}
loads = st.floats(0.01, 300)


def _queue(load, aht=240.0, patience=math.nan):
    return Queue(np.array([load]), np.array([aht]), np.array([patience]))


def _chain(agents, load, aht, patience):
    """Stationary probabilities of the number present, by detailed balance; (waiting, abandoned, mean wait)."""
    logs = [0.0]
    while len(logs) <= agents or logs[-1] > max(logs) - 60:
        present = len(logs)
        rate = min(present, agents) / aht + max(present - agents, 0) / patience
        logs.append(logs[-1] + math.log(load / aht / rate))
    shares = np.exp(np.array(logs) - max(logs))
    shares /= shares.sum()
    queued = float((np.maximum(np.arange(len(shares)) - agents, 0) * shares).sum())
    return float(shares[agents:].sum()), queued / patience * aht / load, queued * aht / load


@untimed
@given(loads, st.integers(0, 400))
def test_erlang_b_is_a_truncated_poisson(load, agents):
    """scipy's Poisson: P(N = c) / P(N ≤ c)."""
    expected = math.exp(stats.poisson.logpmf(agents, load) - stats.poisson.logcdf(agents, load))

    assert blocking(np.array([agents]), np.array([load]))[0] == pytest.approx(expected, rel=1e-9, abs=1e-300)


@untimed
@given(st.floats(0.01, 200), st.floats(0.05, 0.99), st.sampled_from([0, 10, 20, 60]), st.floats(0.5, 1))
def test_the_requirement_is_the_smallest_that_does(load, level, within, cap):
    """It reaches the level within the cap, and one agent less does not."""
    queue = _queue(load)
    (agents,) = smallest(queue, level=level, within=within, max_occupancy=cap)

    found = service(np.array([agents]), queue, within)
    less = service(np.array([max(agents - 1, 1)]), queue, within)

    assert found.level[0] >= level - 1e-9
    assert found.occupancy[0] <= cap + 1e-9
    assert agents == 1 or not (less.level[0] >= level + 1e-9 and less.occupancy[0] <= cap - 1e-9)


@untimed
@given(loads, st.floats(0.3, 2), st.floats(5, 3000), st.sampled_from([60.0, 240.0, 900.0]))
def test_erlang_a_agrees_with_its_chain(load, tightness, patience, aht):
    """Probability of waiting, share hanging up and mean wait, from light load to twice too much."""
    agents = max(1, round(load * tightness))
    found = service(np.array([agents]), _queue(load, aht, patience), 20)

    waiting, abandoned, wait = _chain(agents, load, aht, patience)

    assert found.waiting[0] == pytest.approx(waiting, rel=1e-6, abs=1e-12)
    assert found.abandoned[0] == pytest.approx(abandoned, rel=1e-6, abs=1e-9)
    assert found.wait[0] == pytest.approx(wait, rel=1e-6, abs=1e-7)
    assert found.occupancy[0] == pytest.approx(load * (1 - abandoned) / agents, rel=1e-6)


@untimed
@given(st.floats(0.5, 60), st.floats(0.5, 2), st.floats(20, 600), st.sampled_from([1.0, 20.0, 120.0]))
def test_the_service_level_of_erlang_a_agrees_with_scipys_integral(load, tightness, patience, within):
    """Answered at once, or before the time and before giving up."""
    agents, aht = max(1, round(load * tightness)), 200.0
    arrivals, freed, leaving = load / aht, agents / aht, 1 / patience

    def density(wait):
        return arrivals * math.exp(arrivals * (1 - math.exp(-leaving * wait)) / leaving - freed * wait)

    at_once = 1 - _chain(agents, load, aht, patience)[0]
    idle = 1 / float(blocking(np.array([agents - 1]), np.array([load]))[0])
    later = integrate.quad(lambda wait: density(wait) * math.exp(-leaving * wait), 0, within, epsabs=0)[0]

    found = service(np.array([agents]), _queue(load, aht, patience), within)
    assert found.level[0] == pytest.approx(at_once * (1 + later / idle), rel=1e-6)


@untimed
@given(st.floats(0.1, 200), st.floats(10, 2000))
def test_patience_never_asks_for_more(load, patience):
    """Erlang C is an upper bound, and endless patience is Erlang C."""
    bound, found = (
        smallest(_queue(load, patience=one), level=0.8, within=20, max_occupancy=1.0)[0] for one in (math.nan, patience)
    )
    assert 1 <= found <= bound
    assert smallest(_queue(load, patience=1e12), level=0.8, within=20, max_occupancy=1.0)[0] == bound


@untimed
@given(loads, st.integers(1, 400))
def test_more_agents_serve_better(load, agents):
    """Level up, wait down, with and without patience."""
    assume(agents > load * 1.001)
    for patience in (math.nan, 100.0):
        queue = _queue(load, patience=patience)
        few, more = (service(np.array([count]), queue, 20) for count in (agents, agents + 1))
        assert more.level[0] >= few.level[0] - 1e-12
        assert more.wait[0] <= few.wait[0] + 1e-9


@pytest.mark.parametrize("load", [1e-6, 1e4, 1e6, 1e7])
def test_any_load(load):
    """From one call a month to all the calls of the world: no overflow, and the square root of economies of scale."""
    found = erlang_c(load * 6, 30, 300, **TARGET)
    (direct,) = smallest(_queue(load, 300.0), level=0.8, within=20, max_occupancy=1.0)

    assert found.agents == direct
    assert load < found.agents <= load + 2 * math.sqrt(load) + 1
    assert erlang_a(load * 6, 30, 300, patience_seconds=200, **TARGET).agents <= found.agents


def test_a_target_of_no_service_still_needs_a_stable_queue():
    """One agent more than the load."""
    assert erlang_c(100, 30, 180, service_level=0.0, within_seconds=0).agents == 11


@pytest.mark.parametrize(
    ("wrong", "value"),
    [
        ("volume", -1),
        ("volume", math.nan),
        ("interval_minutes", 0),
        ("aht_seconds", 0),
        ("service_level", 1.0),
        ("service_level", -0.1),
        ("within_seconds", -1),
        ("max_occupancy", 0),
        ("max_occupancy", 1.1),
        ("shrinkage", 1.0),
        ("shrinkage", -0.1),
    ],
)
def test_impossible_questions_are_refused(wrong, value):
    """With the name and the value."""
    asked = {"volume": 100, "interval_minutes": 30, "aht_seconds": 180, **TARGET} | {wrong: value}

    with pytest.raises(ValueError, match=f"{wrong} cannot be {value}"):
        erlang_c(**asked)


def test_a_patience_of_nothing_is_refused():
    """And so are agents below none."""
    with pytest.raises(ValueError, match="patience_seconds"):
        erlang_a(100, 30, 180, patience_seconds=0, **TARGET)
    with pytest.raises(ValueError, match="agents"):
        outcome(-1, 100, 30, 180, within_seconds=20)


def test_no_contact_needs_no_handling_time():
    """Zero contacts of zero seconds."""
    assert erlang_c(0, 30, 0, **TARGET).agents == 0


@untimed
@given(st.integers(0, 2000), st.floats(0, 0.9))
def test_enough_are_planned(agents, shrinkage):
    """Those present after shrinkage are enough, and one planned less would not be."""
    planned = add_shrinkage(agents, shrinkage)

    assert planned * (1 - shrinkage) >= agents - 1e-6
    assert planned == 0 or (planned - 1) * (1 - shrinkage) < agents


@untimed
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 1.0, 37.5, 400.0, math.nan]),
            st.sampled_from([15.0, 30.0, math.nan]),
            st.sampled_from([0.0, 200.0, math.nan]),
            st.sampled_from([0.0, 90.0, math.nan]),
            st.sampled_from([0.0, 5.0, 60.5, math.nan]),
        ),
        max_size=12,
    )
)
def test_a_plan_is_the_plain_function_row_by_row(rows):
    """Same answers, in the same order, duplicates or not, whatever is missing."""
    names = ["forecast_volume", "interval_minutes", "aht_seconds", "patience_seconds", "planned"]
    plan = pd.DataFrame(rows, columns=names, dtype="float64").set_axis(range(7, 7 + len(rows)))
    chosen = replace(Settings(), max_occupancy=0.85, shrinkage=0.3)

    found = required_staff(plan, settings=chosen)

    assert found.index.equals(plan.index)
    assert found[names].equals(plan)
    for place, (volume, minutes, aht, patience, planned) in zip(found.index, rows, strict=True):
        unknown = math.isnan(volume) or (volume > 0 and not (minutes > 0 and aht > 0))
        assert pd.isna(found.at[place, "required"]) == unknown
        assert pd.isna(found.at[place, "short"]) == (unknown or math.isnan(planned))
        if unknown or volume == 0:
            continue
        asked = {"volume": volume, "interval_minutes": minutes, "aht_seconds": aht, **TARGET}
        asked |= {"max_occupancy": 0.85, "shrinkage": 0.3}
        one = erlang_a(**asked, patience_seconds=patience) if patience > 0 else erlang_c(**asked)
        assert (found.at[place, "required"], found.at[place, "scheduled"]) == (one.agents, one.scheduled)
        assert found.at[place, "service_level"] == pytest.approx(one.service_level)
        assert found.at[place, "abandoned"] == pytest.approx(one.abandoned)
        if not math.isnan(planned) and not patience > 0:
            assert found.at[place, "unstable"] == (not outcome(planned, volume, minutes, aht, within_seconds=20).stable)
