"""Putting the add-in in its place and taking it away, on stand-in computers."""

import pytest

from entry.machines import MemoryRegistry, linux, mac, windows
from gouvernail.entry.addin.build import shipped
from gouvernail.entry.com import CLASS, CLSID
from gouvernail.entry.install import carry_out, registrations, steps_to_install, steps_to_uninstall, told
from gouvernail.problems import WorkbookBusy
from gouvernail.words.catalogue import Catalogue

FR = Catalogue("fr")


def install(machine, language="fr"):
    steps = steps_to_install(machine, language)
    carry_out(steps, machine)
    return steps


def everything(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_addin_is_written_where_excel_loads_it(tmp_path):
    """The user's own start-up folder, made when missing, holds the file that was tested, byte for byte."""
    machine = windows(tmp_path)
    install(machine)
    assert (tmp_path / "Roaming/Microsoft/Excel/XLSTART/gouvernail-fr.xlam").read_bytes() == shipped("fr")
    assert not list(tmp_path.rglob("*.gv-tmp"))


def test_windows_learns_how_to_start_the_program(tmp_path):
    """From the name that the macros say to the command line, for a 64-bit and for a 32-bit Excel."""
    machine = windows(tmp_path)
    install(machine, "en")
    keys = machine.registry.keys
    classes = r"HKCU\Software\Classes"
    assert keys[rf"{classes}\Gouvernail.Application\CLSID"][""] == CLSID
    for part in ("", "Wow6432Node\\"):
        command = keys[rf"{classes}\{part}CLSID\{CLSID}\LocalServer32"][""]
        assert command == f'"{machine.python}" -E -P -m gouvernail.entry.served --language en'
        assert keys[rf"{classes}\{part}CLSID\{CLSID}\PythonCOM"][""] == CLASS


def test_nothing_of_the_workbook_is_on_the_command_line():
    """No name, no path but the interpreter's, no setting: nothing that a workbook could bend."""
    commands = {text for (key, _), text in registrations(r"C:\Gouvernail\python.exe", "fr").items() if "LocalServer" in key}
    assert commands == {r'"C:\Gouvernail\pythonw.exe" -E -P -m gouvernail.entry.served --language fr'}


def test_installing_again_changes_nothing(tmp_path):
    """Files and registry are the same after a second time."""
    machine = windows(tmp_path)
    install(machine)
    before = everything(tmp_path), dict(machine.registry.keys)
    install(machine)
    assert (everything(tmp_path), machine.registry.keys) == before


def test_the_other_language_takes_the_place(tmp_path):
    """One tab, not two."""
    machine = windows(tmp_path)
    install(machine, "fr")
    install(machine, "en")
    assert [file.name for file in machine.places.startup.iterdir()] == ["gouvernail-en.xlam"]


def test_uninstalling_leaves_nothing(tmp_path):
    """Files, registry and log are as before; what is not ours stays."""
    machine = windows(tmp_path, {r"HKCU\Software\Classes\Other": {"": "x"}})
    machine.places.startup.mkdir(parents=True)
    (machine.places.startup / "PERSONAL.XLSB").write_bytes(b"the user's own")
    before = everything(tmp_path), dict(machine.registry.keys)
    install(machine)
    machine.places.data.mkdir(parents=True)
    machine.places.log.write_text("a line")
    carry_out(steps_to_uninstall(machine), machine)
    assert (everything(tmp_path), machine.registry.keys) == before
    assert not machine.places.data.exists()
    assert steps_to_uninstall(machine) == []
    assert told([], FR, done=True) == ["Rien à faire."]


def test_saying_is_not_doing(tmp_path):
    """A dry run names every file and key, once each, and touches nothing."""
    machine = windows(tmp_path)
    before = everything(tmp_path)
    said = told(steps_to_install(machine, "fr"), FR, done=False)
    assert (everything(tmp_path), machine.registry.keys) == (before, {})
    assert said[0].startswith("Écrirait\u00a0: ")
    assert said[0].endswith("gouvernail-fr.xlam")
    assert len(said) == 4
    assert len(set(said)) == 4


def test_on_linux_it_says_what_windows_would_get(tmp_path):
    """No Excel here: the steps name Windows' own places, and there is nothing to carry out."""
    machine = linux(tmp_path)
    assert not machine.has_excel
    assert told(steps_to_install(machine, "fr"), FR, done=False)[0] == (
        "Écrirait\u00a0: %APPDATA%\\Microsoft\\Excel\\XLSTART\\gouvernail-fr.xlam"
    )
    assert len(told(steps_to_uninstall(machine), FR, done=False)) == 5


def test_on_a_mac_there_is_no_registry(tmp_path):
    """The file goes to Office's own folder, and nothing else is done."""
    machine = mac(tmp_path)
    install(machine)
    (file,) = everything(tmp_path)
    assert file == (
        "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/gouvernail-fr.xlam"
    )
    carry_out(steps_to_uninstall(machine), machine)
    assert everything(tmp_path) == {}


def test_an_open_excel_is_named(tmp_path, monkeypatch):
    """Excel holds the file: nothing half-written beside it, and what to do."""
    machine = windows(tmp_path)
    install(machine, "fr")
    before = everything(tmp_path)

    def held(*_):
        raise PermissionError(13, "in use")

    monkeypatch.setattr("pathlib.Path.replace", held)
    with pytest.raises(WorkbookBusy) as caught:
        install(machine, "fr")
    assert everything(tmp_path) == before
    (problem,) = caught.value.problems
    assert problem.facts["target"].endswith("gouvernail-fr.xlam")
    assert "Fermez toutes les fenêtres d’Excel" in FR.problem(problem)


def test_a_forbidden_registry_is_said(tmp_path, monkeypatch):
    """Some companies forbid it: a sentence for IT."""
    machine = windows(tmp_path)

    def forbidden(*_):
        raise PermissionError(5, "denied")

    monkeypatch.setattr(MemoryRegistry, "write", forbidden)
    with pytest.raises(WorkbookBusy) as caught:
        install(machine)
    assert caught.value.problems[0].code == "addin.denied"
