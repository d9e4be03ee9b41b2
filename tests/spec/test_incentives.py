"""Bonus-malus: contracts and results in, money out, to the cent: docs/semantics.md §4.10.

Published clauses that it is held against: the credit points of an IVR service (TELUS and a public buyer), a table of
reductions of the next month's bill; "Service Level Credit = A × B", weighting factor by amount at risk (master services
agreements of a Canadian province).
"""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from gouvernail.problems import PageRefused
from gouvernail.rules.incentive_corrections import Correction
from gouvernail.rules.incentive_table import charge_rows
from gouvernail.rules.incentives import cents
from incentive_cases import QS, SETTINGS, contract, history, invoices, month_of, results, scale

STEP, POINTS, FACTOR = ({"scheme": scheme} for scheme in ("step", "points", "factor"))
LOST = [(0.0, -4000.0), (86.0, -2000.0), (90.0, -800.0), (92.0, 0.0), (94.0, 1000.0), (96.0, 2000.0)]


def _amounts(found):
    return [float(charge.charged) for charge in found.charges]


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (60.0, -6000.0),
        (70.0, -6000.0),
        (77.5, -1500.0),
        (80.0, 0.0),
        (82.0, 1200.0),
        (85.0, 3000.0),
        (99.0, 3000.0),
    ],
)
def test_linear(value, amount):
    """−1 at the floor, 0 at target, +1 at stretch, and no further."""
    assert _amounts(month_of(contract(QS=QS), results(QS=value))) == [amount]


@pytest.mark.parametrize(("value", "amount"), [(480.0, -1000.0), (450.0, -500.0), (420.0, 0.0), (390.0, 250.0), (0.0, 500.0)])
def test_linear_where_lower_is_better(value, amount):
    """A handling time: full malus at 480 s, full bonus at 360 s."""
    line = {"floor": 480.0, "target": 420.0, "stretch": 360.0, "max_malus": 1000.0, "max_bonus": 500.0}

    assert _amounts(month_of(contract(DMT=line), results(DMT={"value": value, "direction": "lower"}))) == [amount]


@pytest.mark.parametrize(
    ("value", "amount", "level"),
    [(85.9, -4000.0, 0.0), (86.0, -2000.0, 86.0), (91.9, -800.0, 90.0), (92.0, 0.0, 92.0), (99.0, 2000.0, 96.0)],
)
def test_steps(value, amount, level):
    """The first step reached from the best; a value on the step has reached it."""
    found = month_of(contract(TX={"scheme": "step"}), results(TX=value), steps=scale(TX=LOST))

    assert _amounts(found) == [amount]
    assert float(found.charges[0].gross.level) == level


@pytest.mark.parametrize(("value", "amount"), [(2.0, 500.0), (2.1, 0.0), (5.0, 0.0), (5.1, -900.0)])
def test_steps_where_lower_is_better(value, amount):
    """At most 2 complaints: a bonus; at most 5: nothing; beyond every step: the line's maximum malus."""
    lines = contract(REC={"scheme": "step", "max_malus": 900.0})

    found = month_of(lines, results(REC={"value": value, "direction": "lower"}), steps=scale(REC=[(5.0, 0.0), (2.0, 500.0)]))

    assert _amounts(found) == [amount]


@pytest.mark.parametrize(
    ("points", "reduction"), [(5, 0), (9, 0), (10, 2), (14, 2), (15, 4), (20, 6), (25, 8), (29, 8), (30, 10), (42, 10)]
)
def test_steps_of_a_published_contract(points, reduction):
    """5 credit points cost nothing, 10 cost 2 % of the bill, 15 cost 4 %, 20 cost 6 %, 25 cost 8 %, 30 or more 10 %."""
    steps = scale(IVR=[(9.0, 0.0), (14.0, -2000.0), (19.0, -4000.0), (24.0, -6000.0), (29.0, -8000.0)])
    lines = contract(IVR={"scheme": "step", "max_malus": 10_000.0})
    outcome = {"value": float(points), "decimals": 0, "direction": "lower"}

    found = month_of(lines, results(IVR=outcome), steps=steps, settings=replace(SETTINGS, malus_cap=0.10))

    assert float(found.net) == -reduction / 100 * 100_000


@pytest.mark.parametrize(("weight", "at_risk"), [(0.5, 0.10), (0.25, 0.08), (1.0, 0.15)])
def test_factor_is_the_weighting_by_the_amount_at_risk(weight, at_risk):
    """A × B, as published: the weighting factor of the service missed, by the share of the charges at risk."""
    missed = {"scheme": "factor", "weight": weight, "floor": 80.0, "target": 90.0}
    other = {"scheme": "factor", "weight": 1 - weight, "floor": 80.0, "target": 90.0}
    lines = contract(QS=missed, DMT=other) if weight < 1 else contract(QS=missed)
    outcomes = results(QS=75.0, DMT=95.0) if weight < 1 else results(QS=75.0)

    found = month_of(lines, outcomes, settings=replace(SETTINGS, malus_cap=at_risk))

    assert float(found.net) == pytest.approx(-weight * at_risk * 100_000)


@pytest.mark.parametrize(("steps", "amount"), [([(60.0, -50.0), (80.0, 10.0)], -50.0), ([(60.0, 5.0)], 0.0)])
def test_below_every_step_costs_what_the_worst_one_costs(steps, amount):
    """A worse result never pays more; a scale of bonuses alone costs nothing."""
    assert _amounts(month_of(contract(TX=STEP), results(TX=59.9), steps=scale(TX=steps))) == [amount]


def test_the_displayed_value_is_compared():
    """91.95 shows 92.0: the step is reached; 0.8999999999999999 is 0.9."""
    step = contract(TX={"scheme": "step"})

    assert _amounts(month_of(step, results(TX=91.95), steps=scale(TX=LOST))) == [0.0]
    assert _amounts(month_of(step, results(TX=91.94), steps=scale(TX=LOST))) == [-800.0]


@pytest.mark.parametrize(("value", "amount"), [(79.9, -1200.0), (80.0, 0.0), (95.9, 0.0), (96.0, 600.0)])
def test_factor_of_the_amount_at_risk(value, amount):
    """15 % of 8 % of the invoice below the minimum, 15 % of 4 % from the stretch on."""
    mail = {"scheme": "factor", "weight": 0.15, "floor": 80.0, "target": 90.0, "stretch": 96.0}

    assert _amounts(month_of(contract(MAIL=mail, QS=QS | {"weight": 0.85}), results(MAIL=value, QS=80.0)))[0] == amount


def test_factor_without_a_minimum_is_due_below_target():
    """And is at most the line's maximum malus."""
    lines = contract(MAIL={"scheme": "factor", "weight": 100.0, "target": 90.0, "max_malus": 500.0})

    assert _amounts(month_of(lines, results(MAIL=89.9))) == [-500.0]


@pytest.mark.parametrize(("value", "points", "amount"), [(84.0, 0, -3000.0), (85.0, 50, 0.0), (93.0, 100, 3000.0)])
def test_points_make_a_coefficient(value, points, amount):
    """0 points: 0.97 of the invoice; 50: as it is; 100: 1.03."""
    found = month_of(
        contract(NOTE={"scheme": "points", "weight": 1.0}),
        results(NOTE=value),
        steps=scale(NOTE=[(85.0, None, 50.0), (93.0, None, 100.0)]),
    )

    assert _amounts(found) == [amount]
    assert found.charges[0].gross.points == points


@pytest.mark.parametrize(("value", "amount"), [(79.4, -360.0), (79.5, 0.0), (80.5, 0.0), (80.6, 360.0)])
def test_dead_band(value, amount):
    """Half a point around target, both ends included, owes nothing; beyond it the whole distance counts."""
    found = month_of(contract(QS=QS | {"dead_band": 0.5}), results(QS=value))

    assert _amounts(found) == [amount]
    assert found.charges[0].reasons == (() if amount else ("dead_band",))


def test_a_weight_is_a_share_or_a_percentage():
    """0.25 and 25 mean the same."""
    for whole in (1.0, 100.0):
        line = {"scheme": "factor", "target": 90.0}
        lines = contract(A=line | {"weight": 0.25 * whole}, B=line | {"weight": 0.75 * whole})
        assert _amounts(month_of(lines, results(A=80.0, B=95.0))) == [-2000.0, 0.0]


def test_the_months_caps_bring_lines_down_in_proportion():
    """Maluses of 6 000 and 4 000 under a cap of 8 000: 4 800 and 3 200; bonuses have their own cap."""
    lines = contract(QS=QS, TX={"scheme": "step"}, BON={"scheme": "step"})
    found = month_of(lines, results(QS=70.0, TX=80.0, BON=99.0), steps=scale(TX=LOST, BON=[(90.0, 9000.0)]))

    assert _amounts(found) == [-4800.0, -3200.0, 4000.0]
    assert (found.malus, found.bonus, found.net) == (Decimal("-8000.00"), Decimal("4000.00"), Decimal("-4000.00"))
    assert [charge.reasons for charge in found.charges] == [("month_cap",)] * 3
    assert [float(charge.amount) for charge in found.charges] == [-6000.0, -4000.0, 9000.0]


def test_the_years_caps_count_what_was_charged_before():
    """8 % of 150 000 by now is 12 000; 9 000 net of a refund is charged already: 3 000 are left."""
    settings = replace(SETTINGS, annual_malus_cap=0.08)
    past = history(("2026-01-01", "TX", -10_000.0, 0.0, False), ("2026-02-01", "TX", 0.0, 1000.0, True))
    bills = invoices(m2025_12=500_000.0, m2026_01=30_000.0, m2026_02=20_000.0, m2026_03=100_000.0)

    found = month_of(contract(QS=QS), results(QS=70.0), bills=bills, settings=settings, history=past)

    assert _amounts(found) == [-3000.0]
    assert found.charges[0].reasons == ("year_cap",)


def test_a_red_critical_kpi_cancels_bonuses_not_maluses():
    """Compliance in red: the bonus goes, the malus stays; a line may be a gate for itself alone."""
    lines = contract(QS=QS, TX={"scheme": "step"}, CONF={"scheme": "step", "gate": True})
    conform = {"value": 98.0, "status": "red"}

    found = month_of(lines, results(QS=85.0, TX=91.0, CONF=conform), steps=scale(TX=LOST))

    assert found.gate_closed_by == ("CONF",)
    assert _amounts(found) == [0.0, -800.0, 0.0]
    assert found.charges[0].reasons == ("gate",)
    assert month_of(lines, results(QS=85.0, TX=91.0, CONF=98.0), steps=scale(TX=LOST)).bonus == 3000


@pytest.mark.parametrize(
    ("mode", "amounts", "weights"),
    [("redistribute", [0.0, -8000.0], [0.0, 1.0]), ("zero", [0.0, -6000.0], [0.0, 0.75])],
)
def test_neutralisation(mode, amounts, weights):
    """By decision only: the line owes nothing, its weight goes to the others or to nobody, its amount stays visible."""
    line = {"scheme": "factor", "target": 90.0}
    lines = contract(A=line | {"weight": 0.25}, B=line | {"weight": 0.75})
    decisions = [("A", "2026-03-15", "D-009"), ("B", "2026-02-01", "D-001"), ("B", "2026-03-01", None)]

    found = month_of(
        lines,
        results(A=80.0, B=80.0),
        decisions=decisions,
        settings=replace(SETTINGS, neutralised_weight=mode),
    )

    assert _amounts(found) == amounts
    assert [float(charge.weight) for charge in found.charges] == weights
    assert (found.charges[0].reasons, found.charges[0].decision_id) == (("neutralised",), "D-009")
    assert float(found.charges[0].gross.amount) == -2000.0


def test_a_neutralised_gate_stays_open():
    """A red that a decision takes out of the calculation cancels nothing."""
    lines = contract(QS=QS, CONF={"scheme": "step", "gate": True})
    outcomes = results(QS=85.0, CONF={"value": 90.0, "status": "red"})

    assert month_of(lines, outcomes, decisions=[("CONF", "2026-03-01", "D-009")]).net == 3000


def test_too_few_cases_are_not_charged():
    """29 of 30: nothing is due either way, the amount stays visible; the gate does not close on it."""
    lines = contract(QS=QS, CONF={"scheme": "step", "gate": True})
    outcomes = results(QS={"value": 70.0, "n": 29.0}, CONF={"value": 90.0, "status": "red", "n": 3.0})

    found = month_of(lines, outcomes)

    assert found.net == 0
    assert (found.charges[0].reasons, float(found.charges[0].gross.amount)) == (("small_sample",), -6000.0)
    assert found.gate_closed_by == ()
    assert month_of(lines, results(QS={"value": 70.0, "n": 30.0}, CONF=99.0)).net == -6000


def test_a_missing_value_owes_nothing():
    """And says so."""
    found = month_of(contract(QS=QS), results(QS={"status": "grey"}))

    assert (found.net, found.charges[0].reasons) == (0, ("no_value",))


@pytest.mark.parametrize(
    ("met", "value", "refund"),
    [
        pytest.param([True, True], 80.0, 1500.0, id="third month on target in a row"),
        pytest.param([False, True], 80.0, 0.0, id="second only"),
        pytest.param([True, True], 79.9, 0.0, id="not on target this month"),
        pytest.param([True, None], 80.0, 0.0, id="a month without a value ends the row"),
    ],
)
def test_earn_back(met, value, refund):
    """Three months on target: 2 000 charged in December come back, less the 500 already given back."""
    past = history(
        ("2025-12-01", "QS", -2000.0, 0.0, False),
        ("2026-01-01", "QS", 0.0, 500.0, met[0]),
        ("2026-02-01", "QS", 0.0, 0.0, met[1]),
    )
    found = month_of(contract(QS=QS | {"earn_back_months": 3}), results(QS=value), history=past)

    assert float(found.refund) == refund
    assert found.net == found.malus + Decimal(refund)


def test_earn_back_over_the_year():
    """On target over the whole year: every malus of the line comes back, this month's included."""
    past = history(("2026-01-01", "QS", -2000.0, 0.0, False))
    lines = contract(QS=QS | {"earn_back_months": 3})

    assert float(month_of(lines, results(QS=70.0), history=past, year_values={"QS": 80.0}).refund) == 8000.0
    assert float(month_of(lines, results(QS=70.0), history=past, year_values={"QS": 79.9}).refund) == 0.0


def test_the_net_is_rounded_once():
    """Three lines of 33.335: shown 33.34 each, 100.02 in all; the net is 100.01, and a line says the difference."""
    step = {"scheme": "step"}
    scales = scale(**{kpi: [(0.0, -33.335)] for kpi in "ABC"})

    found = month_of(contract(A=step, B=step, C=step), results(A=1.0, B=1.0, C=1.0), steps=scales)
    rows = charge_rows(found)

    assert (found.net, found.rounding_difference) == (Decimal("-100.01"), Decimal("0.01"))
    assert rows["kind"].tolist() == ["line", "line", "line", "rounding"]
    assert rows["charged"].tolist() == [-33.34, -33.34, -33.34, 0.01]
    assert round(rows["charged"].sum(), 2) == -100.01


def test_half_a_cent_goes_up_on_both_sides():
    """Away from zero, as the contract's half up on amounts without their sign."""
    assert (cents(Decimal("0.125")), cents(Decimal("-0.125"))) == (Decimal("0.13"), Decimal("-0.13"))


def test_a_restated_month_is_corrected_the_month_after():
    """Never silently: on a line of its own."""
    correction = Correction("2026-02", charged=Decimal("-1200.00"), recomputed=Decimal("-900.00"), kpi_ids="QS")
    found = month_of(contract(QS=QS), results(QS=80.0)).corrected((correction,))
    rows = charge_rows(found)

    assert found.net == Decimal("300.00")
    assert rows.loc[1, ["kind", "month", "charged"]].tolist() == ["regularisation", "2026-02", 300.0]


def test_every_line_brings_the_facts_of_its_explanation():
    """Value, levels, how they are compared, which decided, score, amount at risk, amounts, reasons."""
    past = history(("2026-02-01", "DMT", -40.0, 0.0, False))
    line = {"floor": 480.0, "target": 420.0, "max_malus": 1000.0, "earn_back_months": 1}
    outcome = {"value": 450.0, "direction": "lower"}

    first = charge_rows(month_of(contract(DMT=line), results(DMT=outcome))).loc[0]
    back = charge_rows(month_of(contract(DMT=line), results(DMT=outcome | {"value": 400.0}), history=past))

    facts = first[["boundary", "value", "target", "level", "score", "at_risk", "gross", "charged", "row"]].tolist()
    assert facts == ["at_most", 450.0, 420.0, 480.0, -0.5, 1000.0, -500.0, -500.0, 5]
    assert back["kind"].tolist() == ["line", "refund"]
    assert back["charged"].tolist() == [0.0, 40.0]


def test_a_target_left_blank_is_the_kpis_own():
    """The line's own wins where it is written."""
    outcome = results(QS={"value": 85.0, "target": 90.0})

    assert _amounts(month_of(contract(QS={"floor": 80.0, "max_malus": 100.0}), outcome)) == [-50.0]
    assert _amounts(month_of(contract(QS={"floor": 80.0, "target": 86.0, "max_malus": 600.0}), outcome)) == [-100.0]


def test_a_change_of_contract_in_mid_month_counts_from_the_next():
    """The line in force on the first day of the month is the one that pays."""
    old = contract(QS=QS | {"valid_to": "2026-03-14"})
    new = contract(QS=QS | {"valid_from": "2026-03-15", "max_malus": 1.0})

    assert _amounts(month_of(old, results(QS=70.0))) == [-6000.0]
    assert _amounts(month_of(new, results(QS=70.0))) == []


def test_volume_out_of_the_forecast_is_a_fact_not_a_neutralisation():
    """20 % more calls than forecast: said, and charged all the same without a decision."""
    found = month_of(contract(QS=QS), results(QS=70.0), bills=invoices(m2026_03=(100_000.0, 10_000.0, 12_000.0)))

    assert (found.volume_deviation, found.net) == (20.0, -6000)
    assert month_of(contract(QS=QS), results(QS=70.0)).volume_deviation is None


def _codes(lines, outcomes, **more):
    with pytest.raises(PageRefused) as refused:
        month_of(lines, outcomes, **more)
    return [(one.code, one.facts.get("row")) for one in refused.value.problems]


@pytest.mark.parametrize(
    ("lines", "steps", "expected"),
    [
        pytest.param({"A": QS | {"weight": 0.5}}, {}, ("incentive.weights", 5), id="weights make half"),
        pytest.param({"A": QS | {"weight": 99.0}}, {}, ("incentive.weights", 5), id="weights make 99 %"),
        pytest.param({"A": STEP}, {}, ("incentive.no_steps", 5), id="a scale without steps"),
        pytest.param({"A": STEP}, {"A": [(1.0, None, 5.0)]}, ("incentive.step_empty", 3), id="a step without its amount"),
        pytest.param({"A": POINTS | {"weight": 1.0}}, {"A": [(1.0, None, 101.0)]}, ("incentive.points", 3), id="101 points"),
        pytest.param({"A": POINTS}, {"A": [(1.0, None, 5.0)]}, ("incentive.no_weight", 5), id="points without a weight"),
        pytest.param({"A": FACTOR | {"target": 9.0}}, {}, ("incentive.no_weight", 5), id="a factor without a weight"),
        pytest.param({"A": {"floor": 1.0, "target": 2.0}}, {}, ("incentive.no_weight", 5), id="a line without an amount"),
        pytest.param({"A": {"floor": 1.0, "max_malus": 5.0}}, {}, ("incentive.no_target", 5), id="no target"),
        pytest.param({"A": QS | {"floor": 80.0}}, {}, ("incentive.bounds", 5), id="floor at target"),
        pytest.param({"A": QS | {"stretch": 79.0}}, {}, ("incentive.bounds", 5), id="stretch below target"),
        pytest.param({"A": {"target": 2.0, "max_malus": 5.0}}, {}, ("incentive.bounds", 5), id="malus without a floor"),
        pytest.param(
            {"A": FACTOR | {"target": 2.0, "weight": 1.0, "max_bonus": 5.0}},
            {},
            ("incentive.bounds", 5),
            id="bonus without a stretch",
        ),
    ],
)
def test_a_contract_that_cannot_be_computed_refuses_the_page(lines, steps, expected):
    """Money is not computed on a part of the contract; the problem names the row."""
    assert expected in _codes(contract(**lines), results(A=1.0), steps=scale(**steps))


def test_other_refusals():
    """No invoice, no result, no better way, two lines at once."""
    twice = contract(QS=QS | {"valid_from": "2025-01-01"}).assign(row=6)
    both = pd.concat([contract(QS=QS), twice], ignore_index=True)

    assert _codes(contract(QS=QS), results(QS=1.0), bills=invoices(m2026_02=1.0)) == [("incentive.no_invoice", None)]
    assert _codes(contract(QS=QS), results(TX=1.0)) == [("incentive.no_result", 5)]
    assert _codes(contract(QS=QS), results(QS={"direction": "band"})) == [("incentive.direction", 5)]
    assert _codes(both, results(QS=1.0)) == [("incentive.overlap", 6)]
