"""What we promise of the weekly trio: who held each required role, and who stood in."""

import pandas as pd

from declared import declared
from gouvernail.rules.presence import role_presence

COMMITTEES = declared(
    "committees",
    {"committee": "production", "cadence": "weekly", "required_roles": "Pilotage;Plateau;Proximité"},
    {"committee": "steering", "cadence": "monthly"},
)
PEOPLE = declared(
    "participants",
    {"person": "Claire F.", "party": "client", "role": "pilotage", "level": 3, "committee": "production", "seat": "titular"},
    {"person": "Hugo M.", "party": "client", "role": "Analyste", "level": 3, "committee": "production", "seat": "deputy"},
    {"person": "Sonia K.", "party": "provider", "role": "Plateau", "level": 3, "committee": "production", "seat": "titular"},
    {"person": "Yann A.", "party": "provider", "role": "Plateau", "level": 3, "committee": "production", "seat": "titular"},
    {"person": "Nadia E.", "party": "provider", "role": "Proximité", "level": 3, "committee": "production", "seat": "titular"},
)
MEETING = declared(
    "meetings",
    {"meeting_id": "P-1", "committee": "production", "planned": "2026-04-21", "held": "2026-04-21", "status": "held"},
)


def told(*present, meeting=MEETING, committees=COMMITTEES):
    rows = [{"meeting_id": "P-1", "person": name, "presence": "present"} for name in present]
    found = role_presence(meeting, declared("attendance", *rows), PEOPLE, committees)
    return list(found[["role", "people", "standing"]].itertuples(index=False, name=None))


def test_who_held_each_role():
    """Everyone in the role, as their name was typed; a role that nobody held is absent; a deputy stands in."""
    assert told("claire f.", "Sonia K.", "Yann A.") == [
        ("Pilotage", "claire f.", "present"),
        ("Plateau", "Sonia K.;Yann A.", "present"),
        ("Proximité", "", "absent"),
    ]
    assert told("Hugo M.", "Nadia E.")[0] == ("Pilotage", "Hugo M.", "deputy")


def test_nobody_entered_who_was_there():
    """Attendance that was not typed is not absence."""
    assert [standing for _, _, standing in told()] == ["unknown"] * 3


def test_nothing_asked():
    """A committee without required roles, or without meeting, asks for nobody."""
    assert told(committees=COMMITTEES.tail(1)) == []
    assert told(meeting=MEETING.head(0)) == []
    assert isinstance(role_presence(MEETING.head(0), declared("attendance"), PEOPLE, COMMITTEES), pd.DataFrame)
