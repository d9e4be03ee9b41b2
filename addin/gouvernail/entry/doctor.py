"""What can be seen from outside of all that keeps an add-in from working, each with its mend.

The list follows what users of such add-ins suffer from; what only shows while a button works is handled by `press`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path, PureWindowsPath

from gouvernail import __version__
from gouvernail.entry.addin.build import file_name, shipped
from gouvernail.entry.com import PROG_ID
from gouvernail.entry.install import KEYS, Machine, without_console
from gouvernail.entry.registry import Registry
from gouvernail.words.catalogue import LANGUAGES, Catalogue, Language

_SECURITY = (
    r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security",
    r"HKLM\Software\Policies\Microsoft\Office\16.0\Excel\Security",
    r"HKCU\Software\Microsoft\Office\16.0\Excel\Security",
)
_POLICIES = {
    "policy.addins_off": ("DisableAllAddins", 1),
    "policy.signed_only": ("RequireAddinSig", 1),
    "policy.macros_off": ("VBAWarnings", 4),
}
_DISABLED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
_DEFENDER = (
    r"HKLM\Software\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"HKLM\Software\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
_NO_CHILD_PROCESS = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"


@unique
class Verdict(StrEnum):
    """How grave a finding is."""

    GOOD = "good"
    NOTE = "note"
    MEND = "mend"


@dataclass(frozen=True)
class Finding:
    """One thing seen.

    Args:
        code: names the sentence in the catalogue (`install.doctor`).
        verdict: whether something is to be mended.
        facts: what the sentence needs.
    """

    code: str
    verdict: Verdict
    facts: Mapping[str, str] = field(default_factory=dict)

    def said(self, words: Catalogue) -> str:
        """The finding as a sentence, with its mend."""
        return str(words.forms("install.doctor")[self.code]).format(**self.facts)


def asked_version() -> str | None:
    """The version that the registered program answers, started by Windows for the purpose; None when it does not."""
    from win32com.client import Dispatch

    try:
        return str(Dispatch(PROG_ID).Version())
    except Exception:  # noqa: BLE001 - whatever kept it from answering, it does not answer; its own log says why
        return None


def examine(machine: Machine, ask_version: Callable[[], str | None] = asked_version) -> list[Finding]:
    """All that can be seen on a computer, the good and the bad, in the order in which a click meets it.

    Args:
        machine: the computer.
        ask_version: calls the registered program; asked only on Windows, when it is registered.
    """
    if not machine.has_excel:
        return [Finding("excel.none", Verdict.NOTE)]
    findings = [*_file(machine), *_log(machine)]
    if machine.registry is not None:
        policies = [*_policies(machine.registry), *_disabled(machine.registry)]
        findings += [*policies, *_program(machine, machine.registry, ask_version), *_libraries(machine)]
        findings += [*_defender(machine.registry), *_fallback(machine)]
    else:
        findings += _mac(machine)
    return findings


def _file(machine: Machine) -> Iterator[Finding]:
    folder = _startup(machine)
    present: list[Language] = [language for language in LANGUAGES if (folder / file_name(language)).is_file()]
    if not present:
        hashed = sha256(shipped(LANGUAGES[0])).hexdigest()
        yield Finding("file.missing", Verdict.MEND, {"folder": str(folder), "hash": hashed})
    if len(present) > 1:
        yield Finding("file.two", Verdict.MEND)
    for language in present:
        file = folder / file_name(language)
        same = file.read_bytes() == shipped(language)
        code, verdict = ("file.present", Verdict.GOOD) if same else ("file.different", Verdict.MEND)
        yield Finding(code, verdict, {"file": str(file)})
        if Path(f"{file}:Zone.Identifier").exists():
            yield Finding("file.marked", Verdict.MEND)


def _log(machine: Machine) -> Iterator[Finding]:
    log = machine.places.log
    facts = {"log": str(log)}
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8"):
            pass
    except OSError:
        yield Finding("log.denied", Verdict.MEND, facts)
    else:
        yield Finding("log.writable", Verdict.GOOD, facts)


def _policies(registry: Registry) -> Iterator[Finding]:
    for key in _SECURITY:
        values = {name.lower(): value for name, value in registry.values(key).items()}
        for code, (name, bad) in _POLICIES.items():
            if values.get(name.lower()) == bad:
                verdict = Verdict.NOTE if code == "policy.macros_off" else Verdict.MEND
                yield Finding(code, verdict, {"key": rf"{key}\{name}"})
        if registry.values(rf"{key}\Trusted Locations").get("AllLocationsDisabled") == 1:
            yield Finding("policy.no_trusted", Verdict.MEND, {"key": rf"{key}\Trusted Locations\AllLocationsDisabled"})


def _disabled(registry: Registry) -> Iterator[Finding]:
    """Excel keeps the path of a disabled file inside a binary value, as UTF-16."""
    kept = [value for value in registry.values(_DISABLED).values() if isinstance(value, bytes)]
    names = [file_name(language).encode("utf-16-le") for language in LANGUAGES]
    if any(name in value.lower() for name in names for value in kept):
        yield Finding("excel.disabled", Verdict.MEND)


def _program(machine: Machine, registry: Registry, ask_version: Callable[[], str | None]) -> Iterator[Finding]:
    needed = (rf"{KEYS[0]}\CLSID", *(rf"{key}\{below}" for key in KEYS[1:] for below in ("LocalServer32", "PythonCOM")))
    missing = [key for key in needed if not registry.values(key).get("")]
    if missing:
        yield Finding("program.missing", Verdict.MEND, {"key": missing[0]})
        return
    yield Finding("program.registered", Verdict.GOOD)
    command = str(registry.values(rf"{KEYS[1]}\LocalServer32")[""])
    yield from _interpreter(command.split('"')[1], without_console(machine.python))
    answer = ask_version()
    if answer is None:
        yield Finding("program.silent", Verdict.MEND, {"log": str(machine.places.log)})
    elif answer != __version__:
        yield Finding("program.other_version", Verdict.MEND, {"version": answer, "here": __version__})
    else:
        yield Finding("program.answers", Verdict.GOOD, {"version": answer})


def _interpreter(python: str, here: str) -> Iterator[Finding]:
    facts = {"python": python, "here": here}
    if "windowsapps" in (part.lower() for part in PureWindowsPath(python).parts):
        yield Finding("program.store", Verdict.MEND, facts)
    elif not Path(python).exists():
        yield Finding("program.no_python", Verdict.MEND, facts)
    elif python != here:
        yield Finding("program.other_python", Verdict.NOTE, facts)
    if python.startswith("\\\\"):
        yield Finding("program.network", Verdict.NOTE, facts)


def _libraries(machine: Machine) -> Iterator[Finding]:
    for module, package in {"xlwings": "xlwings", "pythoncom": "pywin32"}.items():
        if find_spec(module) is None:
            yield Finding("library.missing", Verdict.MEND, {"module": package})
    cache = machine.places.temporary and machine.places.temporary / "gen_py"
    if cache and any(not file.stat().st_size for file in cache.glob("*/dicts.dat")):
        yield Finding("library.cache", Verdict.MEND, {"folder": str(cache)})


def _defender(registry: Registry) -> Iterator[Finding]:
    for key in _DEFENDER:
        rules = {name.upper(): str(value) for name, value in registry.values(key).items()}
        if rules.get(_NO_CHILD_PROCESS) == "1":
            yield Finding("defender.child", Verdict.NOTE)
            return


def _fallback(machine: Machine) -> Iterator[Finding]:
    there = (_startup(machine) / "xlwings.xlam").is_file()
    yield Finding("fallback.there" if there else "fallback.none", Verdict.GOOD if there else Verdict.NOTE)


def _mac(machine: Machine) -> Iterator[Finding]:
    """On a Mac the way through xlwings is the only one, and needs a script of xlwings' own version."""
    if not (_startup(machine) / "xlwings.xlam").is_file():
        yield Finding("mac.fallback.none", Verdict.MEND)
    try:
        script = f"xlwings-{version('xlwings')}.applescript"
    except PackageNotFoundError:
        yield Finding("library.missing", Verdict.MEND, {"module": "xlwings"})
        return
    library = machine.places.data.parents[1]
    file = library / "Application Scripts/com.microsoft.Excel" / script
    if not file.is_file():
        yield Finding("mac.script", Verdict.MEND, {"file": str(file)})


def _startup(machine: Machine) -> Path:
    assert machine.places.startup is not None
    return machine.places.startup
