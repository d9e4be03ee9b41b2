"""The tables of the pages of statistics: control charts, staffing, quality, incentives."""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import Assurance, Status, Variation

CONTROL_CHARTS = Table(
    "control_charts",
    (
        Column("rank", "integer", width=13),
        Column("kpi_id", width=13),
        Column("name", width=13),
        Column("scope", width=13),
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

STATISTICS = (CONTROL_CHARTS, CHART_POINTS)
