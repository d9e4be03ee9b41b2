"""What a click on the ribbon calls. No decision is taken here: the parts are put together, once for each way in."""

from datetime import UTC, datetime

from gouvernail.entry.guard import user_language
from gouvernail.entry.journal import Journal
from gouvernail.entry.places import places
from gouvernail.entry.press import Outcome, Presser, Progress
from gouvernail.excel.live import active_workbook, alert, workbook_by
from gouvernail.excel.port import Workbook
from gouvernail.problems import GouvernailError
from gouvernail.words.catalogue import Catalogue, Language


def press(action: str) -> str:
    """Press a button on the workbook in front; what to tell is shown in Excel's own message box.

    The way in for those whom Excel tells neither window nor workbook: xlwings' RunPython, and a Mac.

    Returns:
        What was told; empty when the page speaks for itself.
    """
    language: Language = "en" if user_language() == "en" else "fr"
    words = Catalogue(language)
    try:
        workbook = active_workbook()
    except GouvernailError as refusal:
        return "\n".join(map(words.problem, refusal.problems))
    said = presser(language).press(action, workbook.window, workbook.name)
    if said:
        alert(workbook.window, said, words.say("ribbon.press.title"))
    return said


def presser(language: Language) -> Presser:
    """What answers clicks, with the flows behind it.

    Args:
        language: spoken as long as the workbook's own is not known.
    """
    journal = Journal(places().log, lambda: datetime.now(UTC).astimezone())
    return Presser(find=workbook_by, run_flow=_run_flow, journal=journal, language=language)


def _run_flow(action: str, workbook: Workbook, progress: Progress, confirm: bool) -> Outcome:
    from gouvernail.flows.run import run

    return run(workbook, [action], confirm=confirm, progress=progress)
