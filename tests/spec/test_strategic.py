"""The semester out of the frozen months: ratios of sums, months by status, themes that come back."""

import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.strategic import (
    add_left_out,
    last_said,
    recurring_themes,
    semester_figures,
    semester_freezes,
    semester_months,
)
from gouvernail.terms import FrozenKind

MONTHS = [f"2026-0{month}" for month in range(1, 7)]


def register(*rows):
    """(freeze, committee, period), in the order in which they were frozen."""
    frame = pd.DataFrame(rows, columns=["freeze_id", "committee", "period"]).astype("str")
    return frame.assign(rank=range(1, len(frame) + 1))


def freezes(*months):
    """The six months; those named were frozen, as F1, F2…"""
    kept = [(f"F{month[-1]}", "steering", month) for month in months or MONTHS]
    return semester_freezes(register(*kept), MONTHS)


def figures(*rows, **every):
    """(freeze, value, denominator, status) of a KPI's months."""
    plain = {
        "kpi_id": "TX",
        "name": "Answer rate",
        "scope": "",
        "period_kind": "month",
        "unit": "%",
        "decimals": 1,
        "direction": "higher",
        "aggregation": "ratio",
        "tolerance": 2.0,
        "contractual": True,
        "target": 92.0,
        "low": float("nan"),
        "high": float("nan"),
    }
    told = [
        plain | every | {"freeze_id": name, "value": value, "denominator": base, "status": status}
        for name, value, base, status in rows
    ]
    return pd.DataFrame(told)


def semester(frame, months=None):
    [found] = semester_figures(frame, freezes() if months is None else months).to_dict("records")
    return found


def test_a_missing_month_is_missing():
    """Five of the six were frozen: the sixth has no freeze, and nothing stands in for it."""
    known = freezes("2026-01", "2026-02", "2026-03", "2026-05", "2026-06")
    assert known["freeze_id"].notna().tolist() == [True, True, True, False, True, True]
    assert known["period"].tolist() == MONTHS


def test_the_last_of_two_freezes_of_a_month_speaks():
    """A meeting frozen twice: the second. A production week or another semester does not speak for a month."""
    known = register(
        ("F1", "steering", "2026-01"),
        ("F1/2", "steering", "2026-01"),
        ("P", "production", "2026-02"),
        ("X", "steering", "2025-12"),
    )
    assert semester_freezes(known, MONTHS)["freeze_id"].fillna("").tolist() == ["F1/2", "", "", "", "", ""]


def test_a_ratio_of_sums_not_a_mean_of_months():
    """90 % of 3 000 and 96 % of 1 000: 3 660 of 4 000 answered, 91.5 %; the mean of the months would say 93 %, and green."""
    found = semester(figures(("F1", 90.0, 3000.0, "amber"), ("F2", 96.0, 1000.0, "green")))
    assert (found["displayed"], found["gap"], found["status"], found["months"]) == (91.5, -0.5, "amber", 2)


def test_targets_weigh_as_their_months_do():
    """92 over 3 000 calls, 94 over 1 000: 92.5 is what was owed over the semester."""
    found = semester(
        pd.concat(
            [figures(("F1", 93.0, 3000.0, "green")), figures(("F2", 93.0, 1000.0, "amber"), target=94.0)], ignore_index=True
        )
    )
    assert (found["target"], found["gap"], found["status"]) == (92.5, 0.5, "green")


@pytest.mark.parametrize(("way", "value", "target"), [("sum", 60.0, 276.0), ("last", 20.0, 92.0), ("max", 30.0, 92.0)])
def test_other_aggregations(way, value, target):
    """Sums add up with their targets; the last month, or the highest, stands for the others."""
    none = float("nan")
    found = semester(figures(("F1", 10.0, none, "red"), ("F2", 30.0, none, "red"), ("F3", 20.0, none, "red"), aggregation=way))
    assert (found["value"], found["target"]) == (value, target)


def test_a_ratio_without_a_denominator_has_no_semester_value():
    """One month's ratio alone cannot be weighed: no value rather than a wrong one."""
    found = semester(figures(("F1", 90.0, 3000.0, "amber"), ("F2", 96.0, float("nan"), "green")))
    assert pd.isna(found["value"])
    assert found["status"] == "grey"


def test_months_by_status():
    """Each month as it was frozen, in order; a month without a freeze or a figure leaves its place empty."""
    found = semester(
        figures(("F1", 90.0, 9.0, "amber"), ("F2", 80.0, 9.0, "red"), ("F6", 93.0, 9.0, "green")),
        freezes("2026-01", "2026-02", "2026-03", "2026-05", "2026-06"),
    )
    assert found["statuses"] == "amber;red;;;;green"
    assert [found[one] for one in ("green", "amber", "red", "grey")] == [1, 1, 1, 0]


def test_only_frozen_overall_months_are_read():
    """Sites, years to date and freezes of another semester do not enter the semester."""
    own = figures(("F1", 90.0, 100.0, "amber"))
    others = [
        figures(("F1", 10.0, 100.0, "red"), scope="Lille"),
        figures(("F1", 10.0, 100.0, "red"), period_kind="ytd"),
        figures(("F9", 10.0, 100.0, "red")),
    ]
    assert semester(pd.concat([own, *others], ignore_index=True))["value"] == 90.0


def items(*rows, kind="line"):
    """(freeze, reference, label, number, state)."""
    frame = pd.DataFrame(rows, columns=["freeze_id", "reference", "label", "number", "state"])
    return frame.assign(kind=kind, kpi_id="TX").astype({"number": "float64", "label": "str", "reference": "str"})


def test_themes_that_come_back():
    """Waiting came up in three months, under its former name in one; two lines of one month are one month; delivery, in two."""
    themes = declared("themes", {"theme": "Waiting", "synonyms": "Queue"}, {"theme": "Delivery"})
    lines = items(
        ("F1", "a", "Queue", 2, "open"),
        ("F1", "b", "Queue", 1, "open"),
        ("F2", "c", "Waiting", 4, "in_progress"),
        ("F5", "d", "Waiting", 1, "stabilised"),
        ("F1", "e", "Delivery", 9, "open"),
        ("F2", "f", "Delivery", 9, "open"),
    )
    found = recurring_themes(lines, freezes(), themes)
    assert found.to_dict("records") == [
        {"theme": "Waiting", "months": 3, "findings": 8, "kpi_ids": "TX", "state": "stabilised"}
    ]


def test_no_line_no_theme():
    """A semester without a line has no recurring theme."""
    assert recurring_themes(items(), freezes(), declared("themes")).empty


def test_decisions_as_they_were_last_said():
    """Executed in May after being taken in February: executed; one that only January knew is still told."""
    said = items(
        ("F5", "D-1", "?", 0, "executed"), ("F2", "D-1", "?", 0, "taken"), ("F1", "D-2", "?", 0, "open"), kind="decision"
    )
    found = last_said(said, freezes(), FrozenKind.DECISION)
    assert found[["reference", "state", "period"]].to_numpy().tolist() == [
        ["D-1", "executed", "2026-05"],
        ["D-2", "open", "2026-01"],
    ]


def test_what_was_altered_or_doubtful_is_left_out_and_named():
    """March was touched since, June was to be checked: four months make the figure, and both keep their place."""
    frame = figures(
        ("F1", 90.0, 1000.0, "amber"),
        ("F2", 92.0, 1000.0, "green"),
        ("F3", 99.9, 1000.0, "green"),
        ("F4", 94.0, 1000.0, "green"),
        ("F5", 96.0, 1000.0, "green"),
        ("F6", 10.0, 1000.0, "red"),
    ).assign(row=range(10, 16), flags=["", "", "", "small_sample", "", "provisional;to_check"])
    marked = add_left_out(frame, {12})
    found = semester(marked)
    assert (found["displayed"], found["months"]) == (93.0, 4)
    assert found["statuses"] == "amber;green;altered;green;green;to_check"
    assert [found[one] for one in ("green", "amber", "red")] == [3, 1, 0]
    months = semester_months(marked, freezes())
    assert months["value"].isna().tolist() == [False, False, True, False, False, True]


def test_a_month_without_a_value_owes_nothing():
    """Sales of five months against the targets of five months: a month that was not measured is no shortfall."""
    none = float("nan")
    rows = [(f"F{month}", 100.0 if month < 6 else none, none, "green" if month < 6 else "grey") for month in range(1, 7)]
    found = semester(figures(*rows, aggregation="sum", target=100.0))
    assert (found["value"], found["target"], found["gap"], found["status"], found["months"]) == (500.0, 500.0, 0.0, "green", 5)


def test_a_kpi_whose_every_month_is_left_out_is_still_told():
    """No value, no status, and its name."""
    marked = add_left_out(figures(("F1", 90.0, 9.0, "red")).assign(row=10, flags=""), {10})
    found = semester(marked)
    assert (found["name"], found["months"], found["status"]) == ("Answer rate", 0, "grey")
    assert found["statuses"] == "altered;;;;;"


def test_nothing_frozen_makes_an_empty_semester():
    """No freeze at all: no KPI, and no failure."""
    assert semester_figures(figures(("F9", 1.0, 1.0, "red")), freezes("2025-01")).empty


def test_a_row_pasted_twice_counts_once():
    """The freeze is told as touched elsewhere; here a copy neither doubles a sum nor costs the page."""
    row = figures(("F1", 10.0, float("nan"), "red"), aggregation="sum")
    assert semester(pd.concat([row, row], ignore_index=True))["value"] == 10.0
    line = items(("F1", "a", "Queue", 2, "open"), ("F2", "b", "Queue", 2, "open"), ("F3", "c", "Queue", 2, "open"))
    found = recurring_themes(pd.concat([line, line], ignore_index=True), freezes(), declared("themes"))
    assert found["findings"].tolist() == [6]


def test_a_row_that_names_nothing_is_not_told():
    """A frozen figure whose KPI was wiped out, an item without its reference: nobody's."""
    row = figures(("F1", 10.0, 9.0, "red"))
    assert semester_figures(pd.concat([row.assign(kpi_id=None), row]), freezes())["kpi_id"].tolist() == ["TX"]
    said = items(("F1", None, "?", 0, "open"), ("F1", "D-1", "?", 0, "open"), kind="decision")
    assert last_said(said, freezes(), FrozenKind.DECISION)["reference"].tolist() == ["D-1"]
