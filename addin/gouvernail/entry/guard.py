"""Every failure becomes a sentence and an exit code; a defect of ours goes to a log, whole, and is owned up to.

0 done, 1 a defect of ours, 2 wrong use of the command, 3 the workbook must be corrected or cannot be written now.
"""

import locale
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gouvernail.words.catalogue import Catalogue

DEFECT, WRONG_USE, TO_CORRECT = 1, 2, 3


def run(command: Callable[[], object]) -> None:
    """Run a command and exit with its code; what it says goes to stderr in the user's language."""
    _speak_utf8()
    try:
        command()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the last net: nobody sees a traceback, nothing is swallowed
        try:
            code = _explained(error)
        except Exception:  # noqa: BLE001 - an installation too broken to find its words still says one sentence
            print(f"Gouvernail is damaged ({type(error).__name__}): please install it again.", file=sys.stderr)  # noqa: T201
            code = DEFECT
        sys.exit(code)


def user_language() -> str:
    """`fr`, unless the machine speaks English: for what is said before a workbook's own language is known."""
    asked = os.environ.get("GOUVERNAIL_LANGUAGE") or locale.getlocale()[0] or ""
    return "en" if asked.casefold().startswith("en") else "fr"


def code_of(error: Exception) -> int:
    """The exit code of a failure."""
    from gouvernail.problems import GouvernailError, WrongUse

    if isinstance(error, WrongUse):
        return WRONG_USE
    return TO_CORRECT if isinstance(error, GouvernailError) else DEFECT


def _explained(error: Exception) -> int:
    from gouvernail.problems import GouvernailError
    from gouvernail.words.catalogue import Catalogue

    spoken = getattr(error, "language", "") or user_language()
    words = Catalogue("en" if spoken == "en" else "fr")
    if isinstance(error, GouvernailError):
        for problem in error.problems:
            print(words.problem(problem), file=sys.stderr)  # noqa: T201 - this is how a command speaks
    else:
        print(_owned_up(error, words), file=sys.stderr)  # noqa: T201 - as above
    return code_of(error)


def _owned_up(error: Exception, words: "Catalogue") -> str:
    """The apology for a defect of ours, with the number and the file under which its whole story stands."""
    from datetime import datetime

    from gouvernail.entry.journal import Journal
    from gouvernail.entry.places import places

    journal = Journal(places().log, lambda: datetime.now().astimezone())
    return words.say("cli.defect", incident=journal.defect(error, "command line"), log=journal.file)


def _speak_utf8() -> None:
    """French needs it, and Windows consoles do not always have it by default."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
