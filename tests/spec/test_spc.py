"""Control charts: published examples in, published limits and signals out.

Sources: NIST/SEMATECH e-Handbook of Statistical Methods 6.3.2.2 (flow rate); Montgomery, Introduction to Statistical
Quality Control, 6th ed., chapter 6 (viscosity, loan costs) and chapter 7 (orange juice, purchase orders, dyed cloth);
qicharts2 0.8.1 (R), its `cabg`-like monthly series and the NHS accidents of Mohammed et al., BMJ Quality and Safety
22:362, 2013; the NHS England "Making Data Count" rules as NHSRplotthedots documents them.
"""

import pytest

from gouvernail.rules.spc import Limits, assurance, limits, signals, variation
from gouvernail.rules.spc_rates import proportion_limits, rate_limits
from gouvernail.rules.spc_runs import alerts, all_signals, runs
from published import ACCIDENTS, BACTERAEMIA, CLOTH, JUICE

FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
VISCOSITY = [33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84]
LOANS = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]
HAND = Limits(centre=50, lower=41, upper=59, mr_mean=3.383, mr_upper=11.05)
"""Sigma is 3: two sigmas are at 44 and 56."""


@pytest.mark.parametrize(
    ("values", "centre", "lower", "upper", "mr_mean"),
    [
        pytest.param(FLOW, 50.81, 45.8159, 55.8041, 1.8778, id="NIST flow rate"),
        pytest.param(VISCOSITY, 33.52, 32.24, 34.80, 0.48, id="Montgomery viscosity"),
        pytest.param(LOANS, 300.5, 279.78, 321.22, 7.79, id="Montgomery loan costs"),
    ],
)
def test_limits_are_those_of_the_handbooks(values, centre, lower, upper, mr_mean):
    """Published with 3/1.128 where ours is 2.66: a difference in the fourth digit."""
    found = limits(values)

    assert found.centre == pytest.approx(centre, abs=0.005)
    assert found.mr_mean == pytest.approx(mr_mean, abs=0.005)
    assert (found.lower, found.upper) == (pytest.approx(lower, abs=0.01), pytest.approx(upper, abs=0.01))


def test_the_moving_range_limit_is_montgomerys():
    """D4 = 3.267 on the loan costs: 25.45."""
    assert limits(LOANS).mr_upper == pytest.approx(25.45, abs=0.01)


def test_an_individuals_chart_agrees_with_qicharts2():
    """Seventeen monthly ratios: centre 0.059297, limits 0.022858 and 0.095737."""
    tops = [5, 7, 5, 7, 7, 5, 4, 9, 8, 13, 8, 7, 8, 7, 12, 11, 8]
    sizes = [113, 132, 121, 134, 116, 131, 93, 138, 182, 157, 100, 103, 146, 108, 153, 141, 134]

    found = limits([top / size for top, size in zip(tops, sizes, strict=True)])

    assert found.centre == pytest.approx(0.059297, abs=1e-6)
    assert (found.lower, found.upper) == (pytest.approx(0.022858, abs=1e-5), pytest.approx(0.095737, abs=1e-5))


def test_limits_rest_on_the_first_24_points_and_are_then_frozen():
    """A jump after the 24th point does not move them; with fewer points, all count."""
    steady = [50.0, 52.0] * 12

    assert limits(steady) == limits([*steady, 90.0, 90.0])
    assert limits(steady, baseline=12).points == 12
    assert limits([*steady, 90.0, 90.0], baseline=26).centre == pytest.approx((51 * 24 + 180) / 26)
    assert limits(steady[:9]).points == 9


def test_screening_drops_the_moving_ranges_beyond_their_limit_once():
    """One spike gives two ranges beyond 3.267 times their mean; the centre keeps the spike."""
    values = [10.0, 11.0] * 6 + [40.0] + [11.0, 10.0] * 5

    plain, screened = limits(values), limits(values, screen=True)

    assert plain.mr_mean == pytest.approx((11 + 29 + 29 + 9) / 22)
    assert screened.mr_mean == pytest.approx(1.0)
    assert screened.centre == plain.centre


def test_a_missing_point_leaves_the_centre_and_breaks_the_moving_ranges():
    """10, 12, hole, 20, 21: ranges are 2 and 1, never 8 across the hole."""
    found = limits([10, 12, None, 20, 21])

    assert (found.centre, found.mr_mean, found.points) == (15.75, 1.5, 4)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([59.1, 50, 40.9], ["outside_high", None, "outside_low"], id="outside"),
        pytest.param([59, 50, 41], [None] * 3, id="on a limit is not outside"),
        pytest.param([51] * 6 + [49], [None] * 7, id="six on one side are no shift"),
        pytest.param([49] + [51] * 7, [None] + ["shift_high"] * 7, id="seven are, from the first"),
        pytest.param([51] * 8 + [49], ["shift_high"] * 8 + [None], id="and the whole run"),
        pytest.param([49] * 8 + [51], ["shift_low"] * 8 + [None], id="on the other side"),
        pytest.param([51] * 6 + [50] + [51] * 6, [None] * 13, id="a point on the centre breaks it"),
        pytest.param([51] * 3 + [None] + [51] * 4, ["shift_high"] * 3 + [None] + ["shift_high"] * 4, id="a hole does not"),
        pytest.param([47, 48, 49, 50, 51, 52], [None] * 6, id="six points rising are no trend"),
        pytest.param([47, 48, 49, 50, 51, 52, 53], ["trend_up"] * 7, id="seven are: six steps"),
        pytest.param([53, 52, 51, 50, 49, 48, 47], ["trend_down"] * 7, id="falling"),
        pytest.param([47, 48, 49, 49, 50, 51, 52], [None] * 7, id="a tie breaks it"),
        pytest.param([50, 57, 50, 57, 50], [None, "near_high", None, "near_high", None], id="two of three near"),
        pytest.param([50, 57, 50, 50, 57, 50], [None] * 6, id="two of four are not"),
        pytest.param([57, 50, 50, 57, 57], [None, None, None, "near_high", "near_high"], id="NHSR's own case"),
        pytest.param([43, 43], ["near_low", "near_low"], id="below"),
        pytest.param([57, 43, 50], [None] * 3, id="on opposite sides they do not count"),
        pytest.param([56, 56, 56], [None] * 3, id="on two sigmas is not beyond"),
        pytest.param([60, 57], ["outside_high", "near_high"], id="a point outside counts as near"),
    ],
)
def test_nhs_rules(values, expected):
    """One outside, seven on a side, seven in a trend, two of three near a limit."""
    assert signals(values, HAND) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([51] * 7, [None] * 7, id="seven are no shift"),
        pytest.param([51] * 8, ["shift_high"] * 8, id="eight are"),
        pytest.param([47, 48, 49, 50, 51, 52, 53], [None] * 7, id="no trend rule"),
        pytest.param([57, 57, 60], [None, None, "outside_high"], id="no rule near a limit"),
    ],
)
def test_plain_rules(values, expected):
    """For the other KPIs: one outside, eight on a side, nothing else."""
    assert signals(values, HAND, rules="plain") == expected


def test_precedence_and_trace():
    """Outside comes before trend, trend before two of three, that before shift; the trace keeps them all."""
    values = [51, 52, 53, 54, 55, 57, 58, 60]

    assert signals(values, HAND) == ["trend_up"] * 7 + ["outside_high"]
    assert all_signals(values, HAND)[-1] == ("outside_high", "trend_up", "near_high", "shift_high")
    assert all_signals(values, HAND)[0] == ("trend_up", "shift_high")
    assert signals([57, 50.5, 57, *[51] * 5], HAND) == ["near_high", "shift_high", "near_high", *["shift_high"] * 5]


def test_a_peak_between_two_trends_bears_the_worse_one():
    """The seventh point ends a rise and starts a fall."""
    values = [44, 45, 46, 47, 48, 49, 50, 49, 48, 47, 46, 45, 44]

    assert signals(values, HAND, direction="higher")[6] == "trend_down"
    assert signals(values, HAND, direction="lower")[6] == "trend_up"
    assert signals(values, HAND, direction="band")[6] == "trend_up"
    assert all_signals(values, HAND)[6] == ("trend_up", "trend_down")


def test_an_alert_is_dated_at_the_point_that_completes_the_run():
    """Nine points above the centre are all flagged; the alert starts with the seventh."""
    values = [49] + [51] * 9

    (run,) = runs(values, HAND)

    assert (run.label, run.points, run.completed) == ("shift_high", tuple(range(1, 10)), 7)
    assert alerts(values, HAND) == [()] * 7 + [("shift_high",)] * 3


def test_no_signal_under_eight_points():
    """Seven values, one of them far off: too few to call it special; eight are enough."""
    values = [10, 11, 10, 11, 10, 11, 10, 100]

    assert signals(values[1:], limits(values[:7])) == [None] * 7
    assert signals(values, limits(values[:7], baseline=7)) == [None] * 8
    assert signals(values, Limits(10.5, 8, 13, 1, 3.3, points=8))[-1] == "outside_high"


def test_the_loan_costs_of_phase_two():
    """Montgomery's loan processing: the first twenty weeks are in control, and 350 would not be."""
    found = limits(LOANS)

    assert signals(LOANS, found) == [None] * 20
    assert signals([350], found) == ["outside_high"]


@pytest.mark.parametrize(
    ("target", "direction", "expected"),
    [
        (40, "higher", "will"),
        (41, "higher", "uncertain"),
        (50, "higher", "uncertain"),
        (59, "higher", "uncertain"),
        (60, "higher", "will_not"),
        (60, "lower", "will"),
        (59, "lower", "uncertain"),
        (40, "lower", "will_not"),
        ((40, 60), "band", "will"),
        ((41, 60), "band", "uncertain"),
        ((45, 55), "band", "uncertain"),
        ((60, 70), "band", "will_not"),
        ((20, 40), "band", "will_not"),
        (40, "info", "uncertain"),
        (None, "higher", "uncertain"),
    ],
)
def test_assurance(target, direction, expected):
    """Limits 41 and 59: a target beyond them is surely held, or surely missed; on one of them it is not beyond."""
    assert assurance(HAND, target, direction) == expected


def test_assurance_of_a_negative_target():
    """A score between −20 and −5 surely passes −25 and surely misses 0."""
    found = Limits(centre=-12.5, lower=-20, upper=-5, mr_mean=2.82, mr_upper=9.2, points=24)

    assert [assurance(found, target, "higher") for target in (-25, -10, 0)] == ["will", "uncertain", "will_not"]


def test_assurance_needs_twelve_points():
    """With eleven nothing is said."""
    eleven, twelve = (Limits(50, 41, 59, 3.4, 11, points=points) for points in (11, 12))

    assert (assurance(eleven, 40, "higher"), assurance(twelve, 40, "higher")) == ("uncertain", "will")


@pytest.mark.parametrize(
    ("label", "direction", "expected"),
    [
        ("outside_high", "higher", "improvement"),
        ("outside_high", "lower", "deterioration"),
        ("near_low", "lower", "improvement"),
        ("trend_down", "higher", "deterioration"),
        ("shift_low", "info", "change"),
        (None, "lower", "none"),
    ],
)
def test_variation_is_read_in_the_kpis_direction(label, direction, expected):
    """Band and information KPIs only change; they do not get better."""
    assert variation(label, direction) == expected


def test_p_chart_of_montgomerys_orange_juice():
    """Thirty samples of 50 cans, 347 bad ones: 0.2313, limits 0.0524 and 0.4102."""
    found = proportion_limits(JUICE, [50] * 30, laney=False, baseline=30)

    assert sum(JUICE) == 347
    assert found.centre == pytest.approx(0.2313, abs=5e-5)
    assert (found.lower[0], found.upper[0]) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.4102, abs=5e-5))
    assert [place for place, label in enumerate(signals([d / 50 for d in JUICE], found), 1) if label == "outside_high"] == [
        15,
        23,
    ]


def test_u_chart_of_montgomerys_dyed_cloth():
    """Ten rolls, 153 defects in 107.5 units: 1.42 a unit; roll 1 has limits 0.29 and 2.55."""
    found = rate_limits(*CLOTH, laney=False)

    assert found.centre == pytest.approx(1.42, abs=0.005)
    assert (found.lower[0], found.upper[0]) == (pytest.approx(0.29, abs=0.005), pytest.approx(2.55, abs=0.006))
    assert (found.lower[1], found.upper[1]) == (pytest.approx(0.16, abs=0.005), pytest.approx(2.68, abs=0.01))


def test_u_chart_agrees_with_qicharts2():
    """Twenty-four months per 10 000: first month 15.9366 to 20.5349, last one 15.7049 to 20.7666."""
    found = rate_limits(*BACTERAEMIA, laney=False, multiplier=10_000)

    assert (found.lower[0], found.upper[0]) == (pytest.approx(15.9366, abs=1e-4), pytest.approx(20.5349, abs=1e-4))
    assert (found.lower[-1], found.upper[-1]) == (pytest.approx(15.7049, abs=1e-4), pytest.approx(20.7666, abs=1e-4))


def test_laneys_p_prime_on_the_nhs_accidents():
    """A quarter of a million attendances a week: limits 94.013 to 96.567 %, as qicharts2 and PowerBI-SPC give them."""
    found = proportion_limits(*ACCIDENTS, laney=True, multiplier=100)

    assert [round(limit, 4) for limit in found.upper[:3]] == [96.5670, 96.5753, 96.5421]
    assert [round(limit, 4) for limit in found.lower[:3]] == [94.0130, 94.0046, 94.0378]
    assert found.spread > 10


def test_laneys_u_prime_on_the_nhs_accidents():
    """The same as events over a size: 0.9401 to 0.9657 in the first week."""
    found = rate_limits(*ACCIDENTS, laney=True)

    assert (round(found.lower[0], 4), round(found.upper[0], 4)) == (0.9401, 0.9657)


def test_plain_p_limits_would_call_most_of_the_accidents_special():
    """Why p′ exists: on denominators this large most weeks are outside the plain limits, none outside Laney's."""
    shares = [100 * top / size for top, size in zip(*ACCIDENTS, strict=True)]

    plain = signals(shares, proportion_limits(*ACCIDENTS, laney=False, multiplier=100), rules="plain")
    laney = signals(shares, proportion_limits(*ACCIDENTS, laney=True, multiplier=100), rules="plain")

    assert sum(label in ("outside_high", "outside_low") for label in plain) > 15
    assert all(label not in ("outside_high", "outside_low") for label in laney)
