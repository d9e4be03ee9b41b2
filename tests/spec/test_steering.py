"""What a director reads in two minutes: where each domain stands, three facts, three alerts."""

import pandas as pd
import pytest

from gouvernail.rules.steering import keep_alerts, keep_facts, keep_other_reds, roll_up_domains

NONE = float("nan")


def kpis(*rows):
    """One KPI of the month per row, green and sure unless said otherwise."""
    plain = {
        "family": "quality",
        "status": "green",
        "confirmed_status": "green",
        "priority": True,
        "contractual": False,
        "relative_gap": 0.0,
        "flags": "",
        "displayed": 90.0,
        "tolerance": 2.0,
        "direction": "higher",
    }
    assert all(set(row) <= {"kpi_id", *plain} for row in rows)
    frame = pd.DataFrame([{"kpi_id": f"K{at}"} | plain | row for at, row in enumerate(rows, start=1)])
    frame = frame if len(rows) else pd.DataFrame(columns=["kpi_id", *plain])
    texts = ["kpi_id", "family", "status", "confirmed_status", "flags", "direction"]
    return frame.astype(dict.fromkeys(texts, "str") | dict.fromkeys(["displayed", "tolerance", "relative_gap"], "float64"))


# Where each domain stands


@pytest.mark.parametrize(
    ("rows", "status", "decides"),
    [
        ([{"status": "green"}, {"status": "amber"}, {"status": "green"}], "amber", "K2"),
        ([{"status": "amber"}, {"status": "red", "relative_gap": -0.1}, {"status": "red", "relative_gap": -0.4}], "red", "K3"),
        ([{"status": "green"}, {"status": "red", "priority": False}], "green", "K1"),
        ([{"status": "green"}, {"status": "red", "priority": None}], "green", "K1"),
        ([{"status": "green", "priority": False}, {"status": "red", "priority": False}], "red", "K2"),
        ([{"status": "amber"}, {"status": "red", "flags": "provisional;small_sample"}], "amber", "K1"),
        ([{"status": "red", "flags": "small_sample"}], "red", "K1"),
        ([{"status": "grey"}, {"status": "green"}], "green", "K2"),
        ([{"status": "grey"}, {"status": "red", "priority": False}], "red", "K2"),
        ([{"status": "grey"}, {"status": "grey"}], "grey", "K1"),
        ([{"status": "red", "relative_gap": NONE}, {"status": "red", "relative_gap": -0.1}], "red", "K2"),
    ],
)
def test_the_weather_of_a_domain(rows, status, decides):
    """The worst priority KPI decides, the farthest from its target first; a grey one or a small sample only for want of
    another; where no priority KPI speaks, all do. Never an average."""
    [domain] = roll_up_domains(kpis(*rows)).to_dict("records")
    assert (domain["status"], domain["kpi_id"]) == (status, decides)


def test_every_domain_counts_its_kpis():
    """Domains stand in the order of the page, and their four counts add up to their KPIs; a KPI of no domain is left out."""
    month = kpis(
        {"family": "sales"},
        {"family": "quality", "status": "red"},
        {"family": "sales", "status": "amber"},
        {"family": None},
        {"family": ""},
        {"family": "sales", "status": "grey"},
    )
    assert roll_up_domains(month).to_dict("records") == [
        {"family": "sales", "status": "amber", "kpi_id": "K3", "green": 1, "amber": 1, "red": 0, "grey": 1, "hidden": 0},
        {"family": "quality", "status": "red", "kpi_id": "K2", "green": 0, "amber": 0, "red": 1, "grey": 0, "hidden": 0},
    ]


def test_no_kpi_no_domain():
    """A month without KPIs has no domain, with the same columns."""
    domains = roll_up_domains(kpis())
    assert list(domains.columns) == ["family", "status", "kpi_id", "green", "amber", "red", "grey", "hidden"]
    assert domains.empty


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ([{}, {"status": "red", "priority": False}], 1),
        ([{"confirmed_status": "red"}, {"status": "red", "confirmed_status": "red", "priority": False}], 2),
        ([{}, {"status": "red", "priority": False, "flags": "small_sample"}], 0),
        ([{"status": "red"}, {"status": "red", "priority": False}], 0),
    ],
)
def test_a_domain_that_is_not_red_counts_the_reds_under_it(rows, hidden):
    """A red that does not decide, or a red confirmed beside a green month, is said on the domain's line."""
    [domain] = roll_up_domains(kpis(*rows)).to_dict("records")
    assert domain["hidden"] == hidden


def test_no_red_hides_behind_three_alerts():
    """What is red, this month or for certain, and has no alert is named after them; a small sample is left to its line."""
    month = kpis({"status": "red"}, {"confirmed_status": "red"}, {}, {"status": "red", "flags": "small_sample"})
    alerts = pd.DataFrame({"kind": ["kpi", "line"], "reference": ["K1", "K2"]})
    assert keep_other_reds(month, alerts)["kpi_id"].tolist() == ["K2"]


# Three facts


def test_the_largest_moves_in_tolerances_come_first():
    """A move of 10 in a KPI that tolerates 20 weighs less than one of 2 in a KPI that tolerates 1; three are kept."""
    month = kpis(
        {"displayed": 430.0, "tolerance": 20.0, "direction": "lower"},
        {"displayed": 92.0, "tolerance": 1.0},
        {"displayed": 80.0, "tolerance": 2.0},
        {"displayed": 70.0, "tolerance": 50.0},
        {"displayed": 91.0, "tolerance": 2.0},
    )
    before = kpis(*({"displayed": one} for one in (420.0, 90.0, 83.0, 71.0, 91.0)))
    facts = keep_facts(month, before)
    assert facts[["kpi_id", "before", "move", "favourable"]].values.tolist() == [
        ["K2", 90.0, 2.0, True],
        ["K3", 83.0, -3.0, False],
        ["K1", 420.0, 10.0, False],
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"flags": "small_sample"},
        {"flags": "incomplete;to_check"},
        {"displayed": NONE},
        {"tolerance": NONE},
        {"tolerance": 0.0},
        {"displayed": 85.0},
    ],
)
def test_what_is_no_fact(row):
    """A small sample, a doubtful or missing figure, a KPI without tolerance, one that did not move."""
    assert keep_facts(kpis(row), kpis({"displayed": 85.0})).empty


def test_a_kpi_without_a_month_before_is_no_fact():
    """A first month has nothing to be compared with, and neither has a KPI whose month before has no figure."""
    assert keep_facts(kpis({}), kpis()).empty
    assert keep_facts(kpis({}), kpis({"displayed": NONE})).empty
    assert keep_facts(kpis(), kpis({})).empty


@pytest.mark.parametrize(
    ("direction", "displayed", "favourable"),
    [("higher", 95.0, True), ("higher", 85.0, False), ("lower", 95.0, False), ("lower", 85.0, True)],
)
def test_whether_a_move_is_favourable(direction, displayed, favourable):
    """Up is good where higher is better, down where lower is."""
    [fact] = keep_facts(kpis({"displayed": displayed, "direction": direction}), kpis({})).to_dict("records")
    assert fact["favourable"] is favourable


@pytest.mark.parametrize("direction", ["band", "info"])
def test_a_band_or_an_information_has_no_good_side(direction):
    """Its move is said, neither favourable nor unfavourable."""
    for displayed in (80.0, 95.0):
        [fact] = keep_facts(kpis({"displayed": displayed, "direction": direction}), kpis({})).to_dict("records")
        assert pd.isna(fact["favourable"])


# Three alerts


def lines(*escalated):
    return pd.DataFrame(
        {"line_id": [f"L{at}" for at in range(1, len(escalated) + 1)], "escalated": pd.Series(escalated, dtype=bool)}
    )


def actions(*escalates):
    return pd.DataFrame(
        {"action_id": [f"A{at}" for at in range(1, len(escalates) + 1)], "escalates": pd.Series(escalates, dtype=bool)}
    )


RED = {"confirmed_status": "red"}


@pytest.mark.parametrize(
    ("month", "raised", "late", "alerts"),
    [
        ([RED, RED], lines(True, True), actions(True), ["K1", "L1", "A1"]),
        ([RED, RED, RED, RED], lines(), actions(), ["K1", "K2", "K3"]),
        ([RED, RED], lines(False, True), actions(False), ["K1", "L2", "K2"]),
        ([{}], lines(), actions(False, True, True, True, True), ["A2", "A3", "A4"]),
        ([{"status": "red"}], lines(), actions(), []),
        ([RED | {"flags": "small_sample"}], lines(True), actions(), ["L1"]),
        ([RED, RED | {"contractual": True}], lines(), actions(), ["K2", "K1"]),
        ([RED | {"relative_gap": -0.1}, RED | {"relative_gap": -0.3}], lines(), actions(), ["K2", "K1"]),
        ([], lines(), actions(), []),
    ],
)
def test_the_alerts(month, raised, late, alerts):
    """One of each kind before a second of any: confirmed reds (owed ones and the farthest first), lines, actions."""
    found = keep_alerts(kpis(*month), raised, late)
    assert found["reference"].tolist() == alerts
    kinds = {"K": "kpi", "L": "line", "A": "action"}
    assert found["kind"].tolist() == [kinds[one[0]] for one in alerts]


def test_how_many_are_shown():
    """Both lists are as long as asked for."""
    assert len(keep_alerts(kpis(RED, RED), lines(True), actions(True), shown=2)) == 2
    assert len(keep_facts(kpis({}, {}), kpis({"displayed": 1.0}, {"displayed": 2.0}), shown=1)) == 1
