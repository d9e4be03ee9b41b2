"""Writing a workbook so that a crash at any moment leaves the old file or the new one, whole, and nobody's edit is lost."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from gouvernail.excel.archive import LARGEST_FILE
from gouvernail.excel.backups import keep_backup
from gouvernail.excel.locks import find_lock
from gouvernail.excel.refusals import busy, refused
from gouvernail.excel.replacing import replace_file
from gouvernail.problems import WorkbookBusy

BACKUPS: Final = 5
"""How many earlier versions are kept beside a workbook."""
_TEMPORARY: Final = ".gv-tmp"
_ABANDONED: Final = 24 * 3600
_TRIES, _PAUSE = 5, 0.2


@dataclass(frozen=True)
class Snapshot:
    """A workbook file as it stood when it was read.

    Args:
        path: the file itself, links followed.
        data: its bytes.
        digest: their SHA-256.
        stamp: its size and the time of its last change, in nanoseconds.
    """

    path: Path
    data: bytes
    digest: str
    stamp: tuple[int, int]


def open_snapshot(path: Path) -> Snapshot:
    """Read a file whole, as it stands at one moment.

    Raises:
        WorkbookRefused: `file.missing`, `file.unreadable`, `file.too_large`.
        WorkbookBusy: it keeps changing while it is read (`file.changing`).
    """
    real = path.resolve()
    for _ in range(_TRIES):
        try:
            before = _stamp(real)
            if before[0] > LARGEST_FILE:
                raise refused("file.too_large", name=path.name, part="")
            data = real.read_bytes()
            after = _stamp(real)
        except FileNotFoundError as error:
            raise refused("file.missing", name=path.name, path=str(path)) from error
        except OSError as error:
            raise refused("file.unreadable", name=path.name) from error
        if before == after and len(data) == before[0]:
            return Snapshot(real, data, sha256(data).hexdigest(), before)
        time.sleep(_PAUSE)
    raise busy("file.changing", name=path.name)


def save(path: Path, data: bytes, snapshot: Snapshot, *, backups: int = BACKUPS, output: Path | None = None) -> Path:
    """Write a workbook in one step, in place of the one that was read or elsewhere. Gives back where it now is.

    The version before is kept beside it, dated. Bytes that are there already are not written again.

    Args:
        path: the workbook, as it was named.
        data: what to write.
        snapshot: how it stood when it was read.
        backups: how many earlier versions to keep; 0 keeps none.
        output: another file to write instead; one that is there already is replaced with the same care.

    Raises:
        WorkbookBusy: `file.open`, `file.changed`, `file.read_only`, `file.folder_read_only`, `file.folder_missing`,
            `file.disk_full`, `file.not_written`. What was there is still there, whole.
    """
    target = (output or path).resolve()
    in_place = target == snapshot.path
    shown = output or path
    if in_place and data == snapshot.data:
        return shown
    before = snapshot if in_place else _present(target)
    if before is not None and before.data == data:
        return shown
    _write(target, data, before, backups)
    return shown


def save_new(path: Path, data: bytes) -> None:
    """Write a workbook that is not there yet.

    Raises:
        WorkbookBusy: `file.exists`, or as `save`.
    """
    target = path.resolve()
    if target.exists():
        raise busy("file.exists", name=path.name)
    _write(target, data, None, 0)


def _present(target: Path) -> Snapshot | None:
    return open_snapshot(target) if target.exists() else None


def _write(target: Path, data: bytes, before: Snapshot | None, backups: int) -> None:
    _check(target, before)
    with _told_plainly(target):
        _sweep(target)
        temporary = _temporary(target, data, before)
        try:
            _check(target, before)
            if before is not None and backups > 0:
                keep_backup(target, before.data, backups)
            replace_file(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)


def _check(target: Path, before: Snapshot | None) -> None:
    """Refuse while somebody has the file open, or once it is not what was read any more."""
    lock = find_lock(target)
    if lock is not None:
        raise busy("file.open" if lock.user else "file.open_unnamed", name=target.name, user=lock.user, lock=lock.file)
    if before is None:
        return
    if not target.exists():
        raise busy("file.changed", name=target.name)
    if not target.stat().st_mode & 0o222:
        raise busy("file.read_only", name=target.name)
    if _stamp(target) != before.stamp and sha256(target.read_bytes()).hexdigest() != before.digest:
        raise busy("file.changed", name=target.name)
    with _told_plainly(target), target.open("r+b"):
        pass  # Windows lets nobody in while another program writes


def _temporary(target: Path, data: bytes, before: Snapshot | None) -> Path:
    """The new content beside its place, on the disk for certain, with the rights of the file it will replace."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=_TEMPORARY, dir=target.parent)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _give_rights(path, target if before is not None else None)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _give_rights(path: Path, like: Path | None) -> None:
    if like is None:
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
        return
    shutil.copymode(like, path)
    found = like.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, found.st_uid, found.st_gid)


def _sweep(target: Path) -> None:
    """Remove what a run that was killed a day ago or more left beside the file."""
    for path in target.parent.glob(f".{_plain(target.stem)}.*{_TEMPORARY}"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED:
                path.unlink()


def _plain(name: str) -> str:
    """A name as a pattern that matches only itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


@contextmanager
def _told_plainly(target: Path) -> Iterator[None]:
    """Say what the system refused in words that can be acted on."""
    try:
        yield
    except OSError as error:
        raise _refusal(target, error) from error


def _refusal(target: Path, error: OSError) -> WorkbookBusy:
    name, folder = target.name, str(target.parent)
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return busy("file.disk_full", name=name, folder=folder)
    if error.errno == errno.EROFS:
        return busy("file.folder_read_only", name=name, folder=folder)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return busy("file.folder_missing", name=name, folder=folder)
    if isinstance(error, PermissionError):
        opened = os.name == "nt" and target.exists()
        return busy("file.open_unnamed", name=name) if opened else busy("file.folder_read_only", name=name, folder=folder)
    return busy("file.not_written", name=name, number=error.errno or 0)
