"""What became of each decision, and the way from a finding to its effect and back."""

from datetime import date

import pandas as pd
import pytest

from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.flows.run import run
from gouvernail.rules.decision_trail import EFFECT, action_effects, follow_up, trail
from gouvernail.sheets.decision_trail import effect_words
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from small import AS_OF, ROWS, march, small

NONE = float("nan")


def decisions(*rows):
    plain = {"state": "taken", "decided": None, "requested": "2026-03-01", "question": "?"}
    frame = pd.DataFrame([plain | row for row in rows])
    return frame.assign(decided=pd.to_datetime(frame["decided"]), requested=pd.to_datetime(frame["requested"]))


def effects(key, **change):
    """The effects of some decisions or actions on one KPI, in points."""
    values = {"before": 90.0, "weeks_before": 8, "weeks_after": 8, "complete": True}
    rows = [{key: name, "kpi_id": "QS", **values, "after": 90 + by, "change": by} for name, by in change.items()]
    frame = pd.DataFrame(rows, columns=[key, "kpi_id", *EFFECT])
    return frame.assign(favourable_change=frame["change"])


def chain(*rows):
    return pd.DataFrame(rows, columns=["line_id", "finding_id", "decision_id", "action_id"]).astype("str")


PATHS = chain(
    ("L-1", "C-1", "D-2", "A-1"),
    ("L-1", "C-2", "D-2", "A-1"),
    ("L-2", "C-3", "", "A-2"),
    ("L-3", "C-4", "", ""),
    ("", "", "D-1", ""),
)
ACTIONS = pd.DataFrame({"action_id": ["A-1", "A-2"], "status": ["done", "todo"], "kpi_id": ["QS", "DMT"]})


def test_open_decisions_come_first():
    """Open, to confirm, taken, executed, refused; the latest first within each; one asked later is not there."""
    rows = decisions(
        {"decision_id": "D-1", "state": "executed", "decided": "2026-02-01"},
        {"decision_id": "D-2", "state": "executed", "decided": "2026-03-01"},
        {"decision_id": "D-3", "state": "open"},
        {"decision_id": "D-4", "state": "not_yet"},
        {"decision_id": "D-5", "state": "to_confirm", "decided": "2026-01-01"},
    )
    found = follow_up(rows, effects("decision_id"), chain())
    assert found["decision_id"].tolist() == ["D-3", "D-5", "D-2", "D-1"]
    assert found["change"].isna().all()


def test_a_decision_knows_both_its_ends():
    """The findings that led to it, the actions that came down from it, each once; and its effect."""
    found = follow_up(decisions({"decision_id": "D-1"}, {"decision_id": "D-2"}), effects("decision_id", **{"D-2": 2.5}), PATHS)
    told = found.set_index("decision_id")
    assert told.loc["D-2", ["findings", "actions", "change"]].tolist() == ["C-1;C-2", "A-1", 2.5]
    assert told.loc["D-1", ["findings", "actions"]].tolist() == ["", ""]


def test_the_paths_that_lead_somewhere():
    """A finding or a decision that stands alone is told elsewhere; the others end on a KPI where there is one."""
    found = trail(PATHS, effects("decision_id", **{"D-2": 2.5}), effects("action_id"), ACTIONS)
    assert found[["finding_id", "decision_id", "action_id"]].to_numpy().tolist() == [
        ["C-2", "D-2", "A-1"],
        ["C-1", "D-2", "A-1"],
        ["C-3", "", "A-2"],
    ]
    assert found["change"].isna().tolist() == [False, False, True]
    assert found["kpi_id"].tolist() == ["QS", "QS", "DMT"]
    assert found["action_status"].tolist() == ["done", "done", "todo"]


def test_an_action_without_decision_has_its_own_effect():
    """What followed an action is read at the day it was closed; one closed later is still open."""
    weeks = pd.DataFrame(
        [
            {"kpi_id": "QS", "scope": "", "start": day, "end": day + pd.Timedelta(days=6), "value": value, "n": 100.0}
            for day, value in ((pd.Timestamp("2026-03-02"), 80.0), (pd.Timestamp("2026-03-16"), 85.0))
        ]
    ).assign(direction="higher")
    closed = pd.DataFrame({"action_id": ["A-1", "A-2"], "kpi_id": "QS", "closed": pd.to_datetime(["2026-03-10", "2026-04-02"])})
    found = action_effects(closed, weeks, span=1, as_of=date(2026, 4, 1))
    assert found[["action_id", "change", "complete"]].to_numpy().tolist() == [["A-1", 5.0, True]]
    told = trail(chain(("L-1", "C-1", "", "A-1")), effects("decision_id"), found, ACTIONS)
    assert told["change"].tolist() == [5.0]


def book(language):
    decision = ROWS["decisions"][0] | {"finding_id": "F-01;F-02", "kpi_id": "TX_DEC"}
    action = {"action_id": "A-020", "decision_id": "D-001", "description": "Former", "status": "todo", "opened": march(5)}
    return small(language, decisions=[decision, *ROWS["decisions"][1:]], actions=[*ROWS["actions"], action])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_is_a_click_away_from_either_end(language):
    """From the decision down to its path; from the path to the line, the finding, the action, and back up to the decision."""
    workbook, words = book(language), Catalogue(language)
    outcome = run(workbook, ["rollup", "decisions"], as_of=AS_OF)
    sheet = workbook.drawn["decision_trail"]
    links = {}
    for row, _, cell in sheet.cells():
        if cell.link:
            links.setdefault(row, {})[str(cell.value)] = cell.link
    [decision] = [row for row in links if "F-01, F-02" in links[row]]
    assert links[decision]["D-001"].sheet == words.sheet("decisions")
    down = links[decision]["F-01, F-02"]
    assert (down.sheet, down) == (sheet.title, links[decision]["A-020"])
    path = links[down.row]
    assert path["D-001"].row == decision
    assert path["A-020"].sheet == words.sheet("actions")
    assert {one.sheet for one in path.values()} == {
        words.sheet("rollup"),
        words.sheet("findings"),
        sheet.title,
        words.sheet("actions"),
    }
    line = next(one for one in path.values() if one.sheet == words.sheet("rollup"))
    rolled = workbook.drawn["rollup"]
    ids = outcome.tables["rollup"]["line_id"].tolist()
    top = next(table.area.top for table in rolled.tables if table.name == "gv_rollup")
    assert ids[line.row - top - 1] in outcome.tables["decision_trail"]["line_id"].tolist()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_decision_yet(language):
    """It says so."""
    workbook = small(language, decisions=[])
    run(workbook, ["decisions"], as_of=AS_OF)
    assert Catalogue(language).say("decision_trail.none") in workbook.drawn["decision_trail"].as_text()


def test_without_findings_the_decisions_are_followed_all_the_same():
    """The page needs decisions and figures; the chain begins where the workbook begins."""
    workbook = small("en", findings=None, actions=None)
    outcome = run(workbook, ["decisions"], as_of=AS_OF)
    assert not outcome.refused
    assert isinstance(workbook, MemoryWorkbook)
    assert outcome.tables["decision_follow_up"]["decision_id"].tolist() == ["D-002", "D-001"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_says_all_that_a_committee_needs(language):
    """Question, options, recommendation, cost, the meeting that should answer and its day, whom it waits for; once."""
    asked = ROWS["decisions"][1] | {"options": "Quatre / deux / aucun"}
    workbook, words = small(language, decisions=[asked]), Catalogue(language)
    run(workbook, ["decisions"], as_of=AS_OF)
    [sheet] = [workbook.drawn["decision_trail"]]
    [row] = [line for line in sheet.rows if line and line[0] is not None and line[0].value == "D-002"]
    told = [cell.value for cell in row if cell and cell.value is not None]
    waits = words.say("minutes.outcome.open", committee=words.choice("Committee", "strategic"))
    meeting = f"C-04 · {words.day(date(2026, 4, 9))}"
    assert told == ["D-002", asked["question"], asked["options"], asked["recommendation"], 80000.0, meeting, waits]


def test_nothing_to_decide():
    """It says so, and the answered ones are told below."""
    workbook = small("fr", decisions=[ROWS["decisions"][0]])
    run(workbook, ["decisions"], as_of=AS_OF)
    assert Catalogue("fr").say("decision_trail.none_asked") in workbook.drawn["decision_trail"].as_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_effect_is_told_with_its_reserves(language):
    """Before, after, the difference in points, which way; how many weeks it rests on when some lack; what the chart says."""
    words = Catalogue(language)
    record = {
        "kpi_id": "QS",
        "unit": "%",
        "decimals": 1,
        "before": 80.0,
        "after": 82.5,
        "change": 2.5,
        "favourable_change": 2.5,
    }
    record |= {"weeks_before": 8.0, "weeks_after": 8.0, "complete": True, "variation": "none"}
    whole = effect_words(record, words)
    for said in ("80", "82", words.say("decision_trail.way.better"), words.choice("Variation", "none")):
        assert said in whole
    short = effect_words(record | {"weeks_after": 3.0, "complete": False, "variation": ""}, words)
    assert words.say("decision_trail.effect.short", before=8, after=3) in short
    assert words.choice("Variation", "none") not in short


@pytest.mark.parametrize(("favourable", "way"), [(2.5, "better"), (-2.5, "worse"), (0.04, "same"), (NONE, "moved")])
def test_which_way_a_kpi_went(favourable, way):
    """By its better side; below what is displayed it did not move; one without a better side only moved."""
    words = Catalogue("en")
    record = {"kpi_id": "QS", "unit": "%", "decimals": 1, "before": 80.0, "after": 82.5, "change": 2.5, "complete": True}
    assert words.say(f"decision_trail.way.{way}") in effect_words(record | {"favourable_change": favourable}, words)


def test_an_effect_that_cannot_be_told():
    """No KPI, no answer yet, no week since: each says so, none shows a figure."""
    words = Catalogue("en")
    assert effect_words({"kpi_id": ""}, words) == words.say("decision_trail.effect.no_kpi")
    assert effect_words({"kpi_id": "QS", "change": NONE}, words) == words.say("decision_trail.effect.none")
    early = {"kpi_id": "QS", "change": NONE, "weeks_after": 0.0}
    assert effect_words(early, words) == words.say("decision_trail.effect.too_early")
