"""What a KPI should have been worth, when its targets are dated."""

from datetime import date

import pandas as pd
import pytest

from gouvernail.problems import Effect, PageRefused
from gouvernail.rules.periods import year_to_date
from kpi_cases import (
    BACKLOG,
    LONGEST_WAIT,
    MARCH,
    SALES,
    SERVICE_LEVEL,
    amount,
    book,
    figure,
    month,
    ratio,
    target,
    week,
    workdays,
)

MARCH_SALES = [amount(day, 50, kpi_id="VENTES") for day in workdays("2026-03-02", "2026-03-31")]


def sales_target(value, begin="2020-01-01", end=None, **more):
    return target(value, begin, end, kpi_id="VENTES", **more)


def test_target_in_force_is_used():
    """The target of the period's dates, not the latest one typed."""
    targets = [target(75, "2025-01-01", "2025-12-31"), target(80, "2026-01-01", "2026-06-30"), target(85, "2026-07-01")]
    found = figure(SERVICE_LEVEL, targets, [ratio("2026-03-02", 800, 1000)])
    assert (found["target"], found["status"], found["target_computed"]) == (80, "green", False)


def test_change_inside_the_month_is_weighted_by_denominators():
    """80 % on 1 000 calls, then 90 % on 3 000 calls, is 87.5 %, and the page says since when."""
    targets = [target(80, "2026-01-01", "2026-03-15"), target(90, "2026-03-16")]
    measures = [ratio("2026-03-02", 800, 1000), ratio("2026-03-20", 2700, 3000)]
    found = figure(SERVICE_LEVEL, targets, measures)
    assert (found["target"], found["target_computed"], found["target_end"]) == (87.5, True, 90)
    assert found["target_changed"] == pd.Timestamp("2026-03-16")
    assert "target_changed" in found["flags"]
    assert (found["value"], found["gap"], found["status"]) == (87.5, 0, "green")


def test_renewed_target_has_not_changed():
    """The same target in a row of its own for each month is one target, exactly."""
    targets = [target(92.55, f"2026-0{m}-01", f"2026-0{m}-{d}") for m, d in ((1, 31), (2, 28), (3, 31))]
    measures = [ratio("2026-01-05", 900, 1000), ratio("2026-02-05", 910, 1000), ratio("2026-03-05", 930, 1000)]
    found = figure(SERVICE_LEVEL, targets, measures, period=year_to_date(MARCH.end))
    assert (found["target"], pd.isna(found["target_changed"]), found["target_computed"]) == (92.55, True, False)


def test_tolerance_and_band_follow_the_change():
    """Bounds and tolerance are weighted as the target is."""
    band = SERVICE_LEVEL | {"direction": "band", "tolerance": 1.0}
    targets = [
        target(None, "2026-01-01", "2026-03-15", low=78, high=86, tolerance=4),
        target(None, "2026-03-16", low=80, high=90),
    ]
    measures = [ratio("2026-03-02", 800, 1000), ratio("2026-03-20", 2700, 3000)]
    found = figure(band, targets, measures)
    assert (found["low"], found["high"], found["tolerance"]) == (79.5, 89, 1.75)
    assert (found["gap"], found["status"]) == (0, "green")


def test_monthly_target_of_a_sum_is_shared_by_working_days():
    """1 100 sales a month, March 2026 has 22 working days: a week of five owes 250."""
    found = figure(SALES, [sales_target(1100)], MARCH_SALES, period=week("2026-03-02"))
    assert (found["value"], found["target"], found["status"]) == (250, 250, "green")


def test_monthly_target_of_a_sum_is_whole_in_its_month():
    """A whole month owes the target as typed."""
    found = figure(SALES, [sales_target(1100)], MARCH_SALES)
    assert (found["value"], found["target"], found["target_computed"]) == (1100, 1100, False)


def test_week_over_two_months_owes_a_share_of_each():
    """30 March to 5 April: 2 of March's 22 days at 1 100, 3 of April's 21 at 2 100."""
    targets = [sales_target(1100, "2026-03-01", "2026-03-31"), sales_target(2100, "2026-04-01")]
    found = figure(SALES, targets, [], period=week("2026-03-30"))
    assert found["target"] == pytest.approx(100 + 300)


def test_year_of_a_sum_is_the_months_added():
    """Seasonal targets of 1 000, 1 200 and 1 100 are 3 300 at the end of March."""
    targets = [
        sales_target(value, f"2026-0{m}-01", f"2026-0{m}-{d}") for value, m, d in ((1000, 1, 31), (1200, 2, 28), (1100, 3, 31))
    ]
    assert figure(SALES, targets, MARCH_SALES, period=year_to_date(MARCH.end))["target"] == pytest.approx(3300)


def test_sum_target_changed_inside_the_month():
    """From 1 100 to 2 200 a month on 16 March: 10 days of 22 at the first, 12 at the second."""
    targets = [sales_target(1100, "2026-01-01", "2026-03-15", tolerance=110), sales_target(2200, "2026-03-16", tolerance=220)]
    found = figure(SALES, targets, MARCH_SALES)
    assert (found["target"], found["tolerance"]) == (pytest.approx(1700), pytest.approx(170))
    assert found["target_changed"] == pd.Timestamp("2026-03-16")


def test_overall_target_of_a_ratio_holds_for_every_scope():
    """80 % is owed by each site that has no target of its own; Lille owes 70 %."""
    measures = [ratio("2026-03-02", 75, 100, scope=site) for site in ("Lyon", "Lille")]
    targets = [target(80), target(70, scope="LILLE")]
    read = {scope: figure(SERVICE_LEVEL, targets, measures, scope=scope)["target"] for scope in ("", "Lyon", "Lille")}
    assert read == {"": 80, "Lyon": 80, "Lille": 70}


def test_overall_target_stands_in_outside_a_scopes_own_dates():
    """Lille owes 70 % in the first half of March, and what everybody owes afterwards."""
    measures = [ratio("2026-03-02", 75, 100, scope="Lille"), ratio("2026-03-20", 75, 100, scope="Lille")]
    targets = [target(80), target(70, "2026-03-01", "2026-03-15", scope="Lille")]
    assert figure(SERVICE_LEVEL, targets, measures, scope="Lille")["target"] == 75


def test_overall_target_of_a_sum_is_not_each_sites():
    """1 100 sales together are not 1 100 sales each; nor is a stock of 200 cases."""
    measures = [amount("2026-03-02", 40, scope="Lyon")]
    assert figure(SALES, [sales_target(1100)], measures, scope="Lyon")["reason"] == "no_target"
    stock = [amount("2026-03-02", 40, scope="Lyon", kpi_id="STOCK")]
    assert figure(BACKLOG, [target(200, kpi_id="STOCK")], stock, scope="Lyon")["reason"] == "no_target"
    assert figure(BACKLOG, [target(200, kpi_id="STOCK")], stock)["target"] == 200


def test_last_and_maximum_are_held_to_the_target_of_their_day():
    """A backlog read on 13 March is held to the target of 13 March, though it changed on the 16th."""
    targets = [target(50, "2026-01-01", "2026-03-15", kpi_id="STOCK"), target(30, "2026-03-16", kpi_id="STOCK")]
    found = figure(BACKLOG, targets, [amount("2026-03-13", 40, kpi_id="STOCK")])
    assert (found["target"], found["status"]) == (50, "green")
    waits = [one | {"kpi_id": "ATT_MAX"} for one in targets]
    assert figure(LONGEST_WAIT, waits, [amount("2026-03-20", 40, kpi_id="ATT_MAX")])["target"] == 30


def test_no_target_is_grey():
    """A value without target has no gap and no colour."""
    found = figure(SERVICE_LEVEL, [target(80, "2026-04-01")], [ratio("2026-03-02", 75, 100)])
    assert (found["status"], found["reason"], pd.isna(found["gap"])) == ("grey", "no_target", True)


def test_hole_between_targets_is_grey():
    """Calls were taken on a day without target: nothing can be owed for the month as a whole."""
    targets = [target(80, "2026-03-01", "2026-03-10"), target(80, "2026-03-21")]
    found = figure(SERVICE_LEVEL, targets, [ratio("2026-03-02", 75, 100), ratio("2026-03-16", 75, 100)])
    assert (found["status"], found["reason"], found["flags"]) == ("grey", "target_hole", "target_hole")
    whole = figure(SERVICE_LEVEL, targets, [ratio("2026-03-02", 75, 100), ratio("2026-03-16", 0, 0)])
    assert (whole["target"], whole["reason"]) == (80, "")


def test_hole_on_the_day_of_a_last_value_is_grey():
    """The backlog's own day has no target."""
    targets = [target(50, "2026-01-01", "2026-03-10", kpi_id="STOCK")]
    found = figure(BACKLOG, targets, [amount("2026-03-13", 40, kpi_id="STOCK")])
    assert (found["status"], found["reason"]) == ("grey", "target_hole")


def test_overlapping_targets_refuse_the_page():
    """Two targets for one day: both rows are named, and nothing is guessed."""
    targets = [target(80, "2026-01-01", row=5), target(85, "2026-03-01", "2026-03-31", row=9), target(70, "2026-05-01", row=12)]
    with pytest.raises(PageRefused) as refused:
        book([SERVICE_LEVEL], targets, [])
    found = [(one.code, one.effect, one.facts["row"], one.facts["other_row"]) for one in refused.value.problems]
    assert found == [("target.overlap", Effect.PAGE, 9, 5), ("target.overlap", Effect.PAGE, 12, 5)]
    assert refused.value.problems[0].facts["kpi"] == "QS"


def test_targets_that_touch_do_not_overlap():
    """To 15 March, from 16 March; and another scope's dates are its own."""
    targets = [target(80, "2026-01-01", "2026-03-15"), target(85, "2026-03-16"), target(85, "2026-01-01", scope="Lyon")]
    assert book([SERVICE_LEVEL], targets, []).problems == ()


@pytest.mark.parametrize(
    ("kpi", "row", "code", "column"),
    [
        (SERVICE_LEVEL, target(None), "target.missing", "target"),
        (SERVICE_LEVEL | {"direction": "band"}, target(80), "target.missing", "target"),
        (SERVICE_LEVEL | {"direction": "band"}, target(None, low=86, high=78), "target.band_reversed", "low"),
        (SERVICE_LEVEL, target(80, "2026-03-31", "2026-03-01"), "target.dates_reversed", "valid_to"),
    ],
)
def test_impossible_targets_are_set_aside(kpi, row, code, column):
    """A target without figure, a band upside down, dates upside down: set aside, with the cell to mend."""
    read = book([kpi], [row | {"row": 7}], [])
    assert [(one.code, one.facts["row"], one.facts["column"]) for one in read.problems] == [(code, 7, column)]
    assert read.targets.empty


def test_one_bound_is_a_band():
    """A band may be open on one side."""
    found = figure(SERVICE_LEVEL | {"direction": "band"}, [target(None, high=78)], [ratio("2026-03-02", 80, 100)])
    assert (found["gap"], found["favourable_gap"], found["status"]) == (2, -2, "amber")


def test_target_of_a_month_nobody_measured_is_shown():
    """What is owed is known before anything is measured."""
    found = figure(
        SERVICE_LEVEL, [target(80, "2026-01-01", "2026-03-31"), target(85, "2026-04-01")], [], period=month("2026-04-01")
    )
    assert (found["target"], found["reason"]) == (85, "no_value")


def test_weight_comes_along():
    """The weight of the last target in force, for a weighted score."""
    targets = [target(80, "2026-01-01", "2026-03-15", weight=0.4), target(85, "2026-03-16", weight=0.6, row=8)]
    found = figure(SERVICE_LEVEL, targets, [ratio("2026-03-02", 80, 100)], as_of=date(2026, 4, 8))
    assert (found["weight"], found["target_row"]) == (0.6, 8)
