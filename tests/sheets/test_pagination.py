"""Where a printed page ends."""

from hypothesis import given
from hypothesis import strategies as st

from gouvernail.sheets.pagination import Block, page_breaks, page_height

ROOM = 90.0  # six rows of fifteen points


def test_a_heading_goes_with_what_it_names():
    """Heading, headers and two lines at rows 5 to 8: too many for what is left of six rows."""
    assert page_breaks({}, 12, [Block(5, 8)], [], ROOM) == (4,)


def test_what_fits_stays():
    """Rows 3 to 6 end with the page."""
    assert page_breaks({}, 12, [Block(3, 6)], [], ROOM) == ()


def test_a_break_asked_for_begins_a_page():
    """After row 2, six more rows fit: 3 to 8."""
    assert page_breaks({}, 12, [Block(6, 8)], [2], ROOM) == (2,)
    assert page_breaks({}, 12, [Block(6, 9)], [2], ROOM) == (2, 5)


def test_what_is_higher_than_a_page_is_left():
    """No break would keep it whole."""
    assert page_breaks({}, 20, [Block(4, 12)], [], ROOM) == ()


def test_heights_and_repeated_rows_count():
    """A tall row fills its page; headers that come back take their room."""
    assert page_breaks({2: 60.0}, 9, [Block(3, 4)], [], ROOM) == (2,)
    assert page_breaks({}, 20, [Block(11, 12)], [], ROOM) == ()
    assert page_breaks({}, 20, [Block(11, 12)], [], ROOM, repeated=(1, 1)) == (10,)


def test_a_wide_page_holds_more_of_smaller_rows():
    """Columns that do not fit across are made smaller, and rows with them; narrow ones are never made larger."""
    narrow, wide = page_height([10] * 5, landscape=True), page_height([20] * 14, landscape=True)
    assert wide > 1.8 * narrow
    assert page_height([10], landscape=True) == narrow


@given(
    st.dictionaries(st.integers(1, 60), st.floats(5, 80), max_size=30),
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 8)), max_size=8),
    st.sets(st.integers(1, 59), max_size=3),
)
def test_breaks_asked_for_stay_and_nothing_moves_twice(heights, blocks, asked):
    """Whatever the page: what was asked for is kept, and breaks reckoned again are the same."""
    own = [Block(first, first + more) for first, more in blocks]
    found = page_breaks(heights, 60, own, sorted(asked), ROOM)
    assert asked <= set(found)
    assert found == page_breaks(heights, 60, own, sorted(found), ROOM), "asking again changes nothing"
