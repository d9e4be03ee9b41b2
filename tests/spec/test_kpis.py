"""The page of gaps: which periods, which KPIs, and the status that escalates."""

from datetime import date

import pandas as pd
import pytest

from gouvernail.problems import PageRefused
from gouvernail.rules.flags import FLAGS
from gouvernail.settings import Settings
from gouvernail.terms import Status
from kpi_cases import AS_OF, SALES, SERVICE_LEVEL, amount, book, gaps, ratio, target, workdays


def weekly(*rates, last="2026-03-30", **more):
    """One week each, out of 1 000 calls, ending with the week of `last`."""
    first = pd.Timestamp(last) - pd.Timedelta(weeks=len(rates) - 1)
    mondays = [f"{first + pd.Timedelta(weeks=at):%Y-%m-%d}" for at in range(len(rates))]
    return [
        ratio(day, rate * 10, 1000, grain="week", **more) for day, rate in zip(mondays, rates, strict=True) if rate is not None
    ]


def test_periods_of_the_page():
    """On 8 April 2026: week 14, March, January to March, and the second half of 2025."""
    found = gaps([SERVICE_LEVEL], [target(80)], [ratio("2026-03-02", 80, 100)]).frame
    assert found["period"].tolist() == ["2026-W14", "2026-03", "2026-YTD-2026-03-31", "2025-S2"]
    assert found["period_kind"].tolist() == ["week", "month", "ytd", "semester"]


def test_periods_on_the_first_of_a_month():
    """On Wednesday 1 April, March is complete and week 14 is not."""
    found = gaps([SERVICE_LEVEL], [], [], as_of=date(2026, 4, 1)).frame
    assert found["period"].tolist() == ["2026-W13", "2026-03", "2026-YTD-2026-03-31", "2025-S2"]


def test_every_kpi_and_scope_in_order():
    """KPIs as their table has them, the overall figure first, then the scopes; a KPI without measure is there too."""
    measures = [amount("2026-03-02", 5, scope="Lyon"), amount("2026-03-02", 5, scope="Lille")]
    found = gaps([SERVICE_LEVEL, SALES], [], measures).frame
    assert list(dict.fromkeys(zip(found["kpi_id"], found["scope"], strict=True))) == [
        ("QS", ""), ("VENTES", ""), ("VENTES", "Lille"), ("VENTES", "Lyon"),
    ]  # fmt: skip


def test_history_for_charts():
    """53 weeks and 13 months, oldest first, each with its value and its target."""
    measures = [ratio("2025-03-31", 70, 100), ratio("2026-03-31", 80, 100)]
    found = gaps([SERVICE_LEVEL], [target(75, "2025-01-01", "2025-12-31"), target(85, "2026-01-01")], measures)
    assert (len(found.months), len(found.weeks)) == (13, 53)
    assert found.months[["period", "value", "target"]].iloc[[0, 12]].to_numpy().tolist() == [
        ["2025-03", 70, 75],
        ["2026-03", 80, 85],
    ]
    assert found.weeks["period"].iloc[[0, 52]].tolist() == ["2025-W14", "2026-W14"]


@pytest.mark.parametrize(
    ("rates", "confirmed", "to_confirm"),
    [
        ((85, 85, 85), "green", False),
        ((85, 85, 70), "amber", True),
        ((85, 70, 70), "red", False),
        ((85, 70, 78), "amber", False),
        ((70, 70, 85), "red", False),
        ((70, 70, 85, 85), "green", False),
        ((70, 70, 85, None, 85), "green", False),
        ((85, 70, None, 70), "red", False),
        ((70, 70, 85, 78, 85), "red", False),
    ],
)
def test_confirmed_status(rates, confirmed, to_confirm):
    """80 % owed, 3 tolerated: two reds confirm, two greens clear, a missing week neither counts nor breaks the count."""
    found = gaps([SERVICE_LEVEL], [target(80)], weekly(*rates)).frame
    assert found["confirmed_status"].tolist() == [confirmed] * 4
    assert found["to_confirm"].tolist() == [to_confirm] * 4


def test_confirmed_status_by_month():
    """With the month as the period of confirmation, two red months confirm."""
    measures = [ratio("2026-02-15", 70, 100), ratio("2026-03-15", 70, 100)]
    by_month = gaps([SERVICE_LEVEL], [target(80)], measures, settings=Settings(confirm_period="month")).frame
    assert by_month["confirmed_status"].unique().tolist() == ["red"]
    settings = Settings(confirm_period="month", confirm_red=3)
    assert gaps([SERVICE_LEVEL], [target(80)], measures, settings=settings).frame["confirmed_status"].unique().tolist() == [
        "amber"
    ]


def test_small_samples_confirm_nothing():
    """Two red weeks of 20 answers each, where 30 are needed: coloured, never escalated."""
    measures = [ratio(day, 10, 20, grain="week") for day in ("2026-03-23", "2026-03-30")]
    found = gaps([SERVICE_LEVEL | {"n_min": 30}], [target(80)], measures).frame
    assert found["status"].iloc[0] == "red"
    assert found["confirmed_status"].unique().tolist() == ["grey"]


def test_unfavourable_special_cause_confirms_at_once():
    """After 24 weeks around 90 %, one week at 81 % is within the contract's tolerance, and outside the limits."""
    usual = [90, 91, 90, 89, 90, 91] * 4
    found = gaps([SERVICE_LEVEL], [target(82)], weekly(*usual, 81)).frame
    assert (found["status"].iloc[0], found["confirmed_status"].iloc[0]) == ("amber", "red")


def test_recorded_change_of_process_starts_new_limits():
    """The same week after a recorded change is the first of a new chart, and no signal."""
    usual = [90, 91, 90, 89, 90, 91] * 4
    change = {"kpi_id": "QS", "from_date": "2026-03-30", "decision_id": "D-01", "reason": "new queue"}
    found = gaps([SERVICE_LEVEL], [target(82)], weekly(*usual, 81), rebases=[change]).frame
    assert found["confirmed_status"].iloc[0] == "amber"
    elsewhere = gaps([SERVICE_LEVEL], [target(82)], weekly(*usual, 81), rebases=[change | {"scope": "Lyon"}]).frame
    assert elsewhere["confirmed_status"].iloc[0] == "red"


def test_priority_kpis_follow_the_four_rules():
    """Seven weeks on one side of the mean: a signal for a priority KPI, none yet for the others, who wait for eight."""
    usual = [90, 92, 90, 92, 90, 92] * 4
    rates = [*usual, *[90.5] * 7]
    status = {
        flag: gaps([SERVICE_LEVEL | {flag: True}], [target(90)], weekly(*rates)).frame["confirmed_status"].iloc[0]
        for flag in ("priority", "contractual", "north_star")
    }
    assert status == {"priority": "red", "contractual": "red", "north_star": "green"}


def test_doubted_weeks_make_no_signal():
    """A week that is to be checked is a hole in the chart: it confirms nothing."""
    usual = [90, 91, 90, 89, 90, 91] * 4
    found = gaps([SERVICE_LEVEL], [target(82)], weekly(*usual, 130)).frame
    assert (found["reason"].iloc[0], found["confirmed_status"].iloc[0]) == ("to_check", "green")


def test_two_kpis_with_one_id_refuse_the_page():
    """A KPI typed twice would double every figure."""
    with pytest.raises(PageRefused) as refused:
        book([SERVICE_LEVEL | {"row": 2}, SERVICE_LEVEL | {"row": 6}], [], [])
    (problem,) = refused.value.problems
    assert (problem.code, problem.facts["row"], problem.facts["first"], problem.facts["found"]) == ("row.duplicate", 6, 2, "QS")


def test_all_problems_reach_the_page():
    """Rows set aside, measures to check and targets set aside come together."""
    measures = [ratio("2026-03-02", 80, None), ratio("2026-03-03", 101, 100)]
    found = gaps([SERVICE_LEVEL], [target(None)], measures)
    assert {one.code for one in found.problems} == {"measure.incomplete", "measure.not_a_share", "target.missing"}


def test_same_inputs_same_figures():
    """The page is a function of its tables and its date."""
    days = workdays("2026-01-05", "2026-03-31")
    first, second = (
        gaps([SERVICE_LEVEL], [target(80)], [ratio(day, 80, 100) for day in days], as_of=AS_OF).frame for _ in range(2)
    )
    pd.testing.assert_frame_equal(first, second)


def test_vocabularies():
    """Statuses and flags are those that the words know."""
    found = gaps([SERVICE_LEVEL], [target(80)], [ratio("2026-03-02", 20, 28, validated=False)]).frame
    assert set(found["status"]) | set(found["confirmed_status"]) <= {one.value for one in Status}
    assert {flag for flags in found["flags"] for flag in flags.split(";") if flag} <= set(FLAGS)
