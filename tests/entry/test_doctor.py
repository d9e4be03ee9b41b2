"""What the doctor sees, one fault at a time, on stand-in computers."""

import pytest

from entry.machines import linux, mac, windows
from gouvernail import __version__
from gouvernail.entry.doctor import Verdict, examine
from gouvernail.entry.install import CLASSES, KEYS, carry_out, steps_to_install
from gouvernail.words.catalogue import LANGUAGES, Catalogue, subject

POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
DISABLED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
DEFENDER = r"HKLM\Software\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
SERVER = rf"{KEYS[1]}\LocalServer32"


@pytest.fixture(autouse=True)
def _libraries_are_there(monkeypatch):
    monkeypatch.setattr("gouvernail.entry.doctor.find_spec", lambda name: name)


@pytest.fixture
def healthy(tmp_path):
    machine = windows(tmp_path)
    carry_out(steps_to_install(machine, "fr"), machine)
    return machine


def seen(machine, answer=__version__) -> dict[str, str]:
    return {finding.code: finding.verdict for finding in examine(machine, lambda: answer)}


def to_mend(machine, answer=__version__) -> set[str]:
    return {code for code, verdict in seen(machine, answer).items() if verdict == Verdict.MEND}


def test_a_fresh_installation_is_healthy(healthy):
    """Nothing to mend, and each good thing is said."""
    assert to_mend(healthy) == set()
    assert {"file.present", "program.registered", "program.answers", "log.writable"} <= set(seen(healthy))


def test_before_installing_it_says_so(tmp_path):
    """The two things that an installation brings are missing."""
    assert to_mend(windows(tmp_path)) == {"file.missing", "program.missing"}


def test_a_quarantined_or_replaced_file(healthy):
    """Removed by an antivirus, of another version, or there twice."""
    file = healthy.places.startup / "gouvernail-fr.xlam"
    file.write_bytes(file.read_bytes() + b"x")
    assert to_mend(healthy) == {"file.different"}
    (healthy.places.startup / "gouvernail-en.xlam").write_bytes(b"x")
    assert to_mend(healthy) == {"file.different", "file.two"}
    file.unlink()
    (healthy.places.startup / "gouvernail-en.xlam").unlink()
    assert to_mend(healthy) == {"file.missing"}


def test_the_mark_of_the_web(healthy):
    """A file that came by mail or download: Excel blocks its macros."""
    (healthy.places.startup / "gouvernail-fr.xlam:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3")
    assert to_mend(healthy) == {"file.marked"}


@pytest.mark.parametrize(
    ("key", "name", "value", "code"),
    [
        (POLICY, "DisableAllAddins", 1, "policy.addins_off"),
        (POLICY.replace("HKCU", "HKLM"), "RequireAddinSig", 1, "policy.signed_only"),
        (rf"{POLICY}\Trusted Locations", "AllLocationsDisabled", 1, "policy.no_trusted"),
        (POLICY.replace("Policies\\", ""), "DisableAllAddins", 1, "policy.addins_off"),
        (DISABLED, "A3F", b"\x01\x00C:\\\x00".ljust(8) + r"XLSTART\GOUVERNAIL-FR.XLAM".encode("utf-16-le"), "excel.disabled"),
        (SERVER, "", r'"C:\Users\ana\AppData\Local\Microsoft\WindowsApps\pythonw.exe" -m x', "program.store"),
        (SERVER, "", r'"C:\gone\pythonw.exe" -m x', "program.no_python"),
    ],
)
def test_what_the_registry_tells(healthy, key, name, value, code):
    """Policies, disabled items, an interpreter that is gone: each is found, and nothing else."""
    healthy.registry.keys.setdefault(key, {})[name] = value
    assert to_mend(healthy) == {code}


@pytest.mark.parametrize("value", [0, 2])
def test_a_policy_that_allows_is_no_fault(healthy, value):
    """Only the value that forbids counts."""
    healthy.registry.keys[POLICY] = {"DisableAllAddins": 0, "RequireAddinSig": 0, "VBAWarnings": value}
    assert to_mend(healthy) == set()


def test_what_need_not_be_mended_is_noted(healthy):
    """Macros off with trusted locations on; Defender's rule, on which nothing of ours depends."""
    healthy.registry.keys[POLICY] = {"VBAWarnings": 4}
    healthy.registry.keys[DEFENDER] = {"d4f940ab-401b-4efc-aadc-ad5f3c50688a": "1"}
    found = seen(healthy)
    assert found["policy.macros_off"] == found["defender.child"] == found["fallback.none"] == Verdict.NOTE
    assert to_mend(healthy) == set()


def test_a_half_registered_program(healthy):
    """Registered for a 64-bit Excel only: a 32-bit one would not find it."""
    healthy.registry.remove(rf"{CLASSES}\Wow6432Node")
    assert to_mend(healthy) == {"program.missing"}


def test_a_program_that_does_not_answer(healthy):
    """Silent, or of another version."""
    assert to_mend(healthy, None) == {"program.silent"}
    assert to_mend(healthy, "0.0.0") == {"program.other_version"}


def test_a_python_on_the_network_is_slow(healthy):
    """It works, but the first click may take a minute."""
    healthy.registry.keys[SERVER] = {"": r'"\\server\share\pythonw.exe" -m x'}
    assert seen(healthy)["program.network"] == Verdict.NOTE


def test_missing_libraries_and_a_damaged_cache(healthy, monkeypatch):
    """pywin32 absent; its cache cut short."""
    cache = healthy.places.temporary / "gen_py/3.11"
    cache.mkdir(parents=True)
    (cache / "dicts.dat").touch()
    assert to_mend(healthy) == {"library.cache"}
    monkeypatch.setattr("gouvernail.entry.doctor.find_spec", lambda name: None if name == "pythoncom" else name)
    assert to_mend(healthy) == {"library.cache", "library.missing"}


def test_a_log_that_cannot_be_written(healthy):
    """A defect could not be explained later, so it is said now."""
    healthy.places.data.parent.mkdir(parents=True, exist_ok=True)
    healthy.places.log.unlink(missing_ok=True)
    if healthy.places.data.exists():
        healthy.places.data.rmdir()
    healthy.places.data.write_text("a file in the folder's place")
    assert to_mend(healthy) == {"log.denied"}


def test_a_mac_needs_xlwings_addin_and_script(tmp_path):
    """The fallback is the only way there."""
    from importlib.metadata import version

    machine = mac(tmp_path)
    carry_out(steps_to_install(machine, "fr"), machine)
    assert to_mend(machine) == {"mac.fallback.none", "mac.script"}
    (machine.places.startup / "xlwings.xlam").touch()
    scripts = tmp_path / "Library/Application Scripts/com.microsoft.Excel"
    scripts.mkdir(parents=True)
    (scripts / f"xlwings-{version('xlwings')}.applescript").touch()
    assert to_mend(machine) == set()


def test_linux_has_no_excel(tmp_path):
    """One note, nothing to mend."""
    assert seen(linux(tmp_path)) == {"excel.none": Verdict.NOTE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_sentence(language, healthy, tmp_path):
    """No finding without words, no facts missing; what is to be mended says how."""
    words = Catalogue(language)
    machines = [healthy, windows(tmp_path / "bare"), mac(tmp_path / "mac"), linux(tmp_path / "linux")]
    for machine in machines:
        for answer in (None, "0.0.0", __version__):
            for finding in examine(machine, lambda answer=answer: answer):
                assert finding.said(words)
    for code, sentence in subject(language, "install")["doctor"].items():
        if code.split(".")[0] not in {"policy", "defender", "fallback"} and code not in {
            "excel.none", "file.present", "program.registered", "program.answers", "program.other_python", "log.writable",
        }:  # fmt: skip
            assert ("Réparer" if language == "fr" else "Mend:") in sentence, code
