"""What customers ask for, by theme and priority, as the roll-up page shows it."""

from gouvernail.schema.kinds import Column, Table

VOICE_THEMES = Table(
    "voice_themes",
    (
        Column("theme", width=26),
        Column("priority_id", width=12),
        Column("needs", "integer", width=10),
        Column("date", "date", width=12),
        Column("need", width=60),
        Column("speaker", width=22),
        Column("kpis", many=True, width=36),
    ),
    unique=("theme", "priority_id"),
    kind="output",
    sheet="rollup",
)
