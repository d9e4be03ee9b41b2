"""Every failure becomes a sentence and an exit code; a defect of ours goes to a log, whole, and is owned up to.

0 done, 1 a defect of ours, 2 wrong use of the command, 3 the workbook must be corrected or cannot be written now.
"""

import locale
import os
import sys
from collections.abc import Callable

DEFECT, WRONG_USE, TO_CORRECT = 1, 2, 3


def run(command: Callable[[], object]) -> None:
    """Run a command and exit with its code; what it says goes to stderr in the user's language."""
    _speak_utf8()
    try:
        command()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the last net: nobody sees a traceback, nothing is swallowed
        sys.exit(_explained(error))


def user_language() -> str:
    """`fr`, unless the machine speaks English: for what is said before a workbook's own language is known."""
    asked = os.environ.get("GOUVERNAIL_LANGUAGE") or locale.getlocale()[0] or ""
    return "en" if asked.casefold().startswith("en") else "fr"


def _explained(error: Exception) -> int:
    from gouvernail.problems import GouvernailError, WrongUse
    from gouvernail.words.catalogue import Catalogue

    words = Catalogue("en" if user_language() == "en" else "fr")
    if isinstance(error, GouvernailError):
        for problem in error.problems:
            print(words.problem(problem), file=sys.stderr)  # noqa: T201 - this is how a command speaks
        return WRONG_USE if isinstance(error, WrongUse) else TO_CORRECT
    from gouvernail.entry.log import write_defect

    print(words.say("cli.defect", log=write_defect(error)), file=sys.stderr)  # noqa: T201 - as above
    return DEFECT


def _speak_utf8() -> None:
    """French needs it, and Windows consoles do not always have it by default."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
