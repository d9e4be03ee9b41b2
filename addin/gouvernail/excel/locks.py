"""Whether somebody has a workbook open: the small files that Excel and LibreOffice lay beside it."""

from dataclasses import dataclass
from pathlib import Path

_EXCEL, _OFFICE_BEFORE, _OFFICE_AFTER = "~$", ".~lock.", "#"
_LONGEST_NAME = 54


@dataclass(frozen=True)
class Lock:
    """A sign that a workbook is open.

    Args:
        user: who has it open, as the program wrote it; empty when it does not say.
        file: the name of the sign itself: what to delete if nobody has the workbook open any more.
    """

    user: str
    file: str


def find_lock(path: Path) -> Lock | None:
    """The sign that this workbook is open; None when there is none.

    A file opened from a SharePoint address, or edited by several people at once, leaves no sign on this machine.
    """
    excel = path.with_name(_EXCEL + path.name)
    office = path.with_name(_OFFICE_BEFORE + path.name + _OFFICE_AFTER)
    if excel.exists():
        return Lock(_excel_user(_start_of(excel)), excel.name)
    if office.exists():
        return Lock(_office_user(_start_of(office)), office.name)
    return None


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1024)
    except OSError:  # Excel may keep its own sign to itself: that it stands there is enough
        return b""


def _excel_user(sign: bytes) -> str:
    r"""The name's length, then the name.

    >>> _excel_user(b"\x05Marie" + b" " * 49)
    'Marie'
    """
    length = min(sign[0], _LONGEST_NAME) if sign else 0
    return sign[1 : 1 + length].decode("cp1252", "replace").strip()


def _office_user(sign: bytes) -> str:
    """Full name, login, machine, date and profile, with commas between.

    >>> _office_user(b"Marie Durand,marie,poste12,22.11.2026 10:00,file:///home/marie;")
    'Marie Durand'
    """
    fields = [field.strip() for field in sign.decode("utf-8", "replace").split(",")]
    return next((field for field in fields[:2] if field), "")
