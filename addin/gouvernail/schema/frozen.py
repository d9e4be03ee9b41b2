"""The tables of the frozen figures: append-only. The add-in reads its own rows back, writes them again unchanged, and adds.

None has a key here: a row that somebody pasted twice must show as a touched freeze, not refuse the page that would tell it.
The columns after the twelfth stand outside the printed page.
"""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import (
    Aggregation,
    Committee,
    Direction,
    FrozenKind,
    PeriodKind,
    RestatementCause,
    RestatementEffect,
    Status,
)

_FREEZE = Column("freeze_id", width=17)
_SEAL = Column("seal", width=15)

FREEZES = Table(
    "freezes",
    (
        _FREEZE,
        Column("meeting_id", width=17),
        Column("committee", "choice", choices=Committee, width=13),
        Column("as_of", "date", width=12),
        Column("period", width=12),
        Column("quorum", "flag", width=11),
        Column("present_client", many=True, width=30),
        Column("present_provider", many=True, width=30),
        Column("frozen_figures", "integer", width=11),
        Column("frozen_items", "integer", width=11),
        Column("frozen_findings", "integer", width=11),
        Column("version", width=10),
        Column("rank", "integer", width=8),
        Column("confirmed", many=True, width=26),
        Column("lacks", many=True, width=26),
        Column("missing_roles", many=True, width=30),
        Column("previous", width=68),
        Column("hash", width=68),
    ),
    kind="output",
    sheet="frozen",
)
"""One row per freeze; `rank` counts them, `previous` is the hash of the one before. Counts of rows are named by their table."""

FROZEN_FIGURES = Table(
    "frozen_figures",
    (
        _FREEZE,
        Column("kpi_id", width=13),
        Column("name", width=30),
        Column("scope", width=15),
        Column("period", width=20),
        Column("displayed", "number", width=11),
        Column("target", "number", width=11),
        Column("gap", "number", width=11),
        Column("status", "choice", choices=Status, width=15),
        Column("confirmed_status", "choice", choices=Status, width=15),
        Column("unit", width=16),
        Column("comment", width=38),
        Column("period_kind", "choice", choices=PeriodKind, width=12),
        Column("start", "date", width=12),
        Column("end", "date", width=12),
        Column("value", "number", width=14),
        Column("low", "number", width=11),
        Column("high", "number", width=11),
        Column("tolerance", "number", width=11),
        Column("favourable_gap", "number", width=11),
        Column("numerator", "number", width=14),
        Column("denominator", "number", width=14),
        Column("n", "number", width=14),
        Column("decimals", "integer", width=10),
        Column("direction", "choice", choices=Direction, width=13),
        Column("aggregation", "choice", choices=Aggregation, width=13),
        Column("days_present", "integer", width=10),
        Column("days_expected", "integer", width=10),
        Column("flags", many=True, width=24),
        Column("contractual", "flag", width=11),
        _SEAL,
    ),
    kind="output",
    sheet="frozen",
)

FROZEN_ITEMS = Table(
    "frozen_items",
    (
        _FREEZE,
        Column("kind", "choice", choices=FrozenKind, width=14),
        Column("reference", width=30),
        Column("label", width=60),
        Column("kpi_id", width=13),
        Column("scope", width=15),
        Column("number", "number", width=12),
        Column("initial", "date", width=12),
        Column("due", "date", width=12),
        Column("done", "date", width=12),
        Column("state", width=15),
        Column("detail", width=40),
        _SEAL,
    ),
    kind="output",
    sheet="frozen",
)
"""What was said besides figures: lines, decisions, workstreams, engagement, sentences. `state` and `detail` hold keys."""

FROZEN_FINDINGS = Table(
    "frozen_findings",
    (
        _FREEZE,
        Column("finding_id", width=14),
        Column("digest", width=20),
        Column("line_id", width=38),
        Column("theme", width=26),
        Column("severity", "integer", width=10),
        Column("description", width=60),
        _SEAL,
    ),
    kind="output",
    sheet="frozen",
)

RESTATEMENTS = Table(
    "restatements",
    (
        _FREEZE,
        Column("kpi_id", width=12),
        Column("name", width=30),
        Column("scope", width=15),
        Column("period", width=20),
        Column("reported", "number", width=12),
        Column("now", "number", width=12),
        Column("change", "number", width=12),
        Column("status_reported", "choice", choices=Status, width=16),
        Column("status_now", "choice", choices=Status, width=16),
        Column("effect", "choice", choices=RestatementEffect, width=18),
        Column("cause", "choice", choices=RestatementCause, width=38),
        Column("reference", width=22),
        Column("meeting_id", width=16),
        Column("as_of", "date", width=12),
        Column("period_kind", "choice", choices=PeriodKind, width=12),
        Column("target_reported", "number", width=12),
        Column("target_now", "number", width=12),
    ),
    kind="output",
    sheet="frozen",
)
"""What would read otherwise today; computed anew each time, never frozen itself."""

FROZEN_BREAKS = Table(
    "frozen_breaks",
    (
        Column("kind", width=40),
        _FREEZE,
        Column("table", width=22),
        Column("row", "integer", width=9),
        Column("count", "integer", width=9),
    ),
    kind="output",
    sheet="frozen",
)

FROZEN = (FREEZES, FROZEN_FIGURES, FROZEN_ITEMS, FROZEN_FINDINGS, RESTATEMENTS, FROZEN_BREAKS)
