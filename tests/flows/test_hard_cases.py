"""Weeks over a year's end, a committee moved over a month's end, people who change party or level: all the way through."""

from datetime import date

import pytest

from gouvernail.flows.run import run
from small import ROWS, small

STEERING = {"committee": "steering", "status": "held"}
WEEKS = (("2026-12-14", 900.0), ("2026-12-21", 910.0), ("2026-12-28", 700.0), ("2027-01-04", 950.0), ("2027-01-11", 960.0))
"""Answered of a thousand calls; the third week, 2026-W53, ends on 3 January 2027."""
HELD = {"meeting_id": "C-01", "planned": date(2027, 1, 7), "held": date(2027, 1, 7), **STEERING}


def measured():
    return [
        {"kpi_id": "TX_DEC", "date": date.fromisoformat(day), "grain": "week", "numerator": n, "denominator": 1000.0}
        for day, n in WEEKS
    ]


def over_the_year(as_of, *flows, **rows):
    findings = [
        {"finding_id": "F-1", "week": "2026-W53", "kpi_id": "TX_DEC", "theme": "Délais", "severity": 2, "description": "Un"},
        {"finding_id": "F-2", "week": "2027-W01", "kpi_id": "TX_DEC", "theme": "Délais", "severity": 2, "description": "Deux"},
    ]
    book = small("fr", **{"measures": measured(), "findings": findings, "meetings": [HELD], **rows})
    return run(book, flows, as_of=as_of, confirm=True), book


def monthly(outcome, key):
    gaps = outcome.tables["gaps"]
    [line] = gaps[gaps["kpi_id"].eq("TX_DEC") & gaps["scope"].eq("") & gaps["period"].eq(key)].to_dict("records")
    return line


def test_week_53_belongs_to_december():
    """It ends in January and counts in December, as its Thursday does: its figures, its findings; and December says so."""
    december, _ = over_the_year(date(2027, 1, 7), "gaps", "rollup")
    assert monthly(december, "2026-12")["value"] == pytest.approx(100 * (900 + 910 + 700) / 3000)
    assert "whole_weeks" in monthly(december, "2026-12")["flags"]
    traced = december.tables["rollup_findings"].set_index("finding_id")
    assert traced.index.tolist() == ["F-1"]
    january, _ = over_the_year(date(2027, 2, 4), "gaps", "rollup")
    assert monthly(january, "2027-01")["value"] == pytest.approx(100 * (950 + 960) / 2000)
    assert january.tables["rollup_findings"]["finding_id"].tolist() == ["F-2"]


def test_week_53_on_the_production_page():
    """The Monday after, the page speaks of week 53 of 2026, not of a week of 2027."""
    _, book = over_the_year(date(2027, 1, 4), "production")
    assert "S53 2026" in book.drawn["production"].as_text()


def test_the_year_to_date_ends_with_the_contract_year():
    """Week 53 is in the year to date of December; January begins a new one without it."""
    december, _ = over_the_year(date(2027, 1, 7), "gaps")
    to_date = december.tables["gaps"].query("kpi_id == 'TX_DEC' and scope == '' and period_kind == 'ytd'")
    assert to_date["end"].dt.date.tolist() == [date(2026, 12, 31)]
    january, _ = over_the_year(date(2027, 2, 4), "gaps")
    to_date = january.tables["gaps"].query("kpi_id == 'TX_DEC' and scope == '' and period_kind == 'ytd'")
    assert to_date["value"].iloc[0] == pytest.approx(100 * (950 + 960) / 2000)


def test_week_53_is_frozen_in_december():
    """The freeze of January's meeting speaks of December 2026."""
    outcome, _ = over_the_year(date(2027, 1, 7), "freeze")
    assert outcome.tables["freezes"]["period"].tolist() == ["2026-12"]


def moved(planned, held):
    return {"meeting_id": "C-03", "planned": planned, "held": held, **STEERING}


@pytest.mark.parametrize(
    ("planned", "held", "period"),
    [
        (date(2026, 3, 31), date(2026, 4, 2), "2026-03"),
        (date(2026, 4, 2), date(2026, 3, 31), "2026-02"),
        (date(2026, 4, 2), date(2026, 4, 1), "2026-03"),
    ],
)
def test_a_committee_moved_over_the_end_of_a_month(planned, held, period):
    """It speaks of the last month that was over on the day it was held, whatever day had been planned."""
    outcome = run(small("fr", meetings=[moved(planned, held)]), ["freeze"], as_of=held, confirm=True)
    assert outcome.tables["freezes"]["period"].tolist() == [period]
    assert "no_meeting" not in str(outcome.tables["freezes"]["confirmed"].iloc[0])


def test_two_committees_of_one_month():
    """The one put off to the 3rd and the next one on the 30th both speak of the same month; both freezes stand."""
    first, second = moved(date(2026, 2, 26), date(2026, 3, 3)), {"meeting_id": "C-04", **STEERING}
    second |= {"planned": date(2026, 3, 30), "held": date(2026, 3, 30)}
    book = small("fr", meetings=[first, second])
    run(book, ["freeze"], as_of=date(2026, 3, 3), confirm=True)
    register = run(book, ["freeze"], as_of=date(2026, 3, 30), confirm=True).tables["freezes"]
    assert register["freeze_id"].tolist() == ["C-03", "C-04"]
    assert register["period"].tolist() == ["2026-02", "2026-02"]
    assert register["previous"].iloc[1] == register["hash"].iloc[0]


def test_a_decision_due_at_a_moved_meeting_is_due_when_it_is_held():
    """Planned before the month's end, held after: until then it is not put off."""
    asked = ROWS["decisions"][1] | {"due_meeting": "C-03", "amount": None}
    meeting = moved(date(2026, 3, 31), date(2026, 4, 2))
    tables = {"meetings": [meeting], "decisions": [asked]}
    before = run(small("fr", **tables), ["decisions"], as_of=date(2026, 4, 1)).tables["decision_follow_up"]
    after = run(small("fr", **tables), ["decisions"], as_of=date(2026, 4, 3)).tables["decision_follow_up"]
    assert (before["postponed"].tolist(), after["postponed"].tolist()) == ([0], [1])


PEOPLE = [
    {"person": "Anne", "party": "client", "role": "Directrice", "level": 1, "committee": "strategic", "seat": "titular"},
    {"person": "Marc", "party": "provider", "role": "Directeur", "level": 2, "committee": "strategic", "seat": "titular",
     "valid_to": date(2026, 2, 28)},
    {"person": "Marc", "party": "provider", "role": "Directeur", "level": 1, "committee": "strategic", "seat": "titular",
     "valid_from": date(2026, 3, 1)},
    {"person": "Karim", "party": "provider", "role": "Compte", "level": 2, "committee": "steering", "seat": "titular",
     "valid_to": date(2026, 2, 28)},
    {"person": "Karim", "party": "client", "role": "Compte", "level": 2, "committee": "steering", "seat": "titular",
     "valid_from": date(2026, 3, 1)},
    {"person": "Zoé", "party": "provider", "role": "Compte", "level": 2, "committee": "steering", "seat": "titular"},
]  # fmt: skip


def sat(committee, day, *people):
    """The minutes of a meeting at which these people were."""
    meeting = {"meeting_id": "X", "committee": committee, "planned": day, "held": day, "status": "held"}
    there = [{"meeting_id": "X", "person": one, "presence": "present"} for one in people]
    committees = [{"committee": committee, "cadence": "monthly"}]
    book = small("fr", meetings=[meeting], attendance=there, participants=PEOPLE, committees=committees)
    return run(book, ["minutes"], as_of=day).tables


def test_a_level_counts_as_it_was_on_the_day():
    """The same two people are of unequal levels in February, of equal ones in March."""
    before, after = (sat("strategic", date(2026, month, 12), "Anne", "Marc")["minutes"] for month in (2, 3))
    assert (before["quorum"].tolist(), before["lacks"].tolist()) == ([False], ["parity"])
    assert after["quorum"].tolist() == [True]


def test_a_person_stands_for_the_party_of_the_day():
    """With Zoé of the provider: in February nobody stands for the client, in March Karim does."""
    before, after = (sat("steering", date(2026, month, 12), "Karim", "Zoé") for month in (2, 3))
    assert before["minutes"]["lacks"].tolist() == ["client_absent"]
    assert after["minutes"]["quorum"].tolist() == [True]
    parties = [told["minutes_people"].set_index("person").loc["Karim", "party"] for told in (before, after)]
    assert parties == ["provider", "client"]
