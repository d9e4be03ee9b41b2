"""Contracts of a few lines for the tests of bonus-malus: what is not said is blank."""

import math
from datetime import date

import pandas as pd

from gouvernail.rules.incentives import incentives
from gouvernail.settings import Settings

MONTH = date(2026, 3, 1)
SETTINGS = Settings(malus_cap=0.08, bonus_cap=0.04, annual_malus_cap=1.0, annual_bonus_cap=1.0)
_LINE = {
    "scheme": "linear",
    "weight": math.nan,
    "floor": math.nan,
    "target": math.nan,
    "stretch": math.nan,
    "dead_band": math.nan,
    "max_malus": math.nan,
    "max_bonus": math.nan,
    "gate": None,
    "earn_back_months": None,
    "valid_from": None,
    "valid_to": None,
}
_RESULT = {
    "value": math.nan,
    "decimals": 1,
    "direction": "higher",
    "target": math.nan,
    "status": "green",
    "n": 1000.0,
    "n_min": 30.0,
}
QS = {"floor": 70.0, "target": 80.0, "stretch": 85.0, "max_malus": 6000.0, "max_bonus": 3000.0}
"""A service level: 6 000 lost at 70 % or less, nothing at 80 %, 3 000 won at 85 % or more."""


def contract(**lines):
    """One line per keyword: the KPI's id, and what is written on its line."""
    rows = [_LINE | line | {"kpi_id": kpi, "row": 5 + place} for place, (kpi, line) in enumerate(lines.items())]
    table = pd.DataFrame(rows, columns=["kpi_id", *_LINE, "row"])
    kinds = {"gate": "boolean", "earn_back_months": "Int64"}
    return table.astype(kinds | dict.fromkeys(("valid_from", "valid_to"), "datetime64[us]"))


def scale(**steps):
    """One scale per keyword: (threshold, amount or None, points or None), or (threshold, amount)."""
    rows = [(kpi, *step, *[None] * (3 - len(step))) for kpi, some in steps.items() for step in some]
    table = pd.DataFrame(rows, columns=["kpi_id", "threshold", "amount", "points"])
    table = table.astype({"threshold": "float64", "amount": "float64", "points": "float64"})
    return table.assign(row=range(3, 3 + len(table)))


def results(**values):
    """One result per keyword: a value, or what differs from a usual result."""
    rows = [
        {"kpi_id": kpi} | _RESULT | (value if isinstance(value, dict) else {"value": value}) for kpi, value in values.items()
    ]
    return pd.DataFrame(rows, columns=["kpi_id", *_RESULT])


def invoices(**months):
    """One invoice per keyword, m2026_03=100_000, or (amount, forecast volume, actual volume)."""
    rows = []
    for month, said in months.items():
        amount, forecast, actual = said if isinstance(said, tuple) else (said, math.nan, math.nan)
        rows.append((pd.Timestamp(f"{month[1:5]}-{month[6:]}-01"), amount, forecast, actual))
    return pd.DataFrame(rows, columns=["month", "amount", "forecast_volume", "actual_volume"])


def neutralised(*rows):
    """(KPI, first day of the month, decision) for each."""
    table = pd.DataFrame(rows, columns=["kpi_id", "month", "decision_id"]).assign(reason="")
    return table.astype({"month": "datetime64[us]", "decision_id": "str", "kpi_id": "str"})


def history(*rows):
    """(first day of the month, KPI, charged, refund, met) for each."""
    table = pd.DataFrame(rows, columns=["month", "kpi_id", "charged", "refund", "met"])
    return table.astype({"month": "datetime64[us]", "met": "boolean"})


def month_of(lines, outcomes, *, steps=None, bills=None, decisions=(), settings=SETTINGS, **more):
    """The month's bonus-malus of a contract, on an invoice of 100 000 unless said otherwise."""
    return incentives(
        lines,
        scale() if steps is None else steps,
        outcomes,
        invoices(m2026_03=100_000.0) if bills is None else bills,
        neutralised(*decisions),
        month=MONTH,
        settings=settings,
        **more,
    )
