"""A colleague in the same open workbook: a second process that types into input cells while the add-in works.

    with Colleague(book, "Mesures", "F5:F204", rate=40) as colleague:
        ...  # press buttons
    assert len(colleague.edits) >= 400 and colleague.lost(book) == []

It attaches to the same soffice, writes a fresh number into a cell of the block each time, and every `insert_every` edits
inserts a row of that table above the block's last row. It holds its cells as live references, which move when rows are
inserted, so what it reports is where each of its edits must be found at the end.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import xlwings as xw

from calc.office import connect, uno_module
from com.proxy import unwrap
from com.strict import letters


class Colleague:
    """The other process, from this side."""

    def __init__(self, book: xw.Book, sheet: str, block: str, *, rate: float = 40, insert_every: int = 0) -> None:
        store = unwrap(book.api)._store
        self._plan = json.dumps({"pipe": store.office.pipe, "url": store.path.as_uri(), "sheet": sheet, "block": block,
                                 "rate": rate, "insert_every": insert_every})  # fmt: skip
        self.sheet = sheet
        self.edits: list[str] = []  # one address per edit, as it was then
        self.cells: dict[str, float] = {}  # where each edited cell is at the end -> what was typed last
        self.rows: list[int] = []  # the rows inserted, where they are at the end
        self.slowest = 0.0  # longest wait of the colleague for one edit, seconds

    def __enter__(self) -> "Colleague":
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        self._process = subprocess.Popen([sys.executable, "-m", "calc.colleague", self._plan], env=environment, text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        assert self._process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        report, _ = self._process.communicate(timeout=60)  # closes its stdin, which tells it to stop
        if self._process.returncode == 0:
            self.__dict__.update(json.loads(report))

    def lost(self, book: xw.Book) -> list[str]:
        """The edited cells that do not hold what was typed last, through xlwings' eyes."""
        sheet = book.sheets[self.sheet]
        return [address for address, value in self.cells.items() if sheet[address].raw_value != value]


def _address(cell: Any) -> str:
    at = cell.getRangeAddress()
    return f"{letters(at.StartColumn + 1)}{at.StartRow + 1}"


class _Typist:
    """The colleague's own side: one document, one block."""

    def __init__(self, plan: dict[str, Any]) -> None:
        context = connect(plan["pipe"])
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        documents = [document for document in desktop.Components if document.Location == plan["url"]]
        self.document = documents[0]
        self.sheet = self.document.Sheets.getByName(plan["sheet"])
        self.block = self.sheet.getCellRangeByName(plan["block"])
        at = self.block.getRangeAddress()
        self.cells = [self.sheet.getCellRangeByPosition(at.StartColumn, row, at.StartColumn, row)
                      for row in range(at.StartRow, at.EndRow + 1)]  # fmt: skip
        self.typed: dict[int, float] = {}
        self.inserted: list[Any] = []
        self.random = random.Random(7)

    def type(self, number: int) -> str:
        which = self.random.randrange(len(self.cells))
        self.cells[which].setDataArray(((float(number),),))
        self.typed[which] = float(number)
        return _address(self.cells[which])

    def insert(self, number: int) -> None:
        """A row into the table, above the block's last row, in one call; then its first cell, in another."""
        last = self.cells[-1].getRangeAddress()
        table = next(t.DataArea for t in map(self.document.DatabaseRanges.getByName, self.document.DatabaseRanges.ElementNames)
                     if t.DataArea.Sheet == last.Sheet and t.DataArea.StartRow <= last.StartRow <= t.DataArea.EndRow)  # fmt: skip
        table.StartRow = table.EndRow = last.StartRow
        self.sheet.insertCells(table, uno_module().Enum("com.sun.star.sheet.CellInsertMode", "DOWN"))
        row = self.sheet.getCellRangeByPosition(table.StartColumn, last.StartRow, table.StartColumn, last.StartRow)
        row.setDataArray(((f"NEW-{number}",),))
        self.inserted.append(row)

    def report(self, edits: list[str], slowest: float) -> str:
        cells = {_address(self.cells[which]): value for which, value in self.typed.items()}
        rows = [row.getRangeAddress().StartRow + 1 for row in self.inserted]
        return json.dumps({"edits": edits, "cells": cells, "rows": rows, "slowest": slowest})


def _main() -> None:
    plan = json.loads(sys.argv[1])
    typist, stop = _Typist(plan), threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    print("ready", flush=True)
    edits: list[str] = []
    slowest = 0.0
    while not stop.wait(1 / plan["rate"]):
        began = time.perf_counter()
        edits.append(typist.type(len(edits) + 1))
        slowest = max(slowest, time.perf_counter() - began)
        if plan["insert_every"] and len(edits) % plan["insert_every"] == 0:
            typist.insert(len(edits))
    print(typist.report(edits, slowest))


if __name__ == "__main__":
    _main()
