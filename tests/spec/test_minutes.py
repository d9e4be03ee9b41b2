"""The minutes: which meeting, who sat there, and the one verb that each matter takes."""

from datetime import date

import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.decisions import add_decision_state
from gouvernail.rules.minutes import last_held, minuted_actions, minuted_decisions, people_of, tacit_approval
from gouvernail.rules.quorum import add_quorum

FRANCE = Calendar("FR")


def meeting(name, committee, day, *, held=True):
    return {
        "meeting_id": name,
        "committee": committee,
        "planned": day,
        "held": day if held else None,
        "status": "held" if held else "planned",
    }


MEETINGS = declared(
    "meetings",
    meeting("CP-18", "production", "2026-05-07"),
    meeting("COPIL-04", "steering", "2026-04-02"),
    meeting("COPIL-05", "steering", "2026-05-07"),
    meeting("COPIL-06", "steering", "2026-06-04", held=False),
    meeting("COSTRAT-2", "strategic", "2026-07-16", held=False),
)
PEOPLE = declared(
    "participants",
    {"person": "Anne", "party": "client", "role": "Director", "level": 2, "committee": "steering", "seat": "titular"},
    {"person": "Paul", "party": "client", "role": "Analyst", "level": 3, "committee": "steering", "seat": "deputy"},
    {
        "person": "Marc",
        "party": "provider",
        "role": "Site manager",
        "level": 3,
        "committee": "steering",
        "seat": "titular",
        "valid_to": "2026-04-30",
    },
    {
        "person": "Marc",
        "party": "provider",
        "role": "Account manager",
        "level": 2,
        "committee": "steering",
        "seat": "titular",
        "valid_from": "2026-05-01",
    },
)
ATTENDANCE = declared(
    "attendance",
    {"meeting_id": "COPIL-05", "person": "ANNE", "presence": "present"},
    {"meeting_id": "COPIL-05", "person": "Paul", "presence": "excused"},
    {"meeting_id": "COPIL-05", "person": "Zoe", "presence": "present"},
    {"meeting_id": "COPIL-04", "person": "Marc", "presence": "present"},
)


@pytest.mark.parametrize(
    ("as_of", "name", "occurrence"),
    [("2026-05-07", "COPIL-05", 2), ("2026-06-30", "COPIL-05", 2), ("2026-05-06", "COPIL-04", 1)],
)
def test_the_last_meeting_held_is_minuted(as_of, name, occurrence):
    """That of the day, else the last one before; of two on one day, the higher committee's. Planned ones never are."""
    [found] = last_held(MEETINGS, date.fromisoformat(as_of)).to_dict("records")
    assert (found["meeting_id"], found["occurrence"]) == (name, occurrence)


def test_nothing_to_minute_before_the_first_meeting():
    """Before any meeting there is nothing to write."""
    assert last_held(MEETINGS, date(2026, 4, 1)).empty


def test_people_sit_as_they_did_that_day():
    """Marc's seat is the one he has had since May; absent for want of a line. Zoe came without a seat."""
    told = people_of(last_held(MEETINGS, date(2026, 5, 7)), ATTENDANCE, PEOPLE)
    assert told[["person", "role", "presence"]].fillna("").to_numpy().tolist() == [
        ["Anne", "Director", "present"],
        ["Paul", "Analyst", "excused"],
        ["Marc", "Account manager", "absent"],
        ["Zoe", "", "present"],
    ]


def decisions(*rows):
    plain = {"committee": "steering", "question": "?", "status": "requested"}
    return declared("decisions", *(plain | row for row in rows))


def minuted(*rows):
    """(id, verb) of the decisions at COPIL-05; both meetings were held with both parties."""
    table = decisions(*rows)
    there = [(name, person) for name in ("COPIL-04", "COPIL-05") for person in ("Anne", "Marc")]
    both = declared("attendance", *({"meeting_id": name, "person": one, "presence": "present"} for name, one in there))
    framework = declared("committees", {"committee": "steering", "cadence": "monthly"})
    meetings = add_quorum(MEETINGS, both, PEOPLE, framework)
    states = [
        add_decision_state(table, meetings, declared("remit"), as_of=day, calendar=FRANCE)
        for day in (date(2026, 5, 6), date(2026, 5, 7))
    ]
    found = minuted_decisions(*states, last_held(MEETINGS, date(2026, 5, 7)), previous=date(2026, 4, 2))
    return list(zip(found["decision_id"], found["verb"], strict=True))


@pytest.mark.parametrize(
    ("row", "verb"),
    [
        ({"status": "taken", "requested": "2026-04-20", "decided": "2026-05-07"}, "decides"),
        ({"status": "refused", "requested": "2026-04-20", "decided": "2026-05-07"}, "decides"),
        (
            {"status": "executed", "requested": "2026-03-20", "decided": "2026-04-02", "executed": "2026-05-04"},
            "notes",
        ),
        ({"requested": "2026-05-07", "due_meeting": "COPIL-06"}, "asks"),
        ({"requested": "2026-04-20", "due_meeting": "COPIL-05"}, "postpones"),
        ({"requested": "2026-03-20", "due_meeting": "COPIL-04"}, "escalates"),
        ({"committee": "strategic", "requested": "2026-05-07", "due_meeting": "COSTRAT-2"}, "escalates"),
    ],
)
def test_each_matter_takes_one_verb(row, verb):
    """Answered, carried out since the last meeting, asked, put off once, put off twice or above this committee."""
    assert minuted({"decision_id": "D-1"} | row) == [("D-1", verb)]


@pytest.mark.parametrize(
    "row",
    [
        {"status": "executed", "requested": "2026-02-20", "decided": "2026-03-05", "executed": "2026-03-30"},
        {"requested": "2026-05-08"},
        {"committee": "production", "status": "taken", "requested": "2026-05-05", "decided": "2026-05-07"},
        {"requested": "2026-04-20", "due_meeting": "COPIL-06"},
    ],
)
def test_what_is_not_of_this_meeting_is_not_minuted(row):
    """Carried out before the last meeting, asked later, another committee's, due at a later meeting."""
    assert minuted({"decision_id": "D-1"} | row) == []


def test_the_order_is_that_of_the_verbs():
    """What was decided first, then the rest; by id within a verb."""
    taken = {"status": "taken", "requested": "2026-04-20", "decided": "2026-05-07"}
    told = minuted(
        {"decision_id": "D-1", "requested": "2026-04-20", "due_meeting": "COPIL-05"},
        {"decision_id": "D-3"} | taken,
        {"decision_id": "D-2"} | taken,
    )
    assert told == [("D-2", "decides"), ("D-3", "decides"), ("D-1", "postpones")]


def test_the_actions_of_a_meeting():
    """Opened there that day, or coming down from a decision taken there; the first promise is the date; none cancelled."""
    plain = {"description": "Do", "committee": "steering", "status": "todo", "due_current": "2026-06-30"}
    actions = declared(
        "actions",
        plain | {"action_id": "A-1", "opened": "2026-05-07", "due_initial": "2026-05-29"},
        plain | {"action_id": "A-2", "opened": "2026-05-11", "decision_id": "D-1", "committee": "production"},
        plain | {"action_id": "A-3", "opened": "2026-05-07", "status": "cancelled"},
        plain | {"action_id": "A-4", "opened": "2026-05-07", "committee": "production"},
        plain | {"action_id": "A-5", "opened": "2026-05-06"},
    )
    found = minuted_actions(actions, pd.Series(["D-1"]), last_held(MEETINGS, date(2026, 5, 7)))
    assert found["action_id"].tolist() == ["A-1", "A-2"]
    assert found["due"].tolist() == [pd.Timestamp("2026-05-29"), pd.Timestamp("2026-06-30")]


@pytest.mark.parametrize(
    ("held", "days", "accepted"),
    [
        ("2026-05-07", 5, "2026-05-18"),
        ("2026-06-04", 5, "2026-06-11"),
        ("2026-06-05", 1, "2026-06-08"),
        ("2026-06-05", 0, "2026-06-05"),
    ],
)
def test_tacit_approval_counts_working_days(held, days, accepted):
    """8 May and Ascension Day, 14 May, do not count."""
    assert tacit_approval(date.fromisoformat(held), days, [FRANCE, FRANCE]) == date.fromisoformat(accepted)
