"""Short ways to say that a file cannot be read, that it cannot be written now, or that one page cannot."""

from gouvernail.problems import CellRef, Effect, Fact, Problem, WorkbookBusy, WorkbookRefused


def refused(code: str, where: CellRef | None = None, /, **facts: Fact) -> WorkbookRefused:
    """The whole workbook cannot be read, or must not be written."""
    return WorkbookRefused([Problem(code, where, facts, Effect.FILE)])


def busy(code: str, /, **facts: Fact) -> WorkbookBusy:
    """The workbook cannot be written now; nothing is wrong with it."""
    return WorkbookBusy([Problem(code, None, facts, Effect.FILE)])


def page_problem(code: str, where: CellRef | None = None, /, **facts: Fact) -> Problem:
    """One page stays as it was; the others go on."""
    return Problem(code, where, facts, Effect.PAGE)


def notice(code: str, where: CellRef | None = None, /, **facts: Fact) -> Problem:
    """Nothing is left out; the reader should know."""
    return Problem(code, where, facts, Effect.NOTICE)
