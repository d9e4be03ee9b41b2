"""What the contract year leaves: room under its caps, and older maluses that may still be given back."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from gouvernail.rules.incentive_lines import decimal
from gouvernail.rules.incentive_schemes import ZERO, AtRisk
from gouvernail.rules.periods import year_to_date
from gouvernail.settings import Settings


@dataclass(frozen=True)
class Past:
    """One month of one KPI, as it was frozen."""

    month: date
    charged: Decimal
    refund: Decimal
    met: bool


@dataclass(frozen=True)
class Year:
    """The contract year up to a month.

    Args:
        month: its first day.
        malus_room: what maluses may still cost this year, above zero or nothing.
        bonus_room: what bonuses may still bring.
        past: earlier months of each KPI, oldest first.
    """

    month: date
    malus_room: Decimal
    bonus_room: Decimal
    past: dict[str, tuple[Past, ...]] = field(default_factory=dict)

    def outstanding(self, kpi: str) -> Decimal:
        """Maluses charged in earlier months and not given back, above zero or nothing."""
        past = self.past.get(kpi, ())
        charged = sum((-one.charged for one in past if one.charged < 0), ZERO)
        return max(charged - sum((one.refund for one in past), ZERO), ZERO)

    def months_met_before(self, kpi: str) -> int:
        """Months in a row, up to the one before this, in which the KPI was on target; a month without one ends the row."""
        met = {(one.month.year, one.month.month) for one in self.past.get(kpi, ()) if one.met}
        count = 0
        while _month_before(self.month, count + 1) in met:
            count += 1
        return count


def read_year(
    invoices: pd.DataFrame, history: pd.DataFrame | None, month: date, settings: Settings
) -> tuple[Year, AtRisk | None, float | None]:
    """The contract year up to a month, what is at risk in it, and how far its volume was from the forecast.

    Args:
        invoices: the `invoices` table.
        history: see `incentives.incentives`; rows of this month or later are left aside.
        month: its first day.
        settings: see `incentives.incentives`.

    Returns:
        The year; what the month's invoice puts at risk, None without an invoice; real volume against forecast in
        percent, None when one is missing. The year's caps are shares of the invoices that are known by now.
    """
    start = year_to_date(month, settings.contract_year_start).start
    firsts = invoices["month"].dt.to_period("M").dt.start_time.dt.date
    so_far = _total(invoices.loc[(firsts >= start) & (firsts <= month), "amount"])
    past = _past(history, month)
    this_year = [one for months in past.values() for one in months if one.month >= start]
    cost = sum((-one.charged for one in this_year if one.charged < 0), ZERO) - sum((one.refund for one in this_year), ZERO)
    brought = sum((one.charged for one in this_year if one.charged > 0), ZERO)
    year = Year(
        month,
        malus_room=max(_share(settings.annual_malus_cap) * so_far - cost, ZERO),
        bonus_room=max(_share(settings.annual_bonus_cap) * so_far - brought, ZERO),
        past=past,
    )
    of_month = invoices[firsts == month]
    if of_month.empty:
        return year, None, None
    invoice = _total(of_month["amount"])
    at_risk = AtRisk(invoice, _share(settings.malus_cap) * invoice, _share(settings.bonus_cap) * invoice)
    return year, at_risk, _deviation(of_month)


def _past(history: pd.DataFrame | None, month: date) -> dict[str, tuple[Past, ...]]:
    if history is None:
        return {}
    earlier = history[history["month"] < pd.Timestamp(month)].sort_values("month")
    return {str(kpi): tuple(_read(row) for row in rows.to_dict("records")) for kpi, rows in earlier.groupby("kpi_id")}


def _read(row: dict[Hashable, Any]) -> Past:
    met = bool(row["met"]) if pd.notna(row["met"]) else False
    return Past(
        date(row["month"].year, row["month"].month, 1), decimal(row["charged"]) or ZERO, decimal(row["refund"]) or ZERO, met
    )


def _total(amounts: pd.Series) -> Decimal:
    return sum((decimal(amount) or ZERO for amount in amounts), ZERO)


def _share(setting: float) -> Decimal:
    return Decimal(repr(setting))


def _deviation(of_month: pd.DataFrame) -> float | None:
    forecast, actual = float(of_month["forecast_volume"].sum()), of_month["actual_volume"]
    return 100 * (float(actual.sum()) - forecast) / forecast if forecast and actual.notna().all() else None


def _month_before(month: date, count: int) -> tuple[int, int]:
    years, months = divmod(month.year * 12 + month.month - 1 - count, 12)
    return years, months + 1
