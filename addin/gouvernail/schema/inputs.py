"""Every table that people fill in, declared once.

The template, the reader's checks, `gouvernail schema` and the printed SCHEMA.md all read these declarations.
"""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import (
    ActionStatus,
    Aggregation,
    Cadence,
    Committee,
    ControlChart,
    DecisionStatus,
    DecisionType,
    Direction,
    Family,
    Formula,
    Grain,
    Hindrance,
    IncentiveScheme,
    MeetingStatus,
    Party,
    Presence,
    RecommendationStatus,
    Seat,
    WorkstreamStatus,
)

COMMITTEE = Column("committee", "choice", choices=Committee, width=14)
PARTY = Column("party", "choice", choices=Party, width=12)


def _required(column: Column) -> Column:
    return Column(column.key, column.kind, required=True, choices=column.choices, width=column.width)


SETTINGS = Table(
    "settings",
    (Column("setting", required=True, width=34), Column("value", width=24), Column("explanation", width=70)),
    unique=("setting",),
    sheet="settings",
)

COMMITTEES = Table(
    "committees",
    (
        _required(COMMITTEE),
        Column("cadence", "choice", required=True, choices=Cadence, width=14),
        Column("mission", width=48),
        Column("required_roles", many=True, width=48),
        Column("inputs", width=36),
        Column("outputs", width=36),
    ),
    unique=("committee",),
    sheet="framework",
)

PARTICIPANTS = Table(
    "participants",
    (
        Column("person", required=True, width=24),
        _required(PARTY),
        Column("role", required=True, width=34),
        Column("level", "integer", required=True, minimum=1, maximum=3, width=9),
        _required(COMMITTEE),
        Column("seat", "choice", required=True, choices=Seat, width=12),
        Column("valid_from", "date", width=12),
        Column("valid_to", "date", width=12),
    ),
    unique=("person", "committee", "valid_from"),
    sheet="participants",
)

MEETINGS = Table(
    "meetings",
    (
        Column("meeting_id", required=True, width=16),
        _required(COMMITTEE),
        Column("planned", "date", required=True, width=12),
        Column("held", "date", width=12),
        Column("status", "choice", required=True, choices=MeetingStatus, width=12),
        Column("place", width=22),
        Column("reservations_client", width=40),
        Column("reservations_provider", width=40),
        Column("climate_client", "integer", minimum=1, maximum=5, width=10),
        Column("climate_provider", "integer", minimum=1, maximum=5, width=10),
    ),
    unique=("meeting_id",),
    sheet="meetings",
)

ATTENDANCE = Table(
    "attendance",
    (
        Column("meeting_id", required=True, refers_to="meetings", width=16),
        Column("person", required=True, refers_to="participants", width=24),
        Column("presence", "choice", required=True, choices=Presence, width=12),
    ),
    unique=("meeting_id", "person"),
    sheet="attendance",
)

REMIT = Table(
    "remit",
    (
        Column("decision_type", "choice", required=True, choices=DecisionType, width=20),
        Column("max_amount", "number", minimum=0, width=16),
        _required(COMMITTEE),
    ),
    unique=("decision_type", "committee"),
    sheet="framework",
)

PRIORITIES = Table(
    "priorities",
    (Column("priority_id", required=True, width=12), Column("statement", required=True, width=70)),
    unique=("priority_id",),
    sheet="priorities",
)

AMBITIONS = Table(
    "ambitions",
    (
        Column("ambition_id", required=True, width=12),
        Column("priority_id", refers_to="priorities", width=12),
        Column("kpi_id", required=True, refers_to="kpis", width=12),
        Column("date", "date", required=True, width=12),
        Column("level", "quantity", required=True, width=10),
        Column("statement", width=60),
    ),
    unique=("ambition_id", "date"),
    sheet="priorities",
)

KPIS = Table(
    "kpis",
    (
        Column("kpi_id", required=True, width=13),
        Column("name", required=True, width=32),
        Column("family", "choice", choices=Family, width=16),
        Column("unit", width=8),
        Column("decimals", "integer", minimum=0, maximum=6, width=10),
        Column("direction", "choice", required=True, choices=Direction, width=14),
        Column("aggregation", "choice", required=True, choices=Aggregation, width=12),
        Column("formula", "choice", choices=Formula, width=12),
        Column("multiplier", "number", width=12),
        Column("contractual", "flag", width=12),
        Column("priority", "flag", width=12),
        Column("north_star", "flag", width=12),
        Column("n_min", "number", minimum=0, width=10),
        Column("tolerance", "quantity", minimum=0, width=11),
        Column("chart", "choice", choices=ControlChart, width=14),
        Column("priority_id", refers_to="priorities", width=11),
        Column("definition", width=52),
        Column("numerator", width=30),
        Column("denominator", width=30),
        Column("source_system", width=18),
    ),
    unique=("kpi_id",),
    sheet="kpis",
)

TARGETS = Table(
    "targets",
    (
        Column("kpi_id", required=True, refers_to="kpis", width=13),
        Column("scope", width=16),
        Column("valid_from", "date", required=True, width=13),
        Column("valid_to", "date", width=13),
        Column("target", "quantity", width=10),
        Column("low", "quantity", width=10),
        Column("high", "quantity", width=10),
        Column("tolerance", "quantity", minimum=0, width=11),
        Column("weight", "number", minimum=0, width=9),
        Column("decision_id", refers_to="decisions", width=13),
    ),
    sheet="targets",
)

MEASURES = Table(
    "measures",
    (
        Column("kpi_id", required=True, refers_to="kpis", width=13),
        Column("date", "date", required=True, width=12),
        Column("grain", "choice", choices=Grain, width=10),
        Column("scope", width=18),
        Column("numerator", "number", width=13),
        Column("denominator", "number", minimum=0, width=13),
        Column("value", "quantity", width=11),
        Column("validated", "flag", width=10),
        Column("source", width=22),
    ),
    # No key here: a measure typed twice spoils its own figure, which then reads "to check"; it does not cost the page.
    sheet="measures",
)

IDENTITIES = Table(
    "identities",
    (
        Column("whole", required=True, refers_to="kpis", width=16),
        Column("parts", required=True, refers_to="kpis", many=True, width=40),
        Column("tolerance_share", "number", minimum=0, width=14),
    ),
    unique=("whole", "parts"),
    sheet="kpis",
)

QUALITATIVE = Table(
    "qualitative",
    (
        Column("objective_id", required=True, width=12),
        _required(COMMITTEE),
        Column("period", required=True, width=12),
        Column("statement", required=True, width=52),
        Column("evidence", width=44),
        Column("client_rating", "integer", minimum=1, maximum=5, width=10),
        Column("provider_rating", "integer", minimum=1, maximum=5, width=10),
    ),
    unique=("objective_id", "period"),
    sheet="qualitative",
)

ACTIONS = Table(
    "actions",
    (
        Column("action_id", required=True, width=11),
        COMMITTEE,
        Column("description", required=True, width=52),
        Column("owner", width=20),
        PARTY,
        Column("opened", "date", width=12),
        Column("due_initial", "date", width=12),
        Column("due_current", "date", width=12),
        Column("closed", "date", width=12),
        Column("status", "choice", required=True, choices=ActionStatus, width=12),
        Column("blocked_by", "choice", choices=Hindrance, width=12),
        Column("priority", "integer", minimum=1, maximum=3, width=9),
        Column("kpi_id", refers_to="kpis", width=12),
        Column("finding_id", refers_to="findings", many=True, width=14),
        Column("decision_id", refers_to="decisions", width=12),
        Column("workstream_id", refers_to="workstreams", width=12),
        Column("postponements", "integer", minimum=0, width=10),
        Column("postponement_reason", width=36),
        Column("neutralised_from", "date", width=12),
        Column("neutralised_to", "date", width=12),
        Column("expected_effect", width=30),
        Column("check_date", "date", width=12),
    ),
    unique=("action_id",),
    sheet="actions",
)

FINDINGS = Table(
    "findings",
    (
        Column("finding_id", required=True, width=11),
        Column("week", "week", width=11),
        Column("date", "date", width=12),
        Column("kpi_id", refers_to="kpis", width=12),
        Column("theme", width=22),
        Column("scope", width=16),
        Column("team", width=14),
        Column("severity", "integer", required=True, minimum=1, maximum=4, width=9),
        Column("description", required=True, width=60),
        Column("author_role", width=20),
        Column("action_id", refers_to="actions", many=True, width=12),
        Column("beyond_remit", "flag", width=12),
    ),
    unique=("finding_id",),
    sheet="findings",
)

THEMES = Table(
    "themes",
    (Column("theme", required=True, width=28), Column("synonyms", many=True, width=70)),
    unique=("theme",),
    sheet="themes",
)

DECISIONS = Table(
    "decisions",
    (
        Column("decision_id", required=True, width=12),
        _required(COMMITTEE),
        Column("decision_type", "choice", choices=DecisionType, width=16),
        Column("question", required=True, width=52),
        Column("options", width=36),
        Column("recommendation", width=36),
        Column("amount", "number", width=12),
        Column("requested", "date", width=12),
        Column("due_meeting", refers_to="meetings", width=14),
        Column("status", "choice", required=True, choices=DecisionStatus, width=12),
        Column("decided", "date", width=12),
        Column("owner", width=20),
        Column("due", "date", width=12),
        Column("executed", "date", width=12),
        Column("kpi_id", refers_to="kpis", width=12),
        Column("finding_id", refers_to="findings", many=True, width=14),
    ),
    unique=("decision_id",),
    sheet="decisions",
)

RECOMMENDATIONS = Table(
    "recommendations",
    (
        Column("recommendation_id", required=True, width=14),
        Column("date", "date", required=True, width=12),
        _required(COMMITTEE),
        PARTY,
        Column("recommendation", required=True, width=52),
        Column("kpi_id", refers_to="kpis", width=12),
        Column("status", "choice", required=True, choices=RecommendationStatus, width=12),
        Column("answered", "date", width=12),
        Column("reason", width=44),
        Column("decision_id", refers_to="decisions", width=12),
        Column("action_id", refers_to="actions", width=12),
    ),
    unique=("recommendation_id",),
    sheet="recommendations",
)

WORKSTREAMS = Table(
    "workstreams",
    (
        Column("workstream_id", required=True, width=12),
        Column("name", required=True, width=36),
        Column("client_sponsor", width=22),
        Column("provider_sponsor", width=22),
        Column("priority_id", refers_to="priorities", width=12),
        Column("kpi_id", refers_to="kpis", width=12),
        Column("status", "choice", choices=WorkstreamStatus, width=12),
        Column("budget", "number", minimum=0, width=12),
        Column("spent", "number", minimum=0, width=12),
        Column("statement", width=52),
        COMMITTEE,
    ),
    unique=("workstream_id",),
    sheet="workstreams",
)

MILESTONES = Table(
    "milestones",
    (
        Column("milestone_id", required=True, width=12),
        Column("workstream_id", required=True, refers_to="workstreams", width=12),
        Column("name", required=True, width=40),
        Column("initial", "date", required=True, width=12),
        Column("current", "date", width=12),
        Column("actual", "date", width=12),
        Column("weight", "number", minimum=0, width=9),
        Column("gate", "flag", width=11),
    ),
    unique=("milestone_id",),
    sheet="workstreams",
)

STAFFING = Table(
    "staffing",
    (
        Column("date", "date", required=True, width=12),
        Column("interval_start", "time", width=12),
        Column("interval_minutes", "number", minimum=1, width=12),
        Column("scope", width=16),
        Column("forecast_volume", "number", minimum=0, width=12),
        Column("actual_volume", "number", minimum=0, width=12),
        Column("aht_seconds", "number", minimum=0, width=10),
        Column("patience_seconds", "number", minimum=0, width=10),
        Column("planned", "number", minimum=0, width=10),
        Column("present", "number", minimum=0, width=10),
    ),
    unique=("date", "interval_start", "scope"),
    sheet="staffing",
)

EVALUATIONS = Table(
    "evaluations",
    (
        Column("date", "date", required=True, width=12),
        Column("scope", width=16),
        Column("evaluator_party", "choice", required=True, choices=Party, width=12),
        Column("contact_id", required=True, width=14),
        Column("agent", width=14),
        Column("points", "number", required=True, minimum=0, width=10),
        Column("points_applicable", "number", required=True, minimum=0, width=12),
        Column("critical_client", "flag", width=12),
        Column("critical_business", "flag", width=12),
        Column("critical_compliance", "flag", width=12),
        Column("reference_points", "number", minimum=0, width=12),
    ),
    unique=("contact_id", "evaluator_party"),
    sheet="evaluations",
)

INCENTIVES = Table(
    "incentives",
    (
        Column("kpi_id", required=True, refers_to="kpis", width=13),
        Column("scheme", "choice", required=True, choices=IncentiveScheme, width=12),
        Column("weight", "number", minimum=0, width=9),
        Column("floor", "quantity", width=10),
        Column("target", "quantity", width=10),
        Column("stretch", "quantity", width=10),
        Column("dead_band", "quantity", minimum=0, width=10),
        Column("max_malus", "number", minimum=0, width=12),
        Column("max_bonus", "number", minimum=0, width=12),
        Column("gate", "flag", width=10),
        Column("earn_back_months", "integer", minimum=0, width=12),
        Column("valid_from", "date", width=12),
        Column("valid_to", "date", width=12),
    ),
    unique=("kpi_id", "valid_from"),
    sheet="incentives",
)

INCENTIVE_STEPS = Table(
    "incentive_steps",
    (
        Column("kpi_id", required=True, refers_to="kpis", width=13),
        Column("threshold", "quantity", required=True, width=12),
        Column("amount", "number", width=12),
        Column("points", "number", width=10),
    ),
    unique=("kpi_id", "threshold"),
    sheet="incentives",
)

INVOICES = Table(
    "invoices",
    (
        Column("month", "date", required=True, width=12),
        Column("amount", "number", required=True, minimum=0, width=14),
        Column("forecast_volume", "number", minimum=0, width=14),
        Column("actual_volume", "number", minimum=0, width=14),
    ),
    unique=("month",),
    sheet="incentives",
)

NEUTRALISATIONS = Table(
    "neutralisations",
    (
        Column("kpi_id", required=True, refers_to="kpis", width=13),
        Column("month", "date", required=True, width=12),
        Column("decision_id", required=True, refers_to="decisions", width=13),
        Column("reason", width=48),
    ),
    unique=("kpi_id", "month"),
    sheet="incentives",
)

VOICE = Table(
    "voice",
    (
        Column("date", "date", required=True, width=12),
        Column("need", required=True, width=60),
        Column("theme", width=22),
        Column("priority_id", refers_to="priorities", width=12),
        Column("speaker", width=22),
    ),
    sheet="voice",
)

BENCHMARKS = Table(
    "benchmarks",
    (
        Column("kpi_id", required=True, refers_to="kpis", width=13),
        Column("value", "quantity", required=True, width=10),
        Column("source", required=True, width=44),
        Column("date", "date", required=True, width=12),
    ),
    sheet="benchmarks",
)

REBASES = Table(
    "rebases",
    (
        Column("kpi_id", required=True, refers_to="kpis", width=13),
        Column("scope", width=16),
        Column("from_date", "date", required=True, width=12),
        Column("to_date", "date", width=12),
        Column("excluded", "flag", width=10),
        Column("decision_id", required=True, refers_to="decisions", width=13),
        Column("reason", required=True, width=48),
    ),
    unique=("kpi_id", "scope", "from_date"),
    sheet="targets",
)

ANTAGONISTS = Table(
    "antagonists",
    (
        Column("kpi_id", required=True, refers_to="kpis", width=13),
        Column("against", required=True, refers_to="kpis", width=13),
        Column("reason", width=60),
    ),
    unique=("kpi_id", "against"),
    sheet="kpis",
)

INPUTS = (
    SETTINGS,
    COMMITTEES,
    REMIT,
    PARTICIPANTS,
    MEETINGS,
    ATTENDANCE,
    PRIORITIES,
    AMBITIONS,
    KPIS,
    IDENTITIES,
    ANTAGONISTS,
    TARGETS,
    REBASES,
    MEASURES,
    FINDINGS,
    THEMES,
    ACTIONS,
    DECISIONS,
    RECOMMENDATIONS,
    WORKSTREAMS,
    MILESTONES,
    QUALITATIVE,
    STAFFING,
    EVALUATIONS,
    INCENTIVES,
    INCENTIVE_STEPS,
    INVOICES,
    NEUTRALISATIONS,
    VOICE,
    BENCHMARKS,
)
