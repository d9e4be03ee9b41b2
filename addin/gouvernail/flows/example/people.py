"""Who sits where: invented people of both parties, one of whom rises a level during the year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gouvernail.flows.example.texts import frame
from gouvernail.terms import Committee, Party, Seat

PRODUCTION, STEERING, STRATEGIC = Committee
TITULAR, DEPUTY, GUEST = Seat

PROMOTION = "2026-03-01"
"""The day Sonia Kaci leaves the Lille floor for the operations of both sites; Benoît Leclerc takes the floor over."""

NAMES = {
    "CF": "Claire Fontaine",
    "HM": "Hugo Marchand",
    "IV": "Isabelle Vasseur",
    "PD": "Philippe Delmas",
    "JR": "Julie Roche",
    "TB": "Thomas Berger",
    "AM": "Anne Morel",
    "SK": "Sonia Kaci",
    "BL": "Benoît Leclerc",
    "NE": "Nadia Essaïdi",
    "YA": "Yassine Alami",
    "SI": "Salma Idrissi",
    "MG": "Marc Garnier",
    "EP": "Élise Perrin",
    "KL": "Karine Lambert",
    "OD": "Olivier Dumas",
}
CLIENT_PEOPLE = frozenset({"CF", "HM", "IV", "PD", "JR", "TB", "AM"})
OFFSHORE = ("YA", "SI")
"""Those who work to the Moroccan calendar."""


@dataclass(frozen=True)
class Place:
    """A seat: who, as what, at which level, from when to when."""

    person: str
    role: str
    level: int
    committee: Committee
    seat: Seat = TITULAR
    valid_from: str | None = None
    valid_to: str | None = None


PLACES = (
    Place("CF", "steering_manager", 3, PRODUCTION),
    Place("HM", "analyst", 3, PRODUCTION, DEPUTY),
    Place("SK", "floor_manager", 3, PRODUCTION, valid_to="2026-02-28"),
    Place("SK", "operations_manager", 2, PRODUCTION, valid_from=PROMOTION),
    Place("BL", "team_leader", 3, PRODUCTION, valid_to="2026-02-28"),
    Place("BL", "floor_manager", 3, PRODUCTION, valid_from=PROMOTION),
    Place("NE", "team_leader", 3, PRODUCTION, valid_from=PROMOTION),
    Place("YA", "floor_manager", 3, PRODUCTION),
    Place("SI", "team_leader", 3, PRODUCTION),
    Place("IV", "operations_director", 2, STEERING),
    Place("CF", "steering_manager", 3, STEERING),
    Place("JR", "quality_manager", 3, STEERING),
    Place("TB", "technology", 3, STEERING),
    Place("AM", "customers", 3, STEERING, GUEST),
    Place("MG", "account_manager", 2, STEERING),
    Place("EP", "planning", 3, STEERING, DEPUTY),
    Place("KL", "human_resources", 3, STEERING),
    Place("PD", "customer_director", 1, STRATEGIC),
    Place("IV", "operations_director", 2, STRATEGIC),
    Place("AM", "customers", 3, STRATEGIC, GUEST),
    Place("OD", "managing_director", 1, STRATEGIC),
    Place("MG", "account_manager", 2, STRATEGIC),
)
REQUIRED = {
    PRODUCTION: ("steering_manager", "floor_manager", "team_leader"),
    STEERING: ("operations_director", "account_manager"),
    STRATEGIC: ("customer_director", "managing_director"),
}


def party(person: str) -> Party:
    """The party of a person, by initials."""
    return Party.CLIENT if person in CLIENT_PEOPLE else Party.PROVIDER


def members(committee: Committee, day: pd.Timestamp) -> list[Place]:
    """Who sits in a committee on a day."""
    start, end = pd.Timestamp.min, pd.Timestamp.max
    return [
        place
        for place in PLACES
        if place.committee == committee
        and pd.Timestamp(place.valid_from or start) <= day <= pd.Timestamp(place.valid_to or end)
    ]


def participants(words: Mapping[str, Any]) -> pd.DataFrame:
    """The `participants` table."""
    return frame(
        "participants",
        [
            {
                "person": NAMES[place.person],
                "party": party(place.person),
                "role": words["roles"][place.role],
                "level": place.level,
                "committee": place.committee,
                "seat": place.seat,
                "valid_from": place.valid_from,
                "valid_to": place.valid_to,
            }
            for place in PLACES
        ],
    )
