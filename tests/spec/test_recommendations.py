"""Recommendations: advice, apart from decisions; accepted or declined, with the reason."""

from datetime import date

import pytest

from declared import declared
from gouvernail.flows.run import run
from gouvernail.problems import CellRef
from gouvernail.rules.recommendations import recommendation_problems, recommendations_so_far
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from small import AS_OF, march, small

ASKED = {"date": "2026-03-05", "committee": "steering", "party": "provider", "recommendation": "?", "status": "proposed"}
YES = ASKED | {"status": "accepted", "answered": "2026-03-12", "reason": "Utile"}
NO = YES | {"status": "declined", "reason": "Trop cher"}


def table(**rows):
    return declared("recommendations", *({"recommendation_id": name.replace("_", "-"), **row} for name, row in rows.items()))


def flaws(**rows):
    found = recommendation_problems(table(**rows))
    return [(one.code, one.facts["found"], one.facts["row"], one.facts["column"]) for one in found]


def test_what_waits_comes_first():
    """Proposed, accepted, declined; the latest first within each."""
    found = recommendations_so_far(
        table(R_1=NO, R_2=YES, R_3=ASKED, R_4=YES | {"answered": "2026-03-20"}, R_5=ASKED | {"date": "2026-03-20"}),
        as_of=date(2026, 4, 1),
    )
    assert found["recommendation_id"].tolist() == ["R-5", "R-3", "R-4", "R-2", "R-1"]


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (date(2026, 3, 4), []),
        (date(2026, 3, 5), ["proposed", None, None, None]),
        (date(2026, 3, 11), ["proposed", None, None, None]),
        (date(2026, 3, 12), ["declined", "Trop cher", "D-1", "A-1"]),
    ],
)
def test_a_recommendation_as_it_stood_on_a_day(as_of, told):
    """Before it was made it is not there; before its answer it still waits, and nothing has come of it."""
    found = recommendations_so_far(table(R_1=NO | {"decision_id": "D-1", "action_id": "A-1"}), as_of=as_of)
    columns = found[["status", "reason", "decision_id", "action_id"]]
    assert columns.astype("object").where(columns.notna(), None).to_numpy().ravel().tolist() == told
    assert found["answered"].notna().tolist() == ([told[0] == "declined"] if told else [])


def test_an_answer_needs_its_reason():
    """Accepted or declined without one is told with its cell; proposed needs none."""
    assert flaws(R_1=ASKED, R_2=YES | {"reason": None}, R_3=NO | {"reason": None}, R_4=NO) == [
        ("recommendation_answered_without_reason", "R-2", 3, "reason"),
        ("recommendation_answered_without_reason", "R-3", 4, "reason"),
    ]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (YES | {"answered": None}, "answered_without_date", "answered"),
        (ASKED | {"answered": "2026-03-12"}, "date_without_answer", "status"),
        (YES | {"answered": "2026-03-04"}, "answered_before_made", "answered"),
    ],
)
def test_the_day_of_the_answer(row, code, column):
    """An answer has its day, a day has its answer, and no answer comes before the recommendation."""
    assert flaws(R_1=row) == [(f"recommendation_{code}", "R-1", 2, column)]


def test_no_recommendation():
    """No row, the same columns; nothing to correct."""
    assert recommendations_so_far(table(), as_of=AS_OF).columns.tolist() == table().columns.tolist()
    assert flaws() == []


def entered(**more):
    row = {"recommendation_id": "R-001", "date": march(3), "committee": "steering", "party": "client", "kpi_id": "TX_DEC"}
    return row | {"recommendation": "Former deux conseillers", "status": "accepted", "answered": march(5), **more}


def drawn(language, *rows, **tables):
    workbook = small(language, recommendations=list(rows), **tables)
    outcome = run(workbook, ["decisions"], as_of=AS_OF)
    assert not outcome.refused
    return workbook.drawn["decision_trail"], outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_recommendations_have_their_own_block(language):
    """Below the decisions: who made it, the answer and its reason; one click to its row, and to what came of it."""
    words = Catalogue(language)
    rows = (
        entered(reason="Utile", decision_id="D-001", action_id="A-001"),
        entered(recommendation_id="R-002", reason="Utile", action_id="A-001"),
        entered(recommendation_id="R-003", status="proposed", answered=None),
    )
    sheet, outcome = drawn(language, *rows)
    assert outcome.tables["recommendation_follow_up"]["recommendation_id"].tolist() == ["R-003", "R-001", "R-002"]
    links = {str(cell.value): cell.link for _, _, cell in sheet.cells() if cell.link}
    assert links["R-001"].sheet == words.sheet("recommendations")
    decision = next(row for row, _, cell in sheet.cells() if cell.value == "D-001")
    assert links["D-001, A-001"] == CellRef(sheet.title, decision, 1)
    assert links["A-001"].sheet == words.sheet("actions")
    text = sheet.as_text()
    for status in ("proposed", "accepted"):
        n = 1 if status == "proposed" else 2
        assert words.say(f"decision_trail.recommendations.count.{status}", n=n) in text
    assert text.count("Utile") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_without_reason_is_said_on_the_page_and_among_the_checks(language):
    """The page says that the reason lacks and that nothing followed; the check leads to the cell."""
    words = Catalogue(language)
    sheet, outcome = drawn(language, entered())
    for key in ("no_reason", "nothing"):
        assert words.say(f"decision_trail.recommendations.{key}") in sheet.as_text()
    [told] = [one for one in outcome.problems if one.code == "recommendation_answered_without_reason"]
    assert told.where is not None
    assert told.where.sheet == words.sheet("recommendations")
    assert words.problem(told).startswith(str(told.where))


def test_references_that_lead_nowhere():
    """An unknown KPI, decision or action is told with its cell; the recommendation stays, without a link."""
    sheet, outcome = drawn("en", entered(reason="Utile", kpi_id="QX", decision_id="D-9", action_id="A-9"))
    unknown = {
        one.facts["found"] for one in outcome.problems if one.code == "reference.unknown" and one.table == "recommendations"
    }
    assert unknown == {"QX", "D-9", "A-9"}
    [cell] = [cell for _, _, cell in sheet.cells() if cell.value == "D-9, A-9"]
    assert cell.link is None


def test_a_workbook_without_recommendations_or_decisions():
    """Without the table or without a row there is no block; without a decision the recommendations stand all the same."""
    heading = Catalogue("en").say("decision_trail.recommendations.heading")
    for rows in (None, []):
        workbook = small("en", recommendations=rows)
        run(workbook, ["decisions"], as_of=AS_OF)
        assert heading not in workbook.drawn["decision_trail"].as_text()
    sheet, _ = drawn("en", entered(reason="Utile"), decisions=[])
    assert heading in sheet.as_text()
