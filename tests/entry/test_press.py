"""A click, from the moment Python hears of it: every end of it, without Excel."""

import re
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from gouvernail.entry.journal import Journal
from gouvernail.entry.press import ACTIONS, UNDO, Presser
from gouvernail.flows.run import ALL_FLOWS
from gouvernail.problems import CellRef, Effect, PageRefused, Problem, WorkbookBusy, WorkbookRefused
from gouvernail.words.catalogue import Catalogue, subject

FR = Catalogue("fr")
HWND, NAME = 4660, "Pilotage d'été = 50 % ; v2.xlsx"


@dataclass
class StandInExcel:
    """An Excel with one workbook; `fault` is raised when it is looked for, `bar_fault` when its status bar is written."""

    fault: Exception | None = None
    bar_fault: Exception | None = None
    bar: list[str] = field(default_factory=list)
    asked: list[tuple] = field(default_factory=list)
    undone: int = 0

    def find(self, hwnd, name):
        self.asked.append((hwnd, name))
        if self.fault:
            raise self.fault
        return self

    def show(self, text):
        self.bar.append(text)
        if self.bar_fault:
            raise self.bar_fault

    def undo_last_draw(self):
        self.undone += 1


@dataclass
class Outcome:
    language: str = "fr"
    problems: tuple = ()


@pytest.fixture
def journal(tmp_path) -> Journal:
    return Journal(tmp_path / "logs" / "gouvernail.log", lambda: datetime(2026, 4, 2, 10, 15, 2, tzinfo=UTC))


def presser(journal, excel, run_flow) -> Presser:
    return Presser(find=excel.find, run_flow=run_flow, journal=journal, language="fr")


BUSY = WorkbookBusy([Problem("live.busy", None, {}, Effect.FILE)])
GONE = WorkbookRefused([Problem("live.not_open", None, {"name": NAME}, Effect.FILE)])


def fails(error):
    def run_flow(*_):
        raise error

    return run_flow


def test_a_click_runs_the_flow_on_the_workbook_and_says_nothing(journal):
    """The page speaks for itself: no dialog when all is well, and the status bar is Excel's again."""
    excel, ran = StandInExcel(), []
    said = presser(journal, excel, lambda *given: ran.append(given[:2]) or Outcome()).press("overdue", HWND, NAME)
    assert said == ""
    assert excel.asked == [(HWND, NAME)]
    assert ran == [("overdue", excel)]
    assert excel.bar == ["Gouvernail\u00a0: Retards…", ""]


def test_the_status_bar_follows_the_pages(journal):
    """Each page by the name of its button, and how far the work is."""
    excel = StandInExcel()

    def run_flow(_action, _workbook, progress, _confirm):
        progress("gaps", 0, 2)
        progress("overdue", 1, 2)
        progress("write", 2, 2)
        return Outcome()

    presser(journal, excel, run_flow).press("steering", HWND, NAME)
    assert excel.bar[1:3] == ["Gouvernail\u00a0: Écarts… 1/2", "Gouvernail\u00a0: Retards… 2/2"]
    assert excel.bar[-1] == ""


def test_a_second_click_confirms_what_a_freeze_asks(journal):
    """Freezing asks; the same button on the same workbook confirms; any click in between forgets the question."""
    asked, confirmed = Outcome(problems=(Problem("freeze.again", None, {"meeting": "M", "found": "M"}, Effect.PAGE),)), []
    answers = presser(journal, StandInExcel(), lambda *given: confirmed.append(given[3]) or asked)
    clicks = (("freeze", NAME), ("freeze", NAME), ("freeze", NAME), ("gaps", NAME), ("freeze", NAME), ("freeze", "other"))
    assert all("M" in answers.press(action, HWND, name) for action, name in clicks)
    assert confirmed == [False, True, True, False, False, False]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_refusal_is_said_in_the_workbooks_language(journal, language):
    """What, where, what to do; in the language of the workbook, not of the add-in."""
    refused = WorkbookRefused([Problem("as_of.missing", CellRef("Paramètres", 4, 2), {}, Effect.FILE, "settings")])
    refused.language = language
    excel = StandInExcel()
    said = presser(journal, excel, fails(refused)).press("gaps", HWND, NAME)
    assert said == Catalogue(language).problem(refused.problems[0])
    assert "'Paramètres'!B4" in said
    assert excel.bar[-1] == ""


def test_a_page_left_out_is_said_and_a_row_set_aside_is_not(journal):
    """Rows set aside stand on the checks sheet and on the page; only what was not drawn needs a dialog."""
    row = Problem("cell.required", CellRef("Actions", 3, 2), {"column": "owner"}, Effect.ROW, "actions")
    page = Problem("as_of.missing", CellRef("Paramètres", 4, 2), {}, Effect.PAGE, "settings")
    said = presser(journal, StandInExcel(), lambda *_: Outcome("en", (row, page))).press("gaps", HWND, NAME)
    assert said == Catalogue("en").problem(page)


def test_many_problems_fit_in_a_message_box(journal):
    """The first five, and how many more: never beyond what Visual Basic's box can hold."""
    many = [Problem("as_of.missing", CellRef("Une feuille au nom bien long", row, 2), {}) for row in range(1, 30)]
    said = presser(journal, StandInExcel(), fails(PageRefused(many))).press("gaps", HWND, NAME)
    assert len(said) <= 1000
    assert said.startswith(FR.problem(many[0]))
    assert said.endswith("la feuille «\u00a0Contrôle\u00a0» les dit toutes.")
    shown = said.count("!B")
    assert f"{29 - shown} autres anomalies" in said
    endless = Problem("as_of.missing", CellRef("x" * 2000, 1, 2), {})
    assert len(presser(journal, StandInExcel(), fails(PageRefused([endless]))).press("gaps", HWND, NAME)) == 1000


@pytest.mark.parametrize("fault", [BUSY, GONE])
def test_an_excel_that_cannot_answer_gets_a_plain_sentence(journal, fault):
    """A cell being edited, a workbook in Protected View: what to do, and the flow was not even begun."""
    said = presser(journal, StandInExcel(fault=fault), fails(AssertionError("not begun"))).press("gaps", HWND, NAME)
    assert said == FR.problem(fault.problems[0])


def test_an_excel_that_falls_busy_meanwhile_gets_a_plain_sentence(journal):
    """Busy while the flow reads or draws, and so with its language not known: no defect of ours."""
    excel = StandInExcel(bar_fault=BUSY)
    assert presser(journal, excel, fails(BUSY)).press("gaps", HWND, NAME) == FR.problem(BUSY.problems[0])
    assert "Traceback" not in journal.file.read_text("utf-8")


def test_undo_takes_the_last_drawing_back(journal):
    """No flow runs for it."""
    excel = StandInExcel()
    assert presser(journal, excel, fails(AssertionError("no flow"))).press(UNDO, HWND, NAME) == ""
    assert excel.undone == 1
    assert excel.bar == ["Gouvernail\u00a0: Annuler le dernier dessin…", ""]


def test_a_busy_status_bar_costs_no_page(journal):
    """The bar is a courtesy: the flow runs to its end."""
    assert presser(journal, StandInExcel(bar_fault=BUSY), lambda *_: Outcome()).press("gaps", HWND, NAME) == ""


@pytest.mark.parametrize("where", ["flow", "find", "bar"])
def test_a_defect_is_owned_up_to_with_a_number(journal, where):
    """Short apology and number for the manager; the whole traceback in the log; wherever it happens."""
    error = ZeroDivisionError("the cause of it all")
    excel = StandInExcel(fault=error if where == "find" else None, bar_fault=error if where == "bar" else None)
    run_flow = fails(error) if where == "flow" else lambda *_: Outcome()
    said = presser(journal, excel, run_flow).press("gaps", HWND, NAME)
    assert "20260402-101502" in said
    assert str(journal.file) in said
    assert "Traceback" not in said
    assert "cause" not in said
    log = journal.file.read_text("utf-8")
    assert "20260402-101502" in log
    assert "ZeroDivisionError: the cause of it all" in log


def test_after_a_defect_the_next_click_works(journal):
    """Nothing stays locked."""
    answers = iter([fails(ValueError()), lambda *_: Outcome()])
    one = presser(journal, StandInExcel(), lambda *given: next(answers)(*given))
    assert one.press("gaps", HWND, NAME) != ""
    assert one.press("gaps", HWND, NAME) == ""


def test_one_click_at_a_time(journal):
    """A second click, from another window, while a page is being drawn: a sentence, no second drawing."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_):
        begun.set()
        assert go_on.wait(10)
        return Outcome()

    one = presser(journal, StandInExcel(), slow)
    first = threading.Thread(target=one.press, args=("gaps", HWND, NAME))
    first.start()
    assert begun.wait(10)
    assert one.press("overdue", HWND, NAME) == FR.say("ribbon.press.one_at_a_time", label="Retards")
    go_on.set()
    first.join()
    assert one.press("overdue", HWND, NAME) == ""


def test_an_unknown_button_says_to_reinstall(journal):
    """An add-in file newer than the program: nothing runs, and the mend is named."""
    said = presser(journal, StandInExcel(), fails(AssertionError())).press("forecast", HWND, NAME)
    assert "«\u00a0forecast\u00a0»" in said
    assert "gouvernail addin install" in said


def test_the_actions_are_the_ribbons_buttons():
    """Every button has an answer, every answer a button, with words in both languages."""
    from gouvernail.entry.addin.build import SOURCES
    from gouvernail.entry.addin.customui import callbacks

    assert tuple(callbacks((SOURCES / "ribbon.xml").read_bytes())) == ACTIONS
    assert {*ACTIONS} - {UNDO} <= {*ALL_FLOWS}


@pytest.mark.parametrize("name", ["ribbon", "install"])
def test_both_languages_say_the_same_things(name):
    """Same keys in both catalogues, and the same facts in each sentence."""

    def facts(words, path=()):
        for key, said in words.items():
            if isinstance(said, dict):
                yield from facts(said, (*path, key))
            else:
                yield (*path, key), sorted(re.findall(r"\{(\w+)\}", said))

    assert list(facts(subject("fr", name))) == list(facts(subject("en", name)))


def test_the_log_does_not_grow_for_ever(journal):
    """A few megabytes at most, in a few files."""
    for _ in range(60):
        journal.note("x" * 100_000)
    files = list(journal.file.parent.iterdir())
    assert len(files) <= 3
    assert sum(file.stat().st_size for file in files) < 3_300_000
