"""Every problem of a file has its sentence in both languages, and no sentence is left without its problem."""

import re
from pathlib import Path
from string import Formatter

import pytest

import gouvernail.excel
from gouvernail.words.catalogue import LANGUAGES, subject

CODE = re.compile(r'"(file\.[a-z_.]+)"')
SOURCES = sorted(Path(gouvernail.excel.__path__[0]).glob("*.py"))
CODES = {code for source in SOURCES for code in CODE.findall(source.read_text(encoding="utf-8"))}
NARROW = "\u202f"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_is_raised_has_a_sentence_and_no_other_has(language):
    """A code without words would be a traceback; words without code mislead whoever reads the catalogue."""
    assert set(subject(language, "problems_file")) == CODES


def test_both_languages_name_the_same_facts():
    """A fact that one language leaves out is one that its reader misses."""
    english, french = (
        {code: _facts(text) for code, text in subject(language, "problems_file").items()} for language in ("en", "fr")
    )
    assert english == french


def test_french_sentences_are_set_with_narrow_spaces():
    """A narrow no-break space stands before : ; ! ? », and after «."""
    for code, text in subject("fr", "problems_file").items():
        assert not re.search(f"[^{NARROW}][:;!?»](?!/)|«[^{NARROW}]", text), code


def _facts(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}
