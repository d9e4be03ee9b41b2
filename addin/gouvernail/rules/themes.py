"""Which theme a finding speaks of: a closed list, its synonyms, and the way two spellings are the same."""

import unicodedata
from collections.abc import Iterator

import pandas as pd

from gouvernail.problems import Effect, Fact, Problem
from gouvernail.rules.lookups import looked_up

TO_SORT = "to_sort"
"""The key of the theme that gathers free text: shown, counted, never dropped."""

_SAME_LETTER = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def plain(text: str) -> str:
    """The letters of a text without accents, case or spaces: two spellings of one thing give the same.

    >>> plain("  Délai d’ATTENTE "), plain("cœur de métier")
    ("delaid'attente", 'coeurdemetier')
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_SAME_LETTER))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return "".join(bare.casefold().split())


def plain_all(texts: pd.Series) -> pd.Series:
    """`plain` of every text, same index; "" where the text is missing. Each distinct text is worked out once."""
    codes, distinct = pd.factorize(texts)
    spellings = pd.Series([*(plain(str(text)) for text in distinct), ""], dtype="str")
    return spellings.take(codes).set_axis(texts.index)


def known_themes(themes: pd.DataFrame) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The theme meant by each spelling, and what is ambiguous in the table of themes.

    A theme's own name wins over any synonym; between two synonyms, the theme that stands first in the table wins.

    Args:
        themes: table `themes`. Reads ``theme``, ``synonyms`` (joined by ";"), ``row``.

    Returns:
        Theme as written in the table, by its `plain` spelling; and one notice per spelling that two themes claim,
        at the cell of the one that is not followed.

    Source: docs/semantics.md §4.6 "Key".
    """
    meant: dict[str, str] = {}
    problems = []
    for spelling, theme, row, column in [*_names(themes), *_synonyms(themes)]:
        if meant.setdefault(plain(spelling), theme) != theme:
            followed = meant[plain(spelling)]
            problems.append(_ambiguous(spelling, row=row, column=column, theme=theme, followed=followed))
    return meant, tuple(problems)


def former_spellings(themes: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The plain spellings that each theme also goes by, by theme; a renamed theme keeps its old name among them."""
    others: dict[str, tuple[str, ...]] = {}
    for spelling, theme, _, _ in _synonyms(themes):
        others[theme] = (*others.get(theme, ()), plain(spelling))
    return others


def match_themes(texts: pd.Series, themes: pd.DataFrame) -> pd.Series:
    """The theme of each text, as written in the table of themes; `TO_SORT` for blank and unknown texts.

    Accents, case and spaces do not count; synonyms lead to their theme. Same index as ``texts``.

    Examples:
        >>> themes = pd.DataFrame({"theme": ["Attente"], "synonyms": ["file;délai de réponse"], "row": [2]})
        >>> match_themes(pd.Series(["ATTENTE ", "Delai de  reponse", "météo", None], dtype="str"), themes).tolist()
        ['Attente', 'Attente', 'to_sort', 'to_sort']
    """
    meant, _ = known_themes(themes)
    return looked_up(plain_all(texts), pd.Series(meant, dtype="str"), TO_SORT)


def _names(themes: pd.DataFrame) -> Iterator[tuple[str, str, int, str]]:
    for theme, row in zip(themes["theme"], themes["row"], strict=True):
        yield theme, theme, row, "theme"


def _synonyms(themes: pd.DataFrame) -> Iterator[tuple[str, str, int, str]]:
    with_some = themes[themes["synonyms"].notna()]
    for theme, synonyms, row in zip(with_some["theme"], with_some["synonyms"], with_some["row"], strict=True):
        for synonym in filter(str.strip, synonyms.split(";")):
            yield synonym.strip(), theme, row, "synonyms"


def _ambiguous(spelling: str, *, row: int, column: str, theme: str, followed: str) -> Problem:
    facts: dict[str, Fact] = {"row": row, "column": column, "found": spelling, "theme": theme, "followed": followed}
    return Problem("theme_ambiguous", facts={"table": "themes", **facts}, effect=Effect.NOTICE, table="themes")
