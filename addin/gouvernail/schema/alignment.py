"""The tables behind the alignment page: who serves what, what hangs on nothing, ambitions and what pulls apart."""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import Status, Variation

_SHEET = "alignment"


def _output(key: str, *columns: Column, unique: tuple[str, ...]) -> Table:
    return Table(key, columns, unique=unique, kind="output", sheet=_SHEET)


ALIGNMENT = _output(
    "alignment",
    Column("priority_id", width=12),
    Column("statement", width=50),
    Column("kpi_id", width=12),
    Column("name", width=30),
    Column("status", "choice", choices=Status, width=16),
    Column("confirmed_status", "choice", choices=Status, width=16),
    Column("actions", many=True, width=30),
    Column("workstreams", many=True, width=20),
    unique=("priority_id", "kpi_id"),
)
ALIGNMENT_ORPHANS = _output(
    "alignment_orphans",
    Column("kind", width=28),
    Column("reference", width=14),
    Column("label", width=60),
    Column("table", width=16),
    Column("row", "integer", width=8),
    unique=("kind", "reference"),
)
ALIGNMENT_AMBITIONS = _output(
    "alignment_ambitions",
    Column("ambition_id", width=12),
    Column("priority_id", width=12),
    Column("kpi_id", width=12),
    Column("statement", width=50),
    Column("start_level", "number", width=11),
    Column("expected", "number", width=11),
    Column("reached", "number", width=11),
    Column("trajectory_gap", "number", width=11),
    Column("behind", "flag", width=10),
    Column("contract_gap", "number", width=11),
    Column("status", "choice", choices=Status, width=16),
    Column("next_date", "date", width=12),
    Column("next_level", "number", width=11),
    Column("final_date", "date", width=12),
    Column("final_level", "number", width=11),
    Column("interpolation", width=12),
    unique=("ambition_id",),
)
ALIGNMENT_PAIRS = _output(
    "alignment_pairs",
    Column("kpi_id", width=12),
    Column("against", width=12),
    Column("variation", "choice", choices=Variation, width=16),
    Column("against_variation", "choice", choices=Variation, width=16),
    Column("diverges", "flag", width=10),
    Column("reason", width=60),
    unique=("kpi_id", "against"),
)
ALIGNMENT_DRIFTS = _output(
    "alignment_drifts",
    Column("kind", width=14),
    Column("kpi_id", width=12),
    Column("status", "choice", choices=Status, width=16),
    Column("label", width=60),
    unique=("kind", "kpi_id", "label"),
)

ALIGNMENT_AREAS = _output(
    "alignment_areas",
    Column("kind", width=14),
    Column("reference", width=24),
    Column("share", "number", width=10),
    Column("findings", "integer", width=10),
    Column("signal", width=12),
    Column("actions", many=True, width=30),
    unique=("kind", "reference"),
)

ALIGNED = (ALIGNMENT, ALIGNMENT_ORPHANS, ALIGNMENT_AMBITIONS, ALIGNMENT_PAIRS, ALIGNMENT_DRIFTS, ALIGNMENT_AREAS)
