"""The versions of a workbook that came before: dated, beside it, the last few."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

_PARTIAL = ".gv-tmp"


def keep_backup(path: Path, data: bytes, keep: int) -> Path:
    """Write a version that is about to be replaced beside the workbook, and remove the oldest beyond `keep`.

    `Indicateurs.xlsx` gives `Indicateurs.backup-20260331-094500.xlsx`, in the local time, with the workbook's rights.

    Args:
        path: the workbook.
        data: its bytes as they were read.
        keep: how many backups to have in all, from 1 on.
    """
    backup = _free_name(path, datetime.now(UTC).astimezone())
    partial = backup.with_name(f".{backup.name}{_PARTIAL}")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):
            shutil.copymode(path, partial)
        partial.replace(backup)
    finally:
        partial.unlink(missing_ok=True)
    for old in backups_of(path)[:-keep]:
        with suppress(OSError):
            old.unlink()
    return backup


def backups_of(path: Path) -> list[Path]:
    """The backups of a workbook, oldest first."""
    return [backup for _, _, backup in sorted(_dated(path))]


def _dated(path: Path) -> Iterator[tuple[str, int, Path]]:
    """Each backup's moment, its number within that second, and the file."""
    pattern = re.compile(re.escape(path.stem) + r"\.backup-(\d{8}-\d{6})(?:-(\d+))?" + re.escape(path.suffix))
    for other in path.parent.iterdir():
        found = pattern.fullmatch(other.name)
        if found:
            yield found[1], int(found[2] or 1), other


def _free_name(path: Path, now: datetime) -> Path:
    moment = f"{now:%Y%m%d-%H%M%S}"
    number = max((number for when, number, _ in _dated(path) if when == moment), default=0) + 1
    return path.with_name(f"{path.stem}.backup-{moment}{f'-{number}' if number > 1 else ''}{path.suffix}")
