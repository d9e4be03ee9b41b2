"""The program that Windows starts when a button is clicked: `Gouvernail.Application`, for the user alone.

A thin shell around `press`: it answers COM, stays warm for a while so that the next click is quick, and ends by itself.
Windows starts it with `-Embedding`; nothing here starts or ends Excel.
"""

import argparse
from collections.abc import Callable, Sequence
from time import monotonic
from typing import ClassVar, cast

from gouvernail import __version__
from gouvernail.entry.press import Presser
from gouvernail.words.catalogue import LANGUAGES, Language

CLSID = "{5A0E6E55-2B7C-4D1B-8C43-91F1D4B0A7E2}"
PROG_ID = "Gouvernail.Application"
CLASS = "gouvernail.entry.com.Application"
WARM_MINUTES = 30.0
_TURN_MILLISECONDS = 1000

_OUTSIDE_ANSI = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "−": "-", "→": "->", "≥": ">=", "≤": "<="})
"""What Visual Basic's message box would show as a question mark, on a western Windows."""


class Application:
    """What Visual Basic sees. pywin32 makes one for each `CreateObject`."""

    _public_methods_: ClassVar[list[str]] = ["Press", "Version"]
    presser: Presser
    """Set once, before Windows is told that the program is ready."""
    last_used: float = 0.0

    def Press(self, action: object, hwnd: object, workbook: object) -> str:  # noqa: N802 - Visual Basic's name
        """Do what a button asks for; what to tell the manager, as text that a message box can show."""
        said = self.presser.press(str(action), int(cast("int", hwnd)), str(workbook))
        Application.last_used = monotonic()
        return said.translate(_OUTSIDE_ANSI)

    def Version(self) -> str:  # noqa: N802 - Visual Basic's name
        """The version of the program, which `gouvernail addin doctor` asks for."""
        Application.last_used = monotonic()
        return __version__


def serve(presser: Presser, warm_minutes: float, clock: Callable[[], float] = monotonic) -> None:
    """Answer clicks until none has come for a while, or Windows asks the program to end.

    Args:
        presser: answers one click at a time.
        warm_minutes: how long to wait for the next click.
        clock: seconds since some start.
    """
    import pythoncom
    import pywintypes
    import win32event

    Application.presser, Application.last_used = presser, clock()
    clsid = pywintypes.IID(CLSID)
    flags = pythoncom.REGCLS_MULTIPLEUSE | pythoncom.REGCLS_SUSPENDED
    factory = pythoncom.MakePyFactory(clsid)
    token = pythoncom.CoRegisterClassObject(clsid, factory, pythoncom.CLSCTX_LOCAL_SERVER, flags)
    try:
        pythoncom.CoResumeClassObjects()
        while clock() - Application.last_used < 60 * warm_minutes:
            win32event.MsgWaitForMultipleObjects((), False, _TURN_MILLISECONDS, win32event.QS_ALLEVENTS)
            if pythoncom.PumpWaitingMessages():
                break
    finally:
        pythoncom.CoRevokeClassObject(token)
        pythoncom.CoUninitialize()


def options(arguments: Sequence[str]) -> tuple[Language, float]:
    """The language and the minutes to stay warm, out of the command line that `install` registered.

    >>> options(["--language", "en", "-Embedding"])
    ('en', 30.0)
    """
    parser = argparse.ArgumentParser(prog="gouvernail.entry.com", add_help=False)
    parser.add_argument("--language", choices=LANGUAGES, default="fr")
    parser.add_argument("--warm-minutes", type=float, default=WARM_MINUTES)
    known, _ = parser.parse_known_args(arguments)
    return known.language, known.warm_minutes
