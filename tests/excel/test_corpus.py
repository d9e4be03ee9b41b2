"""Whatever a workbook holds, our pages are put beside it and every byte of it stays."""

import io
import subprocess

import openpyxl
import pytest
import python_calamine
from lxml import etree

from gouvernail.excel.graft import graft
from hosts.compare import foreign_changes
from hosts.corpus import HOSTS
from hosts.donors import openpyxl_donor, rich_donor
from hosts.made import parts

PAGES = {"gaps": "Écarts", "overdue": "Retards"}
MAY_CHANGE = {"sheets", "definedNames", "calcPr"}


@pytest.fixture(params=HOSTS)
def host(request):
    return HOSTS[request.param]()


@pytest.fixture(params=["xlsxwriter", "openpyxl"])
def donor(request):
    return (rich_donor(), PAGES) if request.param == "xlsxwriter" else (openpyxl_donor(), {"gaps": "Écarts"})


def test_every_part_that_is_not_ours_keeps_its_packed_bytes(host, donor):
    """Pivots, slicers, conversations, controls, queries, labels, macros: no byte of theirs changes, run after run."""
    drawn, keys = donor
    first = graft(host, drawn, keys)
    assert first.added == tuple(keys)
    assert foreign_changes(host, first.data) == []
    assert graft(first.data, drawn, keys).data == first.data


def test_the_parts_that_are_shared_lose_nothing(host, donor):
    """Content types, relationships, styles and the workbook part keep all they had; they only grow."""
    after = parts(graft(host, *donor).data)
    for name, content in parts(host).items():
        if name == "[Content_Types].xml" or name.endswith(".rels") or name == "xl/styles.xml":
            assert _texts(content, 2) <= _texts(after[name], 2), name
    old, new = (etree.fromstring(found["xl/workbook.xml"]) for found in (parts(host), after))
    kept = [
        [etree.tostring(e, method="c14n") for e in root if etree.QName(e).localname not in MAY_CHANGE] for root in (old, new)
    ]
    assert kept[0] == kept[1]
    names = [
        [etree.tostring(e, method="c14n", with_tail=False) for e in root.iter("{*}definedName", "{*}sheet")]
        for root in (old, new)
    ]
    assert set(names[0]) <= set(names[1])


def _texts(content, depth):
    """The elements of a part, down to that depth, as texts without the counts that grow."""
    root = etree.fromstring(content)
    level = [root]
    for _ in range(depth if root.tag.endswith("styleSheet") else 1):
        level = [child for element in level for child in element]
    return {etree.tostring(element, method="c14n", with_tail=False) for element in level}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", [kind for kind in HOSTS if kind not in {"pivot and slicer"}])
def test_values_are_read_back_by_other_readers(kind):
    """openpyxl and calamine find the pages' values, and the person's as before."""
    host = HOSTS[kind]()
    after = graft(host, rich_donor(), PAGES).data
    old, new = (python_calamine.load_workbook(io.BytesIO(data)) for data in (host, after))
    for name in old.sheet_names:
        assert new.get_sheet_by_name(name).to_python() == old.get_sheet_by_name(name).to_python()
    assert new.get_sheet_by_name("Écarts").to_python()[3] == ["K01", -1.5, "=1+1", "", ""]
    page = openpyxl.load_workbook(io.BytesIO(after))["Écarts"]
    assert [cell.value for cell in page[4]][:3] == ["K01", -1.5, "=1+1"]
    assert page["C4"].data_type == "s"


@pytest.mark.sdk
def test_the_sdk_validator_finds_nothing_new(host, donor, tmp_path, validate):
    """What was valid stays valid; what a workbook already had wrong is all that is wrong."""
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(host)
    after.write_bytes(graft(host, *donor).data)
    assert set(validate(after)) <= set(validate(before))


@pytest.mark.office
def test_libreoffice_opens_the_file_and_its_own_copy_is_drawn_again(tmp_path):
    """Saved by LibreOffice, which renames and drops much, our pages are still known as ours and redrawn in place."""
    drawn = tmp_path / "classeur.xlsx"
    drawn.write_bytes(graft(HOSTS["drawn"](), rich_donor(), PAGES).data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(drawn)]
    subprocess.run(command, check=True, capture_output=True)
    copy = (tmp_path / "saved" / "classeur.xlsx").read_bytes()
    values = python_calamine.load_workbook(io.BytesIO(copy)).get_sheet_by_name("Écarts").to_python()
    assert values[3][:3] == ["K01", -1.5, "=1+1"]
    again = graft(copy, rich_donor(), PAGES)
    assert (again.added, again.replaced) == ((), ("gaps", "overdue"))
    assert [problem.effect for problem in again.problems if problem.effect != "notice"] == []
