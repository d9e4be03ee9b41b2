"""Every table that the add-in draws, declared once: what a page shows, what `--json` prints, what SCHEMA.md documents.

A table whose columns end with `comment` keeps what people type there, by the columns of `unique`. Columns after the comment
stand to its right, outside the printed page: they let a reader trace the figure.
"""

from gouvernail.problems import Effect
from gouvernail.schema.alignment import ALIGNED
from gouvernail.schema.committee_life import COMMITTEE_LIFE
from gouvernail.schema.decision_trail import TRAILS
from gouvernail.schema.frozen import FROZEN
from gouvernail.schema.inputs import MEASURES
from gouvernail.schema.kinds import Column, Table
from gouvernail.schema.minutes import MINUTED
from gouvernail.schema.production import PRODUCTION
from gouvernail.schema.roadmap import ROADMAPS
from gouvernail.schema.statistics import STATISTICS
from gouvernail.schema.strategic import STRATEGIC
from gouvernail.schema.voice import VOICE_THEMES
from gouvernail.terms import (
    ActionStatus,
    Assurance,
    Basis,
    Committee,
    DecisionStatus,
    Family,
    LineLife,
    Party,
    PeriodKind,
    Prospect,
    Status,
    Urgency,
    Variation,
)

COMMENT = Column("comment", "comment", width=38)


def _kept(key: str, sheet: str) -> Table:
    """Where the comments wait whose line is gone: never dropped, and back in place when the line comes back."""
    return Table(
        f"{key}_kept",
        (Column("line", width=26), Column("comment", "comment", width=38)),
        unique=("line",),
        kind="output",
        sheet=sheet,
    )


IMPORTED = Table("imported", (*MEASURES.columns, Column("remarks", width=40)), kind="output", sheet="imported")
"""Measures brought in by `gouvernail import`: read together with the typed ones."""

CHECKS = Table(
    "checks",
    (
        Column("effect", "choice", choices=Effect, width=19),
        Column("sheet", width=20),
        Column("cell", width=11),
        Column("message", width=105),
        Column("table", width=20),
        Column("code", width=26),
    ),
    kind="output",
    sheet="checks",
)

GAPS = Table(
    "gaps",
    (
        Column("kpi_id", width=12),
        Column("name", width=30),
        Column("scope", width=15),
        Column("period", width=13),
        Column("value", "number", width=11),
        Column("target", "number", width=13),
        Column("gap", "number", width=11),
        Column("status", "choice", choices=Status, width=16),
        Column("confirmed_status", "choice", choices=Status, width=17),
        Column("verdict", width=46),
        Column("remarks", width=32),
        Column("comment", "comment", width=34),
        Column("line", width=26),
        Column("attainment", "number", width=11),
        Column("variation", "choice", choices=Variation, width=18),
        Column("label", width=15),
        Column("assurance", "choice", choices=Assurance, width=16),
        Column("points", "integer", width=10),
        Column("signal", width=11),
        Column("prospect", "choice", choices=Prospect, width=18),
        Column("required", "number", width=12),
        Column("forecast", "number", width=12),
        Column("until", "date", width=12),
        Column("period_kind", "choice", choices=PeriodKind, width=12),
        Column("start", "date", width=12),
        Column("end", "date", width=12),
        Column("family", "choice", choices=Family, width=16),
        Column("unit", width=8),
        Column("displayed", "number", width=11),
        Column("low", "number", width=9),
        Column("high", "number", width=9),
        Column("tolerance", "number", width=10),
        Column("favourable_gap", "number", width=11),
        Column("relative_gap", "number", width=11),
        Column("numerator", "number", width=12),
        Column("denominator", "number", width=12),
        Column("n", "number", width=10),
        Column("days_present", "integer", width=10),
        Column("days_expected", "integer", width=10),
        Column("basis", "choice", choices=Basis, width=16),
        Column("flags", many=True, width=24),
        Column("contractual", "flag", width=11),
        Column("north_star", "flag", width=11),
    ),
    unique=("line",),
    kind="output",
    sheet="gaps",
)
GAPS_KEPT = _kept("gaps", "gaps")

OVERDUE = Table(
    "overdue",
    (
        Column("action_id", width=11),
        Column("description", width=44),
        Column("owner", width=20),
        Column("party", "choice", choices=Party, width=12),
        Column("committee", "choice", choices=Committee, width=13),
        Column("due", "date", width=12),
        Column("late_workdays", "integer", width=11),
        Column("missed_cycles", "integer", width=11),
        Column("urgency", "choice", choices=Urgency, width=15),
        Column("status", "choice", choices=ActionStatus, width=13),
        Column("reasons", many=True, width=34),
        COMMENT,
        Column("priority", "integer", width=9),
        Column("late_days", "integer", width=11),
        Column("due_initial", "date", width=12),
        Column("due_current", "date", width=12),
        Column("slip_workdays", "integer", width=10),
        Column("postponements", "integer", width=10),
        Column("blocked_by", width=12),
        Column("ageing", width=10),
        Column("index", "number", width=9),
        Column("kpi_id", width=12),
        Column("finding_id", many=True, width=14),
        Column("next_meeting", "date", width=12),
    ),
    unique=("action_id",),
    kind="output",
    sheet="overdue",
)
OVERDUE_KEPT = _kept("overdue", "overdue")

OVERDUE_PARTIES = Table(
    "overdue_parties",
    (
        Column("party", width=22),
        Column("open", "integer", width=10),
        Column("late", "integer", width=10),
        Column("blocked", "integer", width=10),
        Column("due_before_next", "integer", width=12),
        Column("closed_since", "integer", width=12),
        Column("closed_late", "integer", width=12),
        Column("on_time", "integer", width=10),
        Column("on_time_base", "integer", width=10),
        Column("on_time_rate", "number", width=11),
        Column("slip_workdays", "number", width=11),
        Column("index", "number", width=10),
    ),
    unique=("party",),
    kind="output",
    sheet="overdue",
)

OVERDUE_AGEING = Table(
    "overdue_ageing",
    (
        Column("ageing", width=16),
        Column("client", "integer", width=10),
        Column("provider", "integer", width=10),
        Column("unassigned", "integer", width=12),
    ),
    unique=("ageing",),
    kind="output",
    sheet="overdue",
)

DUE_NEXT = Table(
    "due_next",
    (
        Column("action_id", width=11),
        Column("description", width=44),
        Column("owner", width=20),
        Column("party", "choice", choices=Party, width=12),
        Column("committee", "choice", choices=Committee, width=13),
        Column("due", "date", width=12),
        Column("next_meeting", "date", width=12),
        Column("status", "choice", choices=ActionStatus, width=13),
    ),
    unique=("action_id",),
    kind="output",
    sheet="overdue",
)

ACTION_ANOMALIES = Table(
    "action_anomalies",
    (
        Column("action_id", width=11),
        Column("description", width=44),
        Column("owner", width=20),
        Column("party", "choice", choices=Party, width=12),
        Column("committee", "choice", choices=Committee, width=13),
        Column("anomalies", many=True, width=30),
        Column("proposed_due", "date", width=12),
    ),
    unique=("action_id",),
    kind="output",
    sheet="overdue",
)

ROLLUP = Table(
    "rollup",
    (
        Column("theme", width=26),
        Column("kpi_id", width=13),
        Column("scope", width=15),
        Column("findings", "integer", width=11),
        Column("weeks", "integer", width=11),
        Column("severity", "integer", width=11),
        Column("escalated", "flag", width=10),
        Column("reasons", many=True, width=32),
        Column("life", "choice", choices=LineLife, width=14),
        Column("sentence", width=52),
        COMMENT,
        Column("line_id", width=36),
        Column("month", width=10),
        Column("recurrence", "integer", width=10),
        Column("first_week", width=11),
        Column("last_week", width=11),
        Column("finding_ids", many=True, width=40),
        Column("open_actions", many=True, width=22),
        Column("late_actions", many=True, width=22),
        Column("gap", "number", width=10),
        Column("status", "choice", choices=Status, width=16),
        Column("weighted", "number", width=10),
    ),
    unique=("line_id",),
    kind="output",
    sheet="rollup",
)
ROLLUP_KEPT = _kept("rollup", "rollup")

ROLLUP_FINDINGS = Table(
    "rollup_findings",
    (
        Column("finding_id", width=26),
        Column("kpi_id", width=13),
        Column("scope", width=15),
        Column("severity", "integer", width=11),
        Column("week", width=11),
        Column("team", width=11),
        Column("occurrence", width=10),
        Column("theme", width=32),
        Column("reason", width=14),
        Column("description", width=52),
        Column("line_id", width=38),
    ),
    unique=("finding_id",),
    kind="output",
    sheet="rollup",
)

PARETO = Table(
    "pareto",
    (
        Column("theme", width=28),
        Column("weighted", "number", width=10),
        Column("findings", "integer", width=10),
        Column("share", "number", width=10),
        Column("cumulative", "number", width=11),
        Column("vital", "flag", width=10),
    ),
    unique=("theme",),
    kind="output",
    sheet="rollup",
)

STEERING_DOMAINS = Table(
    "steering_domains",
    (
        Column("family", "choice", choices=Family, width=20),
        Column("status", "choice", choices=Status, width=16),
        Column("kpi_id", width=12),
        Column("green", "integer", width=8),
        Column("amber", "integer", width=8),
        Column("red", "integer", width=8),
        Column("grey", "integer", width=8),
    ),
    unique=("family",),
    kind="output",
    sheet="steering",
)

STEERING_FACTS = Table(
    "steering_facts",
    (Column("rank", "integer", width=6), Column("kpi_id", width=12), Column("sentence", width=90)),
    unique=("rank",),
    kind="output",
    sheet="steering",
)

STEERING_ALERTS = Table(
    "steering_alerts",
    (
        Column("rank", "integer", width=6),
        Column("kind", width=16),
        Column("reference", width=16),
        Column("sentence", width=90),
    ),
    unique=("rank",),
    kind="output",
    sheet="steering",
)

STEERING_DECISIONS = Table(
    "steering_decisions",
    (
        Column("decision_id", width=12),
        Column("question", width=60),
        Column("recommendation", width=40),
        Column("amount", "number", width=12),
        Column("due_meeting", width=14),
        Column("status", "choice", choices=DecisionStatus, width=13),
        Column("committee", "choice", choices=Committee, width=14),
        Column("routed_to", "choice", choices=Committee, width=14),
        Column("postponed", "integer", width=10),
    ),
    unique=("decision_id",),
    kind="output",
    sheet="steering",
)

STEERING_KPIS = Table(
    "steering_kpis",
    (
        Column("kpi_id", width=12),
        Column("name", width=30),
        Column("value", "number", width=11),
        Column("target", "number", width=12),
        Column("gap", "number", width=11),
        Column("status", "choice", choices=Status, width=16),
        Column("confirmed_status", "choice", choices=Status, width=16),
        Column("variation", "choice", choices=Variation, width=16),
        Column("assurance", "choice", choices=Assurance, width=16),
        Column("verdict", width=46),
        Column("ytd", "number", width=11),
        Column("ytd_gap", "number", width=11),
        Column("prospect", "choice", choices=Prospect, width=16),
        Column("required", "number", width=11),
        Column("forecast", "number", width=11),
        Column("remarks", width=34),
        Column("comment", "comment", width=38),
    ),
    unique=("kpi_id",),
    kind="output",
    sheet="steering",
)

STEERING_TREND = Table(
    "steering_trend",
    (
        Column("kpi_id", width=12),
        Column("month", width=10),
        Column("value", "number", width=11),
        Column("target", "number", width=11),
    ),
    unique=("kpi_id", "month"),
    kind="output",
    sheet="steering",
)

OUTPUTS = (
    IMPORTED,
    CHECKS,
    GAPS,
    GAPS_KEPT,
    OVERDUE,
    OVERDUE_KEPT,
    OVERDUE_PARTIES,
    OVERDUE_AGEING,
    DUE_NEXT,
    ACTION_ANOMALIES,
    ROLLUP,
    ROLLUP_KEPT,
    ROLLUP_FINDINGS,
    PARETO,
    VOICE_THEMES,
    STEERING_DOMAINS,
    STEERING_FACTS,
    STEERING_ALERTS,
    STEERING_DECISIONS,
    STEERING_KPIS,
    STEERING_TREND,
    *STATISTICS,
    *FROZEN,
    *PRODUCTION,
    *ALIGNED,
    *MINUTED,
    *ROADMAPS,
    *TRAILS,
    *COMMITTEE_LIFE,
    *STRATEGIC,
)
