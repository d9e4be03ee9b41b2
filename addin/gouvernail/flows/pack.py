"""The pack of a committee: its pages in the order of its agenda, ready to print; the workbook is left as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gouvernail.excel.port import Workbook
from gouvernail.flows.figures import Figures
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.run import FLOWS, NEEDS
from gouvernail.problems import Effect, GouvernailError, PageRefused, Problem, WorkbookRefused
from gouvernail.sheets.parts import Sheet
from gouvernail.terms import Committee
from gouvernail.words.catalogue import Language

PACKS: Mapping[Committee, tuple[str, ...]] = {
    Committee.PRODUCTION: ("production", "overdue"),
    Committee.STEERING: ("steering", "overdue", "rollup"),
    Committee.STRATEGIC: ("strategic", "alignment"),
}
"""The flows of each committee's pages, first to last, as many as it reads in its time (docs/meetings.md).

The first is the committee's own: it is drawn, or the pack says why not. Another that the tables do not allow is left out.
"""


@dataclass(frozen=True)
class Pack:
    """The pages of a committee, in order, and what keeps others from being there.

    Args:
        language: of the workbook.
        sheets: described, in the order in which they are printed.
        problems: why pages are missing.
    """

    language: Language
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]


def pack(workbook: Workbook, committee: Committee, *, as_of: date | None = None) -> Pack:
    """Describe the pages of a committee.

    Args:
        workbook: any backend.
        committee: whose pages.
        as_of: the day to speak for; the workbook's own setting by default.

    Raises:
        WorkbookRefused: no as-of date is known, or the workbook allows none of the pages.
    """
    inputs = Inputs(workbook)
    try:
        return _pack(inputs, committee, as_of or inputs.settings.as_of)
    except GouvernailError as error:
        error.language = inputs.language
        raise


def _pack(inputs: Inputs, committee: Committee, day: date | None) -> Pack:
    if day is None:
        raise WorkbookRefused([Problem("as_of.missing", None, {}, Effect.FILE, "settings")])
    figures = Figures(inputs, day)
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for at, name in enumerate(PACKS[committee]):
        if not at or all(inputs.has(key) for key in NEEDS[name]):
            try:
                sheets += FLOWS[name](figures).sheets
            except PageRefused as refusal:
                problems += [inputs.located(one) for one in refusal.problems]
    if not sheets:
        raise WorkbookRefused(problems)
    return Pack(inputs.language, tuple(sheets), tuple(problems))
