"""A table part: what an Excel table is called, where it lies, its columns."""

from dataclasses import dataclass

from lxml import etree

from gouvernail.excel.markup import child, elements, local, unescaped, whole


@dataclass(frozen=True)
class TablePart:
    """An Excel table as its part declares it.

    Args:
        id: its number in the workbook.
        name: as formulas call it.
        ref: its cells, header and totals included, such as `A3:L200`.
        headers: its columns' names, in order.
        column_ids: each column's number, by name.
        header_rows: 1, or 0 when the headers are hidden.
        totals_rows: 0 or 1.
    """

    id: int
    name: str
    ref: str
    headers: tuple[str, ...]
    column_ids: dict[str, int]
    header_rows: int
    totals_rows: int


def read_table_part(root: etree._Element) -> TablePart:
    """What a table part declares."""
    columns = [e for e in elements(_columns(root)) if local(e) == "tableColumn"]
    names = [unescaped(column.get("name", "")) for column in columns]
    ids = {name: whole(column.get("id")) for name, column in zip(names, columns, strict=True)}
    return TablePart(
        id=whole(root.get("id")),
        name=root.get("displayName") or root.get("name") or "",
        ref=root.get("ref", ""),
        headers=tuple(names),
        column_ids=ids,
        header_rows=whole(root.get("headerRowCount"), 1),
        totals_rows=whole(root.get("totalsRowCount")),
    )


def set_ids(root: etree._Element, table: int, columns: dict[str, int]) -> None:
    """Number the table and its columns: known columns keep their number, others get the next free ones."""
    root.set("id", str(table))
    taken = set(columns.values())
    for column in elements(_columns(root)):
        known = columns.get(unescaped(column.get("name", "")))
        if known is None:
            known = max(taken, default=0) + 1
            taken.add(known)
        column.set("id", str(known))


def _columns(root: etree._Element) -> etree._Element:
    found = child(root, "tableColumns")
    return found if found is not None else etree.Element("none")
