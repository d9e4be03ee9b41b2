"""Short ways to state a KPI, its targets and its measures, and to read one figure back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from declared import declared
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.kpis import KpiBook, KpiGaps, figures_of, kpi_gaps, read_book
from gouvernail.rules.periods import Period, month_of, week_of
from gouvernail.settings import Settings

Row = dict[str, Any]

AS_OF = date(2026, 4, 8)
MARCH = month_of(date(2026, 3, 1))
FRANCE = Calendar("FR")

SERVICE_LEVEL: Row = {
    "kpi_id": "QS", "name": "Service level", "unit": "%", "decimals": 1, "direction": "higher",
    "aggregation": "ratio", "n_min": 0, "tolerance": 3.0,
}  # fmt: skip
HANDLING_TIME: Row = SERVICE_LEVEL | {
    "kpi_id": "DMT", "unit": "s", "decimals": 0, "direction": "lower", "tolerance": 15.0,
}  # fmt: skip
SALES: Row = {
    "kpi_id": "VENTES", "name": "Net sales", "unit": "nb", "decimals": 0, "direction": "higher", "aggregation": "sum",
}  # fmt: skip
BACKLOG: Row = SALES | {"kpi_id": "STOCK", "direction": "lower", "aggregation": "last"}
LONGEST_WAIT: Row = SALES | {"kpi_id": "ATT_MAX", "unit": "s", "direction": "lower", "aggregation": "max"}


def ratio(day: str, n: float | None, d: float | None, **more: Any) -> Row:
    """A measure of the service level."""
    return {"kpi_id": "QS", "date": day, "grain": "day", "numerator": n, "denominator": d} | more


def amount(day: str, value: float | None, **more: Any) -> Row:
    """A measure of the sales."""
    return {"kpi_id": "VENTES", "date": day, "grain": "day", "value": value} | more


def target(value: float | None, begin: str = "2020-01-01", end: str | None = None, **more: Any) -> Row:
    """A target of the service level."""
    return {"kpi_id": "QS", "valid_from": begin, "valid_to": end, "target": value} | more


def workdays(first: str, last: str, *, holidays: Iterable[str] = ()) -> list[str]:
    """Mondays to Fridays between two days, less some."""
    return [f"{day:%Y-%m-%d}" for day in pd.bdate_range(first, last) if f"{day:%Y-%m-%d}" not in set(holidays)]


def book(
    kpis: Iterable[Row],
    targets: Iterable[Row],
    measures: Iterable[Row],
    identities: Iterable[Row] = (),
    *,
    settings: Settings | None = None,
    as_of: date = AS_OF,
) -> KpiBook:
    return read_book(
        declared("kpis", *kpis),
        declared("targets", *targets),
        declared("measures", *measures),
        declared("identities", *identities),
        settings=settings or Settings(),
        as_of=as_of,
        calendar=FRANCE,
    )


def figure(
    kpi: Row,
    targets: Iterable[Row],
    measures: Iterable[Row],
    *,
    period: Period = MARCH,
    scope: str = "",
    **more: Any,
) -> pd.Series:
    """One KPI's figure over one period, by default March 2026, overall."""
    figures = figures_of(book([kpi], targets, measures, **more), [period])
    found = figures[figures["scope"].eq(scope)]
    assert len(found) == 1, found
    return found.iloc[0]


def gaps(
    kpis: Iterable[Row],
    targets: Iterable[Row],
    measures: Iterable[Row],
    identities: Iterable[Row] = (),
    *,
    settings: Settings | None = None,
    as_of: date = AS_OF,
    rebases: Iterable[Row] = (),
) -> KpiGaps:
    return kpi_gaps(
        declared("kpis", *kpis),
        declared("targets", *targets),
        declared("measures", *measures),
        declared("identities", *identities),
        settings=settings or Settings(),
        as_of=as_of,
        calendar=FRANCE,
        rebases=declared("rebases", *rebases),
    )


def week(day: str) -> Period:
    return week_of(date.fromisoformat(day))


def month(day: str) -> Period:
    return month_of(date.fromisoformat(day))
