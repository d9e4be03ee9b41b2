"""A month's bonus-malus as rows: one per line of the contract, then what is given back, corrected, and rounded."""

from decimal import Decimal
from typing import Any

import pandas as pd

from gouvernail.rules.incentive_schemes import ZERO
from gouvernail.rules.incentives import Charge, Incentives, cents
from gouvernail.terms import Direction

_NUMBERS = (
    "value",
    "target",
    "floor",
    "stretch",
    "level",
    "score",
    "points",
    "weight",
    "at_risk",
    "gross",
    "amount",
    "charged",
)
COLUMNS = ("kind", "kpi_id", "month", "scheme", "boundary", *_NUMBERS, "reasons", "decision_id", "row")


def charge_rows(found: Incentives) -> pd.DataFrame:
    """Rows whose ``charged`` column, to the cent, adds up to the net.

    Returns:
        ``kind``: "line" for each line of the contract; "refund" for each malus given back; "regularisation" for each
        month corrected (``month``); "rounding" for what separates the net from the sum of the rounded lines, when
        there is any. ``boundary``: "at_least" or "at_most", how levels are compared; "" beside lines. ``level``,
        ``score``, ``points``, ``at_risk``: see `incentive_schemes.Earned`. ``gross``, ``amount``, ``charged``: to the
        cent, see `incentives.Charge`. ``reasons`` joined by ``;``. ``row``: of the `incentives` table, 0 beside lines.
        Numbers are float64, NaN where there is none; texts are "" there.

    Source: docs/semantics.md §4.10.
    """
    lines = [_line_row(charge) for charge in found.charges]
    refunds = [_plain("refund", one.refund, kpi_id=one.line.kpi_id) for one in found.charges if one.refund]
    others = [_plain("regularisation", amount, month=month) for month, amount in found.regularisations.items()]
    rounding = [_plain("rounding", found.rounding_difference)] if found.rounding_difference else []
    rows = pd.DataFrame([*lines, *refunds, *others, *rounding], columns=list(COLUMNS))
    texts = {name: "str" for name in COLUMNS if name not in _NUMBERS and name != "row"}
    return rows.astype(texts | dict.fromkeys(_NUMBERS, "float64") | {"row": "int64"})


def _line_row(charge: Charge) -> dict[str, Any]:
    line, gross = charge.line, charge.gross
    numbers = {
        "value": charge.value,
        "target": line.target,
        "floor": line.floor,
        "stretch": line.stretch,
        "level": gross.level,
        "score": gross.score,
        "points": gross.points,
        "weight": charge.weight,
        "at_risk": gross.at_risk,
        "gross": cents(gross.amount),
        "amount": cents(charge.amount),
        "charged": cents(charge.charged),
    }
    texts = {
        "kpi_id": line.kpi_id,
        "month": "",
        "scheme": str(line.scheme),
        "boundary": "at_least" if line.direction == Direction.HIGHER else "at_most",
        "reasons": ";".join(charge.reasons),
        "decision_id": charge.decision_id,
    }
    return {"kind": "line", "row": line.row} | texts | {name: _float(number) for name, number in numbers.items()}


def _plain(kind: str, amount: Decimal, *, kpi_id: str = "", month: str = "") -> dict[str, Any]:
    texts = dict.fromkeys(("scheme", "boundary", "reasons", "decision_id"), "")
    return {"kind": kind, "kpi_id": kpi_id, "month": month, "charged": float(cents(amount)), "row": 0} | texts


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number + ZERO)
