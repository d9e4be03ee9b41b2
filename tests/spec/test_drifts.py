"""What we promise of drifts: what gets worse is listed although the contract is kept."""

import pandas as pd

from gouvernail.rules.drifts import keep_drifts

FIGURES = pd.DataFrame({"kpi_id": list("ABCD"), "status": ["green", "amber", "red", "grey"]}, dtype="str")


def readings(*variations):
    return pd.DataFrame({"kpi_id": list("ABCD"), "variation": variations, "label": ["shift_low"] * 4}, dtype="str")


def ambitions(behind=(True, True)):
    return pd.DataFrame({"ambition_id": ["AM-1", "AM-2"], "kpi_id": ["A", "C"], "behind": behind, "status": ["green", "red"]})


def told(*variations, behind=(False, False)):
    found = keep_drifts(FIGURES, readings(*variations), ambitions(behind))
    return list(found.itertuples(index=False, name=None))


def test_a_deterioration_under_a_kept_contract():
    """Green or amber with an unfavourable cause; red is told elsewhere, grey has nothing to keep; better is no drift."""
    assert told(*["deterioration"] * 4) == [
        ("deterioration", "A", "green", "shift_low"),
        ("deterioration", "B", "amber", "shift_low"),
    ]
    assert told("improvement", "none", "", "change") == []


def test_an_ambition_behind_under_a_kept_contract():
    """The trajectory asks more than the contract: behind is listed while the contract is kept."""
    assert told(*["none"] * 4, behind=(True, True)) == [("trajectory", "A", "green", "AM-1")]
