"""Qualitative objectives: rated by both parties, side by side, never averaged."""

import pytest

from declared import declared
from gouvernail.rules.qualitative import keep_agenda, last_ratings


def rated(name, period, client, provider, committee="steering"):
    row = {"objective_id": name, "committee": committee, "period": period, "statement": "?"}
    return row | {"client_rating": client, "provider_rating": provider}


@pytest.mark.parametrize(
    ("client", "provider", "difference", "agenda"),
    [(2, 4, -2, True), (4, 2, 2, True), (3, 4, -1, False), (5, 1, 4, True), (3, 3, 0, False)],
)
def test_two_apart_or_more_is_to_be_talked_over(client, provider, difference, agenda):
    """Whichever party rates higher; one apart is no more than two points of view."""
    [found] = last_ratings(declared("qualitative", rated("Q-1", "2026-S1", client, provider))).to_dict("records")
    assert (found["client_rating"], found["provider_rating"]) == (client, provider)
    assert (found["difference"], found["agenda"]) == (difference, agenda)


def test_a_missing_rating_is_no_difference():
    """While one party has not rated, nothing is told of the gap, and nothing is guessed."""
    found = last_ratings(declared("qualitative", rated("Q-1", "2026-S1", 1, None)))
    assert found["difference"].isna().all()
    assert not found["agenda"].any()


def test_the_last_period_counts():
    """In whatever order the rows were typed; each objective once, in the order in which it was first typed."""
    rows = declared(
        "qualitative",
        rated("Q-2", "2026-S1", 4, 4),
        rated("Q-2", "2025-S2", 1, 5),
        rated("Q-1", "2025-S2", 2, 4),
    )
    found = last_ratings(rows)
    assert found[["objective_id", "period", "agenda"]].to_numpy().tolist() == [
        ["Q-2", "2026-S1", False],
        ["Q-1", "2025-S2", True],
    ]


def test_each_committee_has_its_own_agenda():
    """The widest apart first; another committee's are not there."""
    rows = declared(
        "qualitative",
        rated("Q-1", "2026-S1", 2, 4),
        rated("Q-2", "2026-S1", 5, 1),
        rated("Q-3", "2026-S1", 1, 5, "strategic"),
        rated("Q-4", "2026-S1", 3, 3),
    )
    assert keep_agenda(last_ratings(rows), "steering")["objective_id"].tolist() == ["Q-2", "Q-1"]
    assert keep_agenda(last_ratings(rows), "production").empty


def test_nothing_rated():
    """No objective, no row, the same columns."""
    found = last_ratings(declared("qualitative"))
    assert found.empty
    assert {"difference", "agenda"} <= set(found.columns)
