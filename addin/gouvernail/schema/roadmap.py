"""The tables of the workstreams' page."""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import Committee, GateState, Status, WorkstreamStatus

ROADMAP = Table(
    "roadmap",
    (
        Column("workstream_id", width=12),
        Column("name", width=36),
        Column("client_sponsor", width=22),
        Column("provider_sponsor", width=22),
        Column("status", "choice", choices=WorkstreamStatus, width=12),
        Column("rag", "choice", choices=Status, width=16),
        Column("progress", "number", width=10),
        Column("passed", "integer", width=9),
        Column("milestones", "integer", width=9),
        Column("next_milestone", width=12),
        Column("next_initial", "date", width=12),
        Column("next_expected", "date", width=12),
        Column("slip_workdays", "integer", width=10),
        Column("end_initial", "date", width=12),
        Column("end_expected", "date", width=12),
        Column("end_slip_workdays", "integer", width=10),
        Column("early_claim", "flag", width=10),
        Column("committee", "choice", choices=Committee, width=14),
        Column("budget", "number", width=12),
        Column("spent", "number", width=12),
        Column("spent_share", "number", width=12),
        Column("gate", width=12),
        Column("gate_expected", "date", width=12),
        Column("gate_state", "choice", choices=GateState, width=12),
    ),
    unique=("workstream_id",),
    kind="output",
    sheet="roadmap",
)

ROADMAP_MILESTONES = Table(
    "roadmap_milestones",
    (
        Column("workstream_id", width=12),
        Column("milestone_id", width=12),
        Column("name", width=40),
        Column("initial", "date", width=12),
        Column("current", "date", width=12),
        Column("actual", "date", width=12),
        Column("expected", "date", width=12),
        Column("slip_workdays", "integer", width=10),
        Column("passed", "flag", width=9),
        Column("weight", "number", width=9),
        Column("gate", "flag", width=11),
    ),
    unique=("milestone_id",),
    kind="output",
    sheet="roadmap",
)

ROADMAPS = (ROADMAP, ROADMAP_MILESTONES)
