"""The tables of the decisions' page: what became of each, and of each recommendation; the way from a finding to the KPI."""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import ActionStatus, Committee, Party, RecommendationStatus

_SHEET = "decision_trail"
_EFFECT = (
    Column("before", "number", width=12),
    Column("after", "number", width=12),
    Column("change", "number", width=11),
    Column("weeks_before", "integer", width=10),
    Column("weeks_after", "integer", width=10),
)

DECISION_FOLLOW_UP = Table(
    "decision_follow_up",
    (
        Column("decision_id", width=12),
        Column("question", width=44),
        Column("committee", "choice", choices=Committee, width=13),
        Column("state", width=26),
        Column("waits_for", "choice", choices=Committee, width=14),
        Column("postponed", "integer", width=10),
        Column("decided", "date", width=12),
        Column("execution_due", "date", width=12),
        Column("executed", "date", width=12),
        Column("findings", many=True, width=20),
        Column("actions", many=True, width=20),
        Column("kpi_id", width=12),
        *_EFFECT,
    ),
    unique=("decision_id",),
    kind="output",
    sheet=_SHEET,
)

DECISION_TRAIL = Table(
    "decision_trail",
    (
        Column("line_id", width=30),
        Column("finding_id", width=12),
        Column("decision_id", width=12),
        Column("action_id", width=12),
        Column("action_status", "choice", choices=ActionStatus, width=13),
        Column("kpi_id", width=12),
        *_EFFECT,
    ),
    unique=("line_id", "finding_id", "decision_id", "action_id"),
    kind="output",
    sheet=_SHEET,
)

RECOMMENDATION_FOLLOW_UP = Table(
    "recommendation_follow_up",
    (
        Column("recommendation_id", width=14),
        Column("date", "date", width=12),
        Column("committee", "choice", choices=Committee, width=13),
        Column("party", "choice", choices=Party, width=12),
        Column("recommendation", width=44),
        Column("kpi_id", width=12),
        Column("status", "choice", choices=RecommendationStatus, width=12),
        Column("answered", "date", width=12),
        Column("reason", width=36),
        Column("decision_id", width=12),
        Column("action_id", width=12),
    ),
    unique=("recommendation_id",),
    kind="output",
    sheet=_SHEET,
)

TRAILS = (DECISION_FOLLOW_UP, DECISION_TRAIL, RECOMMENDATION_FOLLOW_UP)
