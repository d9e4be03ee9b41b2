"""What we promise of themes: a closed list that forgives spelling, and a place for everything else."""

import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.themes import known_themes, match_themes, plain

THEMES = declared(
    "themes",
    {"theme": "Temps d'attente", "synonyms": "file;délai de réponse"},
    {"theme": "Réitération", "synonyms": "rappel;  "},
    {"theme": "Œuvre"},
)


@pytest.mark.parametrize(
    ("typed", "theme"),
    [
        ("Temps d'attente", "Temps d'attente"),
        ("temps d’attente", "Temps d'attente"),
        ("  TEMPS   D'ATTENTE ", "Temps d'attente"),
        ("temps\u00a0d'attente", "Temps d'attente"),
        ("Delai de reponse", "Temps d'attente"),
        ("FILE", "Temps d'attente"),
        ("reiteration", "Réitération"),
        ("Re\u0301ite\u0301ration", "Réitération"),
        ("Rappel", "Réitération"),
        ("oeuvre", "Œuvre"),
        ("filet", "to_sort"),
        ("", "to_sort"),
        (None, "to_sort"),
    ],
)
def test_spelling_does_not_make_a_theme(typed: str | None, theme: str) -> None:
    """Accents, case, spaces and apostrophes do not count; synonyms lead to their theme; the rest is to be sorted."""
    assert match_themes(pd.Series([typed], dtype="str"), THEMES).tolist() == [theme]


def test_a_name_wins_over_a_synonym_and_the_first_over_the_second() -> None:
    """What two themes claim goes to the one that bears the name, else to the first; the other cell is pointed at."""
    themes = declared(
        "themes",
        {"theme": "Outil", "synonyms": "panne;CRM", "row": 5},
        {"theme": "Crm", "synonyms": "Panne", "row": 6},
    )
    meant, problems = known_themes(themes)
    assert (meant[plain("crm")], meant[plain("panne")]) == ("Crm", "Outil")
    told = [(p.code, p.effect, p.facts["row"], p.facts["column"], p.facts["found"], p.facts["followed"]) for p in problems]
    assert told == [
        ("theme_ambiguous", "notice", 5, "synonyms", "CRM", "Crm"),
        ("theme_ambiguous", "notice", 6, "synonyms", "Panne", "Outil"),
    ]


def test_no_theme_declared() -> None:
    """Without a list of themes, all is to be sorted: nothing is dropped."""
    assert match_themes(pd.Series(["Attente", "Outil"], dtype="str"), declared("themes")).tolist() == ["to_sort"] * 2
