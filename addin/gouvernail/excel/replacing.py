"""The last step of a save: one file takes another's place, all at once."""

import ctypes
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_PAUSES: Final = (0.1, 0.3, 0.6, 1.0)
_IGNORE_MERGE_ERRORS: Final = 2


def replace_file(new: Path, target: Path) -> None:
    """Put a finished file in another's place. Tries again for two seconds while another program holds it.

    On Windows the file keeps its rights, its creation time and the mark that says it was downloaded.

    Raises:
        OSError: the place could not be taken; what was there is still there.
    """
    for pause in _PAUSES:
        try:
            _replace(new, target)
            return
        except PermissionError:
            time.sleep(pause)
    _replace(new, target)


def _replace(new: Path, target: Path) -> None:
    if _on_windows() and target.exists():
        _replace_on_windows(new, target, _kernel())
        return
    new.replace(target)
    _settle(target.parent)


def _on_windows() -> bool:
    return os.name == "nt"


def _kernel() -> Any:
    return ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]


def _replace_on_windows(new: Path, target: Path, kernel: Any) -> None:
    """Let Windows swap the two files: a plain rename would lose the rights and the mark of a downloaded file."""
    done = kernel.ReplaceFileW(
        ctypes.c_wchar_p(str(target)), ctypes.c_wchar_p(str(new)), None, _IGNORE_MERGE_ERRORS, None, None
    )
    if not done:
        raise _windows_error(target)


def _windows_error(target: Path) -> OSError:
    number = ctypes.get_last_error()  # type: ignore[attr-defined,unused-ignore]
    return OSError(0, ctypes.FormatError(number), str(target), number)  # type: ignore[attr-defined,unused-ignore]


def _settle(folder: Path) -> None:
    """Have the folder's new entry written to the disk, where the system allows to ask for it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
