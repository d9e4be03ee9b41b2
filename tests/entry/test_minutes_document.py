"""The minutes as a Word document: it says what the sheet says, on two pages at most."""

import re
import subprocess
from dataclasses import replace
from datetime import date

import docx
import pandas as pd
import pytest

from gouvernail.entry.minutes_document import write_minutes
from gouvernail.settings import Settings
from gouvernail.sheets.context import Context
from gouvernail.sheets.minutes import MinutesFrames, minutes_blocks, minutes_sheet, signature_names
from gouvernail.words.catalogue import LANGUAGES, Catalogue

LONG = "Faut-il confier les appels du samedi à une équipe dédiée, formée aux réclamations et aux commandes, dès mai ? "
DAY = pd.Timestamp("2026-05-07")


def context(language):
    settings = Settings(client="Maison Lavande et Compagnie", provider="Alizé Relation Client International")
    return Context(Catalogue(language), settings, date(2026, 5, 7))


def frames(count, *, quorum=True):
    """Minutes with ``count`` decisions taken, put off, actions and restatements, each as wordy as people write."""
    line = {
        "meeting_id": "COPIL-2026-05",
        "committee": "steering",
        "occurrence": 11,
        "planned": DAY - pd.Timedelta(days=2),
        "held": DAY,
        "place": "Siège, salle Garrigue",
        "quorum": quorum,
        "lacks": "" if quorum else "client_absent;role_missing",
        "missing_roles": "" if quorum else "Responsable qualité",
        "client_level": 2,
        "provider_level": 2,
        "freeze_id": "COPIL-2026-05",
        "version": "1.0.0",
        "hash": "0123456789abcdef" * 4,
        "reservations_client": LONG * count,
        "reservations_provider": LONG * count,
        "next_meeting": DAY + pd.Timedelta(days=28),
        "next_proposed": False,
        "tacit_approval": DAY + pd.Timedelta(days=11),
    }
    rows = range(count)
    decision = {
        "question": LONG * 2,
        "amount": 22000.0,
        "owner": "Marie-Christine Delaporte",
        "due": DAY,
        "waits_for": "steering",
    }
    verbs = [("decides", "taken", 0)] * count + [("postpones", "open", 2)] * count
    return MinutesFrames(
        meeting=pd.DataFrame([line]),
        people=pd.DataFrame(
            [
                {"party": party, "person": f"Marie-Christine Delaporte {at}", "role": "Responsable qualité", "level": 2}
                | {"seat": "deputy", "presence": ("present", "excused", "absent")[at % 3]}
                for party in ("client", "provider")
                for at in range(count)
            ],
            columns=["party", "person", "role", "level", "seat", "presence"],
        ),
        decisions=pd.DataFrame(
            [
                decision | {"decision_id": f"D-{at:03}", "verb": verb, "state": state, "postponed": times}
                for at, (verb, state, times) in enumerate(verbs)
            ],
            columns=["decision_id", "verb", "state", "postponed", *decision],
        ),
        actions=pd.DataFrame(
            [
                {"action_id": f"A-{at}", "description": LONG * 2, "owner": "Élise Perrin", "party": "provider", "due": DAY}
                for at in rows
            ]
        ),
        restatements=pd.DataFrame(
            [
                {"name": "Taux de décroché", "scope": "", "meeting_id": "COPIL-2026-04", "cause": "import", "reference": "acd"}
                | {"period_kind": "month", "start": "2026-03-01", "end": "2026-03-31", "effect": "worse"}
                | {"reported": 92.1, "now": 91.4, "unit": "%", "decimals": 1}
                for _ in rows
            ]
        ),
    )


def written(tmp_path, language, count):
    where = context(language)
    file = tmp_path / "minutes.docx"
    write_minutes(
        file,
        "Minutes",
        "Two companies",
        minutes_blocks(frames(count), where),
        footer="v1",
        signed="Signed",
        names=signature_names(where),
    )
    return file


def texts(file):
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_says_what_the_sheet_says(tmp_path, language):
    """Every text of the sheet but its titles stands in the document."""
    where = context(language)
    blocks = minutes_blocks(frames(2), where)
    sheet = {
        str(cell.value)
        for _, _, cell in minutes_sheet(blocks, where, period="").cells()
        if cell.value and cell.style != "title"
    }
    told = set(texts(written(tmp_path, language, 2)))
    assert {one for one in sheet - told if "Maison Lavande et Compagnie – " not in one} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_meeting_says_so(tmp_path, language):
    """Nothing decided, nobody there: each part says that it is empty, none is left out."""
    words = Catalogue(language)
    told = texts(written(tmp_path, language, 0))
    for key in ("none_decided", "none_actions", "none_postponed", "none_reservations", "none_restated"):
        assert words.say(f"minutes.{key}") in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_without_quorum_says_why(language):
    """The verdict names what lacked, the role, and that the decisions wait."""
    words = Catalogue(language)
    verdict = minutes_blocks(frames(1, quorum=False), context(language))[0].sentences[1]
    assert verdict.startswith("✖")
    assert "Responsable qualité" in verdict
    assert words.say("frozen.lacks.client_absent") in verdict


def test_what_is_not_shown_is_counted():
    """Thirty decisions and actions: the lines shown and those left to their own sheet make thirty."""
    words = Catalogue("en")
    blocks = minutes_blocks(frames(30), context("en"))
    for at in (2, 3, 4):
        [more] = blocks[at].sentences
        assert len(blocks[at].grid.lines) + int(re.search(r"\d+", more)[0]) == 30
    assert words.sheet("actions") in blocks[3].sentences[0]


def test_no_place_no_freeze_no_next_meeting():
    """What was not entered is said, never left blank."""
    words = Catalogue("en")
    few = frames(1)
    bare = few.meeting.assign(place=None, freeze_id=None, next_meeting=pd.NaT, held=few.meeting["planned"])
    blocks = minutes_blocks(replace(few, meeting=bare), context("en"))
    assert words.say("minutes.not_frozen") in blocks[0].sentences
    assert "not given" in blocks[0].sentences[0]
    assert "as planned" in blocks[0].sentences[0]
    assert words.say("minutes.next_unknown") in blocks[-1].sentences


@pytest.mark.office
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 3, 40])
def test_two_pages_at_most(tmp_path, language, count):
    """Even a meeting of eighty people with long-winded matters."""
    file = written(tmp_path, language, count)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True)
    said = subprocess.run(["pdfinfo", str(file.with_suffix(".pdf"))], check=True, capture_output=True, text=True).stdout
    assert int(re.search(r"Pages:\s+(\d+)", said)[1]) <= 2
