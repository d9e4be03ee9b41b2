"""What a KPI was worth over a period."""

from datetime import date

import pandas as pd
import pytest

from gouvernail.rules.periods import semester_of, year_to_date
from gouvernail.settings import Settings
from kpi_cases import (
    BACKLOG,
    HANDLING_TIME,
    LONGEST_WAIT,
    MARCH,
    SALES,
    SERVICE_LEVEL,
    amount,
    figure,
    month,
    ratio,
    target,
    week,
    workdays,
)


def test_ratio_is_sum_over_sum():
    """A quiet Sunday weighs what it weighs: 1 900 of 2 100 calls is 90.5 %, where the mean of the days is 75 %."""
    found = figure(SERVICE_LEVEL, [], [ratio("2026-03-02", 1850, 2000), ratio("2026-03-08", 50, 100)])
    assert (found["numerator"], found["denominator"], found["n"]) == (1900, 2100, 2100)
    assert found["value"] == pytest.approx(90.476190, abs=1e-6)
    assert found["displayed"] == 90.5


def test_missing_half_of_a_ratio_is_a_missing_day():
    """A day with calls but no answers typed is left out of both sums, and counted as missing."""
    days = workdays("2026-03-01", "2026-03-31")
    measures = [ratio(day, None if day < "2026-03-09" else 80, 100) for day in days]
    found = figure(SERVICE_LEVEL, [], measures)
    assert (found["value"], found["denominator"]) == (80, 1700)
    assert (found["days_present"], found["days_expected"], found["flags"]) == (17, 22, "incomplete")


def test_typed_zero_is_zero_and_blank_is_not():
    """Zero sales on Tuesday are sales of zero; a blank Wednesday is a day without figure."""
    measures = [amount("2026-03-02", 12), amount("2026-03-03", 0), amount("2026-03-04", None)]
    found = figure(SALES, [], measures)
    assert (found["value"], found["days_present"], found["days_expected"]) == (12, 2, 3)


def test_zero_denominator_is_not_applicable():
    """No calls: neither 0 % nor 100 %."""
    found = figure(SERVICE_LEVEL, [target(80)], [ratio("2026-03-02", 0, 0)])
    assert pd.isna(found["value"])
    assert (found["reason"], found["status"]) == ("not_applicable", "grey")


def test_nothing_measured_is_no_value():
    """A month without any row has no value, whatever other months have."""
    found = figure(SERVICE_LEVEL, [target(80)], [ratio("2026-02-02", 80, 100)])
    assert (found["reason"], found["status"], found["target"], found["rows"]) == ("no_value", "grey", 80, 0)


def test_value_with_its_denominator_makes_its_numerator():
    """90 % of 200 calls and 60 % of 100 calls are 80 % of 300 calls."""
    measures = [ratio("2026-03-02", None, 200, value=90), ratio("2026-03-03", None, 100, value=60)]
    found = figure(SERVICE_LEVEL, [], measures)
    assert (found["numerator"], found["value"]) == (240, 80)


def test_value_alone_counts_only_alone():
    """A satisfaction typed as 81.4 % is the month's when it is the month's only row; two of them are never averaged."""
    once = figure(SERVICE_LEVEL, [], [ratio("2026-03-31", None, None, value=81.4)])
    twice = figure(SERVICE_LEVEL, [], [ratio("2026-03-15", None, None, value=70), ratio("2026-03-31", None, None, value=90)])
    assert (once["value"], once["reason"]) == (81.4, "no_target")
    assert (pd.isna(twice["value"]), twice["reason"]) == (True, "not_aggregable")


def test_value_alone_beside_sums_is_a_missing_day():
    """A rate without its volume cannot enter the month's: the day is counted as missing."""
    measures = [ratio("2026-03-02", 80, 100), ratio("2026-03-03", None, None, value=10)]
    found = figure(SERVICE_LEVEL, [], measures)
    assert (found["value"], found["days_present"], found["days_expected"]) == (80, 1, 2)


@pytest.mark.parametrize(
    ("formula", "unit", "multiplier", "expected"),
    [
        (None, "%", None, 4.0),
        (None, "‱", None, 400.0),
        (None, "s", None, 0.04),
        (None, "pts", 100.0, 4.0),
        ("one_minus", "%", None, 96.0),
        ("annualised", "%", None, 48.0),
    ],
)
def test_formula_unit_and_multiplier(formula, unit, multiplier, expected):
    """The unit says what N/D is multiplied by, unless the KPI says it itself; a month's turnover counts twelve times."""
    kpi = SERVICE_LEVEL | {"formula": formula, "unit": unit, "multiplier": multiplier, "direction": "lower"}
    assert figure(kpi, [], [ratio("2026-03-02", 4, 100)])["value"] == pytest.approx(expected)


def test_annualised_rate_takes_the_mean_headcount():
    """Six leavers in a quarter, 100 people each month end: 24 % a year, not 8 %."""
    kpi = SERVICE_LEVEL | {"formula": "annualised"}
    measures = [ratio(day, 2, 100) for day in ("2026-01-31", "2026-02-28", "2026-03-31")]
    quarter = year_to_date(date(2026, 3, 31))
    found = figure(kpi, [], measures, period=quarter)
    assert (found["denominator"], found["value"]) == (100, pytest.approx(24))


def test_annualised_rate_adds_the_headcounts_of_sites():
    """Two sites of 100 and 50 make 150 people, whatever the number of rows of each."""
    kpi = SERVICE_LEVEL | {"formula": "annualised"}
    lyon = [ratio(day, 1, 100, scope="Lyon") for day in ("2026-03-02", "2026-03-31")]
    found = figure(kpi, [], [*lyon, ratio("2026-03-31", 1, 50, scope="Lille")])
    assert (found["numerator"], found["denominator"], found["value"]) == (3, 150, pytest.approx(24))


def test_annualised_week_counts_its_part_of_a_month():
    """One leaver of 100 in one week is 52.2 % a year: 365.25 days over 7."""
    kpi = SERVICE_LEVEL | {"formula": "annualised"}
    found = figure(kpi, [], [ratio("2026-03-02", 1, 100)], period=week("2026-03-02"))
    assert found["displayed"] == 52.2


def test_one_minus_typed_as_value_and_denominator():
    """99.5 % available of 10 000 minutes is 50 minutes down."""
    found = figure(SERVICE_LEVEL | {"formula": "one_minus"}, [], [ratio("2026-03-02", None, 10_000, value=99.5)])
    assert (found["numerator"], found["value"]) == (pytest.approx(50), pytest.approx(99.5))


def test_sum_adds_up_and_takes_the_numerator_when_value_is_blank():
    """Sales typed in either column add up."""
    found = figure(SALES, [], [amount("2026-03-02", 40), amount("2026-03-03", None, numerator=60)])
    assert (found["value"], pd.isna(found["denominator"]), pd.isna(found["n"])) == (100, True, True)


def test_last_is_that_of_the_last_closed_day():
    """At 20 March the backlog is that of the 19th: the committee's own day is not closed."""
    measures = [
        amount(day, value, kpi_id="STOCK") for day, value in (("2026-03-18", 90), ("2026-03-19", 70), ("2026-03-20", 5))
    ]
    found = figure(BACKLOG, [], measures, as_of=date(2026, 3, 20))
    assert (found["value"], found["last_date"]) == (70, pd.Timestamp("2026-03-19"))


def test_stock_adds_over_scopes_and_seniority_does_not():
    """Two sites' open cases add up; their mean seniorities, in months, do not without the headcounts."""
    rows = [amount("2026-03-30", 12, kpi_id="STOCK", scope="Lyon"), amount("2026-03-31", 30, kpi_id="STOCK", scope="Lille")]
    weighted = [row | {"value": None, "numerator": 10 * row["value"], "denominator": 10} for row in rows]
    assert figure(BACKLOG, [], rows)["value"] == 42
    seniority = figure(BACKLOG | {"unit": "mois"}, [], rows)
    assert (pd.isna(seniority["value"]), seniority["reason"]) == (True, "not_aggregable")
    assert figure(BACKLOG | {"unit": "mois"}, [], weighted)["value"] == 21


def test_maximum_is_the_highest():
    """The longest wait of the month is the longest of its days, over all sites."""
    measures = [
        amount("2026-03-02", 310, kpi_id="ATT_MAX", scope="Lyon"),
        amount("2026-03-05", 640, kpi_id="ATT_MAX", scope="Lille"),
    ]
    assert figure(LONGEST_WAIT, [], measures)["value"] == 640
    assert figure(LONGEST_WAIT, [], measures, scope="Lyon")["value"] == 310


def test_overall_is_all_scopes_together_unless_it_is_typed():
    """With a row without scope, the overall figure is that row; without one, it is all sites together."""
    sites = [ratio("2026-03-02", 90, 100, scope="Lyon"), ratio("2026-03-02", 210, 300, scope="Lille")]
    assert figure(SERVICE_LEVEL, [], sites)["value"] == 75
    assert figure(SERVICE_LEVEL, [], [*sites, ratio("2026-03-02", 400, 500)])["value"] == 80


def test_scope_names_that_mean_overall():
    """A site called "Total" is no site once the settings say so, and Lyon is LYON."""
    rows = [
        ratio("2026-03-02", 90, 100, scope="Lyon"),
        ratio("2026-03-03", 70, 100, scope=" LYON"),
        ratio("2026-03-02", 1, 4, scope="Total"),
    ]
    settings = Settings(scopes_overall="total, ensemble")
    assert figure(SERVICE_LEVEL, [], rows, settings=settings)["value"] == 25
    assert figure(SERVICE_LEVEL, [], rows, settings=settings, scope="Lyon")["value"] == 80


def test_weeks_belong_to_the_month_of_their_thursday():
    """Week 14 of 2026 (30 March to 5 April) is April's: typed by week, March has weeks 10 to 13, and says so."""
    served = {"02-23": 700, "03-02": 800, "03-09": 810, "03-16": 790, "03-23": 800, "03-30": 500}
    measures = [ratio(f"2026-{monday}", n, 1000, grain="week") for monday, n in served.items()]
    found = figure(SERVICE_LEVEL, [target(80)], measures)
    assert (found["numerator"], found["value"], found["status"]) == (3200, 80, "green")
    assert (found["basis"], found["flags"]) == ("weeks", "inconclusive;whole_weeks;straddling")
    assert found["straddling"] == "2026-W09;2026-W14"
    assert (found["days_present"], found["days_expected"]) == (20, 20)
    assert figure(SERVICE_LEVEL, [], measures, period=month("2026-04-01"))["value"] == 50


def test_any_day_of_a_week_names_it():
    """A weekly row dated on a Sunday is the week that ends that Sunday."""
    measures = [ratio("2026-03-08", 70, 100, grain="week")]
    assert figure(SERVICE_LEVEL, [], measures, period=week("2026-03-02"))["value"] == 70


def test_week_53_is_december():
    """Week 53 of 2026 (28 December to 3 January) counts in December 2026, not in January 2027."""
    measures = [ratio("2026-12-28", 60, 100, grain="week"), ratio("2027-01-04", 90, 100, grain="week")]
    as_of = date(2027, 2, 3)
    assert figure(SERVICE_LEVEL, [], measures, period=month("2026-12-01"), as_of=as_of)["value"] == 60
    assert figure(SERVICE_LEVEL, [], measures, period=month("2027-01-01"), as_of=as_of)["value"] == 90


def test_days_win_over_their_week():
    """A week typed as a whole and by day is counted once, by day; other weeks keep their row."""
    measures = [
        ratio("2026-03-02", 70, 100), ratio("2026-03-04", 90, 100),
        ratio("2026-03-02", 900, 1000, grain="week"), ratio("2026-03-09", 400, 800, grain="week"),
    ]  # fmt: skip
    found = figure(SERVICE_LEVEL, [], measures)
    assert (found["numerator"], found["denominator"], found["basis"]) == (560, 1000, "weeks")
    assert (found["days_present"], found["days_expected"]) == (7, 22)


def test_days_not_measured_are_seen_by_habit():
    """A site that measures every working day and stops on 20 March has 15 days of 22, not 15 of 15."""
    measures = [ratio(day, 80, 100) for day in workdays("2026-01-05", "2026-03-20")]
    found = figure(SERVICE_LEVEL, [], measures)
    assert (found["days_present"], found["days_expected"]) == (15, 22)


def test_public_holidays_are_not_missing():
    """1 May, 8 May, Ascension and Whit Monday off: May 2026 has 17 days for who works Monday to Friday."""
    off = ["2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25"]
    measures = [ratio(day, 80, 100) for day in workdays("2026-02-02", "2026-05-29", holidays=off)]
    found = figure(SERVICE_LEVEL, [], measures, period=month("2026-05-01"), as_of=date(2026, 6, 3))
    assert (found["days_present"], found["days_expected"]) == (17, 17)


def test_closed_on_saturdays_is_not_missing_on_saturdays():
    """Lille works Saturdays, Lyon does not: Lyon is complete with its 22 days, and so is the whole."""
    saturdays = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-01-05", "2026-03-31", freq="W-SAT")]
    days = workdays("2026-01-05", "2026-03-31")
    measures = [ratio(day, 80, 100, scope="Lyon") for day in days] + [
        ratio(day, 80, 100, scope="Lille") for day in days + saturdays
    ]
    lyon, overall = (figure(SERVICE_LEVEL, [], measures, scope=scope) for scope in ("Lyon", ""))
    assert (lyon["days_present"], lyon["days_expected"]) == (22, 22)
    assert (overall["days_present"], overall["days_expected"]) == (26, 26)


def test_overall_is_incomplete_when_one_site_is():
    """Lyon misses 10 March: the whole has 21 complete days of 22."""
    days = workdays("2026-01-05", "2026-03-31")
    measures = [
        ratio(day, 80, 100, scope=site) for day in days for site in ("Lyon", "Lille") if (day, site) != ("2026-03-10", "Lyon")
    ]
    found = figure(SERVICE_LEVEL, [], measures)
    assert (found["days_present"], found["days_expected"], found["flags"]) == (21, 22, "incomplete")


def test_monthly_survey_is_complete_with_its_one_row():
    """A survey typed once a month is not 21 days short."""
    measures = [ratio(day, 40, 50) for day in ("2025-12-31", "2026-01-30", "2026-02-27", "2026-03-31")]
    found = figure(SERVICE_LEVEL, [], measures)
    assert (found["days_present"], found["days_expected"]) == (1, 1)


def test_closed_site_does_not_make_the_whole_incomplete():
    """Brest closed on 16 January and Nice opened on 9 March: neither makes a hole in the other months."""
    days = workdays("2026-01-05", "2026-04-30", holidays=["2026-04-06"])
    lyon = [ratio(day, 80, 100, scope="Lyon") for day in days]
    brest = [ratio(day, 80, 100, scope="Brest") for day in days if day <= "2026-01-16"]
    nice = [ratio(day, 80, 100, scope="Nice") for day in days if day >= "2026-03-09"]
    year = year_to_date(date(2026, 4, 30))
    found = figure(SERVICE_LEVEL, [], lyon + brest + nice, period=year, as_of=date(2026, 5, 5))
    assert found["days_present"] == found["days_expected"] - 1  # 2 January, before anything was measured
    nice_in_march = figure(SERVICE_LEVEL, [], lyon + nice, scope="Nice", as_of=date(2026, 5, 5))
    assert (nice_in_march["days_present"], nice_in_march["days_expected"]) == (17, 17)


def test_year_to_date_follows_the_contract_year():
    """A contract year from 1 October: at the end of March, six months."""
    measures = [ratio(f"{day}-15", n, 100) for day, n in (("2025-09", 10), ("2025-10", 70), ("2026-03", 90))]
    found = figure(SERVICE_LEVEL, [], measures, period=year_to_date(MARCH.end, (10, 1)))
    assert (found["value"], found["period"]) == (80, "2025-YTD-2026-03-31")


def test_semester_is_not_a_mean_of_months():
    """The strategic committee reads sum over sum: 150 of 1 100, not the mean of 50 % and 10 %."""
    measures = [ratio("2026-01-15", 50, 100), ratio("2026-02-16", 100, 1000)]
    found = figure(SERVICE_LEVEL, [], measures, period=semester_of(date(2026, 1, 1)), as_of=date(2026, 7, 2))
    assert found["displayed"] == 13.6


def test_provisional_measures_are_marked():
    """One row typed as not validated marks the whole figure; a blank does not."""
    measures = [ratio("2026-03-02", 80, 100, validated=False), ratio("2026-03-03", 80, 100)]
    assert figure(SERVICE_LEVEL, [], measures)["flags"] == "provisional"


def test_figure_names_its_rows():
    """A figure can be traced to the first and last row of the sheet that made it."""
    measures = [
        ratio("2026-03-03", 80, 100, row=17),
        ratio("2026-03-02", 80, 100, row=412),
        ratio("2026-02-02", 80, 100, row=5),
    ]
    found = figure(SERVICE_LEVEL, [], measures)
    assert (found["first_row"], found["last_row"], found["rows"]) == (17, 412, 2)


def test_handling_time_is_weighted_by_contacts():
    """400 s over 300 contacts and 460 s over 100 are 415 s."""
    rows = [ratio("2026-03-02", 120_000, 300, kpi_id="DMT"), ratio("2026-03-03", 46_000, 100, kpi_id="DMT")]
    assert figure(HANDLING_TIME, [], rows)["value"] == 415
