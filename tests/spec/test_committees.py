"""What we promise of the committees' life: rhythm, quorum, parity, and the year ahead."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.cadence import add_outcomes, held_rates, joint_workday, year_ahead
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.quorum import absent_families, add_quorum

AS_OF = date(2026, 4, 8)
COMMITTEES = declared(
    "committees",
    {"committee": "production", "cadence": "weekly", "required_roles": "Chef de plateau;Pilotage"},
    {"committee": "steering", "cadence": "monthly", "required_roles": "Directrice des opérations"},
    {"committee": "strategic", "cadence": "semiannual"},
)


def meeting(planned: str, held: str | None = None, status: str = "planned", **more: Any) -> dict[str, Any]:
    """A production meeting, planned unless held."""
    usual = {"meeting_id": planned, "committee": "production", "planned": planned, "held": held}
    return {**usual, "status": "held" if held else status, **more}


@pytest.mark.parametrize(
    ("row", "outcome", "late"),
    [
        (meeting("2026-03-03", "2026-03-03"), "held", False),
        (meeting("2026-03-03", "2026-03-06"), "held", False),
        (meeting("2026-03-03", "2026-03-07"), "held", True),
        (meeting("2026-03-03", "2026-04-09"), "skipped", False),
        (meeting("2026-03-03", status="cancelled"), "cancelled", False),
        (meeting("2026-03-03", status="postponed"), "skipped", False),
        (meeting("2026-03-03"), "skipped", False),
        (meeting("2026-04-07"), "awaited", False),
        (meeting("2026-04-02"), "awaited", True),
        (meeting("2026-04-08"), "planned", False),
        (meeting("2026-04-14"), "planned", False),
        (meeting("2026-02-01", "2026-02-17", committee="steering"), "held", True),
        (meeting("2026-02-01", "2026-02-16", committee="steering"), "held", False),
        (meeting("2026-01-07", committee="strategic"), "awaited", False),
        (meeting("2026-01-06", committee="strategic"), "awaited", True),
    ],
)
def test_late_is_more_than_half_a_cadence(row: dict[str, Any], outcome: str, late: bool) -> None:
    """A week's meeting is late after 3 days and a half; not held when the next one comes, it is skipped."""
    following = () if row["planned"] >= "2026-04-01" else (meeting("2026-03-10", "2026-03-10"),)
    result = add_outcomes(declared("meetings", row, *following), COMMITTEES, as_of=AS_OF)
    assert result.loc[0, ["outcome", "late"]].tolist() == [outcome, late]


def test_how_the_rhythm_was_kept() -> None:
    """Valid is with quorum and in time; today's meeting does not count before it is held; nor does the year before."""
    rows = (
        meeting("2025-04-08", "2025-04-08"),
        meeting("2026-03-03", "2026-03-03"),
        meeting("2026-03-10", "2026-03-14"),
        meeting("2026-03-17", "2026-03-17"),
        meeting("2026-03-24", status="cancelled"),
        meeting("2026-03-31"),
        meeting("2026-04-08"),
    )
    outcomes = add_outcomes(declared("meetings", *rows), COMMITTEES, as_of=AS_OF)
    quorum = outcomes["held"].notna() & (outcomes["meeting_id"] != "2026-03-17")
    assert held_rates(outcomes.assign(quorum=quorum), as_of=AS_OF).to_dict("records") == [
        {
            "committee": "production",
            "planned": 5,
            "held": 3,
            "valid": 1,
            "without_quorum": 1,
            "late": 1,
            "skipped": 2,
            "rate": 0.2,
        }
    ]


def seat(person: str, party: str, role: str, level: int = 3, **more: Any) -> dict[str, Any]:
    """A titular of the production committee unless said otherwise."""
    usual = {"committee": "production", "seat": "titular"}
    return {"person": person, "party": party, "role": role, "level": level, **usual, **more}


PEOPLE = (
    seat("Ana", "client", "Pilotage"),
    seat("Bob", "provider", "Chef de plateau"),
    seat("Cyr", "client", "Analyste", seat="deputy"),
    seat("Dan", "provider", "Planification", seat="deputy"),
    seat("Eva", "client", "Invitée", seat="guest"),
)


def judged(*present: str, people: tuple[dict[str, Any], ...] = PEOPLE, **more: Any) -> "pd.Series[Any]":
    """The verdict on one meeting held on 3 March."""
    meetings = declared("meetings", meeting("2026-03-03", "2026-03-03", meeting_id="M", **more))
    attendance = declared("attendance", *({"meeting_id": "M", "person": name, "presence": "present"} for name in present))
    return add_quorum(meetings, attendance, declared("participants", *people), COMMITTEES).loc[0]


@pytest.mark.parametrize(
    ("present", "lacks", "missing"),
    [
        (("Ana", "Bob"), "", ""),
        (("ana ", "BOB"), "", ""),
        (("Cyr", "Bob"), "", ""),
        (("Ana", "Dan"), "", ""),
        (("Ana",), "provider_absent;role_missing", "Chef de plateau"),
        (("Eva", "Bob"), "client_absent;role_missing", "Pilotage"),
        (("Ana", "Zoé"), "provider_absent;role_missing", "Chef de plateau"),
        ((), "no_attendance", ""),
    ],
)
def test_quorum(present: tuple[str, ...], lacks: str, missing: str) -> None:
    """A titular or a deputy of each party, and the required roles; guests and strangers do not count."""
    row = judged(*present)
    assert (row["quorum"], row["lacks"], row["missing_roles"]) == (lacks == "", lacks, missing)


def test_one_deputy_answers_for_one_role() -> None:
    """Two provider roles absent, one provider deputy: one is missing. A role that nobody holds cannot be answered for."""
    people = (
        seat("Ana", "client", "Pilotage", valid_to="2026-03-02"),
        seat("Ana", "client", "Direction", valid_from="2026-03-03"),
        *PEOPLE[1:],
    )
    row = judged("Ana", "Cyr", "Bob", people=people)
    assert (row["lacks"], row["missing_roles"]) == ("role_missing", "Pilotage")


def test_a_person_sits_as_on_the_day() -> None:
    """Who changed party, role or level since is judged as they were on the day of the meeting."""
    people = (
        *PEOPLE[:1],
        seat("Bob", "provider", "Chef de plateau", valid_to="2026-03-03"),
        seat("Bob", "client", "Pilotage", level=1, valid_from="2026-03-04"),
    )
    row = judged("Ana", "Bob", people=people)
    assert (row["quorum"], row["client_level"], row["provider_level"]) == (True, 3, 3)
    left = (*PEOPLE[:1], seat("Bob", "provider", "Chef de plateau", valid_to="2026-03-02"))
    assert judged("Ana", "Bob", people=left)["lacks"] == "provider_absent;role_missing"


@pytest.mark.parametrize(("client", "provider", "lacks"), [(1, 1, ""), (1, 2, "parity"), (2, 2, "")])
def test_parity_at_the_strategic_committee(client: int, provider: int, lacks: str) -> None:
    """The same highest level on both sides; elsewhere levels may differ."""
    people = (
        seat("Ana", "client", "Direction", client, committee="strategic"),
        seat("Ali", "client", "Pilotage", 3, committee="strategic"),
        seat("Bob", "provider", "Direction", provider, committee="strategic"),
    )
    assert judged("Ana", "Ali", "Bob", people=people, committee="strategic")["lacks"] == lacks


def test_a_meeting_not_held_has_no_verdict() -> None:
    """Planned: no quorum, and nothing lacks."""
    meetings = declared("meetings", meeting("2026-05-05"))
    row = add_quorum(meetings, declared("attendance"), declared("participants", *PEOPLE), COMMITTEES).loc[0]
    assert (row["quorum"], row["lacks"], row["missing_roles"]) == (False, "", "")


def test_families_that_nobody_stands_for() -> None:
    """Named for information, whatever the spelling of the roles."""
    people = declared("participants", *PEOPLE, seat("Flo", "client", "DRH", committee="steering"))
    families = {"floor": ("PLATEAU",), "hr": ("ressources humaines", "drh"), "customers": ("clients",)}
    assert absent_families(people, families, "production") == ["hr", "customers"]


def days(frame: pd.DataFrame, committee: str) -> list[str]:
    """The planned days of a committee."""
    return frame.loc[frame["committee"] == committee, "planned"].dt.strftime("%Y-%m-%d").tolist()


def test_the_year_ahead_follows_the_rhythm() -> None:
    """Weekly on the usual weekday, monthly on the second Thursday, moved off the holidays of both parties."""
    weekly = [meeting(f"2026-03-{day:02}", f"2026-03-{day:02}") for day in (2, 9, 16, 23)]
    moved = meeting("2026-04-07", status="planned")  # Easter Monday is on the 6th
    monthly = [meeting(f"2026-0{month}-{day}", committee="steering") for month, day in ((2, 12), (3, 12), (4, 9))]
    meetings = declared("meetings", *weekly, moved, *monthly)
    calendars = [Calendar("FR"), Calendar("MA")]
    ahead = year_ahead(meetings, COMMITTEES, as_of=date(2026, 4, 3), calendars=calendars)
    assert days(ahead, "production")[:3] == ["2026-04-07", "2026-04-13", "2026-04-20"]
    assert len(days(ahead, "production")) == 52
    assert days(ahead, "steering")[:3] == ["2026-04-09", "2026-05-15", "2026-06-11"]
    assert days(ahead, "strategic") == ["2026-04-07", "2026-10-06"]
    moves = ahead[ahead["moved"] & (ahead["committee"] == "steering")]
    assert moves[["nominal", "planned"]].iloc[0].tolist() == [pd.Timestamp("2026-05-14"), pd.Timestamp("2026-05-15")]
    assert ahead["proposed"].sum() == len(ahead) - 2
    assert ahead["planned"].dt.date.map(lambda day: all(one.is_workday(day) for one in calendars)).all()


def test_a_fifth_weekday_is_the_last_of_a_shorter_month() -> None:
    """A committee of the fifth Friday meets on the last Friday of each month."""
    meetings = declared("meetings", meeting("2026-01-30", committee="steering"))
    ahead = year_ahead(meetings, COMMITTEES.iloc[[1]], as_of=date(2026, 2, 1), calendars=[Calendar("FR")])
    assert days(ahead, "steering")[:3] == ["2026-02-27", "2026-03-27", "2026-04-24"]


def test_the_rhythm_starts_today_when_nothing_was_entered() -> None:
    """No meeting yet: the first one is on the next day on which both parties work."""
    ahead = year_ahead(declared("meetings"), COMMITTEES, as_of=date(2026, 4, 30), calendars=[Calendar("FR")])
    assert days(ahead, "production")[:2] == ["2026-05-04", "2026-05-11"]


def test_a_long_silence_does_not_stop_the_rhythm() -> None:
    """The last meeting entered is years old: the proposals still begin after today."""
    meetings = declared("meetings", meeting("2021-03-02", "2021-03-02"))
    ahead = year_ahead(meetings, COMMITTEES.iloc[[0]], as_of=AS_OF, calendars=[Calendar("FR")])
    assert days(ahead, "production")[0] == "2026-04-14"


def test_a_day_on_which_both_work() -> None:
    """The Throne day is off in Morocco, 14 July in France."""
    both = [Calendar("FR"), Calendar("MA")]
    assert joint_workday(date(2026, 7, 14), both) == date(2026, 7, 15)
    assert joint_workday(date(2026, 7, 30), both) == date(2026, 7, 31)
