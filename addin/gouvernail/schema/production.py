"""The tables behind the production page: the week of the people who run the floor."""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import Party, Status, Variation

_SHEET = "production"


def _output(key: str, *columns: Column, unique: tuple[str, ...]) -> Table:
    return Table(key, columns, unique=unique, kind="output", sheet=_SHEET)


PRODUCTION_PRESENCE = _output(
    "production_presence",
    Column("role", width=30),
    Column("meeting_id", width=16),
    Column("people", many=True, width=40),
    Column("standing", width=12),
    unique=("role",),
)
PRODUCTION_KPIS = _output(
    "production_kpis",
    Column("kpi_id", width=12),
    Column("name", width=30),
    Column("period", width=12),
    Column("value", "number", width=11),
    Column("target", "number", width=11),
    Column("gap", "number", width=11),
    Column("status", "choice", choices=Status, width=15),
    Column("variation", "choice", choices=Variation, width=16),
    Column("remarks", width=40),
    unique=("kpi_id",),
)
PRODUCTION_DAYS = _output(
    "production_days",
    Column("kpi_id", width=12),
    Column("date", "date", width=12),
    Column("value", "number", width=11),
    Column("target", "number", width=11),
    Column("gap", "number", width=11),
    Column("status", "choice", choices=Status, width=15),
    unique=("kpi_id", "date"),
)
PRODUCTION_CONTRIBUTIONS = _output(
    "production_contributions",
    Column("kpi_id", width=12),
    Column("axis", width=10),
    Column("part", width=20),
    Column("contribution", "number", width=12),
    Column("favourable", "number", width=12),
    unique=("kpi_id", "axis", "part"),
)
PRODUCTION_VOLUMES = _output(
    "production_volumes",
    Column("date", "date", width=12),
    Column("forecast_volume", "number", width=12),
    Column("actual_volume", "number", width=12),
    unique=("date",),
)
PRODUCTION_ACTIONS = _output(
    "production_actions",
    Column("action_id", width=11),
    Column("description", width=60),
    Column("owner", width=20),
    Column("party", "choice", choices=Party, width=12),
    Column("due", "date", width=12),
    Column("late_workdays", "integer", width=11),
    unique=("action_id",),
)
PRODUCTION_FINDINGS = _output(
    "production_findings",
    Column("finding_id", width=11),
    Column("kpi_id", width=12),
    Column("theme", width=26),
    Column("scope", width=15),
    Column("severity", "integer", width=10),
    Column("description", width=60),
    unique=("finding_id",),
)
PRODUCTION_UP = _output(
    "production_up",
    Column("kind", width=12),
    Column("reference", width=36),
    Column("label", width=60),
    Column("reasons", many=True, width=40),
    unique=("kind", "reference"),
)

PRODUCTION = (
    PRODUCTION_PRESENCE,
    PRODUCTION_KPIS,
    PRODUCTION_DAYS,
    PRODUCTION_CONTRIBUTIONS,
    PRODUCTION_VOLUMES,
    PRODUCTION_ACTIONS,
    PRODUCTION_FINDINGS,
    PRODUCTION_UP,
)
