"""What Excel answers when it cannot do as it is asked, told apart by its numbers: no name of Windows' own is needed.

A cell being edited, a dialog box, a closed window and a plain refusal are four different things for a manager.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep
from typing import Final, Literal, TypeVar

from gouvernail.excel.refusals import busy, refused
from gouvernail.problems import GouvernailError

Fault = Literal["busy", "gone", "refused"]

_BUSY: Final = {-2147418111, -2146777998, -2147417846}
"""RPC_E_CALL_REJECTED, VBA_E_IGNORE, RPC_E_SERVERCALL_RETRYLATER: a cell is being edited, or a dialog box is open."""
_GONE: Final = {-2147023174, -2147417848, -2147023170, -2147220995}
"""RPC server unavailable, object disconnected, call failed, object not connected: Excel or the workbook was closed."""
_BUSY_NAMES: Final = {"ExcelBusyError"}
_PAUSE: Final = 0.1
_TRIES: Final = 20

_T = TypeVar("_T")


def fault_of(error: BaseException) -> Fault | None:
    """What an exception of xlwings or of COM means; None when it is neither, and so a defect.

    xlwings hides some of them behind a KeyError of its own: the one that it came from is asked too.
    """
    seen: BaseException | None = error
    while seen is not None:
        numbers = _numbers(seen)
        if numbers & _BUSY or type(seen).__name__ in _BUSY_NAMES:
            return "busy"
        if numbers & _GONE:
            return "gone"
        if numbers:
            return "refused"
        seen = seen.__cause__ or seen.__context__
    return None


def _numbers(error: BaseException) -> set[int]:
    """The error's own number and the one that Excel gave, when it is an error of COM (or of Apple's events)."""
    found = {getattr(error, "hresult", None), getattr(error, "errornumber", None)}
    told = getattr(error, "excepinfo", None)
    if isinstance(told, tuple) and len(told) > 5:
        found.add(told[5])
    return {number for number in found if isinstance(number, int) and number}


@contextmanager
def faults_told(workbook: str) -> Iterator[None]:
    """Excel's faults become a plain sentence; a refusal of ours and a defect go on as they are.

    Args:
        workbook: what people call it.

    Raises:
        WorkbookBusy: Excel takes no call now, or refused one.
        WorkbookRefused: the workbook or its window is gone.
    """
    try:
        yield
    except GouvernailError:
        raise
    except Exception as error:
        fault = fault_of(error)
        if fault is None:
            raise
        if fault == "gone":
            raise refused("live.gone", None, name=workbook) from error
        raise busy(f"live.{fault}", name=workbook) from error


def patiently(ask: Callable[[], _T], *, tries: int = _TRIES) -> _T:
    """Ask again for a couple of seconds while Excel is busy or refuses, as for what must be put back whatever happens.

    Args:
        ask: one small thing, harmless when done twice.
        tries: how often; the last failure goes on.
    """
    for _ in range(tries - 1):
        try:
            return ask()
        except Exception as error:
            if fault_of(error) in {None, "gone"}:
                raise
            sleep(_PAUSE)
    return ask()
