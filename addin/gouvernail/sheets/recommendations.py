"""The block of the recommendations: what each party advised, whether it was accepted or declined, why, and what came of it."""

from collections.abc import Mapping

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.schema.inputs import RECOMMENDATIONS
from gouvernail.sheets.figures import missing, str_of
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell
from gouvernail.terms import RecommendationStatus
from gouvernail.words.catalogue import Catalogue

_SPANS = (1, 2, 1, 1, 1, 1, 1, 2, 1, 1)
_KEYS = ("recommendation_id", "recommendation", "date", "committee", "party", "status", "answered", "reason", "kpi_id")


def draw_recommendations(
    page: Page,
    recommendations: pd.DataFrame,
    cells: Mapping[str, Mapping[str, CellRef]],
    decisions: Mapping[str, CellRef],
    words: Catalogue,
) -> None:
    """Draw the block; nothing when there is no recommendation.

    Args:
        page: of the decisions.
        recommendations: from `recommendations.recommendations_so_far`.
        cells: where each id stands in people's own tables, by "recommendation" and "action".
        decisions: where each decision stands on this page.
        words: the language.
    """
    if recommendations.empty:
        return
    page.gap()
    page.heading(words.say("decision_trail.recommendations.heading"))
    page.sentence(recommendation_summary(recommendations, words))
    headers = [Cell(words.column(RECOMMENDATIONS.key, key), "header") for key in _KEYS]
    headers.append(Cell(words.say("decision_trail.recommendations.follows"), "header"))
    lines = [
        [
            Cell(name := str_of(one, "recommendation_id"), "link", link=cells["recommendation"].get(name)),
            Cell(str_of(one, "recommendation"), "wrap"),
            _day(one, "date"),
            Cell(words.choice("Committee", str(one["committee"]))),
            Cell(words.choice("Party", str_of(one, "party")) if str_of(one, "party") else "–"),
            Cell(words.choice("RecommendationStatus", str(one["status"]))),
            _day(one, "answered"),
            Cell(_reason(one, words), "wrap"),
            Cell(str_of(one, "kpi_id") or "–"),
            _followed(one, cells["action"], decisions, words),
        ]
        for one in recommendations.to_dict("records")
    ]
    page.row = page.grid(_SPANS, headers, lines).bottom + 1


def recommendation_summary(recommendations: pd.DataFrame, words: Catalogue) -> str:
    """How many are proposed, accepted, declined; zeros are left out."""
    counts = recommendations["status"].value_counts()
    told = [
        words.say(f"decision_trail.recommendations.count.{status}", n=int(counts[status]))
        for status in RecommendationStatus
        if status in counts
    ]
    return " · ".join(told)


def _day(record: Record, key: str) -> Cell:
    return Cell(None if missing(record[key]) else pd.Timestamp(str(record[key])).date(), "date")


def _reason(record: Record, words: Catalogue) -> str:
    """The reason of an answer; that it lacks one."""
    if str_of(record, "reason"):
        return str_of(record, "reason")
    return "–" if _waits(record) else words.say("decision_trail.recommendations.no_reason")


def _waits(record: Record) -> bool:
    return str(record["status"]) == RecommendationStatus.PROPOSED.value


def _followed(record: Record, actions: Mapping[str, CellRef], decisions: Mapping[str, CellRef], words: Catalogue) -> Cell:
    """The decision and the action that came of it, one click from the first; an accepted one that led to nothing says so."""
    decision, action = str_of(record, "decision_id"), str_of(record, "action_id")
    where = decisions.get(decision) or actions.get(action)
    told = ", ".join(one for one in (decision, action) if one)
    if not told:
        accepted = str(record["status"]) == RecommendationStatus.ACCEPTED.value
        return Cell(words.say("decision_trail.recommendations.nothing") if accepted else "–")
    return Cell(told, "link", link=where) if where else Cell(told)
