"""A colleague in the same open workbook: a second process that types into input cells while the add-in works.

    with Colleague(book, "Mesures", "F5:F204", rate=40) as colleague:
        while colleague.typed < 400:
            ...  # press buttons
    assert colleague.lost(book) == []

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
        self.typed = 0  # edits so far, told now and then
        self._told = ""

    def __enter__(self) -> "Colleague":
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        self._process = subprocess.Popen([sys.executable, "-m", "calc.colleague", self._plan], env=environment, text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        assert self._process.stdout.readline() == "ready\n", "the colleague's process did not start"
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def _listen(self) -> None:
        """Each line is the number of edits so far, but the last, which is the report."""
        for line in self._process.stdout:
            self._told = line
            self.typed = int(line) if line.strip().isdigit() else self.typed

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()  # tells it to stop
        self._listener.join(60)
        assert self._process.wait(60) == 0, "the colleague's process failed"
        self._process.stdout.close()
        self.__dict__.update(json.loads(self._told))

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
        self.typed: list[tuple[Any, float]] = []  # live cells: they say at the end where the edits are by then
        self.inserted: list[Any] = []
        self.random = random.Random(7)

    def type(self, number: int) -> str:
        at = self.block.getRangeAddress()
        row = self.random.randint(at.StartRow, at.EndRow)
        cell = self.sheet.getCellRangeByPosition(at.StartColumn, row, at.StartColumn, row)
        cell.setDataArray(((float(number),),))
        self.typed.append((cell, float(number)))
        return _address(cell)

    def insert(self, number: int) -> None:
        """A row into the table, above the block's last row, in one call; then its first cell, in another."""
        last = self.block.getRangeAddress()
        table = next(a for a in self._tables() if a.Sheet == last.Sheet and a.StartRow <= last.EndRow <= a.EndRow)
        table.StartRow = table.EndRow = last.EndRow
        self.sheet.insertCells(table, uno_module().Enum("com.sun.star.sheet.CellInsertMode", "DOWN"))
        row = self.sheet.getCellRangeByPosition(table.StartColumn, last.EndRow, table.StartColumn, last.EndRow)
        row.setDataArray(((f"NEW-{number}",),))
        self.inserted.append(row)

    def _tables(self) -> list[Any]:
        """Where the tables are; asked again when the other side makes or drops one meanwhile."""
        ranges = self.document.DatabaseRanges
        while True:
            try:
                return [ranges.getByName(name).DataArea for name in ranges.ElementNames]
            except uno_module().getClass("com.sun.star.container.NoSuchElementException"):
                continue

    def report(self, edits: list[str], slowest: float) -> str:
        cells = {_address(cell): value for cell, value in self.typed}
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
        if len(edits) % 20 == 0:
            print(len(edits), flush=True)
        if plan["insert_every"] and len(edits) % plan["insert_every"] == 0:
            typist.insert(len(edits))
    print(typist.report(edits, slowest))


if __name__ == "__main__":
    _main()
