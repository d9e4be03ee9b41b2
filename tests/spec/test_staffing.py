"""Staffing: published Erlang tables and examples in, the same figures out.

Sources: tables of Erlang B (1 % of calls lost); the Erlang C example of Tanner, "The call centre book" (360 calls in half
an hour, 4 minutes each, 55 agents, 15 seconds); the example of callcentrehelper.com's calculator (100 calls in half an
hour, 3 minutes each, 80 % in 20 seconds); Garnett, Mandelbaum and Reiman, "Designing a call center with impatient
customers", 2002 (50 agents, 48 calls a minute, one minute each, two minutes of patience).
"""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gouvernail.problems import PageRefused
from gouvernail.rules.erlang import blocking
from gouvernail.rules.staffing import erlang_a, erlang_c, outcome
from gouvernail.rules.staffing_plan import coverage, required_staff
from gouvernail.settings import Settings

TARGET = {"service_level": 0.8, "within_seconds": 20}


@pytest.mark.parametrize(
    ("agents", "load"), [(1, 0.0101), (5, 1.36), (10, 4.46), (20, 12.0), (50, 37.9), (100, 84.1), (200, 179.7)]
)
def test_erlang_b_table(agents, load):
    """The loads that lose 1 % of calls, to the digits of the table."""
    digit = 10.0 ** -(3 - math.ceil(math.log10(load)))

    low, high = blocking(np.array([agents] * 2), np.array([load - digit, load + digit]))

    assert low < 0.01 < high


def test_tanners_example():
    """55 agents for 48 Erlangs: 24 % wait, 8.2 seconds on average, 84.5 % within 15 seconds, 87.3 % busy."""
    found = outcome(55, 360, 30, 240, within_seconds=15)

    assert found.wait_probability == pytest.approx(0.239, abs=5e-4)
    assert found.average_wait_seconds == pytest.approx(8.2, abs=0.05)
    assert found.service_level == pytest.approx(0.845, abs=1e-3)
    assert found.occupancy == pytest.approx(0.873, abs=5e-4)
    assert found.stable


def test_the_calculators_example():
    """10 Erlangs, 80 % in 20 seconds: 14 agents give 88.8 %, 7.8 seconds, 71.4 % busy; 20 to plan with 30 % away."""
    found = erlang_c(100, 30, 180, **TARGET, shrinkage=0.30)

    assert (found.agents, found.scheduled) == (14, 20)
    assert found.service_level == pytest.approx(0.888, abs=5e-4)
    assert found.average_wait_seconds == pytest.approx(7.8, abs=0.05)
    assert found.occupancy == pytest.approx(0.714, abs=5e-4)
    assert found.wait_probability == pytest.approx(0.174, abs=5e-4)


def test_one_agent_less_misses_the_target():
    """Thirteen give 79.6 %: the smallest number that does is fourteen."""
    assert outcome(13, 100, 30, 180, within_seconds=20).service_level == pytest.approx(0.796, abs=5e-4)


def test_impatience_changes_the_picture():
    """At 96 % of load, Erlang C waits 20.8 seconds; with two minutes of patience 3.1 % hang up and the wait is 3.7."""
    endless = outcome(50, 48, 1, 60, within_seconds=20)
    patient = outcome(50, 48, 1, 60, within_seconds=20, patience_seconds=120)

    assert endless.average_wait_seconds == pytest.approx(20.8, abs=0.05)
    assert endless.occupancy == pytest.approx(0.96)
    assert patient.abandoned == pytest.approx(0.031, abs=5e-4)
    assert patient.average_wait_seconds == pytest.approx(3.7, abs=0.05)
    assert patient.occupancy == pytest.approx(0.93, abs=5e-3)


def test_erlang_c_is_an_upper_bound():
    """With patience known fewer agents are enough, and some callers hang up."""
    bound, found = erlang_c(100, 30, 180, **TARGET), erlang_a(100, 30, 180, patience_seconds=120, **TARGET)

    assert (bound.agents, found.agents) == (14, 12)
    assert bound.abandoned == 0.0
    assert found.abandoned == pytest.approx(0.062, abs=5e-4)


@pytest.mark.parametrize("agents", [0, 9, 10, 10.9])
def test_too_few_agents_have_no_service_level(agents):
    """Ten agents for ten Erlangs: the queue grows without end. No figure is printed, it is said."""
    found = outcome(agents, 100, 30, 180, within_seconds=20)

    assert not found.stable
    assert all(math.isnan(one) for one in (found.service_level, found.occupancy, found.average_wait_seconds))


def test_the_occupancy_cap_asks_for_more():
    """14 agents are 71 % busy; for at most 60 %, seventeen."""
    assert erlang_c(100, 30, 180, **TARGET, max_occupancy=0.60).agents == 17
    assert erlang_c(100, 30, 180, **TARGET, max_occupancy=10 / 17).agents == 17


def test_without_contacts_nobody_is_required():
    """And no rate is made up: neither 0 % nor 100 %."""
    found = erlang_c(0, 30, 180, **TARGET, shrinkage=0.3)

    assert (found.agents, found.scheduled) == (0, 0)
    assert math.isnan(found.service_level)
    assert outcome(3, 0, 30, 180, within_seconds=20).stable


SETTINGS = replace(Settings(), shrinkage=0.30, max_occupancy=1.0, minimum_staff=0)


def _plan(**columns):
    rows = {"interval_minutes": 30.0, "aht_seconds": 180.0, "patience_seconds": math.nan, "planned": 14.0}
    return pd.DataFrame(rows | columns)


def test_a_plan_interval_by_interval():
    """Need, margin, and what the plan gives; unknown stays unknown."""
    plan = _plan(
        forecast_volume=[100.0, 100.0, 100.0, 0.0, math.nan, 100.0],
        aht_seconds=[180.0, 180.0, 180.0, 180.0, 180.0, 0.0],
        patience_seconds=[math.nan, math.nan, 120.0, math.nan, math.nan, math.nan],
        planned=[13.0, 10.0, math.nan, 0.0, 5.0, 5.0],
    )

    found = required_staff(plan, settings=SETTINGS)

    assert found["required"].tolist() == [14, 14, 12, 0, pd.NA, pd.NA]
    assert found["scheduled"].tolist() == [20, 20, 18, 0, pd.NA, pd.NA]
    assert found["model"].tolist() == ["erlang_c", "erlang_c", "erlang_a", "erlang_c", "", ""]
    assert found["short"].tolist() == [True, True, pd.NA, False, pd.NA, pd.NA]
    assert found["unstable"].tolist() == [False, True, pd.NA, False, pd.NA, pd.NA]
    assert found["planned_service_level"][0] == pytest.approx(0.796, abs=5e-4)
    assert found["planned_service_level"][1:].isna().all()
    assert found["service_level"][0] == pytest.approx(0.888, abs=5e-4)
    assert found["load"].round(3).tolist()[:4] == [10.0, 10.0, 10.0, 0.0]


def test_nobody_planned_is_a_queue_without_end():
    """Unless callers give up: then nobody is answered, and no figure is made up either."""
    plan = _plan(forecast_volume=[1.0, 1.0], planned=[0.0, 0.0], patience_seconds=[math.nan, 60.0])

    found = required_staff(plan, settings=SETTINGS)

    assert found["unstable"].tolist() == [True, False]
    assert found["planned_service_level"].isna().all()


def test_the_minimum_staffing_is_a_floor():
    """Two people at least, even without contacts; the figures are those that two give."""
    found = required_staff(_plan(forecast_volume=[0.0, 1.0]), settings=replace(SETTINGS, minimum_staff=2, service_level=0.5))

    assert found["required"].tolist() == [2, 2]
    assert found["service_level"][1] == outcome(2, 1, 30, 180, within_seconds=20).service_level
    assert math.isnan(found["service_level"][0])


def test_the_need_can_be_read_on_what_came():
    """Actual volume instead of the forecast."""
    plan = _plan(forecast_volume=[0.0], actual_volume=[100.0])

    assert required_staff(plan, settings=SETTINGS, volume="actual_volume")["required"].tolist() == [14]


def test_coverage_on_average_may_hide_short_intervals():
    """Two intervals of ten required, planned 15 and 5: 100 % covered, half of them short; hours weigh, not rows."""
    plan = pd.DataFrame(
        {
            "scope": ["Lyon"] * 2 + ["Metz"] * 3,
            "required": pd.array([10, 10, 10, 10, pd.NA], dtype="Int64"),
            "planned": [15.0, 5.0, 10.0, 4.0, 3.0],
            "interval_minutes": [30.0, 30.0, 60.0, 30.0, 30.0],
        }
    )

    found = coverage(plan, ["scope"]).set_index("scope")

    assert found["coverage"].to_dict() == {"Lyon": 100.0, "Metz": pytest.approx(80.0)}
    assert found["short_share"].to_dict() == {"Lyon": 50.0, "Metz": 50.0}
    assert found["intervals"].to_dict() == {"Lyon": 2, "Metz": 2}
    assert found["unknown"].to_dict() == {"Lyon": 0, "Metz": 1}
    assert coverage(plan)["required_hours"].tolist() == [25.0]


def test_coverage_of_no_need_is_not_a_number():
    """Nobody required: neither 0 % nor 100 %."""
    plan = pd.DataFrame({"required": pd.array([0], dtype="Int64"), "planned": [2.0], "interval_minutes": [30.0]})

    assert coverage(plan)["coverage"].isna().all()
    assert coverage(plan.iloc[:0]).empty
    assert coverage(plan.assign(planned=math.nan))["short_share"].isna().all()


def test_settings_that_nobody_can_meet_refuse_the_page():
    """100 % in 20 seconds, nobody ever busy, everybody away."""
    settings = replace(SETTINGS, service_level=1.0, max_occupancy=0.0, shrinkage=1.0)

    with pytest.raises(PageRefused) as refused:
        required_staff(_plan(forecast_volume=[1.0]), settings=settings)

    assert [one.facts["setting"] for one in refused.value.problems] == ["service_level", "max_occupancy", "shrinkage"]
