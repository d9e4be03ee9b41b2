"""A click on a ribbon button, from the moment Python hears of it: platform-free, so that all of it is tested.

Whatever happens, Excel gets its status bar back and the manager gets one plain sentence, or none when all is well.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Protocol

from gouvernail.entry.journal import Journal
from gouvernail.excel.port import Drawn, Workbook
from gouvernail.problems import Effect, GouvernailError, Problem
from gouvernail.words.catalogue import Catalogue, Language

UNDO = "undo"
ACTIONS = (
    "check", "gaps", "overdue", "rollup", "production", "steering", "strategic", "freeze", "minutes", UNDO,
)  # fmt: skip
"""What a button may ask for: the flows, and taking the last drawing back."""

_SHOWN = 5
_LONGEST = 1000
_SEVERE = (Effect.PAGE, Effect.FILE)
_ASKING = "freeze."
"""How the codes of the problems begin that ask to be confirmed."""

Progress = Callable[[str, int, int], None]
"""Told which page is worked on, how many are done and how many there are."""


class OpenWorkbook(Workbook, Protocol):
    """A workbook in its Excel window."""

    def show(self, text: str) -> None:
        """Put a text on the status bar; an empty one gives the bar back to Excel."""
        ...

    def undo_last_draw(self) -> Drawn:
        """Put our pages back as they were before the last drawing, once."""
        ...


class Outcome(Protocol):
    """What a flow gives back that a manager may have to be told."""

    @property
    def language(self) -> Language:
        """The workbook's language."""
        ...

    @property
    def problems(self) -> Sequence[Problem]:
        """Everything that can be corrected; most of it stands on the checks sheet and is not said here."""
        ...


Find = Callable[[int, str], OpenWorkbook]
"""The workbook of that name in that window; a GouvernailError says why there is none that can be drawn in."""

RunFlow = Callable[[str, Workbook, Progress, bool], Outcome]
"""Given the button, the workbook, whom to tell, and whether what a page asks to be confirmed, is."""


class Presser:
    """Answers clicks, one at a time.

    Args:
        find: how the workbook is reached.
        run_flow: does what a button asks for.
        journal: where a defect is told in full.
        language: spoken as long as the workbook's own is not known.
    """

    def __init__(self, *, find: Find, run_flow: RunFlow, journal: Journal, language: Language) -> None:
        self._find, self._run_flow = find, run_flow
        self._journal, self._language = journal, language
        self._working = Lock()
        self._asked: tuple[str, int, str] | None = None

    def press(self, action: str, hwnd: int, name: str) -> str:
        """Do what a button asks for, on a workbook of a window.

        Args:
            action: one of `ACTIONS`.
            hwnd: the handle of the Excel window that was clicked in.
            name: the workbook's name, as Excel's title bar says it; never a path.

        Returns:
            What to tell the manager; empty when the page speaks for itself.
        """
        words = Catalogue(self._language)
        if action not in ACTIONS:
            return words.say("ribbon.press.unknown", command=action)
        if not self._working.acquire(blocking=False):
            return words.say("ribbon.press.one_at_a_time", label=_label(words, action))
        try:
            return self._answer(action, hwnd, name)
        except Exception as defect:  # noqa: BLE001 - the last line before Excel: told, and logged in full
            incident = self._journal.defect(defect, action)
            label = _label(words, action)
            return words.say("ribbon.press.defect", label=label, incident=incident, log=self._journal.file)
        finally:
            self._working.release()

    def _answer(self, action: str, hwnd: int, name: str) -> str:
        """What a click gives. A second click on a button that asked to be confirmed confirms; any other forgets it."""
        click = (action, hwnd, name)
        confirm, self._asked = self._asked == click, None
        self._journal.note(f"{action}: pressed")
        try:
            return self._outcome(click, self._find(hwnd, name), confirm=confirm)
        except GouvernailError as refusal:
            return self._sentences("en" if (refusal.language or self._language) == "en" else "fr", refusal.problems)

    def _outcome(self, click: tuple[str, int, str], found: OpenWorkbook, *, confirm: bool) -> str:
        words, action = Catalogue(self._language), click[0]
        try:
            self._show(found, words.say("ribbon.press.working", label=_label(words, action)))
            if action == UNDO:
                found.undo_last_draw()
                return ""
            outcome = self._run_flow(action, found, self._progress(found), confirm)
        finally:
            self._show(found, "")
        severe = [one for one in outcome.problems if one.effect in _SEVERE]
        if any(one.code.startswith(_ASKING) for one in severe):
            self._asked = click
        return self._sentences(outcome.language, severe)

    def _sentences(self, language: Language, problems: Sequence[Problem]) -> str:
        """The first few problems, and how many more there are, within what a message box can hold."""
        words = Catalogue(language)
        said = [words.problem(problem) for problem in problems]
        kept = said[:_SHOWN]
        while len(kept) > 1 and len("\n\n".join(kept)) > _LONGEST - 100:
            kept.pop()
        if len(said) > len(kept):
            kept.append(words.say("ribbon.press.more", n=len(said) - len(kept)))
        text = "\n\n".join(kept)
        self._journal.note(f"told: {', '.join(problem.code for problem in problems) or 'nothing'}")
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def _progress(self, found: OpenWorkbook) -> Progress:
        words = Catalogue(self._language)

        def tell(page: str, done: int, total: int) -> None:
            label = words.forms("ribbon.labels").get(page)
            if label:
                self._show(found, f"{words.say('ribbon.press.working', label=label)} {done + 1}/{total}")

        return tell

    def _show(self, found: OpenWorkbook, text: str) -> None:
        """The status bar is a courtesy: a busy Excel is not asked twice, and no page fails over it."""
        try:
            found.show(text)
        except GouvernailError:
            self._journal.note("status bar: Excel does not answer")


def _label(words: Catalogue, action: str) -> str:
    return words.say(f"ribbon.labels.{action}")
