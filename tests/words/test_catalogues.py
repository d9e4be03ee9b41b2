"""Nothing that a manager reads is missing, in either language, and French is set as French is."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from string import Formatter

import pytest

from gouvernail import terms
from gouvernail.problems import CellRef, Effect, Problem
from gouvernail.rules.action_state import Anomaly
from gouvernail.rules.actions import Reason
from gouvernail.rules.decisions import DecisionAnomaly
from gouvernail.rules.escalation import Escalation
from gouvernail.rules.flags import FLAGS
from gouvernail.rules.occurrences import NotRaised
from gouvernail.schema.tables import TABLES
from gouvernail.settings import Settings
from gouvernail.words.catalogue import LANGUAGES, Catalogue, subject
from words import source

FILES = sorted(file.stem for file in (source.PACKAGE / "words" / "fr").glob("*.toml"))
PROBLEMS = [file for file in FILES if file.startswith("problems")] + ["install"]
OPTIONAL = {"notes", "columns"}
"""Groups whose own words (`@table`) may stand in one language only, where the common word does for the other."""


def leaves(words: Mapping, *path: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a catalogue with its path; lists are read one by one."""
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from leaves(value, *path, key)
        else:
            for text in value if isinstance(value, list) else [value]:
                yield (*path, key), text


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def sentences(language: str) -> dict[str, object]:
    """Every problem's sentence, by code."""
    return {code: text for file in PROBLEMS for code, text in subject(language, file).items()}


# Both languages say the same things


@pytest.mark.parametrize("file", FILES)
def test_the_same_keys_in_every_language(file):
    """A word that one language lacks would be a defect in front of a manager."""
    french, english = (
        {path for path, _ in leaves(subject(language, file)) if not (path[0] in OPTIONAL and path[1].startswith("@"))}
        for language in LANGUAGES
    )
    assert french == english


@pytest.mark.parametrize("file", FILES)
def test_the_same_facts_in_every_language(file):
    """A fact that one language leaves out is one that its reader misses; the forms `one` may leave the number out."""
    french, english = (
        {path: placeholders(text) - ({"n"} if path[-1] == "one" else set()) for path, text in leaves(subject(one, file))}
        for one in LANGUAGES
    )
    assert {path: facts for path, facts in french.items() if english.get(path, facts) != facts} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES)
def test_no_word_is_empty(file, language):
    """An empty text stands only where there is nothing to say: a KPI without denominator, a unit that is not written."""
    empty = {path for path, text in leaves(subject(language, file)) if not text.strip()}
    assert {path for path in empty if not (file == "kpis" and {"denominator", "units"} & set(path))} == set()


# The workbook's own words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_column_and_sheet_has_its_name(language):
    """Labels are short, and tell columns apart; sheets' names are those that Excel takes, and tell sheets apart."""
    words = Catalogue(language)
    for table in TABLES.values():
        assert words.table(table.key)
        labels = [words.column(table.key, column.key) for column in table]
        assert len(set(map(str.casefold, labels))) == len(labels), table.key
        assert max(map(len, labels)) <= 60, table.key
    names = [words.sheet(key) for key in subject(language, "schema")["sheets"]]
    assert {table.sheet for table in TABLES.values()} <= set(subject(language, "schema")["sheets"])
    assert all(len(name) <= 31 and not set(name) & set(r"[]:*?/\'") for name in names)
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_its_word(language):
    """And no two choices of a vocabulary share one; a drop-down takes at most 255 characters."""
    words = Catalogue(language)
    vocabularies = {one for one in vars(terms).values() if isinstance(one, type) and issubclass(one, StrEnum)} - {StrEnum}
    for vocabulary in {*vocabularies, Effect}:
        labels = [words.choice(vocabulary.__name__, one.value) for one in vocabulary]
        assert len({label.casefold() for label in labels}) == len(labels), vocabulary
        assert len(",".join(labels)) <= 255, vocabulary
    for table in TABLES.values():
        assert all(column.choices in {*vocabularies, Effect} for column in table if column.choices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_has_its_label_and_explanation(language):
    """And what its cell expects is said when something else is typed."""
    words = Catalogue(language)
    labels = {key: words.say(f"settings.labels.{key}") for key in Settings.kinds()}
    assert len({label.casefold() for label in labels.values()}) == len(labels)
    assert set(subject(language, "settings")["labels"]) == set(labels)
    for key, kind in Settings.kinds().items():
        assert words.say(f"settings.explanations.{key}")
        assert words.say(f"settings.expected.{kind['kind']}")


# What the code says


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_the_code_names_is_there(language):
    """Each `say` and `forms` finds its word, and gives the facts that its sentence needs."""
    for use in source.said():
        found = [name for name in _named(language) if use.names(name)]
        assert found, f"{use.place} says {use.pattern}, which no catalogue has"
        for name in found if use.plain and use.facts is not None else []:
            value = _named(language)[name]
            needed = set().union(*(placeholders(text) for text in value.values())) if isinstance(value, Mapping) else None
            needed = placeholders(str(value)) if needed is None else needed
            assert needed <= use.facts, f"{use.place} says {name} without {needed - use.facts}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_that_the_code_makes_has_its_sentence(language):
    """A code without a sentence would be a traceback in front of a manager; so would a fact that the sentence lacks."""
    known = sentences(language)
    for use in source.problems():
        found = [code for code in known if use.names(code)]
        assert found, f"{use.place} makes {use.pattern}, which has no sentence"
        if use.plain and use.facts is not None:
            text = known[found[0]]
            needed = placeholders(text) if isinstance(text, str) else set().union(*map(placeholders, text.values()))
            assert needed - {"where"} <= use.facts, f"{use.place}: {found[0]} lacks {needed - use.facts}"


def test_every_sentence_of_a_problem_is_used():
    """A sentence without its problem misleads whoever reads the catalogue."""
    used = re.compile("|".join(source.texts()))
    codes = {code for file in PROBLEMS if file != "install" for code in subject("fr", file)}
    assert {code for code in codes if not used.fullmatch(code)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("group", "keys"),
    [
        ("pages.flags", FLAGS),
        ("pages.reasons", ("no_value", "not_applicable", "not_aggregable", "no_target", "target_hole")),
        ("pages.doubts", ("duplicate", "not_a_share", "identity", "suspected_missing", "flagged")),
        ("pages.overdue.reasons", Reason),
        ("pages.overdue.anomalies_of", Anomaly),
        ("pages.rollup.reasons", Escalation),
        ("pages.rollup.not_raised", NotRaised),
        ("pages.parties", (*terms.Party, "unassigned")),
    ],
)
def test_every_key_of_the_rules_has_its_word(language, group, keys):
    """What a rule answers with a key, the page says in words."""
    assert set(map(str, keys)) <= set(Catalogue(language).forms(group))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_anomaly_has_its_sentence(language):
    """An action's or a decision's anomaly is a problem that says what to do."""
    wanted = {f"action_{one}" for one in Anomaly} | {f"decision_{one}" for one in DecisionAnomaly}
    assert wanted <= set(sentences(language))


# How it is written


def test_a_sentence_without_its_cell():
    """When there is no cell to name, the sentence begins with a capital letter, not with a colon."""
    for language, begins in (("fr", "À quelle date"), ("en", "As of which")):
        assert Catalogue(language).problem(Problem("as_of.missing")).startswith(begins)
        placed = Catalogue(language).problem(Problem("as_of.missing", CellRef("Réglages d'été", 3, 2)))
        assert placed.startswith("'Réglages d''été'!B3")


@pytest.mark.parametrize("file", [file for file in FILES if file != "example"])
def test_french_typography(file):
    """A narrow no-break space before ; ! ?, a no-break one before : and %, inside « »; the typographic apostrophe."""
    for path, text in leaves(subject("fr", file)):
        assert not re.search("[^\u202f«][;!?](?![^ »…])", text) or "roles" in path, (path, text)
        assert not re.search("[^\u00a0\u202f](:|%)(?![^\\s»…])", _without_code(text)), (path, text)
        assert not re.search("«[^\u00a0\u202f]|[^\u00a0\u202f]»", text), (path, text)
        assert not re.search(r"\b[cdjlmnstCDJLMNST]'\w|\bqu'\w", text), (path, text)


def test_example_rows_are_typed_as_people_type():
    """The example's texts go into cells: plain spaces, as a keyboard gives them."""
    for path, text in leaves(subject("fr", "example")):
        assert not re.search("[\u00a0\u202f]", text), (path, text)


@pytest.mark.parametrize(
    ("language", "value", "decimals", "shown"),
    [
        ("fr", 1234.5, 1, "1\u202f234,5"),
        ("fr", -0.25, 1, "−0,3"),
        ("en", 0.125, 2, "0.13"),
        ("en", 2.5, 0, "3"),
        ("fr", -0.04, 1, "0,0"),
        ("en", 1234567.0, 0, "1,234,567"),
        ("fr", None, 1, "–"),
        ("en", float("nan"), 1, "–"),
        ("fr", float("inf"), 1, "–"),
    ],
)
def test_a_number_is_written_as_its_cell_shows_it(language, value, decimals, shown):
    """Halves go up, in a sentence as in an Excel cell; nothing is shown as minus zero; what is no number is a dash."""
    assert Catalogue(language).number(value, decimals) == shown


def _named(language: str) -> dict[str, object]:
    """Every word and group of words by its full name, as `say` and `forms` take it."""

    def walk(words: Mapping, name: str) -> Iterator[tuple[str, object]]:
        for key, value in words.items():
            yield f"{name}.{key}", value
            if isinstance(value, Mapping):
                yield from walk(value, f"{name}.{key}")

    return {name: value for file in FILES for name, value in walk(subject(language, file), file)}


def _without_code(text: str) -> str:
    """The text without what is typed as it stands: examples of a map, of a time, of a command."""
    return re.sub(r"`[^`]*`|\{[^}]*\}|\d+:\d+", "x", text)
