"""Everything a manager reads, in one language: labels, choices, sentences, numbers and dates as that language writes them.

A catalogue is a folder of TOML files, one per subject; the same keys in every language (a test asks it).
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any, Literal, cast

from gouvernail.problems import Problem

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
_PROBLEM_FILES = (
    "problems",
    "problems_rules",
    "problems_meetings",
    "problems_minutes",
    "problems_pack",
    "problems_imports",
    "problems_statistics",
    "problems_file",
    "problems_live",
    "install",
)
_NARROW = "\u202f"
_HARD = "\u00a0"
_LEADING_COLON = re.compile(r"^\s*:\s*")
_PER_CENT = re.compile(r'"%"|(?<=[0#?])%')
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


_FRENCH_SPACES = (
    (re.compile(" (?=[;!?](?![^ »…]))"), _NARROW),
    (re.compile(r" (?=[:»%€](?!\w))|(?<=«) "), _HARD),
)


@cache
def subject(language: Language, name: str) -> Mapping[str, Any]:
    """One subject's words, as its TOML file declares them.

    French is set as French printers do: the plain spaces that a file holds before `; ! ?` become narrow no-break ones, those
    before `: » %` and after `«` no-break ones. The example's rows are left as people type them.
    """
    text = files("gouvernail.words").joinpath(language, f"{name}.toml").read_text(encoding="utf-8")
    if language == "fr" and name != "example":
        for plain, space in _FRENCH_SPACES:
            text = plain.sub(space, text)
    return tomllib.loads(text)


def _spaced_per_cent(found: re.Match[str]) -> str:
    """The sign after a no-break space: as text, or as the sign that multiplies by 100."""
    return f'"{_HARD}%"' if found[0] == '"%"' else f'"{_HARD}"%'


class Catalogue:
    """The words of one language. A missing word is a defect (KeyError), never an empty label."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence `subject.key[.key…]` with its facts in place.

        A sentence with the forms `one` and `other` is chosen by the fact `n`; French says `one` for 0 as well.
        """
        first, *rest = name.split(".")
        found: Any = subject(self.language, first)
        for step in rest:
            found = found[step]
        return self._filled(found, facts)

    def forms(self, name: str) -> Mapping[str, str]:
        """A whole group of words, by key."""
        first, *rest = name.split(".")
        found: Any = subject(self.language, first)
        for step in rest:
            found = found[step]
        return cast("Mapping[str, str]", found)

    def problem(self, problem: Problem) -> str:
        """The sentence of a problem: where, what was found, what would be right."""
        for file in _PROBLEM_FILES:
            sentences = subject(self.language, file)
            if problem.code in sentences:
                facts = {key: self._fact(problem, key, value) for key, value in problem.facts.items()}
                where = str(problem.where) if problem.where else ""
                return _sentence(self._filled(sentences[problem.code], {"where": where, **facts}))
        raise KeyError(f"{self.language}: no sentence for problem {problem.code!r}")

    def sheet(self, key: str) -> str:
        """The name on a sheet's tab."""
        return str(subject(self.language, "schema")["sheets"][key])

    def table(self, key: str) -> str:
        """What a table is called in a sentence."""
        return str(subject(self.language, "schema")["tables"][key])

    def column(self, table: str, key: str) -> str:
        """A column's header: the table's own word, else the word common to all tables."""
        columns = subject(self.language, "schema")["columns"]
        own = columns.get(f"@{table}", {})
        return str(own.get(key) or columns[key])

    def note(self, table: str, key: str) -> str:
        """What the note on a header says; empty when there is nothing to add."""
        notes = subject(self.language, "schema")["notes"]
        return str(notes.get(f"@{table}", {}).get(key) or notes.get(key, ""))

    def choice(self, vocabulary: str, key: str) -> str:
        """How a choice is written in a cell."""
        return str(subject(self.language, "schema")["choices"][vocabulary][key])

    def number(self, value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
        r"""A number as people write it: `1 234,5` or `1,234.5`; `–` when there is none. Halves go up, as in an Excel cell.

        >>> Catalogue("fr").number(-1234.56, 1), Catalogue("en").number(0.25, 1, signed=True)
        ('−1\u202f234,6', '+0.3')
        """
        if value is None or not isfinite(value):
            return "–"
        text = f"{Decimal(repr(float(abs(value)))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
        sign = "" if float(text.replace(",", "")) == 0 else ("−" if value < 0 else "+" if signed else "")
        if self.language == "fr":
            text = text.replace(",", _NARROW).replace(".", ",")
        return sign + text

    def quantity(self, value: float | None, unit: str, decimals: int, *, signed: bool = False) -> str:
        """A number with its unit: `92,5 %`, `420 s`; English sets the per cent sign close."""
        text = self.number(value, decimals, signed=signed)
        if not unit or text == "–":
            return text
        return f"{text}%" if unit == "%" and self.language == "en" else f"{text}{_HARD}{unit}"

    def day(self, day: date | None) -> str:
        """A date as people write it: `31/03/2026`, `31 Mar 2026`; `–` when there is none."""
        if day is None or day != day:  # NaT differs from itself
            return "–"
        if self.language == "fr":
            return f"{day:%d/%m/%Y}"
        return f"{day.day} {self.forms('calendar.short')[str(day.month)]} {day.year}"

    def month(self, day: date) -> str:
        """A month by its name: `mars 2026`, `March 2026`."""
        return f"{self.forms('calendar.months')[str(day.month)]} {day.year}"

    def short_month(self, day: date) -> str:
        """A month under a chart: `juin 25`, `Jun 25`."""
        return f"{self.forms('calendar.short')[str(day.month)]} {day:%y}"

    def number_format(self, shape: str) -> str:
        r"""An Excel number format with its per cent sign as this language sets it: close in English, after a space in French.

        >>> Catalogue("en").number_format('#,##0.0" %"'), Catalogue("fr").number_format("0%")
        ('#,##0.0"%"', '0"\xa0"%')
        """
        if "%" not in shape:
            return shape
        close = shape.replace('" %"', '"%"')
        return close if self.language == "en" else _PER_CENT.sub(_spaced_per_cent, close)

    def listed(self, items: Iterable[str]) -> str:
        """Several things in a sentence: `a, b et c`."""
        known = [item for item in items if item]
        if len(known) < 2:
            return "".join(known)
        return f"{', '.join(known[:-1])} {self.say('calendar.and')} {known[-1]}"

    def _filled(self, found: Any, facts: Mapping[str, object]) -> str:
        if isinstance(found, Mapping):
            n = cast("float", facts["n"])
            found = found["one" if abs(n) == 1 or (n == 0 and self.language == "fr") else "other"]
        return str(found).format(**facts)

    def _fact(self, problem: Problem, key: str, value: object) -> object:
        """A fact as this language writes it: keys become words, numbers and days are written as people do."""
        if key in {"table", "other"} and value:
            return self.table(str(value))
        if key == "column" and problem.table:
            return self.column(problem.table, str(value))
        if key == "choices":
            vocabulary, _, keys = str(value).partition(":")
            return ", ".join(self.quoted(self.choice(vocabulary, one)) for one in keys.split(";"))
        if key == "committee":
            return self.choice("Committee", str(value))
        if key == "scope":
            return str(value) or self.say("pages.overall").casefold()
        if key == "page":
            return self.sheet(str(value))
        if key == "setting":  # its label, where a rule could only give its key
            return subject(self.language, "settings")["labels"].get(value, value)
        if isinstance(value, float):
            return self.number(value, 0 if value.is_integer() else 2)
        return self._as_day(value) if isinstance(value, str) else value

    def _as_day(self, text: str) -> str:
        """A day as people write it, when the text is one in ISO form; the text itself otherwise."""
        try:
            return self.day(date.fromisoformat(text)) if _ISO_DAY.fullmatch(text) else text
        except ValueError:  # 2026-02-30 was found in a cell: it is said as it stands
            return text

    def quoted(self, text: str) -> str:
        """Text between the language's quotation marks."""
        return f"«{_HARD}{text}{_HARD}»" if self.language == "fr" else f"“{text}”"


def _sentence(text: str) -> str:
    """A sentence that begins with its cell; without one, the colon goes and a capital letter begins it."""
    told = _LEADING_COLON.sub("", text).strip()
    return told if told == text else told[:1].upper() + told[1:]
