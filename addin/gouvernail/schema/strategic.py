"""The tables behind the strategic review: the semester as the steering committee froze it, month by month."""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import Party, RestatementCause, RestatementEffect, Status

_SHEET = "strategic"


def _output(key: str, *columns: Column, unique: tuple[str, ...]) -> Table:
    return Table(key, columns, unique=unique, kind="output", sheet=_SHEET)


STRATEGIC_MEETINGS = _output(
    "strategic_meetings",
    Column("period", width=12),
    Column("freeze_id", width=17),
    Column("meeting_id", width=17),
    Column("as_of", "date", width=12),
    Column("intact", "flag", width=10),
    Column("quorum", "flag", width=10),
    Column("lacks", many=True, width=26),
    Column("client_level", "integer", width=10),
    Column("provider_level", "integer", width=10),
    Column("climate_client", "integer", width=10),
    Column("climate_provider", "integer", width=10),
    unique=("period",),
)
"""One row per month of the semester; a month that was not frozen names the meeting that would have frozen it."""
STRATEGIC_KPIS = _output(
    "strategic_kpis",
    Column("kpi_id", width=12),
    Column("name", width=30),
    Column("contractual", "flag", width=11),
    Column("months", "integer", width=9),
    Column("value", "number", width=11),
    Column("target", "number", width=11),
    Column("low", "number", width=11),
    Column("high", "number", width=11),
    Column("gap", "number", width=11),
    Column("status", "choice", choices=Status, width=15),
    Column("green", "integer", width=8),
    Column("amber", "integer", width=8),
    Column("red", "integer", width=8),
    Column("grey", "integer", width=8),
    Column("statuses", width=40),
    unique=("kpi_id",),
)
STRATEGIC_MONTHS = _output(
    "strategic_months",
    Column("kpi_id", width=12),
    Column("period", width=12),
    Column("freeze_id", width=17),
    Column("value", "number", width=11),
    Column("target", "number", width=11),
    Column("status", "choice", choices=Status, width=15),
    Column("left_out", width=14),
    unique=("kpi_id", "period"),
)
STRATEGIC_FACTS = _output(
    "strategic_facts",
    Column("rank", "integer", width=8),
    Column("kpi_id", width=12),
    Column("value", "number", width=11),
    Column("before", "number", width=11),
    Column("move", "number", width=11),
    Column("sentence", width=80),
    unique=("rank",),
)
STRATEGIC_ALERTS = _output(
    "strategic_alerts",
    Column("rank", "integer", width=8),
    Column("kind", width=14),
    Column("reference", width=20),
    Column("sentence", width=80),
    unique=("rank",),
)
STRATEGIC_ASKED = _output(
    "strategic_asked",
    Column("decision_id", width=12),
    Column("question", width=52),
    Column("recommendation", width=36),
    Column("amount", "number", width=12),
    Column("postponed", "integer", width=10),
    Column("stuck", "flag", width=10),
    unique=("decision_id",),
)
STRATEGIC_AMBITIONS = _output(
    "strategic_ambitions",
    Column("ambition_id", width=12),
    Column("kpi_id", width=12),
    Column("statement", width=50),
    Column("period", width=12),
    Column("expected", "number", width=11),
    Column("reached", "number", width=11),
    Column("trajectory_gap", "number", width=11),
    Column("state", width=12),
    Column("contract_gap", "number", width=11),
    Column("status", "choice", choices=Status, width=15),
    Column("final_date", "date", width=12),
    Column("statuses", width=40),
    unique=("ambition_id",),
)
STRATEGIC_WORKSTREAMS = _output(
    "strategic_workstreams",
    Column("workstream_id", width=12),
    Column("name", width=36),
    Column("rag", "choice", choices=Status, width=15),
    Column("progress_before", "number", width=11),
    Column("progress", "number", width=11),
    Column("next_milestone", width=36),
    Column("next_expected", "date", width=12),
    Column("end_initial", "date", width=12),
    Column("end_before", "date", width=12),
    Column("end_expected", "date", width=12),
    Column("slip_workdays", "integer", width=11),
    Column("moved_workdays", "integer", width=11),
    Column("statuses", width=40),
    unique=("workstream_id",),
)
STRATEGIC_THEMES = _output(
    "strategic_themes",
    Column("theme", width=28),
    Column("months", "integer", width=9),
    Column("findings", "integer", width=9),
    Column("kpi_ids", many=True, width=24),
    Column("state", width=14),
    unique=("theme",),
)
STRATEGIC_DECISIONS = _output(
    "strategic_decisions",
    Column("decision_id", width=12),
    Column("question", width=52),
    Column("kpi_id", width=12),
    Column("amount", "number", width=12),
    Column("decided", "date", width=12),
    Column("due", "date", width=12),
    Column("executed", "date", width=12),
    Column("state", width=12),
    Column("late", "flag", width=10),
    Column("before", "number", width=11),
    Column("after", "number", width=11),
    Column("months_before", "integer", width=9),
    Column("months_after", "integer", width=9),
    Column("favourable", "flag", width=11),
    unique=("decision_id",),
)
STRATEGIC_ENGAGEMENT = _output(
    "strategic_engagement",
    Column("party", "choice", choices=Party, width=14),
    Column("attendance_rate", "number", width=11),
    Column("attendance_rate_before", "number", width=11),
    Column("actions_rate", "number", width=11),
    Column("actions_rate_before", "number", width=11),
    Column("decisions_rate", "number", width=11),
    Column("decisions_rate_before", "number", width=11),
    Column("open", "integer", width=9),
    Column("open_before", "integer", width=9),
    Column("late", "integer", width=9),
    Column("late_before", "integer", width=9),
    unique=("party",),
)
STRATEGIC_RESTATEMENTS = _output(
    "strategic_restatements",
    Column("freeze_id", width=17),
    Column("kpi_id", width=12),
    Column("period", width=12),
    Column("reported", "number", width=11),
    Column("now", "number", width=11),
    Column("status_reported", "choice", choices=Status, width=15),
    Column("status_now", "choice", choices=Status, width=15),
    Column("effect", "choice", choices=RestatementEffect, width=18),
    Column("cause", "choice", choices=RestatementCause, width=38),
    Column("reference", width=22),
    unique=("freeze_id", "kpi_id", "period"),
)
STRATEGIC_CAPACITY = _output(
    "strategic_capacity",
    Column("month", width=12),
    Column("days", "integer", width=8),
    Column("forecast_volume", "number", width=12),
    Column("required_hours", "number", width=12),
    Column("planned_hours", "number", width=12),
    Column("coverage", "number", width=11),
    Column("short_share", "number", width=11),
    unique=("month",),
)
STRATEGIC_AHEAD = _output(
    "strategic_ahead",
    Column("kind", width=14),
    Column("reference", width=14),
    Column("kpi_id", width=12),
    Column("date", "date", width=12),
    Column("number", "number", width=11),
    Column("label", width=60),
    unique=("kind", "reference", "date"),
)
STRATEGIC_INCENTIVES = _output(
    "strategic_incentives",
    Column("month", width=12),
    Column("malus", "number", width=12),
    Column("bonus", "number", width=12),
    Column("refund", "number", width=12),
    Column("adjusted", "number", width=12),
    Column("net", "number", width=12),
    unique=("month",),
)

STRATEGIC = (
    STRATEGIC_MEETINGS,
    STRATEGIC_KPIS,
    STRATEGIC_MONTHS,
    STRATEGIC_FACTS,
    STRATEGIC_ALERTS,
    STRATEGIC_ASKED,
    STRATEGIC_AMBITIONS,
    STRATEGIC_WORKSTREAMS,
    STRATEGIC_THEMES,
    STRATEGIC_DECISIONS,
    STRATEGIC_ENGAGEMENT,
    STRATEGIC_RESTATEMENTS,
    STRATEGIC_CAPACITY,
    STRATEGIC_AHEAD,
    STRATEGIC_INCENTIVES,
)
