"""What we promise of freezing: which meeting it speaks of, and which figures it asks about."""

from datetime import date

import pandas as pd

from declared import declared
from gouvernail.rules.freeze_conditions import last_steering, meetings_of_day, unsure_kpis

MEETINGS = declared(
    "meetings",
    {"meeting_id": "S-1", "committee": "strategic", "planned": "2026-06-04", "status": "planned"},
    {"meeting_id": "P-1", "committee": "production", "planned": "2026-06-02", "held": "2026-06-04", "status": "held"},
    {"meeting_id": "C-0", "committee": "steering", "planned": "2026-06-04", "status": "cancelled"},
    {"meeting_id": "C-1", "committee": "steering", "planned": "2026-05-07", "status": "planned"},
)


def test_the_meetings_of_a_day():
    """Planned or held that day, from the floor up, counted as held; a cancelled one is none."""
    there = meetings_of_day(MEETINGS, date(2026, 6, 4))
    assert there["meeting_id"].tolist() == ["P-1", "S-1"]
    assert there["held"].tolist() == [pd.Timestamp("2026-06-04")] * 2
    assert there["status"].tolist() == ["held", "held"]
    assert meetings_of_day(MEETINGS, date(2026, 6, 2)).empty


def test_the_steering_meeting_that_was_forgotten():
    """The last one of the 31 days before; none beyond, or when there is none."""
    assert last_steering(MEETINGS, date(2026, 6, 2))["meeting_id"].tolist() == ["C-1"]
    assert last_steering(MEETINGS, date(2026, 6, 2))["held"].tolist() == [pd.Timestamp("2026-05-07")]
    assert last_steering(MEETINGS, date(2026, 6, 7)).empty
    assert last_steering(MEETINGS.head(0), date(2026, 6, 2)).empty


def test_the_figures_it_asks_about():
    """Each KPI once, in the order of the figures; a flag is a whole word."""
    flags = ["to_check;incomplete", "incomplete", "", None, "to_check"]
    figures = pd.DataFrame({"kpi_id": ["QS", "DMT", "ABS", "CSAT", "QS"], "flags": pd.Series(flags, dtype="str")})
    assert unsure_kpis(figures, "to_check") == ["QS"]
    assert unsure_kpis(figures, "incomplete") == ["QS", "DMT"]
    assert unsure_kpis(figures, "provisional") == []
