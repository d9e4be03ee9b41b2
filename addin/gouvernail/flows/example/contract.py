"""What the contract says: targets and their changes, bonus-malus, invoices, neutralisations; and the outside figures."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouvernail.flows.example import volumes
from gouvernail.flows.example.service import CASABLANCA, LILLE
from gouvernail.flows.example.texts import frame
from gouvernail.schema.catalogue import catalogue_kpi

Words = Mapping[str, Any]

START = "2025-07-01"
CHANGE = "2026-01-01"
"""The day the service level rises from 78 to 80 %, by decision D-002."""

_TARGETS = {"TX_DEC": 92.0, "TX_ABD": 8.0, "DMA": 30.0, "QS_MAIL": 90.0, "QS_CHAT": 80.0, "BACKLOG": 600.0, "TX_REIT": 15.0}
_TARGETS |= {"NOTE_QUAL": 90.0, "EC_CONF": 99.0, "CSAT": 80.0, "TX_RECLA": 20.0, "ABS": 6.0, "PREC_VOL": 90.0, "DISPO_SI": 99.5}
_WEIGHTS = {"QS": 0.30, "TX_DEC": 0.20, "CSAT": 0.20, "NOTE_QUAL": 0.15, "QS_MAIL": 0.15}
_TOLERANCES = {"BACKLOG": 200.0, "DMT": 10.0, "VENTES": 70.0}
"""Those that the trade's list leaves relative to the target."""

_BANDS = (("", 361.0, 399.0), (LILLE, 352.0, 390.0), (CASABLANCA, 371.0, 411.0))
_SALES = (1300, 1150, 1300, 1500, 1500, 1600, 1600, 1200, 1250, 1350, 1250, 1300)
_MONTHS = pd.date_range(START, periods=12, freq="MS")

_INCENTIVES: tuple[tuple[str, str, float, float | None, float | None, float | None, float, float, bool], ...] = (
    ("QS", "linear", 0.30, 70.0, 80.0, 85.0, 6000.0, 3000.0, False),
    ("TX_DEC", "step", 0.20, None, 92.0, None, 4000.0, 2000.0, False),
    ("CSAT", "linear", 0.20, 72.0, 80.0, 86.0, 4000.0, 2000.0, False),
    ("NOTE_QUAL", "points", 0.15, None, 90.0, None, 3000.0, 1500.0, False),
    ("QS_MAIL", "factor", 0.15, 80.0, 90.0, 96.0, 3000.0, 1500.0, False),
    ("EC_CONF", "step", 0.0, None, 99.0, None, 0.0, 0.0, True),
)
_INCENTIVE_KEYS = ("kpi_id", "scheme", "weight", "floor", "target", "stretch", "max_malus", "max_bonus", "gate")
_STEPS: tuple[tuple[str, float, float | None, float | None], ...] = (
    ("TX_DEC", 0.0, -4000.0, None),
    ("TX_DEC", 86.0, -2000.0, None),
    ("TX_DEC", 90.0, -800.0, None),
    ("TX_DEC", 92.0, 0.0, None),
    ("TX_DEC", 94.0, 1000.0, None),
    ("TX_DEC", 96.0, 2000.0, None),
    ("NOTE_QUAL", 0.0, None, 40.0),
    ("NOTE_QUAL", 85.0, None, 70.0),
    ("NOTE_QUAL", 90.0, None, 85.0),
    ("NOTE_QUAL", 93.0, None, 100.0),
)
_PRICE, _MAIL_AND_CHAT = 4.35, 38_500.0

_BENCHMARKS = (
    ("TX_DEC", 90.5, "source"),
    ("QS", 76.0, "source"),
    ("CSAT", 79.0, "panel"),
    ("TX_REIT", 16.5, "panel"),
    ("ABS", 7.2, "source"),
    ("NOTE_QUAL", 88.0, "panel"),
    ("QS_MAIL", 85.0, "panel"),
)


def targets() -> pd.DataFrame:
    """The `targets` table: one row per indicator, two for the service level, twelve for sales, bands by site."""
    rows = [_target(kpi, START, None, target=value) for kpi, value in _TARGETS.items()]
    rows.append(_target("QS", START, "2025-12-31", target=78.0))
    rows.append(_target("QS", CHANGE, None, target=80.0) | {"decision_id": "D-002"})
    rows += [_target("DMT", START, None, low=low, high=high) | {"scope": scope or None} for scope, low, high in _BANDS]
    for month, sales in zip(_MONTHS, _SALES, strict=True):
        rows.append(_target("VENTES", month, month + pd.offsets.MonthEnd(0), target=float(sales)))
    return frame("targets", rows)


def rebases(words: Words) -> pd.DataFrame:
    """The `rebases` table: one new base after a change of process, two spans left out of the limits."""
    said = words["rebases"]
    keys = ("kpi_id", "from_date", "to_date", "excluded", "decision_id", "reason")
    rows = [
        ("QS_MAIL", "2025-11-03", None, False, "D-014", said["mail"]),
        ("QS", "2025-12-22", "2026-01-04", True, "D-015", said["holidays"]),
        ("QS", "2026-03-30", "2026-04-12", True, "D-015", said["outage"]),
        ("TX_DEC", "2026-03-30", "2026-04-12", True, "D-015", said["outage"]),
    ]
    return frame("rebases", pd.DataFrame(rows, columns=keys))


def incentives() -> pd.DataFrame:
    """The `incentives` table: five paid lines whose weights make 1, and the compliance gate."""
    rows = pd.DataFrame(_INCENTIVES, columns=_INCENTIVE_KEYS).assign(valid_from=START)
    rows["dead_band"] = rows["kpi_id"].map({"QS": 0.5, "CSAT": 0.5})
    rows["earn_back_months"] = rows["kpi_id"].map({"QS": 3, "TX_DEC": 3})
    return frame("incentives", rows)


def incentive_steps() -> pd.DataFrame:
    """The `incentive_steps` table: euros, or points, from each threshold up."""
    return frame("incentive_steps", pd.DataFrame(_STEPS, columns=["kpi_id", "threshold", "amount", "points"]))


def invoices() -> pd.DataFrame:
    """The `invoices` table: a month of calls at their price, and the fixed part for e-mail and chat."""
    answered = _by_month(volumes.days(), "answered")
    rows = volumes.intervals()
    made = {
        "month": _MONTHS,
        "amount": (answered * _PRICE + _MAIL_AND_CHAT).round(2),
        "forecast_volume": _by_month(rows, "forecast").round(),
        "actual_volume": _by_month(rows, "volume"),
    }
    return frame("invoices", pd.DataFrame(made))


def neutralisations(words: Words) -> pd.DataFrame:
    """The `neutralisations` table: the month of the outage, for the two indicators it spoilt."""
    said = words["neutralisations"]["outage"]
    rows = [{"kpi_id": kpi, "month": "2026-04-01", "decision_id": "D-009", "reason": said} for kpi in ("QS", "TX_DEC")]
    return frame("neutralisations", rows)


def benchmarks(words: Words) -> pd.DataFrame:
    """The `benchmarks` table: invented, and their source says so."""
    rows = [
        {"kpi_id": kpi, "value": value, "source": words["benchmarks"][source], "date": "2025-12-31"}
        for kpi, value, source in _BENCHMARKS
    ]
    return frame("benchmarks", rows)


def _target(kpi_id: str, start: object, end: object, **aims: float) -> dict[str, Any]:
    return {
        "kpi_id": kpi_id,
        "valid_from": start,
        "valid_to": end,
        "tolerance": _TOLERANCES.get(kpi_id, catalogue_kpi(kpi_id).tolerance),
        "weight": _WEIGHTS.get(kpi_id),
        "decision_id": "D-001",
        **aims,
    }


def _by_month(rows: pd.DataFrame, of: str) -> Any:
    return rows.groupby(rows["date"].dt.to_period("M"))[of].sum().to_numpy()
