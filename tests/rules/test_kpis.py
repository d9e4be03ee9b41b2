"""Edges and properties of KPI values, targets and gaps."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from declared import declared
from gouvernail.rules.definitions import settle_kpis
from gouvernail.rules.gaps import add_gap
from gouvernail.rules.kpis import figures_of
from gouvernail.rules.measures import fold_scope, read_facts
from gouvernail.rules.values import period_values
from gouvernail.settings import Settings
from kpi_cases import (
    AS_OF,
    BACKLOG,
    FRANCE,
    MARCH,
    SALES,
    SERVICE_LEVEL,
    amount,
    book,
    figure,
    gaps,
    month,
    ratio,
    target,
    week,
    workdays,
)

numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3))
maybe = st.one_of(st.none(), numbers)
days_of_march = st.sampled_from(workdays("2026-03-02", "2026-03-31"))
counts = st.integers(0, 5000)


@st.composite
def figures(draw):
    row = {"value": draw(maybe), "target": draw(maybe), "tolerance": abs(draw(numbers)), "decimals": draw(st.integers(0, 3))}
    return pd.DataFrame(
        [row | {"low": np.nan, "high": np.nan, "direction": draw(st.sampled_from(["higher", "lower"]))}]
    ).astype({"value": "float64", "target": "float64"})


@st.composite
def served(draw):
    """Days of March at some sites, with their counts, one row each."""
    places = draw(
        st.lists(st.tuples(days_of_march, st.sampled_from(["Lyon", "Lille", "Nice"])), unique=True, min_size=1, max_size=30)
    )
    return [(day, scope, *sorted((draw(counts), draw(counts)))) for day, scope in places]


@given(figures())
def test_flipping_the_direction_mirrors_the_gap(frame):
    """What is better one way is as much worse the other way."""
    other = frame.assign(direction=np.where(frame["direction"].eq("higher"), "lower", "higher"))
    here, there = add_gap(frame).iloc[0], add_gap(other).iloc[0]
    np.testing.assert_equal(here["favourable_gap"], -there["favourable_gap"] + 0.0)
    np.testing.assert_equal(here["gap"], there["gap"])


@given(figures())
def test_mirrored_figures_have_one_status(frame):
    """The negated value and target of a lower-is-better KPI are those of a higher-is-better one."""
    mirror = frame.assign(value=-frame["value"], target=-frame["target"])
    mirror["direction"] = np.where(frame["direction"].eq("higher"), "lower", "higher")
    here, there = add_gap(frame).iloc[0], add_gap(mirror).iloc[0]
    assert here["status"] == there["status"]
    np.testing.assert_equal(here["attainment"], there["attainment"])


@given(figures())
def test_colour_follows_the_favourable_gap(frame):
    """Green at 0 or better, red beyond the tolerance, grey only without a gap."""
    found = add_gap(frame).iloc[0]
    gap = found["favourable_gap"]
    expected = "grey" if np.isnan(gap) else "green" if gap >= 0 else "amber" if gap >= -found["tolerance"] else "red"
    assert found["status"] == expected


@given(st.lists(figures(), min_size=1, max_size=5))
def test_order_and_index_survive(frames):
    """Same rows, same order, same index."""
    frame = pd.concat(frames).set_axis([f"line {at}" for at in range(len(frames))])
    found = add_gap(frame)
    pd.testing.assert_frame_equal(found[frame.columns], frame)


@settings(max_examples=15, deadline=None)
@given(served())
def test_scopes_add_up_to_the_whole(rows):
    """Numerators and denominators of the sites are those of the whole."""
    read = book([SERVICE_LEVEL], [target(80)], [ratio(day, n, d, scope=scope) for day, scope, n, d in rows])
    found = figures_of(read, [MARCH])
    overall = found[found["scope"].eq("")].iloc[0]
    sites = found[found["scope"].ne("")]
    assert (overall["numerator"], overall["denominator"]) == (sites["numerator"].sum(), sites["denominator"].sum())
    assert overall["days_present"] <= overall["days_expected"]
    assert (sites["days_present"] <= sites["days_expected"]).all()


@settings(max_examples=15, deadline=None)
@given(served(), st.integers(0, 100))
def test_splitting_a_row_changes_nothing(rows, part):
    """A day typed as two queues, in place of one row, gives the same overall figure."""
    whole = [ratio(day, n, d, scope=scope) for day, scope, n, d in rows]
    halves = [
        ratio(day, first, second, scope=f"{scope} {queue}")
        for day, scope, n, d in rows
        for queue, first, second in (("a", n * part // 100, d * part // 100), ("b", n - n * part // 100, d - d * part // 100))
    ]
    one, two = (figure(SERVICE_LEVEL, [target(80)], measures) for measures in (whole, halves))
    columns = ["numerator", "denominator", "value", "gap", "status", "target"]
    pd.testing.assert_series_equal(one[columns], two[columns], check_names=False)


@settings(max_examples=15, deadline=None)
@given(served(), st.randoms())
def test_order_of_rows_changes_nothing(rows, random):
    """The sheet may be sorted any way."""
    measures = [ratio(day, n, d, scope=scope, row=at) for at, (day, scope, n, d) in enumerate(rows)]
    shuffled = random.sample(measures, len(measures))
    one, two = (
        figures_of(book([SERVICE_LEVEL], [target(80)], some), [MARCH, week("2026-03-09")]) for some in (measures, shuffled)
    )
    columns = ["kpi_id", "scope", "period", "value", "status", "days_present", "days_expected", "flags"]
    pd.testing.assert_frame_equal(one[columns], two[columns])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(days_of_march, counts), unique_by=lambda row: row[0], min_size=1))
def test_weeks_of_a_sum_add_up_to_the_month(rows):
    """Of the month's days, those of its weeks; the two ends of the month are in weeks of their own."""
    read = book([SALES], [], [amount(day, value) for day, value in rows])
    weeks = [week(f"2026-03-{day:02d}") for day in (2, 9, 16, 23, 30)]
    found = figures_of(read, [MARCH, *weeks])["value"].fillna(0)
    assert found.iloc[0] == found.iloc[1:].sum()


def test_empty_tables():
    """No KPI, no measure, no target: no row, no failure."""
    found = gaps([], [], [])
    assert (len(found.frame), len(found.weeks), len(found.months), found.problems) == (0, 0, 0, ())


def test_no_target_table_row():
    """KPIs measured before anything was agreed."""
    found = gaps([SERVICE_LEVEL], [], [ratio("2026-03-02", 80, 100)]).frame
    assert found["status"].eq("grey").all()
    assert found["confirmed_status"].eq("grey").all()


def test_january_in_week_53_and_week_1():
    """Friday 1 January 2027 is in week 53 of 2026: by day it is January's, in the weeks it is 2026's."""
    measures = [amount("2027-01-01", 5), amount("2027-01-04", 7)]
    as_of = date(2027, 2, 3)
    assert figure(SALES, [], measures, period=month("2027-01-01"), as_of=as_of)["value"] == 12
    w53 = figure(SALES, [], measures, period=week("2027-01-01"), as_of=as_of)
    assert (w53["value"], w53["period"]) == (5, "2026-W53")


def test_last_value_prefers_its_own_days():
    """A stock typed each day at two sites: each site's last day, not the last day of all."""
    measures = [
        amount("2026-03-30", 10, kpi_id="STOCK", scope="Lyon"),
        amount("2026-03-31", 20, kpi_id="STOCK", scope="Lille"),
        amount("2026-03-27", 99, kpi_id="STOCK", scope="Lille"),
    ]
    found = figure(BACKLOG, [], measures)
    assert (found["value"], found["rows"]) == (30, 2)


def test_values_without_spans():
    """`period_values` spreads the measures itself when nobody has."""
    kpis = settle_kpis(declared("kpis", SERVICE_LEVEL), settings=Settings())
    facts = read_facts(declared("measures", ratio("2026-03-02", 80, 100)), kpis, as_of=AS_OF)
    found = period_values(facts, kpis, [MARCH], calendar=FRANCE)
    assert found["value"].tolist() == [80]


def test_defaults_of_a_bare_kpi():
    """Blank unit, decimals, formula: a plain number with two decimals."""
    kpis = settle_kpis(
        declared("kpis", {"kpi_id": "X", "direction": "higher", "aggregation": "sum"}), settings=Settings(n_min=50)
    )
    assert kpis.loc["X", ["decimals", "multiplier", "n_min", "tolerance"]].tolist() == [2, 1, 50, 0]
    assert not kpis.loc["X", ["contractual", "priority", "north_star", "share"]].any()


@pytest.mark.parametrize("text", ["Lyon", "  lyon", "LYON  "])
def test_spellings_fold(text):
    assert fold_scope(text) == "lyon"


def test_days_and_weeks_of_several_scopes():
    """Lyon types days, Lille types weeks: the whole rests on weeks, and says so."""
    measures = [ratio(day, 80, 100, scope="Lyon") for day in workdays("2026-03-02", "2026-03-27")]
    measures += [ratio(f"2026-03-{day:02d}", 400, 500, grain="week", scope="Lille") for day in (2, 9, 16, 23)]
    found = figure(SERVICE_LEVEL, [], measures)
    assert (found["denominator"], found["basis"]) == (4000, "weeks")


def test_rows_outside_all_periods():
    """Measures long before the periods asked for weigh on habits only."""
    found = figure(SERVICE_LEVEL, [], [ratio("2019-03-04", 1, 100), ratio("2026-03-02", 80, 100)])
    assert found["value"] == 80


def test_hundreds_of_rows_stay_exact():
    """Shares of a month add up to the month."""
    days = workdays("2025-01-01", "2025-12-31")
    targets = [target(1000.1, kpi_id="VENTES")]
    year = figure(SALES, targets, [amount(day, 1) for day in days], period=month("2025-12-01"), as_of=date(2026, 1, 5))
    assert year["target"] == 1000.1
