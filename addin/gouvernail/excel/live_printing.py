"""A workbook of ours printed by the Excel that is open, as people would print it; none is started for it."""

from pathlib import Path

from gouvernail.excel import live_native as native
from gouvernail.excel.live import running, tame
from gouvernail.excel.live_faults import faults_told, patiently
from gouvernail.excel.live_state import undisturbed
from gouvernail.excel.refusals import busy


def print_pdf(workbook: Path, pdf: Path) -> bool:
    """Print all sheets of a workbook file into one PDF; whether an Excel was there to do it.

    The file is opened beside what people have open, and closed again; what they had in front stays in front.

    Args:
        workbook: a file that nobody has open, under a name that none of theirs has.
        pdf: where to print.

    Raises:
        WorkbookBusy: Excel takes no call now, or would not print.
    """
    tame()
    with faults_told(workbook.name):
        app = next((one for one in running() if len(one.books)), None)
        if app is None:
            return False
        if not native.is_ready(app):
            raise busy("live.busy", name=workbook.name)
        front = app.books.active
        with undisturbed(app, front, str(front.name)):
            opened = app.books.open(workbook, update_links=False, read_only=True, add_to_mru=False)
            try:
                opened.to_pdf(pdf)
            finally:
                patiently(opened.close)
    return True
