"""A new governance workbook: every input sheet, empty or filled with the example, ready to type in."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gouvernail.flows.frozen import CONTENT
from gouvernail.schema.catalogue import CATALOGUE, PREFILLED
from gouvernail.schema.frozen import FREEZES, FROZEN_BREAKS, RESTATEMENTS
from gouvernail.settings import Settings
from gouvernail.sheets.catalogue import catalogue_sheet, kpi_row
from gouvernail.sheets.channel import channel_sheet
from gouvernail.sheets.context import Context
from gouvernail.sheets.frozen import UNREAD, FrozenFrames, frozen_sheet
from gouvernail.sheets.home import home_sheet
from gouvernail.sheets.inputs import input_sheets
from gouvernail.sheets.parts import Cell, Sheet
from gouvernail.terms import Cadence, Committee
from gouvernail.words.catalogue import Catalogue, Language

_CADENCES = {
    Committee.PRODUCTION: Cadence.WEEKLY,
    Committee.STEERING: Cadence.MONTHLY,
    Committee.STRATEGIC: Cadence.SEMIANNUAL,
}


def template_sheets(language: Language, *, example: bool = False) -> tuple[Sheet, ...]:
    """The input sheets of a new workbook.

    Args:
        language: of labels, choices and notes.
        example: filled with an invented year, instead of the few rows that a new workbook starts from.
    """
    words = Catalogue(language)
    frames = _example(language) if example else _first_rows(words)
    return (home_sheet(words, example=example), *described(frames, words), catalogue_sheet(words), channel_sheet(words))


def example_pages(language: Language) -> tuple[Sheet, ...]:
    """The pages that the example's workbook has from the start: what its steering committee froze."""
    from gouvernail.flows.example import freezes
    from gouvernail.flows.example.service import AS_OF, CLIENT, PROVIDER

    read = freezes.read(language)
    tables = {table.key: read[table.key].assign(row=0, **{UNREAD: False}) for table in (FREEZES, *CONTENT)}
    breaks = pd.DataFrame(columns=list(FROZEN_BREAKS.keys))
    context = Context(Catalogue(language), Settings(client=CLIENT, provider=PROVIDER), AS_OF)
    return (frozen_sheet(FrozenFrames(tables, read[RESTATEMENTS.key], breaks), context),)


def described(frames: Mapping[str, pd.DataFrame], words: Catalogue) -> tuple[Sheet, ...]:
    """The input sheets with these rows, by table; `settings` may hold only those that are not the default."""
    rows = _settings_rows(words, frames.get("settings"))
    return input_sheets({**frames, "settings": rows}, words)


def _example(language: Language) -> dict[str, pd.DataFrame]:
    from gouvernail.flows.example import example

    return dict(example(language))


def _first_rows(words: Catalogue) -> dict[str, pd.DataFrame]:
    """What a new workbook starts from: the three committees and the usual KPIs."""
    committees = [
        {
            "committee": one.value,
            "cadence": cadence.value,
            "mission": words.say(f"inputs.committees.{one}.mission"),
            "required_roles": words.say(f"inputs.committees.{one}.roles"),
        }
        for one, cadence in _CADENCES.items()
    ]
    kpis = [kpi_row(kpi, words) for kpi in CATALOGUE if kpi.kpi_id in PREFILLED]
    return {"committees": pd.DataFrame(committees, dtype=object), "kpis": pd.DataFrame(kpis, dtype=object)}


def _settings_rows(words: Catalogue, given: pd.DataFrame | None) -> pd.DataFrame:
    """One row per setting: its label, its value (given or default), what it means."""
    typed = {} if given is None else dict(zip(given["setting"], given["value"], strict=True))
    told = {} if given is None else dict(zip(given["setting"], given["explanation"], strict=True))
    rows = []
    for key, kind in Settings.kinds().items():
        note = told.get(key)
        explanation = note if isinstance(note, str) else words.say(f"settings.explanations.{key}")
        value = typed.get(key, words.language if key == "language" else getattr(Settings(), key))
        shown = words.say(f"settings.choices.{key}.{value}") if kind["choices"] else value
        cell = _value_cell(shown, str(kind["kind"]), words)
        rows.append({"setting": words.say(f"settings.labels.{key}"), "value": cell, "explanation": explanation})
    return pd.DataFrame(rows, dtype=object)


def _value_cell(value: Any, kind: str, words: Catalogue) -> Cell:
    if value is None or value == "":
        return Cell(None, "input", "dd/mm/yyyy" if kind == "date" else "")
    if kind == "date":
        return Cell(pd.Timestamp(value).date(), "input", "dd/mm/yyyy")
    if isinstance(value, str):
        return Cell(value, "input")
    if kind == "flag":
        return Cell(words.choice("flag", "true" if value else "false"), "input")
    if kind == "day_of_year":
        return Cell(f"{value[1]:02}/{value[0]:02}", "input")
    if kind == "numbers":
        return Cell("/".join(f"{one:g}" for one in value), "input")
    return Cell(value, "input", "0%" if kind == "share" else "")
