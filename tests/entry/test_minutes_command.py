"""`gouvernail minutes`: which meeting is written, where, and what is said when there is none."""

import json
from datetime import date

import docx
import pytest

from gouvernail.entry import cli, commands
from gouvernail.entry.minutes_command import minutes
from gouvernail.flows.minutes import Wanted
from gouvernail.problems import PageRefused, WrongUse
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from small import AS_OF, ROWS, march, small

STEERING = Wanted(committee="steering")


def written(tmp_path, wanted, *, language="fr", **more):
    minutes(small(language), tmp_path / "book.xlsx", wanted=wanted, as_of=None, output=None, **more)
    return sorted(one.name for one in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (Wanted(), "P-13.docx"),
        (STEERING, "C-03.docx"),
        (Wanted(meeting="p-11"), "P-11.docx"),
        (Wanted("steering", "C-03"), "C-03.docx"),
    ],
)
def test_the_meeting_asked_for(tmp_path, wanted, name):
    """The last one held; the last one of a committee; the one of an id, however it is spelt. The document bears its id."""
    assert written(tmp_path, wanted) == [name]
    heading = docx.Document(str(tmp_path / name)).paragraphs[2].text
    assert name.removesuffix(".docx") in heading


def refusal(tmp_path, wanted, language="fr", as_of=None):
    with pytest.raises((PageRefused, WrongUse)) as refused:
        minutes(small(language), tmp_path / "book.xlsx", wanted=wanted, as_of=as_of, output=None)
    [problem] = refused.value.problems
    return problem, Catalogue(language).problem(problem)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_such_meeting(tmp_path, language):
    """It says so, and names the last one held; nothing is written."""
    problem, said = refusal(tmp_path, Wanted(meeting="C-99"), language)
    assert problem.code == "minutes.unknown_meeting"
    assert "C-99" in said
    assert "P-13" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_not_held_yet(tmp_path, language):
    """The cell where its day is to be typed."""
    problem, said = refusal(tmp_path, Wanted(meeting="C-04"), language)
    assert problem.code == "minutes.not_held"
    words = Catalogue(language)
    assert problem.where.sheet == words.sheet("meetings")
    assert problem.where.column
    assert "C-04" in said


@pytest.mark.parametrize(
    ("wanted", "as_of", "code"),
    [
        (Wanted(committee="strategic"), None, "minutes.none_held_by"),
        (Wanted("steering", "P-13"), None, "minutes.other_committee"),
        (Wanted(committee="board"), None, "pack.no_committee"),
        (Wanted(), date(2026, 3, 1), "minutes.none_held"),
        (Wanted(meeting="C-99"), date(2026, 3, 1), "minutes.unknown_meeting"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_asked(tmp_path, wanted, as_of, code, language):
    """A committee that has not met, a meeting of another one, a committee that is not one: each in a sentence."""
    problem, said = refusal(tmp_path, wanted, language, as_of)
    assert problem.code == code
    assert said


def test_an_id_that_no_file_could_bear(tmp_path):
    """What a file's name cannot hold becomes a dash."""
    held = {
        "meeting_id": "COPIL 3/2026: mars",
        "committee": "steering",
        "planned": march(5),
        "held": march(5),
        "status": "held",
    }
    book = small("fr", meetings=[*ROWS["meetings"], held])
    minutes(book, tmp_path / "book.xlsx", wanted=Wanted(meeting="copil 3/2026: mars"), as_of=AS_OF, output=None)
    assert [one.name for one in tmp_path.iterdir()] == ["COPIL 3-2026- mars.docx"]


def test_for_programs(tmp_path, capsys):
    """One object: the tables of the minutes, and where the document is."""
    written(tmp_path, STEERING, json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["tables"]["minutes"][0]["meeting_id"] == "C-03"
    assert told["written"] == str(tmp_path / "C-03.docx")
    assert told["problems"] == []


def test_the_options_of_the_command(tmp_path, monkeypatch):
    """`--committee` and `--meeting` reach the command as they are typed."""
    asked = {}
    monkeypatch.setattr(commands, "minutes", lambda file, **how: asked.update(how, file=file))
    cli.app(["minutes", str(tmp_path / "a.xlsx"), "--committee", "steering", "--meeting", "C-03"], standalone_mode=False)
    assert (asked["committee"], asked["meeting"]) == ("steering", "C-03")
