"""Measures that cannot be right are shown as "to be checked", in place of a gap."""

from datetime import date

import pandas as pd
import pytest

from declared import declared
from gouvernail.problems import Effect
from gouvernail.rules.kpis import figures_of, read_book
from gouvernail.settings import Settings
from kpi_cases import AS_OF, FRANCE, MARCH, SALES, SERVICE_LEVEL, amount, book, figure, ratio, target, workdays

RECEIVED = SALES | {"kpi_id": "REC", "direction": "info"}
ANSWERED = SALES | {"kpi_id": "TRA", "direction": "info"}
ABANDONED = SALES | {"kpi_id": "ABD", "direction": "info"}
CALLS = {"whole": "REC", "parts": "TRA;ABD"}


def calls(day, received, answered, abandoned, **more):
    figures = {"REC": received, "TRA": answered, "ABD": abandoned}
    return [amount(day, value, kpi_id=kpi, **more) for kpi, value in figures.items()]


def doubts_of(read, kpi="QS", scope=""):
    figures = figures_of(read, [MARCH])
    return figures[figures["kpi_id"].eq(kpi) & figures["scope"].eq(scope)].iloc[0]


def test_doubted_figure_shows_no_gap():
    """More calls answered in time than received: the value stays to be seen, but no gap and no colour come of it."""
    found = figure(SERVICE_LEVEL, [target(80)], [ratio("2026-03-02", 80, 100), ratio("2026-03-03", 120, 100)])
    assert (found["value"], found["status"], found["reason"], found["flags"]) == (100, "grey", "to_check", "to_check")
    assert found[["gap", "favourable_gap", "relative_gap", "attainment"]].isna().all()
    assert found["doubts"] == "not_a_share"


@pytest.mark.parametrize(
    ("kpi", "row", "column"),
    [
        ({}, {"numerator": 101, "denominator": 100}, "numerator"),
        ({}, {"numerator": -1, "denominator": 100}, "numerator"),
        ({}, {"value": 101}, "value"),
        ({}, {"value": -1}, "value"),
        ({"formula": "one_minus"}, {"numerator": -1, "denominator": 100}, "numerator"),
        ({"aggregation": "last"}, {"value": 101}, "value"),
    ],
)
def test_percentage_of_a_whole_lies_between_0_and_100(kpi, row, column):
    """A rate of something out of something: reported with its cell, kept in the sums."""
    measure = {"kpi_id": "QS", "date": "2026-03-02", "row": 12} | row
    read = book([SERVICE_LEVEL | kpi], [], [measure])
    assert [(one.code, one.effect, one.facts["row"], one.facts["column"]) for one in read.problems] == [
        ("measure.not_a_share", Effect.NOTICE, 12, column)
    ]


@pytest.mark.parametrize(
    "kpi",
    [
        {"direction": "band"},
        {"direction": "info"},
        {"unit": "pts", "multiplier": 100.0},
        {"formula": "one_minus"},
        {"formula": "annualised"},
        {"multiplier": 1.0},
    ],
)
def test_other_rates_may_pass_100(kpi):
    """A budget, a turnover, a forecast error may pass 100 %."""
    assert book([SERVICE_LEVEL | kpi], [], [ratio("2026-03-02", 104, 100)]).problems == ()


def test_net_promoter_score_may_be_negative():
    """Promoters less detractors may well be fewer than none."""
    kpi = SERVICE_LEVEL | {"unit": "pts", "multiplier": 100.0, "decimals": 0}
    found = figure(kpi, [target(-10)], [ratio("2026-03-02", -12, 100)])
    assert (found["value"], found["gap"], found["doubts"]) == (-12, -2, "")


def test_whole_must_be_the_sum_of_its_parts():
    """1 000 received, 900 answered, 80 abandoned: 20 calls are nowhere. Whole and parts are to be checked."""
    read = book(
        [RECEIVED, ANSWERED, ABANDONED],
        [],
        [*calls("2026-03-02", 1000, 900, 100), *calls("2026-03-03", 1000, 900, 80)],
        [CALLS],
    )
    (problem,) = read.problems
    assert (problem.code, problem.effect) == ("identity.broken", Effect.NOTICE)
    assert {key: problem.facts[key] for key in ("kpi", "parts", "found", "expected", "row", "column")} == {
        "kpi": "REC", "parts": "TRA, ABD", "found": 1000, "expected": 980, "row": 5, "column": "value",
    }  # fmt: skip
    assert [doubts_of(read, kpi)["doubts"] for kpi in ("REC", "TRA", "ABD")] == ["identity"] * 3


def test_identity_tolerates_its_share():
    """With 2 % tolerated for calls still in the queue, 20 of 1 000 are fine."""
    measures = calls("2026-03-03", 1000, 900, 80)
    read = book([RECEIVED, ANSWERED, ABANDONED], [], measures, [CALLS | {"tolerance_share": 0.02}])
    assert read.problems == ()


def test_identity_needs_all_its_parts():
    """A day without abandons typed is missing, not broken; scopes and days are not mixed."""
    measures = calls("2026-03-02", 1000, 900, None) + calls("2026-03-03", 500, 400, 100, scope="Lyon")
    assert book([RECEIVED, ANSWERED, ABANDONED], [], measures, [CALLS]).problems == ()


def test_identity_is_of_sums():
    """A rate is no part of a volume: the identity is set aside, with its row."""
    read = book([RECEIVED, SERVICE_LEVEL], [], [], [{"whole": "REC", "parts": "QS", "row": 3}])
    assert [(one.code, one.facts["row"], one.facts["found"]) for one in read.problems] == [("identity.not_sum", 3, "QS")]


def test_last_week_of_zeros_is_suspected():
    """An extract that ends with a week of zeros: the sum is what was typed, and the week is to be checked."""
    days = workdays("2026-02-02", "2026-03-27")
    measures = [amount(day, 0 if day >= "2026-03-23" else 40) for day in days]
    read = book([SALES], [], measures)
    found = doubts_of(read, "VENTES")
    assert (found["value"], found["doubts"]) == (600, "suspected_missing")
    (problem,) = read.problems
    assert (problem.code, problem.facts["found"], problem.facts["rows"]) == ("measure.zeros", "2026-W13", 5)
    assert (problem.facts["row"], problem.facts["last_row"], problem.facts["column"]) == (37, 41, "value")


def test_validated_zeros_are_believed():
    """A centre that was closed: once its zeros are typed as validated, they are no longer doubted."""
    days = workdays("2026-02-02", "2026-03-27")
    measures = [amount(day, 0, validated=True) if day >= "2026-03-23" else amount(day, 40) for day in days]
    assert book([SALES], [], measures).problems == ()


def test_week_of_zeros_of_a_rates_denominator_is_suspected():
    """A site with no call at all for a week, where each other week has hundreds."""
    days = workdays("2026-02-02", "2026-03-27")
    measures = [ratio(day, 0, 0, scope="Lyon") if day >= "2026-03-23" else ratio(day, 80, 100, scope="Lyon") for day in days]
    read = book([SERVICE_LEVEL], [target(80)], measures)
    assert [doubts_of(read, scope=scope)["doubts"] for scope in ("", "Lyon")] == ["suspected_missing"] * 2


@pytest.mark.parametrize(
    ("usual", "weeks", "reason"),
    [(2, 8, "ten a week may well be none"), (40, 3, "three weeks are no habit")],
)
def test_rare_events_may_be_none(usual, weeks, reason):
    """A week without complaint is good news where there are few."""
    first = pd.Timestamp("2026-03-23") - pd.Timedelta(weeks=weeks)
    days = workdays(f"{first:%Y-%m-%d}", "2026-03-27")
    assert book([SALES], [], [amount(day, 0 if day >= "2026-03-23" else usual) for day in days]).problems == (), reason


def test_zero_day_is_not_a_week():
    """A public holiday at zero, alone in its week so far, is not suspect."""
    days = workdays("2026-02-02", "2026-03-20")
    measures = [amount(day, 40) for day in days] + [amount("2026-03-23", 0)]
    assert book([SALES], [], measures).problems == ()


def test_measure_typed_twice_is_counted_in_none():
    """Two rows for one day and site: neither is believed, the figure is to be checked, both rows are named."""
    measures = [
        ratio("2026-03-02", 80, 100),
        ratio("2026-03-03", 70, 100, row=8),
        ratio("2026-03-03", 90, 100, grain=None, row=9),
    ]
    read = book([SERVICE_LEVEL], [target(80)], measures)
    found = doubts_of(read)
    assert (found["value"], found["doubts"], found["status"]) == (80, "duplicate", "grey")
    assert (found["days_present"], found["days_expected"]) == (1, 2)
    assert [(one.code, one.facts["row"], one.facts["other_row"], one.effect) for one in read.problems] == [
        ("measure.duplicate", 9, 8, Effect.ROW)
    ]


def test_doubt_stays_in_its_site_and_period():
    """Lyon's doubtful February leaves Lille, and Lyon's March, alone."""
    measures = [ratio("2026-02-02", 120, 100, scope="Lyon")] + [
        ratio("2026-03-02", 80, 100, scope=site) for site in ("Lyon", "Lille")
    ]
    read = book([SERVICE_LEVEL], [target(80)], measures)
    assert figures_of(read, [MARCH])["doubts"].eq("").all()


def test_imported_row_gives_way_to_a_typed_one():
    """A figure corrected by hand wins over the extract, and the page's checks say so; a blank corrects nothing."""
    typed = declared("measures", ratio("2026-03-02", 90, 100), ratio("2026-03-03", None, None))
    extract = declared("measures", ratio("2026-03-02", 70, 100, row=40), ratio("2026-03-04", 70, 100, row=42))
    measures = pd.concat([typed, extract.assign(origin="imported")], ignore_index=True)
    read = read_book(
        declared("kpis", SERVICE_LEVEL), declared("targets"), measures, declared("identities"),
        settings=Settings(), as_of=AS_OF, calendar=FRANCE,
    )  # fmt: skip
    assert doubts_of(read)["value"] == 80
    assert [(one.code, one.effect, one.table, one.facts["row"]) for one in read.problems] == [
        ("measure.replaced", Effect.NOTICE, "imported", 40)
    ]


def test_half_a_ratio_is_reported():
    """A numerator without its denominator, or the reverse; a row prepared but empty is no problem."""
    measures = [ratio("2026-03-02", 80, None, row=4), ratio("2026-03-03", None, 100, row=5), ratio("2026-03-04", None, None)]
    read = book([SERVICE_LEVEL], [], measures)
    assert [(one.code, one.facts["row"], one.facts["column"]) for one in read.problems] == [
        ("measure.incomplete", 4, "denominator"), ("measure.incomplete", 5, "numerator"),
    ]  # fmt: skip


def test_later_measures_are_not_looked_at():
    """Replayed at an earlier date, the past reads as it did then: neither the day itself nor an unfinished week counts."""
    measures = [ratio("2026-03-02", 80, 100), ratio("2026-03-20", 0, 100), ratio("2026-03-16", 0, 500, grain="week")]
    found = figure(SERVICE_LEVEL, [], measures, as_of=date(2026, 3, 20))
    assert (found["value"], found["rows"]) == (80, 1)


def test_measures_of_unknown_kpis_are_left_out():
    """The reader has reported them."""
    assert book([SERVICE_LEVEL], [], [ratio("2026-03-02", 80, 100, kpi_id="GONE")]).facts.rows.empty
