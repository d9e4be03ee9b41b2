"""Bonus-malus: what holds whatever the contract and the results."""

import math
from dataclasses import replace
from decimal import Decimal

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.rules.incentive_lines import decimal
from gouvernail.rules.incentive_table import COLUMNS, charge_rows
from incentive_cases import QS, SETTINGS, contract, history, invoices, month_of, results, scale

untimed = settings(deadline=None, max_examples=60)
values = st.integers(0, 1000).map(lambda tenths: tenths / 10)
amounts = st.integers(-900_000, 900_000).map(lambda tenths_of_a_cent: tenths_of_a_cent / 1000)
KPIS = ("A", "B", "C")


def _steps_of(paid):
    return scale(**{kpi: [(0.0, amount)] for kpi, amount in zip(KPIS, paid, strict=True)})


STEPPED = contract(**{kpi: {"scheme": "step"} for kpi in KPIS})
ANY = results(**dict.fromkeys(KPIS, 50.0))


@untimed
@given(st.tuples(amounts, amounts, amounts))
def test_rows_add_up_to_the_net_to_the_cent(paid):
    """Lines as shown, and the rounding difference, whatever the caps do."""
    found = month_of(STEPPED, ANY, steps=_steps_of(paid), bills=invoices(m2026_03=10_000.0))
    rows = charge_rows(found)

    assert sum(map(decimal, rows["charged"]), Decimal(0)) == found.net
    assert abs(found.rounding_difference) <= Decimal("0.02")


@untimed
@given(st.tuples(amounts, amounts, amounts), st.integers(0, 20_000))
def test_caps_hold_and_only_ever_reduce(paid, invoice):
    """Maluses within 8 % of the invoice and bonuses within 4 %; no charge beyond its amount, none on the other side."""
    found = month_of(STEPPED, ANY, steps=_steps_of(paid), bills=invoices(m2026_03=float(invoice)))
    cent = Decimal("0.01")

    assert -found.malus <= Decimal("0.08") * invoice + cent
    assert found.bonus <= Decimal("0.04") * invoice + cent
    for charge in found.charges:
        assert abs(charge.charged) <= abs(charge.amount)
        assert charge.charged * charge.amount >= 0


@untimed
@given(values, values)
def test_a_better_result_never_pays_less(one, other):
    """On a line, a scale, a factor or points."""
    schemes = contract(
        A=QS | {"weight": 0.25},
        B={"scheme": "step", "weight": 0.25},
        C={"scheme": "factor", "weight": 0.25, "floor": 70.0, "target": 80.0, "stretch": 90.0},
        D={"scheme": "points", "weight": 0.25},
    )
    steps = scale(B=[(60.0, -50.0), (80.0, 10.0)], D=[(50.0, None, 20.0), (75.0, None, 90.0)])

    worse, better = (
        month_of(schemes, results(**dict.fromkeys("ABCD", value)), steps=steps).charges
        for value in (min(one, other), max(one, other))
    )

    assert all(low.amount <= high.amount for low, high in zip(worse, better, strict=True))


@untimed
@given(values)
def test_turning_the_direction_round_mirrors_the_line(value):
    """Lower-is-better with every level negated pays the same."""
    upside_down = QS | {level: -QS[level] for level in ("floor", "target", "stretch")}
    plain = month_of(contract(A=QS), results(A=value))
    mirrored = month_of(contract(A=upside_down), results(A={"value": -value, "direction": "lower"}))

    assert plain.net == mirrored.net


@untimed
@given(st.sets(st.sampled_from(KPIS)), st.sampled_from(["redistribute", "zero"]))
def test_neutralised_lines_owe_nothing_and_weights_go_where_they_should(out, mode):
    """Redistributed, those left make the whole; otherwise they stay as they are."""
    line = {"scheme": "factor", "target": 90.0}
    lines = contract(A=line | {"weight": 0.5}, B=line | {"weight": 0.3}, C=line | {"weight": 0.2})
    decided = [(kpi, "2026-03-01", "D-1") for kpi in sorted(out)]

    found = month_of(lines, ANY, decisions=decided, settings=replace(SETTINGS, neutralised_weight=mode))

    weights = {charge.line.kpi_id: charge.weight for charge in found.charges}
    left = sum((charge.line.weight for charge in found.charges if charge.line.kpi_id not in out), Decimal(0))
    assert all(charge.charged == 0 for charge in found.charges if charge.line.kpi_id in out)
    assert all(weights[kpi] == 0 for kpi in out)
    if len(out) < 3:
        assert float(sum(weights.values())) == (1.0 if mode == "redistribute" else float(left))


@untimed
@given(st.lists(st.tuples(st.integers(1, 24), st.floats(-5000, 5000), st.floats(0, 900), st.booleans()), max_size=15))
def test_never_more_is_given_back_than_was_taken(past):
    """And history of this month or later does not count."""
    rows = [(pd.Timestamp(2025 + (m - 1) // 12, (m - 1) % 12 + 1, 1), "QS", c, r, met) for m, c, r, met in past]
    lines = contract(QS=QS | {"earn_back_months": 2})

    found = month_of(lines, results(QS=80.0), history=history(*rows) if rows else None)

    taken = sum((-decimal(c) for month, _, c, _, _ in rows if c < 0 and month < pd.Timestamp("2026-03-01")), Decimal(0))
    assert 0 <= found.charges[0].refund <= taken


def test_a_month_without_lines_is_nothing():
    """No contract in force: no row, a net of nothing, the same columns."""
    found = month_of(contract(), results())
    rows = charge_rows(found)

    assert (found.net, len(rows)) == (0, 0)
    assert list(rows.columns) == list(COLUMNS)


def test_everything_neutralised_leaves_no_weight_to_share():
    """Nothing is divided by it."""
    assert month_of(contract(QS=QS), results(QS=70.0), decisions=[("QS", "2026-03-01", "D-1")]).net == 0


def test_a_neutralised_line_without_a_value_says_both():
    """There is nothing to show beside it."""
    found = month_of(contract(QS=QS), results(QS=math.nan), decisions=[("QS", "2026-03-01", "D-1")])

    assert found.charges[0].reasons == ("neutralised", "no_value")


def test_a_value_without_decimals_is_taken_as_it_is():
    """And a sample of unknown minimum is judged by the setting."""
    outcome = {"value": 77.25, "decimals": math.nan, "n_min": math.nan, "n": 30.0}

    assert month_of(contract(QS=QS), results(QS=outcome)).net == -1650
    assert month_of(contract(QS=QS), results(QS=outcome | {"n": 29.0})).net == 0
    assert month_of(contract(QS=QS), results(QS=outcome | {"n": math.nan})).net == -1650


def test_a_line_without_a_stretch_brings_nothing():
    """Nor does a malus-only line cost anything beyond target."""
    line = {"floor": 70.0, "target": 80.0, "max_malus": 6000.0}

    assert month_of(contract(QS=line), results(QS=99.0)).net == 0


def test_a_linear_line_without_its_own_maxima_shares_what_is_at_risk():
    """Its weight in 8 % and in 4 % of the invoice."""
    line = {"floor": 70.0, "target": 80.0, "stretch": 90.0, "weight": 1.0}

    assert month_of(contract(QS=line), results(QS=70.0)).net == -8000
    assert month_of(contract(QS=line), results(QS=90.0)).net == 4000


def test_cut_lines_add_up_to_their_cap_exactly():
    """Nine parts of a cap that ends on half a cent lose a crumb: the net is rounded from the cap, not from its crumbs."""
    maluses = (68.33, 37.318, 89.351, 13.404, 60.159, 76.842, 18.613, 46.869, 0.096)
    paid = {f"K{place}": -malus for place, malus in enumerate(maluses)}
    lines = contract(**{kpi: {"scheme": "step"} for kpi in paid})
    steps = scale(**{kpi: [(0.0, amount)] for kpi, amount in paid.items()})

    found = month_of(lines, results(**dict.fromkeys(paid, 1.0)), steps=steps, bills=invoices(m2026_03=125.0625))

    assert found.net == Decimal("-10.01")


def test_an_earn_back_needs_a_target():
    """A scale without one gives nothing back."""
    lines = contract(A={"scheme": "step", "earn_back_months": 1})
    past = history(("2026-02-01", "A", -500.0, 0.0, False))

    assert month_of(lines, results(A=1.0), steps=scale(A=[(0.0, 0.0)]), history=past).refund == 0
