"""Saving: all or nothing, never over somebody's edit, the version before kept."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gouvernail.excel import replacing
from gouvernail.excel import save as saving
from gouvernail.excel.backups import backups_of
from gouvernail.excel.save import open_snapshot, save, save_new
from gouvernail.problems import WorkbookBusy, WorkbookRefused
from hosts.made import changed, plain_host

OLD = plain_host()
NEW = changed(OLD, sheet2=("moi", "toi"))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "Indicateurs été.xlsx"
    path.write_bytes(OLD)
    return path


def refusal(call, *args, kind=WorkbookBusy, **options):
    with pytest.raises(kind) as caught:
        call(*args, **options)
    return caught.value.problems[0]


def left(path):
    """What stands in the folder besides the workbook."""
    return sorted(other.name for other in path.parent.iterdir() if other != path)


def test_the_new_version_replaces_the_old_one_which_is_kept_beside_it(file):
    """One dated backup a save, five at most, the oldest go first; no other file is left."""
    for _ in range(7):
        last = open_snapshot(file)
        assert save(file, NEW if last.data == OLD else OLD, last) == file
    assert file.read_bytes() == NEW
    kept = backups_of(file)
    assert [backup.read_bytes() for backup in kept] == [OLD, NEW, OLD, NEW, OLD]
    assert left(file) == sorted(backup.name for backup in kept)
    assert all(backup.name.startswith("Indicateurs été.backup-2") and backup.suffix == ".xlsx" for backup in kept)


def test_no_backup_is_kept_when_none_is_wanted(file):
    """`backups=0` leaves the workbook alone in its folder."""
    save(file, NEW, open_snapshot(file), backups=0)
    assert left(file) == []


def test_the_same_bytes_are_not_written_again(file):
    """Nothing is touched: no new date, no backup, no work for whatever synchronises the folder."""
    before = file.stat()
    save(file, OLD, open_snapshot(file))
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert left(file) == []


@pytest.mark.parametrize(
    ("sign", "content", "code", "user"),
    [
        ("~$Indicateurs été.xlsx", b"\x05Marie" + b" " * 49, "file.open", "Marie"),
        ("~$Indicateurs été.xlsx", b"", "file.open_unnamed", ""),
        (".~lock.Indicateurs été.xlsx#", b"Marie Curie,marie,poste,22.11.2026 10:00,f;", "file.open", "Marie Curie"),
        (".~lock.Indicateurs été.xlsx#", b",marie,poste,22.11.2026 10:00,f;", "file.open", "marie"),
    ],
)
def test_a_workbook_that_is_open_is_not_written(file, sign, content, code, user):
    """Excel's and LibreOffice's own signs say so, and by whom; writing elsewhere is possible."""
    snapshot = open_snapshot(file)
    file.with_name(sign).write_bytes(content)
    problem = refusal(save, file, NEW, snapshot)
    assert (problem.code, problem.facts.get("user", "")) == (code, user)
    assert file.read_bytes() == OLD
    other = file.with_name("copie.xlsx")
    assert save(file, NEW, snapshot, output=other) == other
    assert other.read_bytes() == NEW


def test_a_workbook_that_changed_since_it_was_read_is_not_written(file):
    """Somebody's edit is worth more than our pages; a mere new date is no edit."""
    snapshot = open_snapshot(file)
    os.utime(file, ns=(1, 1))
    save(file, NEW, snapshot, backups=0)
    snapshot = open_snapshot(file)
    file.write_bytes(OLD + b"edit")
    assert refusal(save, file, OLD, snapshot).code == "file.changed"
    assert file.read_bytes() == OLD + b"edit"
    file.unlink()
    assert refusal(save, file, OLD, snapshot).code == "file.changed"


def test_an_edit_made_while_the_new_version_is_written_is_seen(file, monkeypatch):
    """The last look comes after the new content is on the disk, just before it takes its place."""
    snapshot, write = open_snapshot(file), saving._temporary

    def write_while_somebody_saves(*args):
        file.write_bytes(OLD + b"edit")
        return write(*args)

    monkeypatch.setattr(saving, "_temporary", write_while_somebody_saves)
    assert refusal(save, file, NEW, snapshot).code == "file.changed"
    assert file.read_bytes() == OLD + b"edit"
    assert left(file) == []


def test_a_read_only_workbook_is_not_written(file):
    """The read-only mark is respected, whatever rights the user has."""
    file.chmod(0o444)
    assert refusal(save, file, NEW, open_snapshot(file)).code == "file.read_only"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "file.disk_full"),
        (errno.EDQUOT, "file.disk_full"),
        (errno.EROFS, "file.folder_read_only"),
        (errno.EACCES, "file.folder_read_only"),
        (errno.EIO, "file.not_written"),
    ],
)
def test_what_the_disk_refuses_leaves_the_old_version(file, monkeypatch, number, code):
    """A full disk, a folder nobody may write in, a broken drive: words, the old file whole, nothing half-written."""

    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(saving.os, "fsync", refuse)
    assert refusal(save, file, NEW, open_snapshot(file)).code == code
    assert file.read_bytes() == OLD
    assert left(file) == []


def test_a_folder_that_is_not_there_is_named(file, tmp_path):
    """`--output` into a folder that does not exist."""
    problem = refusal(save, file, NEW, open_snapshot(file), output=tmp_path / "absent" / "x.xlsx")
    assert problem.code == "file.folder_missing"


def test_another_file_that_is_there_is_replaced_with_the_same_care(file):
    """`--output` over last week's copy: that copy is kept as a backup."""
    other = file.with_name("copie.xlsx")
    other.write_bytes(OLD)
    save(file, NEW, open_snapshot(file), output=other)
    assert other.read_bytes() == NEW
    assert [backup.read_bytes() for backup in backups_of(other)] == [OLD]
    assert file.read_bytes() == OLD


def test_a_new_workbook_never_takes_the_place_of_another(file):
    """`new` refuses a name that is taken."""
    assert refusal(save_new, file, NEW).code == "file.exists"
    save_new(file.with_name("neuf.xlsx"), NEW)
    assert file.with_name("neuf.xlsx").read_bytes() == NEW


def test_a_missing_file_is_named(tmp_path):
    """The sentence has the name and the path."""
    problem = refusal(open_snapshot, tmp_path / "absent.xlsx", kind=WorkbookRefused)
    assert (problem.code, problem.facts["name"]) == ("file.missing", "absent.xlsx")
    assert refusal(open_snapshot, tmp_path, kind=WorkbookRefused).code == "file.unreadable"


def test_a_file_that_keeps_changing_is_left_alone(file, monkeypatch):
    """A synchronisation under way: what was read may be half of two versions."""
    monkeypatch.setattr(saving.time, "sleep", lambda _: None)
    stamps = iter(range(100))
    monkeypatch.setattr(saving, "_stamp", lambda path: (len(OLD), next(stamps)))
    assert refusal(open_snapshot, file).code == "file.changing"


def test_a_link_is_followed_and_rights_are_kept(file):
    """The file itself is replaced, not the link to it; its rights stay."""
    file.chmod(0o640)
    link = file.with_name("lien.xlsx")
    link.symlink_to(file)
    save(link, NEW, open_snapshot(link), backups=0)
    assert link.is_symlink()
    assert file.read_bytes() == NEW
    assert file.stat().st_mode & 0o777 == 0o640


def test_what_a_killed_run_left_is_swept_a_day_later(file):
    """A temporary file of this workbook goes once it is a day old; a fresh one, and those of others, stay."""
    old, fresh, other = (file.with_name(name) for name in (f".{file.name}.a.gv-tmp", f".{file.name}.b.gv-tmp", ".x.a.gv-tmp"))
    for path in (old, fresh, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (time.time() - 90_000,) * 2)
    save(file, NEW, open_snapshot(file), backups=0)
    assert left(file) == sorted([fresh.name, other.name])


class Kernel:
    """Windows' own part in a replacement, as its documentation describes it."""

    def __init__(self, refusals=0):
        self.refusals, self.calls = refusals, []

    def ReplaceFileW(self, target, new, backup, flags, *_):  # noqa: N802 - Windows' spelling
        self.calls.append((target.value, new.value, flags))
        if self.refusals:
            self.refusals -= 1
            return 0
        Path(new.value).replace(target.value)
        return 1


@pytest.mark.parametrize("refusals", [0, 2])
def test_windows_swaps_the_files_itself_and_is_asked_again_while_another_program_reads(file, monkeypatch, refusals):
    """ReplaceFileW keeps the rights and the mark of a downloaded file; a virus scanner's moment is waited for."""
    kernel, new = Kernel(refusals), file.with_name("neuf")
    new.write_bytes(NEW)
    monkeypatch.setattr(replacing, "_kernel", lambda: kernel)
    monkeypatch.setattr(replacing, "_on_windows", lambda: True)
    monkeypatch.setattr(replacing, "_windows_error", lambda path: PermissionError(errno.EACCES, "shared", str(path)))
    monkeypatch.setattr(replacing.time, "sleep", lambda _: None)
    replacing.replace_file(new, file)
    assert file.read_bytes() == NEW
    assert kernel.calls == [(str(file), str(new), 2)] * (refusals + 1)


KILLED = """
import os, signal, sys, time
from pathlib import Path
from gouvernail.excel.backups import backups_of
from gouvernail.excel.save import open_snapshot, save

path, new = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()
old = path.read_bytes()
for moment in range(200):
    child = os.fork()
    while child == 0:
        last = open_snapshot(path)
        save(path, new if last.data == old else old, last, backups=3)
    time.sleep((moment * 37 % 200) * 0.0002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert path.read_bytes() in (old, new), moment
    assert all(backup.read_bytes() in (old, new) for backup in backups_of(path)), moment
print(len(backups_of(path)), len(list(path.parent.glob(".*.gv-tmp"))))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed in their tracks on systems that can fork")
def test_a_kill_at_any_of_200_moments_leaves_a_whole_file(tmp_path):
    """The old version or the new one, never a part of either; the backups are whole too."""
    file, other = tmp_path / "classeur.xlsx", tmp_path / "nouveau"
    file.write_bytes(OLD + bytes(600_000))
    other.write_bytes(NEW + bytes(600_000))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", KILLED, str(file), str(other)]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    kept, interrupted = map(int, said.stdout.split())
    assert kept >= 3
    assert interrupted > 20, "the moments must fall inside the writing"
