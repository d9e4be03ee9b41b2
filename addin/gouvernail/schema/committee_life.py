"""The tables of the committees' own page: their rhythm, both parties' engagement, the year ahead, ratings side by side."""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import Committee, MeetingStatus, Party

_SHEET = "committee_life"
_COMMITTEE = Column("committee", "choice", choices=Committee, width=14)

COMMITTEE_RHYTHM = Table(
    "committee_rhythm",
    (
        _COMMITTEE,
        Column("planned_count", "integer", width=10),
        Column("held_count", "integer", width=10),
        Column("valid", "integer", width=10),
        Column("without_quorum", "integer", width=10),
        Column("late", "integer", width=10),
        Column("skipped", "integer", width=10),
        Column("rate", "number", width=10),
        Column("next_meeting", "date", width=12),
        Column("next_proposed", "flag", width=10),
    ),
    unique=("committee",),
    kind="output",
    sheet=_SHEET,
)

COMMITTEE_ENGAGEMENT = Table(
    "committee_engagement",
    (
        Column("party", "choice", choices=Party, width=14),
        Column("meetings", "integer", width=10),
        Column("seats", "integer", width=10),
        Column("filled", "integer", width=10),
        Column("attendance_rate", "number", width=10),
        Column("open_actions", "integer", width=10),
        Column("late_actions", "integer", width=10),
        Column("actions_due", "integer", width=10),
        Column("actions_on_time", "integer", width=10),
        Column("actions_rate", "number", width=10),
        Column("open_decisions", "integer", width=10),
        Column("late_decisions", "integer", width=10),
        Column("decisions_due", "integer", width=10),
        Column("decisions_on_time", "integer", width=10),
        Column("decisions_rate", "number", width=10),
    ),
    unique=("party",),
    kind="output",
    sheet=_SHEET,
)

COMMITTEE_CALENDAR = Table(
    "committee_calendar",
    (
        _COMMITTEE,
        Column("planned", "date", width=12),
        Column("nominal", "date", width=12),
        Column("meeting_id", width=16),
        Column("status", "choice", choices=MeetingStatus, width=12),
        Column("proposed", "flag", width=10),
        Column("moved", "flag", width=10),
    ),
    unique=("committee", "planned"),
    kind="output",
    sheet=_SHEET,
)

QUALITATIVE_RATINGS = Table(
    "qualitative_ratings",
    (
        Column("objective_id", width=12),
        _COMMITTEE,
        Column("period", width=12),
        Column("statement", width=52),
        Column("evidence", width=44),
        Column("client_rating", "integer", width=10),
        Column("provider_rating", "integer", width=10),
        Column("difference", "integer", width=10),
        Column("agenda", "flag", width=10),
    ),
    unique=("objective_id",),
    kind="output",
    sheet=_SHEET,
)

COMMITTEE_LIFE = (COMMITTEE_RHYTHM, COMMITTEE_ENGAGEMENT, COMMITTEE_CALENDAR, QUALITATIVE_RATINGS)
