"""The block of the areas to improve: what the figures propose, and who took it up."""

import pandas as pd

from gouvernail.sheets.figures import str_of
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell
from gouvernail.sheets.verdicts import cause_words
from gouvernail.words.catalogue import Catalogue


def draw_areas(page: Page, areas: pd.DataFrame, words: Catalogue) -> None:
    """The proposals, with why, and the actions that accepted them.

    Args:
        page: twelve columns wide.
        areas: from `rules.improvements.improvement_areas`, with ``name`` and ``grain`` (of the chart's points).
        words: the language.
    """
    page.heading(words.say("alignment.headings.areas"))
    if areas.empty:
        page.sentence(words.say("alignment.no_area"))
        page.gap()
        return
    headers = [Cell(words.say(f"alignment.headers.{key}"), "header") for key in ("area", "proposed_for", "taken_up")]
    lines = [
        [Cell(str_of(one, "name"), "strong"), Cell(_why(one, words), "wrap"), _taken_up(one, words)]
        for one in areas.to_dict("records")
    ]
    page.row = page.grid((3, 5, 4), headers, lines).bottom + 1
    page.sentence(words.say("alignment.areas.how"), "foot")
    page.gap()


def _why(record: Record, words: Catalogue) -> str:
    if record["kind"] == "kpi":
        return words.say("alignment.areas.kpi", label=cause_words(str_of(record, "signal_label"), record, words))
    share = words.quantity(100 * float(str(record["share"])), "%", 0)
    return words.say("alignment.areas.theme", share=share, n=int(str(record["findings"])))


def _taken_up(record: Record, words: Catalogue) -> Cell:
    actions = str_of(record, "actions")
    if not actions:
        return Cell(words.say("alignment.areas.proposed"), "wrap")
    return Cell(words.say("alignment.areas.accepted", actions=actions.replace(";", ", ")), "wrap")
