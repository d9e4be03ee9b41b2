"""The frozen months of a contract year, each knowing what the earlier ones charged."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from declared import declared
from gouvernail.problems import PageRefused
from gouvernail.rules.incentive_corrections import Correction, frozen_correction
from gouvernail.rules.incentive_months import frozen_months, history_of, incentive_months, pending_corrections
from gouvernail.settings import Settings

SETTINGS = Settings(malus_cap=1.0, bonus_cap=1.0, annual_malus_cap=1.0, annual_bonus_cap=1.0)
LINE = {
    "kpi_id": "QS",
    "scheme": "linear",
    "weight": 1,
    "floor": 70,
    "target": 80,
    "stretch": 90,
    "max_malus": 1000,
    "max_bonus": 500,
}


def frozen(*rows):
    """Frozen months of one KPI: month, value; green unless said otherwise."""
    made = []
    for month, value, *more in rows:
        start = pd.Timestamp(f"{month}-01")
        plain = {
            "kpi_id": "QS", "scope": "", "period_kind": "month", "start": start, "end": start + pd.offsets.MonthEnd(0),
            "value": value, "displayed": value, "decimals": 1, "direction": "higher", "target": 80.0,
            "status": "green", "n": 5000.0, "freeze_id": f"C-{len(made) + 1}", "rank": len(made) + 1,
        }  # fmt: skip
        made.append(plain | (more[0] if more else {}))
    return pd.DataFrame(made)


def restated(*rows):
    """What reads otherwise today: month, value now, and what differs from a usual restatement."""
    made = []
    for month, now, *more in rows:
        plain = {"kpi_id": "QS", "scope": "", "period_kind": "month", "start": pd.Timestamp(f"{month}-01"), "now": now}
        made.append(plain | {"target_now": 80.0, "status_now": "green"} | (more[0] if more else {}))
    return pd.DataFrame(made)


def tables_of(line=LINE, invoices=("2026-01", "2026-02", "2026-03")):
    return {
        "incentives": declared("incentives", line),
        "incentive_steps": declared("incentive_steps"),
        "invoices": declared("invoices", *({"month": f"{one}-01", "amount": 10_000} for one in invoices)),
        "neutralisations": declared("neutralisations"),
    }


def months(figures, *, until=date(2026, 12, 31), settings=SETTINGS, items=None, **contract):
    tables = tables_of(**contract)
    return incentive_months(frozen_months(figures), tables, {}, until=until, settings=settings, items=items)


def to_come(figures, now, *, items=None, **contract):
    """What the next month would correct: month, net charged, net recomputed, amount."""
    done = months(figures, items=items, **contract)
    found = pending_corrections(frozen_months(figures), now, tables_of(**contract), {}, done, settings=SETTINGS)
    return [(one.month, float(one.charged), float(one.recomputed), float(one.amount)) for one in found]


def frozen_with(freeze, *corrections):
    """Corrections as a freeze keeps them."""
    return pd.DataFrame([{"freeze_id": freeze} | frozen_correction(one) for one in corrections])


def test_each_month_in_order():
    """Half of the way down to the floor costs half of the malus; half of the way up brings half of the bonus."""
    found = months(frozen(("2026-02", 85.0), ("2026-01", 75.0)))
    assert [(one.month, float(one.net)) for one in found] == [(date(2026, 1, 1), -500.0), (date(2026, 2, 1), 250.0)]


def test_an_older_malus_comes_back_after_enough_months():
    """Two months in a row on target give January's malus back, in the second of them."""
    found = months(frozen(("2026-01", 75.0), ("2026-02", 80.0), ("2026-03", 80.0)), line=LINE | {"earn_back_months": 2})
    assert [float(one.refund) for one in found] == [0.0, 0.0, 500.0]
    assert float(found[-1].net) == 500.0


def test_the_last_freeze_of_a_month_counts():
    """A month that was frozen twice is computed on the second."""
    assert [float(one.net) for one in months(frozen(("2026-01", 75.0), ("2026-01", 70.0)))] == [-1000.0]


def test_a_month_is_closed_once_a_later_one_is_frozen():
    """Frozen a third time after February, January stays what it was charged: its change is a correction, not a rewriting."""
    found = months(frozen(("2026-01", 75.0), ("2026-01", 78.0), ("2026-02", 85.0), ("2026-01", 70.0)))
    assert [float(one.net) for one in found] == [-200.0, 250.0]


def test_a_month_frozen_late_is_charged_on_its_first_freeze():
    """January, frozen after February for the first time, has no earlier freeze to stand on."""
    assert [float(one.net) for one in months(frozen(("2026-02", 85.0), ("2026-01", 75.0)))] == [-500.0, 250.0]


def test_a_restated_month_is_corrected_by_what_its_net_becomes():
    """January was charged 500 for 75 %; at 78 % it owes 200: the next month gives 300 back."""
    assert to_come(frozen(("2026-01", 75.0)), restated(("2026-01", 78.0))) == [("2026-01", -500.0, -200.0, 300.0)]


def test_a_correction_is_charged_once():
    """Frozen with February, January's 300 are in February's net, to the cent, and are not asked for again."""
    given = frozen_with("C-2", Correction("2026-01", Decimal("-500.00"), Decimal("-200.00"), "QS"))
    figures = frozen(("2026-01", 75.0), ("2026-02", 85.0))
    january, february = months(figures, items=given)
    assert (float(january.net), float(february.net)) == (-500.0, 550.0)
    assert february.corrections == (Correction("2026-01", Decimal("-500.00"), Decimal("-200.00"), "QS"),)
    assert to_come(figures, restated(("2026-01", 78.0)), items=given) == []
    assert to_come(figures, restated(("2026-01", 79.0)), items=given) == [("2026-01", -200.0, -100.0, 100.0)]


def test_a_month_restated_without_effect_is_told_once():
    """Beyond the floor nothing more is lost: the correction is nil, and said."""
    figures = frozen(("2026-01", 65.0), ("2026-02", 85.0))
    assert to_come(figures, restated(("2026-01", 68.0))) == [("2026-01", -1000.0, -1000.0, 0.0)]
    given = frozen_with("C-2", Correction("2026-01", Decimal("-1000.00"), Decimal("-1000.00"), "QS"))
    assert to_come(figures, restated(("2026-01", 68.0)), items=given) == []


@pytest.mark.parametrize(
    "other", [{"kpi_id": "DMT"}, {"scope": "Lille"}, {"period_kind": "ytd"}, {"start": pd.Timestamp("2026-02-01")}]
)
def test_what_the_contract_does_not_pay_by_corrects_nothing(other):
    """Another KPI, a scope, a year to date, a month that was not charged."""
    assert to_come(frozen(("2026-01", 75.0)), restated(("2026-01", 78.0, other))) == []


def test_a_figure_that_can_no_longer_be_computed_owes_nothing():
    """Its value is missing today: nothing is due on it, and what was charged is given back."""
    now = restated(("2026-01", float("nan"), {"target_now": float("nan"), "status_now": "grey"}))
    assert to_come(frozen(("2026-01", 75.0)), now) == [("2026-01", -500.0, 0.0, 500.0)]


def test_nothing_frozen_nothing_computed():
    """No figure, no month; a scope's figure and a month still to come are none either."""
    nothing = frozen(("2026-01", 75.0)).head(0)
    assert months(nothing) == ()
    assert months(frozen(("2026-01", 75.0, {"scope": "Lille"}))) == ()
    assert months(frozen(("2026-01", 75.0)), until=date(2026, 1, 15)) == ()


def test_an_earlier_contract_year_is_left_alone():
    """Caps and refunds belong to one contract year."""
    found = months(frozen(("2025-12", 70.0), ("2026-01", 75.0)))
    assert [one.month for one in found] == [date(2026, 1, 1)]


def test_a_month_without_its_invoice_is_refused():
    """Its caps are unknown, and so are those of the months after it."""
    with pytest.raises(PageRefused) as refused:
        months(frozen(("2026-01", 75.0), ("2026-02", 85.0)), invoices=("2026-02",))
    assert [one.code for one in refused.value.problems] == ["incentive.no_invoice"]


def test_the_year_gives_back_what_the_months_took():
    """In the last month of the contract year a KPI on target over the year gets all its maluses back."""
    year = {"period_kind": "ytd", "start": pd.Timestamp("2025-04-01"), "displayed": 81.0}
    figures = frozen(("2026-02", 75.0), ("2026-03", 78.0), ("2026-03", 81.0, year))
    settings = Settings(**{**SETTINGS.__dict__, "contract_year_start": (4, 1)})
    found = months(figures, line=LINE | {"earn_back_months": 12}, settings=settings)
    assert [float(one.refund) for one in found] == [0.0, 700.0]


def test_what_a_month_leaves_to_the_next():
    """What was charged, given back, and whether it was on target; a small sample is not."""
    [january] = months(frozen(("2026-01", 80.0)))
    assert history_of(january).to_dict("records") == [
        {"month": pd.Timestamp("2026-01-01"), "kpi_id": "QS", "charged": 0.0, "refund": 0.0, "met": True}
    ]
    [few] = months(frozen(("2026-01", 85.0, {"n": 3.0})))
    assert history_of(few)["met"].tolist() == [False]
