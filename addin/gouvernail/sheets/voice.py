"""The block of the customers' voice on the roll-up: by theme and priority, how often, and the last thing said."""

from collections.abc import Mapping

import pandas as pd

from gouvernail.rules.voice import MONTHS
from gouvernail.schema.voice import VOICE_THEMES
from gouvernail.sheets.figures import str_of
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell
from gouvernail.words.catalogue import Catalogue

_SPANS = (1, 3, 1, 1, 2, 1, 1)
_KEYS = ("theme", "priority_id", "needs", "date", "kpis", "speaker", "need")
_KPIS_SHOWN = 4


def draw_voice(page: Page, needs: pd.DataFrame, statements: Mapping[str, str], words: Catalogue) -> None:
    """Draw the block; nothing when no need was voiced.

    Args:
        page: the roll-up; its ten first columns are used.
        needs: from `voice.gather_needs`, plus ``address``: the cell of the latest need of each row.
        statements: each priority in words, by id.
        words: the language.
    """
    if needs.empty:
        return
    page.heading(words.say("voice.heading", n=MONTHS))
    headers = [Cell(words.column(VOICE_THEMES.key, key), "header_number" if key == "needs" else "header") for key in _KEYS]
    lines = [
        [
            Cell(_theme(one, words), "strong", link=one["address"]),
            Cell(_priority(str_of(one, "priority_id"), statements), "wrap"),
            Cell(int(one["needs"]), "number"),
            Cell(pd.Timestamp(one["date"]).date(), "date"),
            Cell(_kpis(str_of(one, "kpis")), "wrap"),
            Cell(str_of(one, "speaker") or "–", "wrap"),
            Cell(words.quoted(str_of(one, "need")), "wrap"),
        ]
        for one in needs.to_dict("records")
    ]
    page.row = page.grid(_SPANS, headers, lines).bottom + 1
    page.sentence(words.say("voice.note"), "foot")
    page.gap()


def _theme(record: Record, words: Catalogue) -> str:
    theme = str_of(record, "theme")
    return words.say("pages.rollup.to_sort") if theme == "to_sort" else theme


def _priority(name: str, statements: Mapping[str, str]) -> str:
    """A priority by its id and its statement; its id alone when the table does not know it."""
    return " · ".join(one for one in (name, statements.get(name, "")) if one) or "–"


def _kpis(ids: str) -> str:
    """The first KPIs of a priority, and how many more."""
    every = [one for one in ids.split(";") if one]
    more = f" +{len(every) - _KPIS_SHOWN}" if len(every) > _KPIS_SHOWN else ""
    return ", ".join(every[:_KPIS_SHOWN]) + more or "–"
