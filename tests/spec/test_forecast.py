"""Where a running period is heading, and what is still possible in it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.forecast import forecasts, running_periods
from gouvernail.settings import Settings
from kpi_cases import BACKLOG, SALES, SERVICE_LEVEL, amount, gaps, ratio, target, workdays

AS_OF = date(2026, 6, 15)
"""A Monday; June 2026 has 22 working days in France, ten of them before."""
BEFORE = workdays("2026-03-02", "2026-06-12", holidays=["2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25"])


def projected(kpi, targets, measures, *, scope="", kind="month", as_of=AS_OF, staffing=None):
    found = gaps([kpi], targets, measures, as_of=as_of)
    planned = None if staffing is None else declared("staffing", *staffing)
    lines = forecasts(found.book, running_periods(as_of, Settings()), as_of=as_of, weeks=found.weeks, staffing=planned)
    return lines[lines["scope"].eq(scope) & lines["period_kind"].eq(kind)].iloc[0]


def served(rate, *, usual=None, volume=100.0, days=BEFORE):
    """So much served a day in June, and before."""
    return [ratio(day, (rate if day >= "2026-06" or usual is None else usual) * volume / 100, volume) for day in days]


def sold(value, days=BEFORE):
    return [amount(day, value) for day in days]


def test_running_periods():
    """The month, the semester and the contract year of the date, to their last days."""
    periods = running_periods(date(2026, 4, 8), Settings(contract_year_start=(10, 1)))
    assert [(one.start, one.end) for one in periods] == [
        (date(2026, 4, 1), date(2026, 4, 30)),
        (date(2026, 4, 1), date(2026, 9, 30)),
        (date(2025, 10, 1), date(2026, 9, 30)),
    ]


def test_ratio_keeps_its_rate():
    """78 % so far is 78 % at the end of the month, if nothing changes; 12 days of 100 calls are still to come."""
    found = projected(SERVICE_LEVEL, [target(80)], served(78))
    assert (found["value"], found["forecast"], found["remaining"]) == (78, 78, pytest.approx(1200))


def test_what_is_left_to_do_for_a_ratio():
    """780 of 1 000 done, 80 % of 2 200 owed: 980 of the 1 200 calls to come, 81.7 %."""
    found = projected(SERVICE_LEVEL, [target(80)], served(78, usual=85))
    assert found["required"] == pytest.approx(100 * 980 / 1200)
    assert found["prospect"] == "open"


def test_later_target_holds_for_the_volume_to_come():
    """80 % until the 15th, 90 % after: 800 and 1 080 of 2 200 are owed."""
    found = projected(SERVICE_LEVEL, [target(80, end="2026-06-14"), target(90, "2026-06-15")], served(78, usual=95))
    assert found["required"] == pytest.approx(100 * (800 + 1080 - 780) / 1200)


@pytest.mark.parametrize(
    ("direction", "aim", "rate", "usual", "prospect"),
    [
        ("higher", 80.0, 50.0, 99.0, "out_of_reach"),
        ("higher", 80.0, 78.0, 79.0, "never_reached"),
        ("higher", 30.0, 90.0, 90.0, "secured"),
        ("lower", 5.0, 20.0, 5.0, "out_of_reach"),
        ("lower", 5.0, 6.0, 5.5, "never_reached"),
        ("lower", 60.0, 5.0, 5.0, "secured"),
        ("lower", 5.0, 6.0, 3.0, "open"),
    ],
)
def test_prospect_of_a_ratio(direction, aim, rate, usual, prospect):
    """More than 100 % to hold is out of reach; a rate no week ever had was never reached; 0 % or less is secured."""
    found = projected(SERVICE_LEVEL | {"direction": direction}, [target(aim)], served(rate, usual=usual))
    assert found["prospect"] == prospect


def test_prospect_of_seconds_has_no_ceiling():
    """An average time is never secured by a hundred."""
    kpi = SERVICE_LEVEL | {"unit": "s", "direction": "lower"}
    assert projected(kpi, [target(400)], [ratio(day, 10_000, 100) for day in BEFORE])["prospect"] == "open"


def test_one_minus_is_projected_as_what_it_shows():
    """Available 98 % so far, 99 % owed: 99.8 % to hold on what is left, whatever is counted is the failures."""
    kpi = SERVICE_LEVEL | {"formula": "one_minus"}
    found = projected(kpi, [target(99)], [ratio(day, 2 if day >= "2026-06" else 0, 100) for day in BEFORE])
    assert (found["forecast"], found["required"]) == (98, pytest.approx(100 * (2178 - 980) / 1200))


def test_sum_goes_on_by_its_weekdays():
    """400 sold in 10 of 22 like working days is 880 at the end of the month; 480 are missing to 880, on 12 days."""
    found = projected(SALES, [target(880, kpi_id="VENTES")], sold(40))
    assert found["forecast"] == pytest.approx(880)
    assert (found["remaining"], found["required"], found["prospect"]) == (12, 480, "open")


def test_profile_knows_the_weekdays():
    """Twice as much on Mondays: the 15th, 22nd and 29th weigh more than the Mondays already gone."""
    mondays = {day for day in BEFORE if pd.Timestamp(day).day_of_week == 0}
    found = projected(SALES, [], [amount(day, 80 if day in mondays else 40) for day in BEFORE])
    to_date, to_come = 10 * 40 + 2 * 40, 12 * 40 + 3 * 40
    assert found["forecast"] == pytest.approx(to_date + to_come)


def test_holidays_to_come_count_as_sundays():
    """May 2026 has 17 working days: the 14th and the 25th, still to come on the 11th, are off."""
    days = workdays("2026-02-02", "2026-05-08", holidays=["2026-04-06", "2026-05-01", "2026-05-08"])
    found = projected(SALES, [], sold(40, days), as_of=date(2026, 5, 11))
    assert found["forecast"] == pytest.approx(17 * 40)


def test_short_history_counts_plain_working_days():
    """Two weeks behind: every working day weighs the same."""
    days = workdays("2026-06-01", "2026-06-12")
    found = projected(SALES, [], [amount(day, 10 * at) for at, day in enumerate(days)])
    assert found["forecast"] == pytest.approx(450 * 22 / 10)


def test_weekly_rows_make_a_profile():
    """A week of 500 calls is 100 a working day."""
    mondays = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-03-02", "2026-06-08", freq="W-MON")]
    found = projected(SERVICE_LEVEL, [], [ratio(day, 400, 500, grain="week") for day in mondays])
    assert found["remaining"] == pytest.approx(1200)


@pytest.mark.parametrize(
    ("direction", "aim", "prospect"),
    [("higher", 300, "secured"), ("higher", 2000, "open"), ("lower", 300, "out_of_reach"), ("lower", 900, "open")],
)
def test_prospect_of_a_sum(direction, aim, prospect):
    """400 done: 300 to make are made, 300 not to pass are passed."""
    assert projected(SALES | {"direction": direction}, [target(aim, kpi_id="VENTES")], sold(40))["prospect"] == prospect


def test_nothing_left_is_closed():
    """On Sunday 31 May, for who works Monday to Friday, May is over."""
    days = workdays("2026-02-02", "2026-05-29", holidays=["2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25"])
    found = projected(SERVICE_LEVEL, [target(80)], served(78, days=days), as_of=date(2026, 5, 31))
    assert (found["prospect"], np.isnan(found["required"])) == ("closed", True)


@pytest.mark.parametrize("more", [{"direction": "band"}, {"direction": "info"}, {"formula": "annualised"}])
def test_nothing_is_required_of_bands_and_info(more):
    """There is no side to make up on; a headcount has no volume to come."""
    found = projected(SERVICE_LEVEL | more, [target(80, low=70, high=90)], served(78))
    assert (np.isnan(found["required"]), found["prospect"]) == (True, "")


def test_forecast_volumes_stand_in():
    """150 contacts expected a day, where 120 came for 100 calls of this KPI: 125 of them, on the days it covers."""
    past = [{"date": day, "forecast_volume": 999, "actual_volume": 120} for day in BEFORE]
    coming = [{"date": day, "forecast_volume": 150} for day in workdays("2026-06-15", "2026-06-19")]
    found = projected(SERVICE_LEVEL, [target(80)], served(78), staffing=past + coming)
    assert (found["remaining"], found["method"]) == (pytest.approx(5 * 125 + 7 * 100), "forecast")
    unknown = projected(SERVICE_LEVEL, [target(80)], served(78), staffing=coming)
    assert (unknown["remaining"], unknown["method"]) == (pytest.approx(1200), "profile")


def test_forecast_volumes_of_sites_add_up():
    """Two sites' forecasts make the overall one, unless one is typed."""
    sites = ("Lyon", "Lille")
    measures = [row | {"scope": site} for site in sites for row in served(78)]
    staffing = [
        {"date": day, "forecast_volume": 150 if day > "2026-06-14" else 100, "scope": site}
        for site in sites for day in BEFORE + workdays("2026-06-15", "2026-06-30")
    ]  # fmt: skip
    assert projected(SERVICE_LEVEL, [], measures, staffing=staffing)["remaining"] == pytest.approx(12 * 300)
    assert projected(SERVICE_LEVEL, [], measures, staffing=staffing, scope="Lyon")["remaining"] == pytest.approx(12 * 150)
    gone = [row | {"scope": "Brest"} for row in staffing]
    assert projected(SERVICE_LEVEL, [], measures, staffing=gone, scope="Lyon")["method"] == "profile"


def test_stocks_and_maxima_are_not_projected():
    """A backlog has no end of month to make."""
    found = gaps([BACKLOG], [], [amount("2026-06-02", 5, kpi_id="STOCK")], as_of=AS_OF)
    assert forecasts(found.book, running_periods(AS_OF, Settings()), as_of=AS_OF, weeks=found.weeks).empty


def test_first_day_of_a_period():
    """Nothing was measured yet: no projection, and the whole target is still to be made."""
    days = workdays("2026-03-02", "2026-05-29", holidays=["2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25"])
    found = projected(SALES, [target(880, kpi_id="VENTES")], sold(40, days), as_of=date(2026, 6, 1))
    assert (np.isnan(found["forecast"]), found["required"]) == (True, 880)
