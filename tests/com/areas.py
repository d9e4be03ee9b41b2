"""Several blocks of one sheet at once: `Range("A1:B2,D4")`. What is set is set on each; what is asked is the first one's."""
# ruff: noqa: N802 - COM's own names

from typing import Any

from com.proxy import ExcelRefusesError, Model
from com.rules import FormatConditions
from com.strict import Rect

LONGEST = 255
_EACH = (
    "NumberFormat",
    "WrapText",
    "HorizontalAlignment",
    "VerticalAlignment",
    "IndentLevel",
    "ColumnWidth",
    "RowHeight",
    "Hidden",
)


def addresses(text: str) -> list[str]:
    """The blocks that an address means; one of more than 255 signs is refused."""
    if len(text) > LONGEST:
        raise ExcelRefusesError("Method 'Range' of object '_Worksheet' failed")
    return text.split(",")


class Each(Model):
    """The fonts, the fills or the borders of several blocks."""

    def __init__(self, parts: list[Any]) -> None:
        self.__dict__["_parts"] = parts

    def __setattr__(self, name: str, value: Any) -> None:
        for part in self._parts:
            setattr(part, name, value)


for _name in ("Bold", "Italic", "Size", "Name", "Color", "ColorIndex", "LineStyle", "Weight"):
    setattr(Each, _name, property(lambda me, name=_name: getattr(me._parts[0], name)))


class Areas(Model):
    """The blocks of one `Range` call."""

    def __init__(self, blocks: list[Any]) -> None:
        self.__dict__.update(_blocks=blocks, Worksheet=blocks[0].Worksheet, Parent=blocks[0].Worksheet)

    @property
    def _rect(self) -> Rect:
        rects = [block._rect for block in self._blocks]
        return Rect(*(min(r[i] for r in rects) for i in (0, 1)), *(max(r[i] for r in rects) for i in (2, 3)))

    def _changes(self) -> None:
        for block in self._blocks:
            block._changes()

    @property
    def Application(self) -> Any:
        return self.Worksheet.Application

    @property
    def Font(self) -> Each:
        return Each([block.Font for block in self._blocks])

    @property
    def Interior(self) -> Each:
        return Each([block.Interior for block in self._blocks])

    def Borders(self, side: int) -> Each:
        return Each([block.Borders(side) for block in self._blocks])

    @property
    def Row(self) -> int:
        return self._blocks[0].Row

    @property
    def Column(self) -> int:
        return self._blocks[0].Column

    @property
    def Rows(self) -> Any:
        return Areas([block.Rows for block in self._blocks])

    @property
    def Columns(self) -> Any:
        return Areas([block.Columns for block in self._blocks])

    @property
    def Count(self) -> int:
        return self._blocks[0].Count

    @property
    def EntireRow(self) -> "Areas":
        return Areas([block.EntireRow for block in self._blocks])

    @property
    def Address(self) -> str:
        return ",".join(block.Address for block in self._blocks)

    @property
    def FormatConditions(self) -> FormatConditions:
        return FormatConditions(self)

    def AutoFit(self) -> None:
        self._changes()

    def Merge(self, across: bool = False) -> None:
        for block in self._blocks:
            block.Merge(across)


def _each(name: str) -> property:
    def put(me: Areas, value: Any) -> None:
        for block in me._blocks:
            setattr(block, name, value)

    return property(lambda me: getattr(me._blocks[0], name), put)


for _name in _EACH:
    setattr(Areas, _name, _each(_name))
