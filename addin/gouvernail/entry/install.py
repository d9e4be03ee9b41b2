"""Put the add-in where Excel loads it for this user, and take it away again; no administrator, no download.

An installation is a list of steps, so that what would be done can be said without doing it, here or on another system.
"""

import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Literal

from gouvernail.entry.addin.build import file_name, shipped
from gouvernail.entry.com import CLASS, CLSID, PROG_ID
from gouvernail.entry.places import Places, places
from gouvernail.entry.registry import Registry, WindowsRegistry
from gouvernail.problems import Effect, Problem, WorkbookBusy
from gouvernail.words.catalogue import LANGUAGES, Catalogue, Language

CLASSES = r"HKCU\Software\Classes"
KEYS = (rf"{CLASSES}\{PROG_ID}", rf"{CLASSES}\CLSID\{CLSID}", rf"{CLASSES}\Wow6432Node\CLSID\{CLSID}")
"""All that we register: the program's name, and what it is, once for a 64-bit Excel and once for a 32-bit one."""

SERVER_MODULE = "gouvernail.entry.served"

Kind = Literal["write_file", "remove_file", "remove_folder", "write_key", "remove_key"]


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Args:
        kind: what is done.
        target: the file, the folder, or the registry key.
        name: of the registry value; empty for the key's own.
        content: what is written.
    """

    kind: Kind
    target: str
    name: str = ""
    content: bytes | str = b""


@dataclass(frozen=True)
class Machine:
    """A computer with, or without, an Excel.

    Args:
        places: the user's folders.
        python: the interpreter that runs this program.
        registry: on Windows; None elsewhere.
    """

    places: Places
    python: str
    registry: Registry | None = None

    @property
    def has_excel(self) -> bool:
        """Whether something can be done here; elsewhere the steps are only said."""
        return self.places.startup is not None


def this_machine() -> Machine:
    """The computer this runs on."""
    here = places()
    return Machine(here, sys.executable, WindowsRegistry() if here.platform == "win32" else None)


def steps_to_install(machine: Machine, language: Language) -> list[Step]:
    """What an installation does. Where there is no Excel: what it would do on Windows."""
    startup = _startup(machine)
    steps = [Step("write_file", _in(startup, file_name(language)), content=shipped(language))]
    steps += [
        Step("remove_file", _in(startup, file_name(other)))
        for other in LANGUAGES
        if other != language and _exists(machine, _in(startup, file_name(other)))
    ]
    if machine.places.platform != "darwin":
        steps += [Step("write_key", key, name, value) for (key, name), value in registrations(machine.python, language).items()]
    return steps


def steps_to_uninstall(machine: Machine) -> list[Step]:
    """What taking it away does: only what is there. Where there is no Excel: what it would do on Windows."""
    startup = _startup(machine)
    files = [_in(startup, file_name(language)) for language in LANGUAGES]
    steps = [Step("remove_file", file) for file in files if _exists(machine, file)]
    if machine.registry is not None:
        steps += [Step("remove_key", key) for key in KEYS if machine.registry.values(key)]
    elif not machine.has_excel:
        steps += [Step("remove_key", key) for key in KEYS]
    if machine.places.data.exists():
        steps.append(Step("remove_folder", str(machine.places.data)))
    return steps


def registrations(python: str, language: Language) -> dict[tuple[str, str], str]:
    """The registry values, by key and name: Windows starts the program with this interpreter, and no other setting.

    `-E` and `-P` keep environment variables and the current folder from deciding which code runs.
    """
    command = f'"{without_console(python)}" -E -P -m {SERVER_MODULE} --language {language}'
    values = {(KEYS[0], ""): "Gouvernail", (rf"{KEYS[0]}\CLSID", ""): CLSID}
    for key in KEYS[1:]:
        values |= {
            (key, ""): "Gouvernail",
            (rf"{key}\ProgID", ""): PROG_ID,
            (rf"{key}\LocalServer32", ""): command,
            (rf"{key}\PythonCOM", ""): CLASS,
        }
    return values


def without_console(python: str) -> str:
    r"""The interpreter that opens no black window, beside the one that does.

    >>> without_console(r"C:\Users\Ana\Gouvernail\python.exe")
    'C:\\Users\\Ana\\Gouvernail\\pythonw.exe'
    """
    path = PureWindowsPath(python)
    return str(path.with_name("pythonw.exe")) if path.name.lower() == "python.exe" else python


def carry_out(steps: Iterable[Step], machine: Machine) -> None:
    """Do the steps, in order; doing them again changes nothing.

    Raises:
        WorkbookBusy: a file is held by an Excel that is open, or the folder may not be written.
    """
    for step in steps:
        try:
            _do(step, machine)
        except PermissionError as error:
            code = "addin.locked" if step.kind.endswith("file") else "addin.denied"
            raise WorkbookBusy([Problem(code, None, {"target": step.target}, Effect.FILE)]) from error


def told(steps: Sequence[Step], words: Catalogue, *, done: bool) -> list[str]:
    """The steps as sentences, of what was done or of what would be; one key of the registry is said once."""
    tense = "done" if done else "would"
    said = [words.say(f"install.{tense}.{step.kind}", target=_root(step)) for step in steps]
    return list(dict.fromkeys(said)) or [words.say("install.nothing")]


def _do(step: Step, machine: Machine) -> None:
    path = Path(step.target)
    if step.kind == "write_file":
        assert isinstance(step.content, bytes)
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".gv-tmp")
        aside.write_bytes(step.content)
        try:
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    elif step.kind == "remove_file":
        path.unlink(missing_ok=True)
    elif step.kind == "remove_folder":
        shutil.rmtree(path)
    else:
        _register(step, machine)


def _register(step: Step, machine: Machine) -> None:
    assert machine.registry is not None
    if step.kind == "write_key":
        machine.registry.write(step.target, step.name, str(step.content))
    else:
        machine.registry.remove(step.target)


def _root(step: Step) -> str:
    return next((key for key in KEYS if step.target.startswith(key)), step.target)


def _startup(machine: Machine) -> str:
    return str(machine.places.startup or r"%APPDATA%\Microsoft\Excel\XLSTART")


def _in(folder: str, name: str) -> str:
    return str(PureWindowsPath(folder, name)) if folder.startswith("%") else str(Path(folder, name))


def _exists(machine: Machine, file: str) -> bool:
    return not machine.has_excel or Path(file).exists()
