"""The tables of the pages of statistics: control charts, staffing, quality, incentives."""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import Assurance, ChartType, IncentiveScheme, Party, Status, Variation

CONTROL_CHARTS = Table(
    "control_charts",
    (
        Column("rank", "integer", width=13),
        Column("kpi_id", width=13),
        Column("name", width=13),
        Column("scope", width=13),
        Column("chart", "choice", choices=ChartType, width=13),
        Column("status", "choice", choices=Status, width=13),
        Column("confirmed_status", "choice", choices=Status, width=13),
        Column("variation", "choice", choices=Variation, width=13),
        Column("assurance", "choice", choices=Assurance, width=13),
        Column("points", "integer", width=13),
        Column("centre", "number", width=13),
        Column("lower", "number", width=13),
        Column("upper", "number", width=13),
        Column("sentence", width=13),
    ),
    unique=("kpi_id", "scope"),
    kind="output",
    sheet="control_charts",
)

CHART_POINTS = Table(
    "chart_points",
    (
        Column("kpi_id", width=13),
        Column("scope", width=13),
        Column("period", width=13),
        Column("value", "number", width=13),
        Column("centre", "number", width=13),
        Column("lower", "number", width=13),
        Column("upper", "number", width=13),
        Column("target", "number", width=13),
        Column("low", "number", width=13),
        Column("high", "number", width=13),
        Column("label", width=13),
        Column("variation", "choice", choices=Variation, width=13),
        Column("segment", "integer", width=13),
        Column("provisional", "flag", width=13),
        Column("excluded", "flag", width=13),
    ),
    unique=("kpi_id", "scope", "period"),
    kind="output",
    sheet="control_charts",
)

STAFFING_SCOPES = Table(
    "staffing_scopes",
    (
        Column("scope", width=18),
        Column("model", width=21),
        Column("intervals", "integer", width=12),
        Column("required_hours", "number", width=12),
        Column("planned_hours", "number", width=12),
        Column("coverage", "number", width=12),
        Column("short_share", "number", width=12),
        Column("real_required_hours", "number", width=12),
        Column("present_hours", "number", width=12),
        Column("real_coverage", "number", width=12),
        Column("real_short_share", "number", width=12),
        Column("unstable", "integer", width=12),
        Column("scheduled_hours", "number", width=12),
        Column("unknown", "integer", width=12),
    ),
    unique=("scope",),
    kind="output",
    sheet="staffing_result",
)

STAFFING_WORST = Table(
    "staffing_worst",
    (
        Column("date", "date", width=12),
        Column("interval", width=12),
        Column("scope", width=12),
        Column("forecast_volume", "number", width=12),
        Column("required", "integer", width=12),
        Column("planned", "number", width=12),
        Column("actual_volume", "number", width=12),
        Column("real_required", "integer", width=12),
        Column("present", "number", width=12),
        Column("lacking", "number", width=12),
        Column("outcome", width=12),
        Column("load", "number", width=12),
        Column("row", "integer", width=12),
    ),
    kind="output",
    sheet="staffing_result",
)

STAFFING_DAYS = Table(
    "staffing_days",
    (
        Column("date", "date", width=12),
        Column("required_hours", "number", width=12),
        Column("planned_hours", "number", width=12),
        Column("present_hours", "number", width=12),
        Column("coverage", "number", width=12),
        Column("short_share", "number", width=12),
    ),
    unique=("date",),
    kind="output",
    sheet="staffing_result",
)

QUALITY_SCORES = Table(
    "quality_scores",
    (
        Column("scope", width=19),
        Column("evaluator_party", "choice", choices=Party, width=16),
        Column("n", "integer", width=10),
        Column("score", "number", width=12),
        Column("critical_client_errors", "integer", width=12),
        Column("critical_client_rate", "number", width=12),
        Column("critical_client_interval", width=16),
        Column("critical_business_errors", "integer", width=12),
        Column("critical_business_rate", "number", width=12),
        Column("critical_business_interval", width=16),
        Column("critical_compliance_errors", "integer", width=12),
        Column("critical_compliance_rate", "number", width=12),
        Column("critical_compliance_interval", width=16),
        Column("margin", "number", width=12),
    ),
    unique=("scope", "evaluator_party"),
    kind="output",
    sheet="quality_result",
)

CALIBRATION = Table(
    "calibration",
    (
        Column("measure", width=30),
        Column("value", "number", width=12),
        Column("expected", width=20),
        Column("verdict", width=40),
    ),
    unique=("measure",),
    kind="output",
    sheet="quality_result",
)

QUALITY_AGENTS = Table(
    "quality_agents",
    (
        Column("rank", "integer", width=19),
        Column("agent", width=16),
        Column("n", "integer", width=10),
        Column("score", "number", width=12),
    ),
    unique=("agent",),
    kind="output",
    sheet="quality_result",
)
"""Of the provider's evaluations; an agent with too few of them has a line in the table and no rank."""

INCENTIVE_LINES = Table(
    "incentive_result",
    (
        Column("kpi_id", width=13),
        Column("name", width=26),
        Column("scheme", "choice", choices=IncentiveScheme, width=18),
        Column("value", "number", width=12),
        Column("target", "number", width=12),
        Column("weight", "number", width=10),
        Column("gross", "number", width=13),
        Column("charged", "number", width=13),
        Column("explanation", width=62),
        Column("decision_id", width=13),
        Column("kind", width=15),
        Column("month", width=11),
        Column("boundary", width=12),
        Column("floor", "number", width=11),
        Column("stretch", "number", width=11),
        Column("level", "number", width=11),
        Column("score", "number", width=11),
        Column("points", "number", width=11),
        Column("at_risk", "number", width=13),
        Column("amount", "number", width=13),
        Column("reasons", many=True, width=24),
        Column("row", "integer", width=9),
    ),
    kind="output",
    sheet="incentive_result",
)

OUTSIDE = Table(
    "outside",
    (
        Column("kpi_id", width=12),
        Column("name", width=30),
        Column("date", "date", width=15),
        Column("displayed", "number", width=13),
        Column("benchmark", "number", width=11),
        Column("source", width=44),
    ),
    kind="output",
    sheet="gaps",
)
"""Outside figures beside ours: they are read, and never count in a status."""

STATISTICS = (
    OUTSIDE,
    CONTROL_CHARTS,
    CHART_POINTS,
    STAFFING_SCOPES,
    STAFFING_WORST,
    STAFFING_DAYS,
    QUALITY_SCORES,
    CALIBRATION,
    QUALITY_AGENTS,
    INCENTIVE_LINES,
)
