"""Whether rounding holds at the edges."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gouvernail.rules.rounding import half_away, half_away_all

numbers = st.floats(allow_nan=False, allow_infinity=False)
figures = st.floats(-1e9, 1e9)
decimals = st.integers(-6, 8)


@given(st.lists(st.tuples(numbers | figures, st.integers(-30, 30)), max_size=20))
@example([(5e-324, 22), (1.7e308, 22), (1.7e308, -308), (1e22, 0), (2.5, 25)])
def test_a_column_agrees_with_the_scalar_one(pairs: list[tuple[float, int]]) -> None:
    values = pd.Series([value for value, _ in pairs], dtype="float64")
    places = pd.Series([place for _, place in pairs], dtype="int64")
    assert half_away_all(values, places).tolist() == [half_away(value, place) for value, place in pairs]


@given(st.integers(-(10**9), 10**9), st.integers(0, 5))
def test_a_typed_half_always_goes_away_from_zero(units: int, places: int) -> None:
    typed = float(Decimal(2 * units + 1).scaleb(-places) / 2)
    away = units + (1 if units >= 0 else 0)
    assert half_away(typed, places) == float(Decimal(away).scaleb(-places))


@given(figures, decimals)
def test_rounding_twice_changes_nothing(value: float, places: int) -> None:
    once = half_away(value, places)
    assert half_away(once, places) == once


@given(figures, decimals)
def test_the_sign_mirrors(value: float, places: int) -> None:
    assert half_away(-value, places) == -half_away(value, places)


@given(figures, figures, decimals)
def test_order_survives(one: float, other: float, places: int) -> None:
    low, high = sorted((one, other))
    assert half_away(low, places) <= half_away(high, places)


@given(figures, st.integers(-6, 5))
def test_it_moves_a_number_by_half_a_unit_at_most(value: float, places: int) -> None:
    assert abs(half_away(value, places) - value) <= 0.5 * 10.0**-places * (1 + 1e-9) + abs(value) * 1e-14


@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_infinities_pass_through(value: float) -> None:
    assert half_away(value, 2) == value
    assert half_away_all(pd.Series([value]), 2).tolist() == [value]


def test_more_decimals_than_a_number_has_change_nothing() -> None:
    assert half_away(1 / 3, 17) == 1 / 3
    assert half_away(0.1 + 0.2, 15) == 0.3
    assert half_away(123456789.123456789, 400) == 123456789.123456789


def test_the_index_and_the_name_survive() -> None:
    rounded = half_away_all(pd.Series([1.25, 2.0], index=["b", "a"], name="gap"), 1)
    pd.testing.assert_series_equal(rounded, pd.Series([1.3, 2.0], index=["b", "a"], name="gap"))


def test_an_empty_column_stays_empty() -> None:
    assert half_away_all(pd.Series([], dtype="float64"), 1).tolist() == []


def test_whole_numbers_and_nullable_ones_are_taken() -> None:
    assert half_away_all(pd.Series([25, pd.NA], dtype="Int64"), -1).fillna(-1).tolist() == [30.0, -1.0]
    assert half_away_all(pd.Series([25, 24]), -1).dtype == np.float64
