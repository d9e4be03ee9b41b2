"""What the figures propose to improve, and what a human took up."""

import pandas as pd

from declared import declared
from gouvernail.rules.improvements import improvement_areas


def pareto(*rows):
    return pd.DataFrame(rows, columns=["theme", "share", "findings", "vital"])


def readings(*rows):
    return pd.DataFrame(rows, columns=["kpi_id", "signal", "signal_label"])


def actions(*rows):
    made = [{"action_id": one, "description": "Do", "kpi_id": kpi, "finding_id": finding} for one, kpi, finding, _ in rows]
    return declared("actions", *made).assign(state=pd.Series([state for *_, state in rows], dtype="str"))


def findings(**naming):
    said = {"F1": "waiting", "F2": "Queue", "F3": "Tool", "F4": "coffee"}
    rows = [{"finding_id": key, "severity": 2, "description": "Seen", "theme": theme} for key, theme in said.items()]
    return declared("findings", *(row | {"action_id": naming.get(row["finding_id"])} for row in rows))


THEMES = declared("themes", {"theme": "Waiting", "synonyms": "queue"}, {"theme": "Tool"})
PARETO = pareto(("Waiting", 0.6, 6, True), ("to_sort", 0.2, 2, True), ("Tool", 0.1, 1, True), ("Tone", 0.1, 1, False))
READINGS = readings(("QS", "2026-W13", "run_low"), ("DMT", "", ""), ("CSAT", "2026-W12", ""))


def told(found):
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in found.itertuples(index=False)]


def test_leading_themes_then_confirmed_signals_are_proposed():
    """The vital few themes (not what is still to sort), then the KPIs whose unfavourable signal is confirmed."""
    found = improvement_areas(PARETO, READINGS, actions(), findings(), THEMES)
    assert list(found) == ["kind", "reference", "share", "findings", "signal", "signal_label", "actions"]
    assert told(found) == [
        ("theme", "Waiting", 0.6, 6, "", "", ""),
        ("theme", "Tool", 0.1, 1, "", "", ""),
        ("kpi", "QS", None, None, "2026-W13", "run_low", ""),
        ("kpi", "CSAT", None, None, "2026-W12", "", ""),
    ]


def test_an_open_action_accepts_a_proposal():
    """It bears a finding of the theme, named from either side, or the KPI; one that is over accepts nothing."""
    taken = actions(
        ("A-1", None, "F2;F3", "open"),
        ("A-2", "QS", None, "open"),
        ("A-3", "CSAT", "F1", "done"),
        ("A-4", None, "F4", "open"),
        ("A-5", "QS", "F2", "open"),
    )
    found = improvement_areas(PARETO, READINGS, taken, findings(F1="A-4;A-3", F2="A-1"), THEMES)
    assert dict(zip(found["reference"], found["actions"], strict=True)) == {
        "Waiting": "A-1;A-4;A-5",
        "Tool": "A-1",
        "QS": "A-2;A-5",
        "CSAT": "",
    }


def test_nothing_to_propose():
    """Too few findings for a Pareto, no signal: no row."""
    assert improvement_areas(pareto(), readings(), actions(("A-1", "QS", None, "open")), findings(), THEMES).empty
