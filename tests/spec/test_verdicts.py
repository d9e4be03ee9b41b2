"""The status that escalates, and the three readings of a figure: docs/semantics.md §4.2 and §4.3."""

import math

import pandas as pd
import pytest

from gouvernail.rules.spc import Limits
from gouvernail.rules.verdicts import add_confirmed, confirm, unfavourable_of, verdict

LETTERS = {"G": "green", "A": "amber", "R": "red", "-": "grey"}
HELD = Limits(centre=92, lower=89, upper=94.5, mr_mean=0.94, mr_upper=3.1, points=24)


def _statuses(letters):
    return [LETTERS[letter] for letter in letters]


def _shown(found):
    """One letter each; `?` for an amber that is a red to confirm."""
    letters = {word: letter for letter, word in LETTERS.items()}
    return "".join("?" if one.to_confirm else letters[one.status] for one in found)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        pytest.param("GRG", "G?A", id="a lone red is amber, to confirm"),
        pytest.param("GRR", "G?R", id="two reds confirm"),
        pytest.param("RRGRGG", "?RRRRG", id="red ends after two greens in a row only"),
        pytest.param("RRAAGG", "?RRRRG", id="an amber does not end red"),
        pytest.param("RRGAGG", "?RRRRG", id="and starts the count of greens again"),
        pytest.param("AGG", "AAG", id="amber to green needs two greens"),
        pytest.param("RAR", "?A?", id="an amber between two reds breaks the count"),
        pytest.param("R-R", "??R", id="grey does not break it"),
        pytest.param("R--", "???", id="nor advance it"),
        pytest.param("RRG-G", "?RRRG", id="nor that of greens"),
        pytest.param("--G", "--G", id="unknown until a first status"),
        pytest.param("GGA", "GGA", id="green to amber at once"),
        pytest.param("", "", id="no period"),
    ],
)
def test_confirmed_status(instant, expected):
    """Two in a row to enter red, two greens to leave it; grey waits."""
    assert _shown(confirm(_statuses(instant))) == expected


@pytest.mark.parametrize(
    ("instant", "flags", "expected"),
    [
        pytest.param("GR", "01", "GR", id="a lone red with a special cause is confirmed"),
        pytest.param("GA", "01", "GR", id="so is an amber"),
        pytest.param("GGGG", "0100", "GRRG", id="and a green; two plain greens end it"),
        pytest.param("GGGGG", "01100", "GRRRG", id="once the cause is gone"),
        pytest.param("G-G", "010", "GGG", id="not in a grey period"),
    ],
)
def test_an_unfavourable_special_cause_confirms_red(instant, flags, expected):
    """Whatever the status against target, except where there is none."""
    assert _shown(confirm(_statuses(instant), [flag == "1" for flag in flags])) == expected


def test_the_numbers_of_periods_are_settings():
    """Three reds, and one green, if the contract says so."""
    assert _shown(confirm(_statuses("RRRG"), confirm_red=3, leave_red=1)) == "??RG"


def test_each_kpi_and_scope_has_its_own_count():
    """Rows of several KPIs mixed, each in order of time."""
    figures = pd.DataFrame(
        {
            "kpi_id": ["A", "B", "A", "B", "A"],
            "scope": ["", "", "", "", "Lyon"],
            "status": ["red", "green", "red", "red", "red"],
        },
        index=[5, 3, 9, 1, 2],
    )

    found = add_confirmed(figures)

    assert found["confirmed_status"].tolist() == ["amber", "green", "red", "amber", "amber"]
    assert found["to_confirm"].tolist() == [True, False, False, True, True]
    assert found.index.tolist() == [5, 3, 9, 1, 2]
    assert add_confirmed(figures.assign(unfavourable=True))["confirmed_status"].tolist() == ["red"] * 5


def test_unfavourable_causes_follow_the_direction():
    """High is bad news for a KPI that is better low; a band only changes."""
    alerts = [(), ("shift_high",), ("trend_up", "near_low")]

    assert unfavourable_of(alerts, "lower") == [False, True, True]
    assert unfavourable_of(alerts, "higher") == [False, False, True]
    assert unfavourable_of(alerts, "band") == [False, False, False]


def test_the_example_of_the_contract():
    """Missed by 1.8 pt; nothing changed; the process cannot hold 95 %."""
    found = verdict("red", -1.8, label=None, limits=HELD, target=95, direction="higher")

    assert (found.contract, found.gap) == ("red", -1.8)
    assert (found.variation, found.label, found.assurance) == ("none", "", "will_not")


@pytest.mark.parametrize(
    ("points", "variation", "assurance"), [(7, None, None), (8, "deterioration", None), (12, "deterioration", "will")]
)
def test_what_is_said_grows_with_the_points(points, variation, assurance):
    """Nothing under 8, the variation from 8, the assurance from 12."""
    limits = Limits(92, 89, 94.5, 0.94, 3.1, points=points)

    found = verdict("green", 2.0, label="shift_low", limits=limits, target=88, direction="higher")

    assert (found.variation, found.assurance) == (variation, assurance)


@pytest.mark.parametrize(
    ("target", "direction"), [(None, "higher"), (math.nan, "lower"), ((math.nan, math.nan), "band"), (90.0, "info")]
)
def test_without_a_target_nothing_is_said_of_holding_it(target, direction):
    """None, rather than "uncertain", which is an answer."""
    assert verdict("grey", math.nan, label="", limits=HELD, target=target, direction=direction).assurance is None


def test_limits_given_by_hand_are_taken_as_firm():
    """No count of points: nothing to doubt."""
    hand = Limits(92, 89, 94.5, 0.94, 3.1)

    assert verdict("green", 1.0, label=None, limits=hand, target=(88, 96), direction="band").assurance == "will"
