"""What one press of a button costs, and what happens when one of its accesses fails."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from com.pywin32 import com_error

BUSY = -2146777998  # 0x800AC472: a cell is being edited, or a dialog is open
REJECTED = -2147418111  # 0x80010001 RPC_E_CALL_REJECTED: the same, seen by COM before Excel saw the call
GONE = -2147023174  # 0x800706BA: Excel was closed
REFUSED = -2146827284  # 0x800A03EC: Excel's error 1004, for any reason
RAISED = -2147352567  # DISP_E_EXCEPTION: the server raised; the reason is in excepinfo

FAULTS = {"busy": BUSY, "rejected": REJECTED, "gone": GONE, "refused": REFUSED}
ENDLESS = 5_000  # failures in a row after which a retry is taken for endless


class EndlessRetry(BaseException):
    """The caller went on retrying a failing access for ever; a BaseException, so that no `except` hides it."""


def excel_error(text: str) -> com_error:
    """Error 1004 as pywin32 raises it when Excel refuses a call."""
    return com_error(RAISED, "Exception occurred.", (0, "Microsoft Excel", text, "xlmain11.chm", 0, REFUSED), None)


def failure(fault: str, kind: str) -> com_error:
    """The exception that access of `kind` (get, set, call) meets: a property put hides the code in excepinfo."""
    if fault == "refused":
        return excel_error("Application-defined or object-defined error")
    if fault == "busy" and kind == "set":
        return com_error(RAISED, "Exception occurred.", (0, None, None, None, 0, BUSY), None)
    return com_error(FAULTS[fault], f"OLE error 0x{FAULTS[fault] & 0xFFFFFFFF:08x}", None, None)


@dataclass
class Count:
    """Accesses seen while `Meter.counting` was open: `total`, and one counter per member, e.g. `Range.Value set`."""

    total: int = 0
    by: Counter[str] = field(default_factory=Counter)

    def of(self, kind: str) -> int:
        """Accesses of one kind: get, set or call."""
        return sum(number for name, number in self.by.items() if name.endswith(f" {kind}"))


class Meter:
    """Counts gets, sets and calls (a method is a get, then a call) and fails the ones it was told to fail."""

    def __init__(self) -> None:
        self.total = 0
        self._counts: list[Count] = []
        self._fault: tuple[int, float, str] | None = None
        self._in_a_row = 0

    def fail(self, at: int = 1, fault: str = "busy", times: float = 1) -> None:
        """Make the `at`-th access from now fail, and the `times - 1` after it (`math.inf`: all of them)."""
        failure(fault, "get")  # an unknown name is a mistake in the test
        self._fault, self._in_a_row = (self.total + at, times, fault), 0

    def heal(self) -> None:
        """Let accesses succeed again."""
        self._fault, self._in_a_row = None, 0

    @property
    def ailing(self) -> bool:
        """Whether the next access would fail."""
        return self._fault is not None and self._fault[0] <= self.total + 1 < self._fault[0] + self._fault[1]

    def tick(self, name: str, kind: str) -> None:
        """Count one access, and fail it if its turn has come."""
        ailing = self.ailing
        self.total += 1
        for count in self._counts:
            count.total += 1
            count.by[f"{name} {kind}"] += 1
        if not ailing:
            self._in_a_row = 0
            return
        self._in_a_row += 1
        if self._in_a_row > ENDLESS:
            raise EndlessRetry(f"{name} was retried {ENDLESS} times without a pause")
        raise failure(self._fault[2], kind)

    @contextmanager
    def counting(self) -> Iterator[Count]:
        """Count what happens inside the block."""
        count = Count()
        self._counts.append(count)
        try:
            yield count
        finally:
            self._counts.remove(count)
