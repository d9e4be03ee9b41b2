"""Excel's ROUND: half away from zero, on the number as a person reads it.

A value is first taken at its 15 significant decimal digits, which is all that Excel shows or accepts; only then is it
rounded. So 1.005, which no binary number holds exactly, rounds to 1.01 as it does in a cell, and 0.8999999999999999
does not miss a target of 0.9. Source: docs/semantics.md §4.1 "Comparison is done on the displayed value".
"""

import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

DIGITS = 15
"""The significant decimal digits that Excel keeps of a number."""

_EXACT_POWER = 22
"""10**22 is the last power of ten that a float holds exactly."""
_PLAIN = 1e13
"""Below this many units, one float operation cannot move a number by as much as a tenth of a unit."""
_NEAR_TIE = 1e-13
"""Far wider than the noise of a float operation and of the 15th digit together (both below 1e-14, relatively)."""


def half_away(value: float, decimals: int) -> float:
    """`value` as Excel's ROUND gives it: half away from zero, never "-0".

    Python's `round` is half to even, on the binary value: never use it on a figure that a manager compares.

    Args:
        value: any number; NaN and infinities come back as they are.
        decimals: digits kept after the decimal point; negative ones round to tens, hundreds... More than the 15
            significant digits allow changes nothing.

    Examples:
        >>> half_away(1.005, 2), half_away(2.5, 0), half_away(-1.475, 2), half_away(626.3, -3)
        (1.01, 3.0, -1.48, 1000.0)
        >>> round(1.005, 2), round(2.5)
        (1.0, 2)
    """
    value = float(value)
    if value == 0 or not math.isfinite(value):
        return value + 0.0
    read = Decimal(f"{value:.{DIGITS - 1}e}")
    if decimals > DIGITS - 1 - read.adjusted():
        return value
    return float(read.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0


def half_away_all(values: pd.Series, decimals: "pd.Series | int") -> pd.Series:
    """Each value as `half_away` gives it.

    Args:
        values: numbers, missing ones allowed.
        decimals: one for all, or one for each value (same index); a value whose decimals are missing is left as it is.

    Returns:
        float64, same index and name; NaN where the value is missing.

    Examples:
        >>> half_away_all(pd.Series([0.285, 92.45, None]), pd.Series([2, 1, 1])).tolist()
        [0.29, 92.5, nan]
    """
    numbers = values.to_numpy(dtype="float64", na_value=np.nan)
    places = np.broadcast_to(_places(decimals), numbers.shape)
    rounded = numbers.copy()
    asked = np.isfinite(numbers) & np.isfinite(places)
    plain = asked & _far_from_tie(numbers, places)
    rounded[plain] = _round_plainly(numbers[plain], places[plain])
    for position in np.flatnonzero(asked & ~plain):
        rounded[position] = half_away(numbers[position], int(places[position]))
    return pd.Series(rounded, index=values.index, name=values.name)


def _places(decimals: "pd.Series | int") -> Floats:
    if isinstance(decimals, pd.Series):
        return decimals.to_numpy(dtype="float64", na_value=np.nan)
    return np.array(decimals, dtype="float64")


def _in_units(numbers: Floats, places: Floats) -> Floats:
    """How many units of the last digit kept, without their sign."""
    powers = 10.0 ** np.minimum(np.abs(places), _EXACT_POWER)
    with np.errstate(over="ignore"):
        return np.abs(np.where(places >= 0, numbers * powers, numbers / powers))


def _far_from_tie(numbers: Floats, places: Floats) -> npt.NDArray[np.bool_]:
    """Where plain float arithmetic surely gives what the decimal one gives."""
    units = _in_units(numbers, places)
    with np.errstate(invalid="ignore"):
        from_tie = np.abs(units - np.floor(units) - 0.5)
    far: npt.NDArray[np.bool_] = (units < _PLAIN) & (np.abs(places) <= _EXACT_POWER) & (from_tie > _NEAR_TIE * (units + 1))
    return far


def _round_plainly(numbers: Floats, places: Floats) -> Floats:
    units = np.copysign(np.floor(_in_units(numbers, places) + 0.5), numbers)
    powers = 10.0 ** np.abs(places)
    return np.asarray(np.where(places >= 0, units / powers, units * powers) + 0.0, dtype="float64")
