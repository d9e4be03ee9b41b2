"""A setting that no computation could honour is refused where it is typed, in plain words; its default holds."""

import pytest

from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.run import run
from gouvernail.settings import Settings
from gouvernail.words.catalogue import Catalogue
from raw import raw

WORDS = Catalogue("en")


def read(setting, typed):
    """The settings read from one typed row, and what was said of it."""
    table = raw("settings", "Setting|Value|Explanation", [WORDS.say(f"settings.labels.{setting}"), typed, ""])
    inputs = Inputs(MemoryWorkbook({table.name: table}))
    told = [Catalogue("en").problem(one) for one in inputs.settings_problems if one.code == "setting.bad"]
    return getattr(inputs.settings, setting), told


@pytest.mark.parametrize(
    ("setting", "typed", "expected"),
    [
        ("service_level", 1, "a share smaller than 100%"),
        ("shrinkage", 1, "a share smaller than 100%"),
        ("max_occupancy", 0, "a share greater than 0%"),
        ("confidence", 0, "a share between 0% and 100%, neither of them"),
        ("confidence", 1, "a share between 0% and 100%, neither of them"),
    ],
)
def test_a_bound_that_cannot_be_met_is_refused(setting, typed, expected):
    """No number of agents answers 100 % of calls; nobody is certain at 100 %."""
    value, told = read(setting, typed)
    assert value == getattr(Settings(), setting)
    [sentence] = told
    assert sentence.endswith(f"Expected: {expected}.")


@pytest.mark.parametrize(
    ("setting", "typed"), [("service_level", 0.99), ("shrinkage", 0), ("max_occupancy", 1), ("confidence", 0.9)]
)
def test_what_can_be_met_is_taken(setting, typed):
    """The other ends are fine."""
    assert read(setting, typed) == (typed, [])


def test_a_critical_error_zeroes_the_evaluation_when_the_contract_says_so():
    """Evaluations of 9 and 8 points out of 10, the second with a critical error: 85, or 45 with the setting, and it is said."""
    done = raw(
        "evaluations",
        "Date|Evaluator|Contact|Points|Applicable points|Customer-critical error",
        ["2026-06-02", "provider", "K1", 9, 10, "no"],
        ["2026-06-03", "provider", "K2", 8, 10, "yes"],
    )
    for typed, score, said in (("no", 85.0, "never averaged"), ("yes", 45.0, "to zero")):
        label = WORDS.say("settings.labels.quality_fail_all")
        table = raw("settings", "Setting|Value|Explanation", ["As of", "2026-07-02", ""], [label, typed, ""])
        workbook = MemoryWorkbook({one.name: one for one in (table, done)})
        tables = run(workbook, ["quality"]).tables
        assert tables["quality_scores"]["score"].tolist() == [score]
        assert said in workbook.drawn["quality_result"].as_text()
