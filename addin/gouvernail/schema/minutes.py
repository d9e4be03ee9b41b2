"""The tables of a meeting's minutes."""

from gouvernail.schema.kinds import Column, Table
from gouvernail.terms import Committee, MinutesVerb, Party, Presence, Seat

MINUTES = Table(
    "minutes",
    (
        Column("meeting_id", width=17),
        Column("committee", "choice", choices=Committee, width=13),
        Column("occurrence", "integer", width=10),
        Column("planned", "date", width=12),
        Column("held", "date", width=12),
        Column("place", width=24),
        Column("quorum", "flag", width=10),
        Column("lacks", many=True, width=26),
        Column("client_level", "integer", width=10),
        Column("provider_level", "integer", width=10),
        Column("freeze_id", width=17),
        Column("hash", width=68),
        Column("reservations_client", width=40),
        Column("reservations_provider", width=40),
        Column("next_meeting", "date", width=12),
        Column("tacit_approval", "date", width=12),
    ),
    unique=("meeting_id",),
    kind="output",
    sheet="minutes",
)

MINUTES_PEOPLE = Table(
    "minutes_people",
    (
        Column("party", "choice", choices=Party, width=12),
        Column("person", width=24),
        Column("role", width=34),
        Column("level", "integer", width=9),
        Column("seat", "choice", choices=Seat, width=12),
        Column("presence", "choice", choices=Presence, width=12),
    ),
    unique=("person",),
    kind="output",
    sheet="minutes",
)

MINUTES_DECISIONS = Table(
    "minutes_decisions",
    (
        Column("decision_id", width=12),
        Column("verb", "choice", choices=MinutesVerb, width=12),
        Column("question", width=52),
        Column("recommendation", width=36),
        Column("amount", "number", width=12),
        Column("state", width=14),
        Column("owner", width=20),
        Column("due", "date", width=12),
        Column("waits_for", "choice", choices=Committee, width=14),
        Column("postponed", "integer", width=10),
    ),
    unique=("decision_id",),
    kind="output",
    sheet="minutes",
)

MINUTES_ACTIONS = Table(
    "minutes_actions",
    (
        Column("action_id", width=11),
        Column("description", width=52),
        Column("owner", width=20),
        Column("party", "choice", choices=Party, width=12),
        Column("due", "date", width=12),
        Column("kpi_id", width=12),
        Column("finding_id", many=True, width=14),
        Column("decision_id", width=12),
    ),
    unique=("action_id",),
    kind="output",
    sheet="minutes",
)

MINUTED = (MINUTES, MINUTES_PEOPLE, MINUTES_DECISIONS, MINUTES_ACTIONS)
