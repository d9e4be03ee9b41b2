"""« Contrôle »: all that a manager can correct in the workbook."""

from collections.abc import Sequence

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.problems import Problem
from gouvernail.schema.inputs import INPUTS
from gouvernail.schema.outputs import CHECKS
from gouvernail.sheets.checks import checks_frame, checks_sheet


def draw(figures: Figures, problems: Sequence[Problem]) -> Drawing:
    """The page of checks over everything that was found."""
    frame = checks_frame(problems, figures.context)
    return Drawing((checks_sheet(frame, figures.context),), {"checks": frame[list(CHECKS.keys)]})


def read_everything(figures: Figures) -> None:
    """Read every table of the workbook, whether a page needs it or not."""
    for table in INPUTS:
        if figures.inputs.has(table.key):
            figures.inputs.read(table.key)
    figures.verify()
