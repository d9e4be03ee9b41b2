"""Corrections of the bonus-malus of earlier months, frozen with the month that they are charged in."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from gouvernail.terms import FrozenKind


@dataclass(frozen=True)
class Correction:
    """What an earlier month is corrected by, once its frozen figures were restated.

    Args:
        month: the month corrected: "2026-03".
        charged: its net until then, earlier corrections of it included.
        recomputed: its net on the restated figures.
        kpi_ids: the KPIs restated, joined by ``;``.

    Examples:
        >>> Correction("2026-03", Decimal("-1200.00"), Decimal("-900.00"), "QS").amount
        Decimal('300.00')
    """

    month: str
    charged: Decimal
    recomputed: Decimal
    kpi_ids: str

    @property
    def amount(self) -> Decimal:
        """Recomputed net less the net charged."""
        return self.recomputed - self.charged


def frozen_correction(correction: Correction) -> dict[str, object]:
    """A correction as an item of a freeze, as `incentive_months` reads it back."""
    return {
        "kind": FrozenKind.REGULARISATION.value,
        "reference": correction.month,
        "number": float(correction.amount),
        "detail": ";".join([str(correction.charged), str(correction.recomputed), correction.kpi_ids]),
    }


def corrections_of(items: pd.DataFrame | None, freeze: str) -> tuple[Correction, ...]:
    """The corrections that were frozen with a freeze, oldest month first."""
    if items is None:
        return ()
    mine = items[items["freeze_id"].eq(freeze) & items["kind"].eq(FrozenKind.REGULARISATION)].sort_values("reference")
    told = [(str(month), str(detail).split(";", 2)) for month, detail in mine[["reference", "detail"]].itertuples(index=False)]
    return tuple(Correction(month, Decimal(was), Decimal(now), kpis) for month, (was, now, kpis) in told)
