"""Excel's object model: fonts, fills, borders, notes and links of a block of cells."""
# ruff: noqa: N802, N803 - COM's own names

from typing import Any

from com.application import Collection
from com.proxy import ExcelRefusesError, Model
from com.rules import NONE, Bag


class Look(Model):
    """The Font, the Interior or one Border of a block."""

    def __init__(self, block: Any, part: str) -> None:
        self._block, self._part = block, part

    @property
    def ColorIndex(self) -> int:
        return NONE if self._block._look(f"{self._part}.Color") is None else 1

    @ColorIndex.setter
    def ColorIndex(self, value: int) -> None:
        self._block._dress(f"{self._part}.Color", None)


def _look(name: str) -> property:
    return property(
        lambda me: me._block._look(f"{me._part}.{name}"), lambda me, value: me._block._dress(f"{me._part}.{name}", value)
    )


for _name in ("Bold", "Italic", "Size", "Name", "Underline", "Color", "LineStyle", "Weight"):
    setattr(Look, _name, _look(_name))


class Note(Model):
    """The note of one cell."""

    def __init__(self, block: Any) -> None:
        self.Parent, self.Author = block, ""

    def Text(self, text: str | None = None) -> str:
        cell = self.Parent._rect[:2]
        if text is not None:
            self.Parent._changes()
            self.Parent._store.set_note(*cell, text)
        return self.Parent._store.notes()[cell]

    def Delete(self) -> None:
        self.Parent._changes()
        self.Parent._store.set_note(*self.Parent._rect[:2], None)


class Link(Bag):
    """A hyperlink; its text is the text of its cell."""

    @property
    def TextToDisplay(self) -> str:
        return str(self._cell.Value)

    @TextToDisplay.setter
    def TextToDisplay(self, text: str) -> None:
        self._cell._store.put(self._cell._rect, [[text]])


class Hyperlinks(Collection):
    """The hyperlinks of a block."""

    def Add(self, Anchor: Any, Address: str, SubAddress: str = "") -> Link:
        Anchor._changes()
        if len(Address) > 2_083:
            raise ExcelRefusesError("The hyperlink's address is too long.")
        link = Link(_cell=Anchor, Address=Address, SubAddress=SubAddress, ScreenTip="")
        Anchor.Worksheet._links[Anchor._rect[:2]] = link
        return link
