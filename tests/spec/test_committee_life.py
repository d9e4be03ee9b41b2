"""The committees' own page: rhythm, engagement, ratings side by side, the year ahead; and what goes on the agenda."""

from datetime import date

import pytest

from gouvernail.flows.example import example
from gouvernail.flows.run import run
from gouvernail.rules.quorum import absent_families
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from small import AS_OF, ROWS, march, small

RATED = {"committee": "steering", "statement": "Le prestataire alerte", "evidence": "Relevés"}
QUALITATIVE = [
    {"objective_id": "Q-1", "period": "2025-S2", "client_rating": 4, "provider_rating": 4, **RATED},
    {"objective_id": "Q-1", "period": "2026-S1", "client_rating": 2, "provider_rating": 4, **RATED},
    {"objective_id": "Q-2", "period": "2026-S1", "client_rating": 3, "provider_rating": 4, **RATED},
]


def drawn(language="fr", **rows):
    workbook = small(language, **rows)
    outcome = run(workbook, ["committees", "steering"], as_of=AS_OF)
    assert not outcome.refused
    return workbook, outcome.tables


def test_the_rhythm_of_each_committee():
    """Held, valid, without quorum, late, missed over twelve months, and the next meeting."""
    _, tables = drawn()
    rhythm = tables["committee_rhythm"].set_index("committee")
    assert rhythm.loc["production", ["planned_count", "held_count", "valid"]].tolist() == [4, 4, 1]
    assert rhythm.loc["production", "next_meeting"].date() == date(2026, 4, 7)
    assert not rhythm.loc["production", "next_proposed"]


def test_a_meeting_nobody_held_is_missed():
    """A planned day long past, without a held day, counts as missed; a cancelled one too."""
    more = [
        {"meeting_id": "P-08", "committee": "production", "planned": date(2026, 2, 16), "status": "planned"},
        {"meeting_id": "P-09", "committee": "production", "planned": date(2026, 2, 23), "status": "cancelled"},
    ]
    _, tables = drawn(meetings=[*ROWS["meetings"], *more])
    assert tables["committee_rhythm"].set_index("committee").loc["production", "skipped"] == 2


def test_the_year_ahead_is_proposed_off_holidays():
    """Weekly, monthly and half-yearly meetings of twelve months; a day off of either party is never proposed."""
    _, tables = drawn()
    calendar = tables["committee_calendar"]
    assert set(calendar["committee"]) == {"production", "steering", "strategic"}
    assert calendar["planned"].max().date() <= date(2027, 4, 1)
    assert (calendar["planned"].dt.date > AS_OF).all()
    assert not calendar["planned"].dt.strftime("%m-%d").isin(["05-01", "05-08", "07-14", "12-25", "01-01"]).any()
    moved = calendar[calendar["moved"]]
    assert (moved["planned"] > moved["nominal"]).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_ratings_stand_side_by_side(language):
    """The last period of each objective, both ratings as they were given; no figure in between."""
    workbook, tables = drawn(language, qualitative=QUALITATIVE)
    ratings = tables["qualitative_ratings"]
    assert ratings[["objective_id", "client_rating", "provider_rating", "agenda"]].to_numpy().tolist() == [
        ["Q-1", 2, 4, True],
        ["Q-2", 3, 4, False],
    ]
    text = workbook.drawn["committee_life"].as_text()
    assert text.count(Catalogue(language).say("committee_life.to_talk")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_ratings_far_apart_are_on_the_committees_agenda(language):
    """Two apart or more: the steering page says so below the decisions, with both ratings, and leads to them."""
    workbook, _ = drawn(language, qualitative=QUALITATIVE)
    words = Catalogue(language)
    facts = {"objective": "Q-1", "statement": RATED["statement"], "client": 2, "provider": 4, "period": "2026-S1"}
    said = f"▲ {words.say('committee_life.apart', **facts)}"
    [cell] = [cell for _, _, cell in workbook.drawn["steering"].cells() if cell.value == said]
    assert cell.link.sheet == words.sheet("committee_life")
    assert "Q-2" not in workbook.drawn["steering"].as_text()


def test_families_of_roles_that_nobody_stands_for():
    """Named for information, of the day's members alone; nothing is said of a committee without members."""
    words = Catalogue("fr")
    workbook, _ = drawn()
    told = workbook.drawn["committee_life"].as_text()
    assert words.say("committee_life.families.technology") in told
    left = [row | {"valid_to": march(1)} for row in ROWS["participants"]]
    workbook, _ = drawn(participants=left)
    assert words.say("committee_life.families.technology") not in workbook.drawn["committee_life"].as_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_steering_committee_lacks_no_family(language):
    """The example's committee has somebody of each of the six families, in whichever language its roles are typed."""
    words = Catalogue(language)
    spelt = {key: tuple(text.split(";")) for key, text in words.forms("committee_life.family_words").items()}
    assert set(spelt) == set(words.forms("committee_life.families"))
    assert len(spelt) == 6
    assert absent_families(example(language)["participants"], spelt, "steering") == []
