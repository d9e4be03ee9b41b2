"""Whether meetings are found at the edges."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from declared import declared
from gouvernail.rules.meetings import (
    count_meetings,
    last_meeting,
    meeting_days,
    meetings_between,
    next_meeting,
    next_meetings,
)

ROWS = [
    ("M1", "production", "2026-03-05", "2026-03-05", "held"),
    ("M2", "production", "2026-03-12", None, "planned"),  # nobody ticked it
    ("M3", "production", "2026-03-19", None, "cancelled"),
    ("M4", "production", "2026-03-26", None, "postponed"),
    ("M5", "production", "2026-04-02", "2026-04-03", "postponed"),
    ("M6", "production", "2026-04-03", "2026-04-03", "held"),  # the same day again
    ("M7", "production", "2026-04-09", "2026-04-09", "cancelled"),
    ("M8", "steering", "2026-03-17", None, "planned"),
]
MEETINGS = declared(
    "meetings",
    *(dict(zip(("meeting_id", "committee", "planned", "held", "status"), row, strict=True)) for row in ROWS),
)
HELD = [date(2026, 3, 5), date(2026, 3, 12), date(2026, 4, 3)]
days = st.dates(date(2026, 2, 20), date(2026, 4, 20))


def test_the_day_a_meeting_takes_place() -> None:
    """Held, else planned; never when cancelled, only when held if postponed."""
    found = meeting_days(MEETINGS).dt.strftime("%d/%m").fillna("-").tolist()
    assert found == ["05/03", "12/03", "-", "-", "03/04", "03/04", "-", "17/03"]


@pytest.mark.parametrize(
    ("as_of", "last", "following"),
    [
        (date(2026, 3, 4), None, date(2026, 3, 5)),
        (date(2026, 3, 5), None, date(2026, 3, 12)),
        (date(2026, 3, 6), date(2026, 3, 5), date(2026, 3, 12)),
        (date(2026, 3, 12), date(2026, 3, 5), date(2026, 4, 3)),
        (date(2026, 4, 3), date(2026, 3, 12), None),
        (date(2026, 4, 4), date(2026, 4, 3), None),
    ],
)
def test_the_meetings_around_a_day(as_of: date, last: date | None, following: date | None) -> None:
    """The meeting of the day itself is neither the last nor the next."""
    assert last_meeting(MEETINGS, "production", as_of) == last
    assert next_meeting(MEETINGS, "production", as_of) == following


def test_the_next_meeting_of_each_committee() -> None:
    asked = pd.Series(["steering", None, "strategic", "production"], index=[4, 3, 2, 1], dtype="str")
    found = next_meetings(MEETINGS, asked, date(2026, 3, 12))
    assert str(found.dtype) == "datetime64[us]"
    assert found.index.tolist() == [4, 3, 2, 1]
    assert found.dt.strftime("%d/%m").fillna("-").tolist() == ["17/03", "-", "-", "03/04"]


@given(days, days)
def test_counting_is_listing(after: date, until: date) -> None:
    listed = meetings_between(MEETINGS, "production", after, until)
    assert listed == [day for day in HELD if after < day <= until]
    counted = count_meetings(
        MEETINGS, pd.Series(["production"]), pd.Series(pd.to_datetime([after])), pd.Series(pd.to_datetime([until]))
    )
    assert counted.tolist() == [len(listed)]


def test_what_is_missing_counts_no_meeting() -> None:
    committees = pd.Series(["production", "production", None], dtype="str")
    after = pd.Series(pd.to_datetime([None, "2026-03-01", "2026-03-01"]))
    until = pd.Series(pd.to_datetime(["2026-04-30", None, "2026-04-30"]))
    assert count_meetings(MEETINGS, committees, after, until).tolist() == [0, 0, 0]
    assert count_meetings(MEETINGS.iloc[:0], committees, until, until).tolist() == [0, 0, 0]
