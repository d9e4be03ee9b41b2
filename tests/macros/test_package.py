"""The add-in file as a package: valid, reproducible, ours, and a ribbon whose every button has its macro and its words."""

import os
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from gouvernail.entry.addin.build import LANGUAGES, SOURCES, addin_file, build, file_name, module_sources, shipped
from gouvernail.entry.addin.customui import NAMESPACE, callbacks, ribbon_xml
from gouvernail.entry.addin.project import vba_project
from gouvernail.words.catalogue import Catalogue

SKELETON = (SOURCES / "ribbon.xml").read_bytes()
FLOWS = ["check", "gaps", "overdue", "rollup", "production", "steering", "strategic", "freeze", "minutes"]


@pytest.fixture(scope="module", params=LANGUAGES)
def archive(request):
    with zipfile.ZipFile(BytesIO(addin_file(request.param))) as opened:
        yield opened


def ribbon(language: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(addin_file(language))) as opened:
        return etree.fromstring(opened.read("customUI/customUI.xml"))


def controls(language: str, kind: str) -> list[etree._Element]:
    return list(ribbon(language).iter(f"{{{NAMESPACE}}}{kind}"))


def test_the_shipped_files_are_those_of_the_sources():
    """The files in the package are what a fresh build gives; when this fails, run `gouvernail addin build
    addin/gouvernail/entry/addin` and commit the two files with the change that made them stale."""
    for language in LANGUAGES:
        assert shipped(language) == addin_file(language), language


def test_building_again_gives_the_same_bytes(tmp_path):
    """Another process, another seed of hashes, another time zone: the same SHA-256."""
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Kolkata", "PYTHONPATH": os.pathsep.join(sys.path)}
    script = f"from pathlib import Path; from gouvernail.entry.addin.build import build; build(Path({str(tmp_path)!r}))"
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    for language in LANGUAGES:
        assert (tmp_path / file_name(language)).read_bytes() == addin_file(language)


def test_build_says_the_sha256(tmp_path):
    """An administrator allows a file by its hash, so the build names it."""
    from hashlib import sha256

    for file, said in build(tmp_path / "new" / "folder").items():
        assert sha256(file.read_bytes()).hexdigest() == said


def test_a_wheel_hands_over_the_shipped_files(tmp_path, monkeypatch):
    """Without the sources, build gives the files that the package carries: the same bytes."""
    monkeypatch.setattr("gouvernail.entry.addin.build.SOURCES", tmp_path / "absent")
    (file,) = build(tmp_path, ["fr"])
    assert file.read_bytes() == shipped("fr")


def test_no_date_and_no_machine_in_the_zip(archive):
    """Every entry carries the same empty date, and no trace of the system that packed it."""
    for entry in archive.infolist():
        assert (entry.date_time, entry.create_system) == ((1980, 1, 1, 0, 0, 0), 0)
        assert entry.compress_type == zipfile.ZIP_STORED


def test_nobody_else_is_named(archive):
    """No author but the product, no company, no path of anybody's machine."""
    for name in archive.namelist():
        content = archive.read(name)
        if not name.endswith(("png", "bin")):
            assert not re.search(rb"William|Users|home/|felix|[A-Z]:\\", content), name
    assert archive.read("docProps/core.xml").count(b"<dc:creator>Gouvernail</dc:creator>") == 1


def test_it_is_an_addin_with_a_sheet_named_in_the_project(archive):
    """Its main part is an add-in's, and the code names are those of the project's two document modules."""
    types = archive.read("[Content_Types].xml").decode()
    assert 'PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"' in types
    assert b'codeName="ThisWorkbook"' in archive.read("xl/workbook.xml")
    assert b'codeName="Sentences"' in archive.read("xl/worksheets/sheet1.xml")
    assert archive.read("xl/vbaProject.bin") == vba_project(module_sources())


def test_every_relation_leads_to_a_part(archive):
    """A dangling relation makes Excel offer a repair."""
    for name in archive.namelist():
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            for link in etree.fromstring(archive.read(name)):
                assert (folder / link.get("Target")).as_posix() in archive.namelist()


def test_ten_buttons_in_three_groups():
    """The nine flows of the design, in French, and one that undoes; no menu, which a Mac shows empty."""
    assert [control.get("label") for control in controls("fr", "group")] == ["Suivre", "Préparer un comité", "En séance"]
    assert {control.get("id"): control.get("label") for control in controls("fr", "button")} == {
        "check": "Vérifier",
        "gaps": "Écarts",
        "overdue": "Retards",
        "rollup": "Remonter",
        "production": "Point hebdo",
        "steering": "Synthèse COPIL",
        "strategic": "Bilan stratégique",
        "freeze": "Arrêter",
        "minutes": "Relevé",
        "undo": "Annuler le dernier dessin",
    }
    assert controls("fr", "menu") == []


def test_every_button_calls_a_public_sub_that_asks_for_its_flow():
    """`onAction` names a Sub that takes the control, is public, and presses the command of the button's id."""
    modules = module_sources()
    for key, callback in callbacks(SKELETON).items():
        module, name = callback.split(".")
        body = re.search(rf"^Public Sub {name}\(control As IRibbonControl\)\r\n(.*?)^End Sub\r$", modules[module], re.M | re.S)
        assert body, callback
        assert body[1] == f'    Press "{key}"\r\n'
    assert [*callbacks(SKELETON)][:-1] == FLOWS


def test_ids_are_unique_and_texts_fit():
    """Excel drops a whole ribbon over one repeated id or one text too long."""
    for language in LANGUAGES:
        everything = [one for one in ribbon(language).iter() if one.get("id")]
        assert len({one.get("id") for one in everything}) == len(everything)
        for one in everything:
            assert 0 < len(one.get("label")) <= 1024
        for button in controls(language, "button"):
            assert 0 < len(button.get("screentip")) <= 1024
            assert 80 < len(button.get("supertip")) <= 4096


def test_every_button_shows_our_own_icon(archive):
    """A button has our icon, never both kinds, and the file holds exactly the icons used."""
    tree = etree.fromstring(archive.read("customUI/customUI.xml"))
    used = [one.get("image") for one in tree.iter(f"{{{NAMESPACE}}}button")]
    assert None not in used
    assert not any(one.get("imageMso") for one in tree.iter())
    links = etree.fromstring(archive.read("customUI/_rels/customUI.xml.rels"))
    assert sorted(link.get("Id") for link in links) == sorted(used)


def test_without_our_icon_a_button_takes_offices():
    """A missing PNG falls back to an icon that Office has, not to a blank button."""
    tree = etree.fromstring(ribbon_xml(SKELETON, Catalogue("fr"), icons=()))
    assert all(one.get("imageMso") and not one.get("image") for one in tree.iter(f"{{{NAMESPACE}}}button"))


def test_a_control_without_words_is_refused():
    """A new button needs its words in every language before it can be built."""
    skeleton = SKELETON.replace(b'id="undo"', b'id="redo"')
    with pytest.raises(ValueError, match="undo"):
        ribbon_xml(skeleton, Catalogue("fr"), icons=())
    with pytest.raises(KeyError, match="extra"):
        ribbon_xml(SKELETON.replace(b'<group id="follow">', b'<group id="follow"><button id="extra"/>'), Catalogue("fr"), ())


@pytest.mark.sdk
def test_the_open_xml_sdk_finds_no_fault(tmp_path, validate):
    """Microsoft's own validator accepts package, sheet and ribbon."""
    for language in LANGUAGES:
        file = tmp_path / file_name(language)
        file.write_bytes(addin_file(language))
        assert validate(file) == []
