"""The versions of a workbook that came before: dated, beside it, the last few."""

import os
import re
import shutil
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
    pattern = re.compile(re.escape(path.stem) + r"\.backup-(\d{8}-\d{6})(?:-(\d+))?" + re.escape(path.suffix))
    found = [
        (match[1], int(match[2] or 1), other) for other in path.parent.iterdir() if (match := pattern.fullmatch(other.name))
    ]
    return [other for _, _, other in sorted(found)]


def _free_name(path: Path, now: datetime) -> Path:
    stem, number = f"{path.stem}.backup-{now:%Y%m%d-%H%M%S}", 1
    backup = path.with_name(stem + path.suffix)
    while backup.exists():
        number += 1
        backup = path.with_name(f"{stem}-{number}{path.suffix}")
    return backup
