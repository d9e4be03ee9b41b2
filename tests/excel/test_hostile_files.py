"""Files that are no workbooks, damaged or built to do harm: a sentence, little memory, nothing on the disk changed."""

import io
import struct
import subprocess
import sys
import tracemalloc
import zipfile

import msoffcrypto.format.ooxml as encrypted
import pytest

from gouvernail.excel.package import Package
from gouvernail.excel.table_reader import TableReader
from gouvernail.problems import Effect, WorkbookRefused
from gouvernail.words.catalogue import Catalogue
from hosts.donors import rich_donor
from hosts.made import changed, parts, plain_host, zipped

HOST = plain_host()
STRICT = ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
          "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument")  # fmt: skip
SIGNED_BY = (
    '<Relationship Id="s" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" '
    'Target="_xmlsignatures/origin.sigs"/></Relationships>'
)
ENTITIES_IN_UTF_16 = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w []><w/>'.encode("utf-16")


def read_all(data):
    reader = TableReader(Package(data, "classeur.xlsx"))
    for table in reader.tables:
        reader.read(table.name)


def refusal(data):
    """The one problem that a file is refused with, said in both languages."""
    with pytest.raises(WorkbookRefused) as caught:
        read_all(data)
    (problem,) = caught.value.problems
    assert problem.effect is Effect.FILE
    assert all("classeur.xlsx" in Catalogue(language).problem(problem) for language in ("fr", "en"))
    return problem.code


def part(name, content, host=HOST):
    return zipped(parts(host) | {name: content})


def replaced(name, old, new):
    contents = parts(HOST)
    assert old.encode() in contents[name]
    return zipped(contents | {name: contents[name].replace(old.encode(), new.encode())})


def with_password():
    file = io.BytesIO()
    encrypted.OOXMLFile(io.BytesIO(HOST)).encrypt("secret", file)
    return file.getvalue()


def lying(size):
    """A sheet whose header announces another size than it has."""
    data = bytearray(HOST)
    start = data.rindex(b"PK\x01\x02")
    while data[start + 46 :].find(b"xl/worksheets/sheet1.xml") != 0:
        start = data.rindex(b"PK\x01\x02", 0, start)
    data[start + 24 : start + 28] = struct.pack("<L", size)
    return bytes(data)


FILES = {
    "empty": (b"", "file.empty"),
    "text": (b"kpi;valeur\n", "file.not_a_workbook"),
    "another zip": (zipped({"a.txt": b"x"}), "file.not_a_workbook"),
    "a text document": (replaced("[Content_Types].xml", "spreadsheetml.sheet.main", "wordprocessingml.document.main"),
                        "file.not_a_workbook"),
    "no workbook part": (zipped({k: v for k, v in parts(HOST).items() if k != "xl/workbook.xml"}), "file.not_a_workbook"),
    "password": (with_password(), "file.encrypted"),
    "old format": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file.old_format"),
    "binary": (replaced("[Content_Types].xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                        "application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "file.binary"),
    "strict": (replaced("_rels/.rels", *STRICT), "file.strict"),
    "signed": (replaced("_rels/.rels", "</Relationships>", SIGNED_BY), "file.signed"),
    "cut short": (HOST[: len(HOST) // 2], "file.truncated"),
    "directory cut": (HOST[:-30], "file.truncated"),
    "wrong size, smaller": (lying(40), "file.damaged"),
    "wrong size, larger": (lying(4_000_000), "file.damaged"),
    "broken XML": (part("xl/workbook.xml", b"<workbook"), "file.damaged"),
    "no content": (part("xl/worksheets/sheet1.xml", b""), "file.sheet_unreadable"),
    "a sheet cut short": (part("xl/worksheets/sheet1.xml", parts(HOST)["xl/worksheets/sheet1.xml"].partition(b"Revoir")[0]),
                          "file.sheet_unreadable"),
    "path upwards": (part("../../etc/cron.d/x", b"x"), "file.paths"),
    "path of a drive": (part("C:/Windows/x", b"x"), "file.paths"),
    "the same part twice": (part("XL/Workbook.xml", b"<x/>"), "file.damaged"),
    "external entity": (part("xl/tables/table1.xml", b'<!DOCTYPE t [<!ENTITY e SYSTEM "file:///etc/passwd">]><t>&e;</t>'),
                        "file.doctype"),
    "entity bomb": (part("xl/workbook.xml", b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'),
                    "file.doctype"),
    "entity in other letters": (part("xl/workbook.xml", ENTITIES_IN_UTF_16), "file.doctype"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_cannot_be_read_is_refused_in_words(kind):
    """What was found, and what to do; never a traceback."""
    data, code = FILES[kind]
    assert refusal(data) == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    """700 MB of blanks in 0.7 MB: the announced size is enough."""
    buffer = io.BytesIO(HOST)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as file, file.open("xl/worksheets/sheet9.xml", "w") as sheet:
        for _ in range(700):
            sheet.write(bytes(1024 * 1024))
    tracemalloc.start()
    assert refusal(buffer.getvalue()) == "file.bomb"
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_too_many_entries_are_refused():
    """More parts than any workbook has."""
    assert refusal(zipped({f"p{number}.xml": b"" for number in range(20_001)})) == "file.bomb"


FAR = {
    "last row and column": 'r="XFD1048576"',
    "in single quotes": "r='XFD1048576'",
    "behind another attribute": 's="0" r="XFD1048576"',
    "with spaces": 'r = "XFD1048576"',
}
NOWHERE = {"beyond the last row": "A4294967295", "beyond every column": "ZZZZZ9", "an endless number": "A" + "9" * 5000}


@pytest.mark.parametrize("kind", FAR)
def test_a_stray_cell_at_the_edge_neither_ends_the_process_nor_hides_the_table(kind):
    """The fast reader would take all the memory there is: the other one reads the table's own cells."""
    host = changed(HOST, sheet1=("</sheetData>", f'<row r="1048576"><c {FAR[kind]}><v>1</v></c></row></sheetData>'))
    code = (
        "import sys; from gouvernail.excel.package import Package; from gouvernail.excel.table_reader import TableReader;"
        "print([row[0] for row in TableReader(Package(sys.stdin.buffer.read())).read('gv_actions').rows])"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"]
    said = subprocess.run(command, input=host, capture_output=True, check=False)
    assert said.returncode == 0, said.stderr[-2000:]
    assert said.stdout.split() in ([b"[1,", b"2]"], [b"[1.0,", b"2.0]"])


@pytest.mark.parametrize("kind", NOWHERE)
def test_a_cell_that_no_sheet_has_ends_nothing(kind):
    """No program writes such an address: the table is read without it, or the sheet is refused in words."""
    host = changed(HOST, sheet1=("</sheetData>", f'<row r="9"><c r="{NOWHERE[kind]}"><v>1</v></c></row></sheetData>'))
    if kind == "beyond the last row":
        assert len(TableReader(Package(host)).read("gv_actions").rows) == 2
    else:
        assert refusal(host) == "file.sheet_unreadable"


def test_a_prefix_on_every_element_changes_nothing():
    """Some programs write `x:c` for a cell: errors and formulas are seen all the same."""
    contents = parts(HOST)
    text = contents["xl/worksheets/sheet1.xml"].decode().replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    text = text.replace("xmlns=", "xmlns:x=").replace('<x:c r="A3" t="n"><x:v>2</x:v>', '<x:c r="A3" t="e"><x:v>#N/A</x:v>')
    table = TableReader(Package(zipped(contents | {"xl/worksheets/sheet1.xml": text.encode()}))).read("gv_actions")
    assert [row[1] for row in table.rows] == ["Former l’équipe", "Revoir le script"]
    assert (table.errors, table.uncached) == ({(3, 1): "#N/A"}, {(2, 3)})


def test_a_table_wider_than_memory_is_refused():
    """A table over a whole sheet that has a value in its last rows."""
    host = changed(HOST, table1=('ref="A1:C3"', 'ref="A1:XFD1048576"'))
    columns = "".join(f'<tableColumn id="{number}" name="c{number}"/>' for number in range(4, 16_385))
    host = changed(host, table1=("</tableColumns>", f"{columns}</tableColumns>"))
    host = changed(host, sheet1=("</sheetData>", '<row r="999999"><c r="A999999"><v>1</v></c></row></sheetData>'))
    with pytest.raises(WorkbookRefused, match=r"file\.table_too_large"):
        TableReader(Package(host)).read("gv_actions")


def test_a_huge_count_of_shared_strings_takes_no_memory():
    """A count is a hint in the file; nobody sets memory aside for it."""
    donor = rich_donor()
    contents = parts(donor)
    text = contents["xl/sharedStrings.xml"].decode().replace('uniqueCount="', 'uniqueCount="429496729')
    table = TableReader(Package(zipped(contents | {"xl/sharedStrings.xml": text.encode()}))).read("gv_gaps")
    assert len(table.rows) == 3
