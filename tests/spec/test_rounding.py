"""What rounding promises: the figure that Excel's ROUND shows."""

import math

import pandas as pd
import pytest

from gouvernail.rules.rounding import half_away, half_away_all

EXCEL = [
    # Microsoft's own examples for ROUND
    (2.15, 1, 2.2),
    (2.149, 1, 2.1),
    (-1.475, 2, -1.48),
    (21.5, -1, 20.0),
    (626.3, -3, 1000.0),
    (1.98, -1, 0.0),
    (-50.55, -2, -100.0),
    # halves that no binary number holds exactly: Excel rounds what it shows
    (1.005, 2, 1.01),
    (2.675, 2, 2.68),
    (0.285, 2, 0.29),
    (1.115, 2, 1.12),
    (8.345, 2, 8.35),
    (-2.675, 2, -2.68),
    (0.145, 2, 0.15),
    (1234567.885, 2, 1234567.89),
    # exact halves go away from zero, not to even
    (0.5, 0, 1.0),
    (2.5, 0, 3.0),
    (-2.5, 0, -3.0),
    (92.45, 1, 92.5),
    (25.0, -1, 30.0),
    (-150.0, -2, -200.0),
    # noise of a computation disappears
    (0.1 + 0.2, 1, 0.3),
    (0.8999999999999999, 1, 0.9),
    (1.1 * 1.1, 2, 1.21),
    (4.35 * 100, 0, 435.0),
    # what is really below a half stays below
    (1.00499999999, 2, 1.0),
    (2.4999999, 0, 2.0),
    (0.0, 2, 0.0),
]


@pytest.mark.parametrize(("value", "decimals", "shown"), EXCEL)
def test_a_number_rounds_as_excel_rounds_it(value: float, decimals: int, shown: float) -> None:
    """Half away from zero, on the 15 digits that Excel shows."""
    assert half_away(value, decimals) == shown


@pytest.mark.parametrize(("value", "decimals", "shown"), EXCEL)
def test_a_column_rounds_as_each_of_its_numbers(value: float, decimals: int, shown: float) -> None:
    """The vectorised twin gives the same figure."""
    assert half_away_all(pd.Series([value]), decimals).tolist() == [shown]


def test_a_missing_value_stays_missing() -> None:
    """NaN is never turned into a number."""
    assert math.isnan(half_away(math.nan, 2))
    assert half_away_all(pd.Series([None, 1.005], dtype="float64"), 2).isna().tolist() == [True, False]


def test_nothing_ever_shows_as_minus_zero() -> None:
    """A tiny negative gap reads 0, not -0."""
    assert math.copysign(1, half_away(-0.04, 1)) == 1
    assert math.copysign(1, half_away_all(pd.Series([-0.04]), 1)[0]) == 1


def test_each_kpi_has_its_own_decimals() -> None:
    """Decimals may come as a column; a KPI without any is left as it is."""
    decimals = pd.Series([0, 1, 2, pd.NA], dtype="Int64")
    assert half_away_all(pd.Series([2.675] * 4), decimals).tolist() == [3.0, 2.7, 2.68, 2.675]
