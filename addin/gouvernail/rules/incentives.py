"""A month's bonus-malus, line by line, with every fact that explains it.

Amounts come from the frozen contractual values alone; no statistic ever changes one. The order is fixed: what each line
earns; what is neutralised by decision, or rests on too few cases; the gate, which cancels bonuses; the month's caps, then
the year's; what is given back of older maluses; and one rounding, of the net. Source: docs/semantics.md §4.10.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from gouvernail.problems import Effect, Fact, PageRefused, Problem
from gouvernail.rules.incentive_corrections import Correction
from gouvernail.rules.incentive_lines import decimal, lines_in_force
from gouvernail.rules.incentive_schemes import ONE, ZERO, AtRisk, Earned, Line, earned
from gouvernail.rules.incentive_year import Year, read_year
from gouvernail.rules.rounding import half_away
from gouvernail.settings import Settings
from gouvernail.terms import Status

Result = dict[Hashable, Any]
"""One row of the results, by column."""

CENT = Decimal("0.01")
_EXACT = Decimal("1e-9")
"""Lines brought down to a cap in proportion add up to it but for the last of their 28 digits."""
_UNJUDGED = frozenset({"neutralised", "small_sample", "no_value"})
"""Reasons for which a result neither closes the gate nor counts as on target."""


@dataclass(frozen=True)
class Charge:
    """One line of the month, from what it earned to what is charged.

    Args:
        line: of the contract.
        value: the frozen value, as displayed; None when there is none.
        gross: what the line earns with its own weight, were it not neutralised: it stays visible.
        amount: what it earns after neutralisation, redistribution and small numbers.
        charged: after the gate and the caps.
        weight: its share of the whole, after a redistribution.
        reasons: why the charge is not the gross amount: `neutralised`, `small_sample`, `no_value`, `gate`, `month_cap`,
            `year_cap`; or why nothing is due: `dead_band`.
        decision_id: that neutralises it.
        refund: of older maluses, above zero or nothing.
    """

    line: Line
    value: Decimal | None
    gross: Earned
    amount: Decimal
    charged: Decimal
    weight: Decimal
    reasons: tuple[str, ...] = ()
    decision_id: str = ""
    refund: Decimal = ZERO


@dataclass(frozen=True)
class Incentives:
    """A month's bonus-malus.

    Args:
        charges: one per line in force, in the order of the contract.
        month: its first day.
        at_risk: the month's invoice and caps.
        gate_closed_by: KPIs whose red result cancels the bonuses.
        corrections: of earlier months whose figures were restated after their freeze.
        volume_deviation: real volume against the forecast, in percent; None when one is missing. Beyond the contract's
            band a neutralisation may be asked for: it is never done without a decision.
    """

    charges: tuple[Charge, ...]
    month: date
    at_risk: AtRisk
    gate_closed_by: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    volume_deviation: float | None = None

    @property
    def bonus(self) -> Decimal:
        """All that lines bring, rounded to the cent for display."""
        return cents(sum((charge.charged for charge in self.charges if charge.charged > 0), ZERO))

    @property
    def malus(self) -> Decimal:
        """All that lines cost, below zero, rounded to the cent for display."""
        return cents(sum((charge.charged for charge in self.charges if charge.charged < 0), ZERO))

    @property
    def refund(self) -> Decimal:
        """Older maluses given back, rounded to the cent for display."""
        return cents(sum((charge.refund for charge in self.charges), ZERO))

    @property
    def regularisations(self) -> Mapping[str, Decimal]:
        """What earlier months are corrected by, each under its own name (their month)."""
        return {one.month: one.amount for one in self.corrections}

    @property
    def net(self) -> Decimal:
        """What the invoice is corrected by: the exact sum of everything, rounded once, half up, to the cent."""
        exact = sum((charge.charged + charge.refund for charge in self.charges), ZERO)
        return cents((exact + sum(self.regularisations.values(), ZERO)).quantize(_EXACT))

    def corrected(self, corrections: tuple[Correction, ...]) -> "Incentives":
        """The same month, with these corrections of earlier ones and no other."""
        return replace(self, corrections=corrections)

    @property
    def rounding_difference(self) -> Decimal:
        """What separates the net from the sum of the lines as they are shown."""
        shown = [cents(amount) for charge in self.charges for amount in (charge.charged, charge.refund)]
        return self.net - sum(shown, ZERO) - sum(map(cents, self.regularisations.values()), ZERO)


def incentives(
    lines: pd.DataFrame,
    steps: pd.DataFrame,
    results: pd.DataFrame,
    invoices: pd.DataFrame,
    neutralisations: pd.DataFrame,
    *,
    month: date,
    settings: Settings,
    history: pd.DataFrame | None = None,
    year_values: Mapping[str, float] | None = None,
) -> Incentives:
    """Compute a month's bonus-malus.

    Args:
        lines: the `incentives` table.
        steps: the `incentive_steps` table.
        results: the month's frozen figures, one row per KPI. Reads ``kpi_id``, ``value``, ``decimals``, ``direction``,
            ``target`` (for a line without its own), ``status``, ``n``, ``n_min`` (NaN where unknown: the sample is then
            not called small).
        invoices: the `invoices` table.
        neutralisations: the `neutralisations` table.
        month: any day of it.
        settings: ``malus_cap``, ``bonus_cap`` (shares of the month's invoice), ``annual_malus_cap``, ``annual_bonus_cap``
            (shares of the contract year's invoices up to this month), ``contract_year_start``, ``neutralised_weight``,
            ``n_min``.
        history: what earlier months were charged, as frozen: one row per month and KPI, with ``month`` (datetime64),
            ``kpi_id``, ``charged`` (below zero for a malus), ``refund``, ``met`` (whether it was on target).
        year_values: each KPI's value over the contract year, given in its last month only: a KPI on target over the
            year gets its maluses back, this month's included.

    Raises:
        PageRefused: the problems of `lines_in_force`, and `incentive.no_invoice`.

    Source: docs/semantics.md §4.10.
    """
    first = month.replace(day=1)
    current, problems = lines_in_force(lines, steps, results, first)
    year, at_risk, deviation = read_year(invoices, history, first, settings)
    if at_risk is None:
        problems = (*problems, _no_invoice(first))
    if problems or at_risk is None:
        raise PageRefused(problems)
    of = {str(row["kpi_id"]): row for row in results.to_dict("records")}
    decisions = _decisions(neutralisations, first)
    charges = _amounts(current, of, decisions, at_risk, settings)
    closed = tuple(charge.line.kpi_id for charge in charges if _closes(charge, of[charge.line.kpi_id]))
    charges = _capped(charges, at_risk, year, gate_closed=bool(closed))
    charges = tuple(_with_refund(charge, year, year_values or {}) for charge in charges)
    return Incentives(charges, first, at_risk, closed, volume_deviation=deviation)


def cents(amount: Decimal) -> Decimal:
    """Half up to the cent, away from zero on both sides.

    >>> cents(Decimal("1.005")), cents(Decimal("-1.005"))
    (Decimal('1.01'), Decimal('-1.01'))
    """
    return amount.quantize(CENT, ROUND_HALF_UP)


def _amounts(
    lines: tuple[Line, ...],
    results: Mapping[str, Result],
    decisions: Mapping[str, str],
    at_risk: AtRisk,
    settings: Settings,
) -> tuple[Charge, ...]:
    """What each line earns, before the gate and the caps."""
    spread = _spread(lines, decisions, settings)
    return tuple(
        _amount(line, results[line.kpi_id], decisions.get(line.kpi_id, ""), spread, at_risk, settings) for line in lines
    )


def _spread(lines: tuple[Line, ...], decisions: Mapping[str, str], settings: Settings) -> Decimal:
    """What the weights left are multiplied by, when those of the neutralised lines go to the others."""
    left = sum((line.weight for line in lines if line.kpi_id not in decisions), ZERO)
    return ONE / left if left and settings.neutralised_weight == "redistribute" else ONE


def _amount(line: Line, result: Result, decision: str, spread: Decimal, at_risk: AtRisk, settings: Settings) -> Charge:
    value = _displayed(result)
    if value is None:
        reasons = ("neutralised", "no_value") if decision else ("no_value",)
        return Charge(line, None, Earned(ZERO), ZERO, ZERO, ZERO if decision else line.weight, reasons, decision)
    gross = earned(line, value, line.weight, at_risk)
    if decision:
        return Charge(line, value, gross, ZERO, ZERO, ZERO, ("neutralised",), decision)
    weight = line.weight * spread
    if _is_small(result, settings):
        return Charge(line, value, gross, ZERO, ZERO, weight, ("small_sample",))
    amount = earned(line, value, weight, at_risk).amount
    return Charge(line, value, gross, amount, amount, weight, ("dead_band",) if gross.dead else ())


def _displayed(result: Result) -> Decimal | None:
    """The value as it is read on the page: that is what the contract compares."""
    value, decimals = result["value"], result["decimals"]
    if pd.isna(value):
        return None
    return decimal(value if pd.isna(decimals) else half_away(value, int(decimals)))


def _is_small(result: Result, settings: Settings) -> bool:
    least: float = settings.n_min if pd.isna(result["n_min"]) else result["n_min"]
    return bool(pd.notna(result["n"]) and result["n"] < least)


def _closes(charge: Charge, result: Result) -> bool:
    """Whether a line closes the gate: red, and neither neutralised nor judged on too few cases."""
    return charge.line.gate and not _UNJUDGED & set(charge.reasons) and result["status"] == Status.RED


def _capped(charges: tuple[Charge, ...], at_risk: AtRisk, year: Year, *, gate_closed: bool) -> tuple[Charge, ...]:
    if gate_closed:
        charges = tuple(_cut(charge, ZERO, "gate") if charge.charged > 0 else charge for charge in charges)
    for malus, bonus, reason in (
        (at_risk.malus, at_risk.bonus, "month_cap"),
        (year.malus_room, year.bonus_room, "year_cap"),
    ):
        charges = _within(charges, -1, malus, reason)
        charges = _within(charges, 1, bonus, reason)
    return charges


def _within(charges: tuple[Charge, ...], side: int, cap: Decimal, reason: str) -> tuple[Charge, ...]:
    """The charges of one side (1 bonuses, −1 maluses) brought down to a cap, each in the same proportion."""
    total = sum((side * charge.charged for charge in charges if side * charge.charged > 0), ZERO)
    if total <= cap:
        return charges
    return tuple(
        _cut(charge, charge.charged * cap / total, reason) if side * charge.charged > 0 else charge for charge in charges
    )


def _cut(charge: Charge, charged: Decimal, reason: str) -> Charge:
    return replace(charge, charged=charged, reasons=(*charge.reasons, reason))


def _with_refund(charge: Charge, year: Year, year_values: Mapping[str, float]) -> Charge:
    """Older maluses given back: enough months on target in a row, this one the last; or on target over the year."""
    line, target = charge.line, charge.line.target
    if not line.earn_back_months or target is None:
        return charge
    owed = year.outstanding(line.kpi_id)
    whole_year = decimal(year_values.get(line.kpi_id))
    if whole_year is not None and line.reaches(whole_year, target):
        return replace(charge, refund=owed + max(-charge.charged, ZERO))
    judged = not _UNJUDGED & set(charge.reasons)
    if judged and line.reaches(charge.value or ZERO, target):
        in_a_row = year.months_met_before(line.kpi_id) + 1
        return replace(charge, refund=owed if in_a_row >= line.earn_back_months else ZERO)
    return charge


def _decisions(neutralisations: pd.DataFrame, first: date) -> dict[str, str]:
    """The decision that neutralises each KPI in the month; a line without one neutralises nothing."""
    of_month = neutralisations["month"].dt.to_period("M") == pd.Period(first, freq="M")
    rows = neutralisations[of_month & neutralisations["decision_id"].notna()]
    return dict(zip(rows["kpi_id"], rows["decision_id"], strict=True))


def _no_invoice(first: date) -> Problem:
    facts: dict[str, Fact] = {"table": "invoices", "column": "month", "month": f"{first:%Y-%m}"}
    return Problem("incentive.no_invoice", facts=facts, effect=Effect.PAGE, table="invoices")
