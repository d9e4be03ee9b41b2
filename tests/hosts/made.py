"""Small workbooks as openpyxl writes them, and ways to change the parts of a file by hand."""

import io
import zipfile

import openpyxl
from openpyxl.worksheet.table import Table

from hosts.donors import saved


def plain_host(*, formula="=SUM(1,2)", **properties):
    """A workbook of a person: one sheet of actions with a table, a formula, a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Actions"
    for row in (["N°", "Action", "Retard"], [1, "Former l’équipe", formula], [2, "Revoir le script", None]):
        sheet.append(row)
    sheet.add_table(Table(displayName="gv_actions", ref="A1:C3"))
    book.create_sheet("Notes")["A1"] = "à moi"
    for key, value in properties.items():
        setattr(book, key, value)
    return saved(book)


def parts(data):
    """A file's parts by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {info.filename: found.read(info) for info in found.infolist()}


def zipped(contents):
    """A file made of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in contents.items():
            made.writestr(name, content)
    return buffer.getvalue()


def changed(data, **texts):
    """The file with texts replaced in its parts: `changed(data, workbook=("old", "new"))` looks in the part so called."""
    contents = parts(data)
    for stem, (old, new) in texts.items():
        name = next(name for name in contents if name.rpartition("/")[2].partition(".")[0] == stem)
        text = contents[name].decode()
        assert old in text, text
        contents[name] = text.replace(old, new, 1).encode()
    return zipped(contents)
