"""How far a figure is from its target, and the colour that the contract gives it."""

import numpy as np
import pandas as pd

from gouvernail.rules.rounding import half_away_all
from gouvernail.terms import Direction, Status

_NOISE = 10  # decimals beyond which a difference is float noise


def add_gap(figures: pd.DataFrame, *, attainment_lower: str = "two_minus") -> pd.DataFrame:
    """Add each figure's gap to its target, and its contractual status.

    **What is compared is what is shown**: the value rounded as Excel does to the KPI's decimals, and a computed target
    rounded alike; a typed one stays as typed. ``gap`` is value minus target; ``favourable_gap`` is negative when
    worse, whichever way the KPI gets better. Of a band, both are measured from the bound that is passed, and 0 inside.

    Args:
        figures: reads ``value``, ``target``, ``low``, ``high``, ``tolerance`` (the KPI's unit), ``direction``,
            ``decimals``; ``target_computed`` (bool) and ``reason`` when there: a figure with a reason has no gap.
        attainment_lower: how a lower-is-better KPI attains its target: "two_minus" (2 - V/T) or
            "target_over_value" (T/V, none at 0).

    Returns:
        `figures` with ``displayed`` (rounded value), ``gap``, ``favourable_gap`` (the KPI's unit, NaN without value or
        target, the latter for an info KPI too), ``relative_gap`` (favourable gap over the target or bound, NaN when
        that is 0), ``attainment`` (1 at target), ``status``: "green" at or better than target, "amber" up to and
        including ``tolerance`` worse, "red" beyond, "grey" when it cannot be told.

    Source: docs/semantics.md §4.1 and §4.2.

    Examples:
        Seconds of handling time, lower is better, 400 aimed at, 15 tolerated:

        >>> aht = {"direction": "lower", "decimals": 0, "target": 400.0, "tolerance": 15.0, "low": np.nan}
        >>> figures = pd.DataFrame(aht | {"high": np.nan, "value": [400.4, 415.0, 420.0, None]})
        >>> add_gap(figures)[["gap", "favourable_gap", "attainment", "status"]]
            gap  favourable_gap  attainment status
        0   0.0             0.0      1.0000  green
        1  15.0           -15.0      0.9625  amber
        2  20.0           -20.0      0.9500    red
        3   NaN             NaN         NaN   grey
    """
    told = figures.get("reason", pd.Series("", index=figures.index)).eq("")
    direction, lower = figures["direction"], figures["direction"].eq(Direction.LOWER)
    displayed = half_away_all(figures["value"], figures["decimals"])
    aims = figures[["target", "low", "high"]]
    if "target_computed" in figures:
        rounded = aims.apply(lambda aim: half_away_all(aim, figures["decimals"]))
        aims = rounded.where(figures["target_computed"], aims)
    band = direction.eq(Direction.BAND)
    against = _aimed_at(displayed, aims, band)
    gap = (displayed - against).where(told).round(_NOISE) + 0.0
    favourable = (gap * np.select([lower, band], [-1.0, -np.sign(gap)], default=1.0)).where(direction.ne(Direction.INFO))
    favourable = favourable + 0.0
    relative = (favourable / against.abs().where(against.ne(0))).where(gap.ne(0) | ~band, favourable)
    attainment = 1 + relative
    if attainment_lower == "target_over_value":
        attainment = attainment.where(~lower, (against / displayed.where(displayed.ne(0))).where(gap.notna()))
    added = {"displayed": displayed, "gap": gap, "favourable_gap": favourable, "relative_gap": relative}
    status = _status(favourable, figures["tolerance"])
    return figures.assign(**added, attainment=attainment, status=status)


def _aimed_at(displayed: pd.Series, aims: pd.DataFrame, band: pd.Series) -> pd.Series:
    """What each value is compared with: its target; of a band, the bound that it passes, or itself inside."""
    bounded = aims[["low", "high"]].notna().any(axis=1)
    below, above = displayed.lt(aims["low"]), displayed.gt(aims["high"])
    nearest = pd.Series(np.select([below, above], [aims["low"], aims["high"]], default=displayed), displayed.index)
    return aims["target"].where(~band, nearest.where(bounded))


def _status(favourable: pd.Series, tolerance: pd.Series) -> pd.Series:
    conditions = [favourable.isna(), favourable.ge(0), favourable.ge(-tolerance.fillna(0.0))]
    choices = [Status.GREY.value, Status.GREEN.value, Status.AMBER.value]
    return pd.Series(np.select(conditions, choices, default=Status.RED.value), index=favourable.index).astype("str")
