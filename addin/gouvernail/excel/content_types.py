"""The list of what each part is: `[Content_Types].xml`."""

from functools import cached_property
from typing import Final

from lxml import etree

from gouvernail.excel.markup import CONTENT_TYPES

_OVERRIDE: Final = "{*}Override"
_DEFAULT: Final = "{*}Default"
PART: Final = "[Content_Types].xml"
RELATIONS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"


class ContentTypes:
    """Content types by part: an override by name, else a default by extension. Names are compared without case."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root

    def of(self, part: str) -> str:
        """The part's content type; empty when nothing declares it."""
        override = self._override(part)
        if override is not None:
            return override.get("ContentType", "")
        default = self._default(_extension(part))
        return default.get("ContentType", "") if default is not None else ""

    def declare(self, part: str, kind: str) -> bool:
        """Say what a part is; true if the list had to change."""
        if self.of(part) == kind:
            return False
        extension = _extension(part)
        if extension not in {"xml", ""} and self._default(extension) is None:
            default = etree.Element(f"{{{CONTENT_TYPES}}}Default", {"Extension": extension, "ContentType": kind})
            self._root.insert(0, default)
            return True
        override = self._override(part)
        if override is None:
            override = etree.SubElement(self._root, f"{{{CONTENT_TYPES}}}Override", {"PartName": "/" + part})
            self._overrides[_named(override)] = override
        override.set("ContentType", kind)
        return True

    def forget(self, part: str) -> bool:
        """Remove a part's override; true if there was one."""
        override = self._override(part)
        if override is None:
            return False
        self._root.remove(override)
        del self._overrides  # the part may have had two
        return True

    def named(self) -> set[str]:
        """Every part that an override names, in lower case, whether the part is there or not."""
        return {e.get("PartName", "").lstrip("/").lower() for e in self._root.iterchildren(_OVERRIDE)}

    def _override(self, part: str) -> etree._Element | None:
        return self._overrides.get("/" + part.lower())

    @cached_property
    def _overrides(self) -> dict[str, etree._Element]:
        """Every override by the part it names; the first where there are two."""
        return {_named(e): e for e in self._root.iterchildren(_OVERRIDE, reversed=True)}

    def _default(self, extension: str) -> etree._Element | None:
        found = (e for e in self._root.iterchildren(_DEFAULT) if e.get("Extension", "").lower() == extension)
        return next(found, None)


def _named(override: etree._Element) -> str:
    return override.get("PartName", "").lower()


def _extension(part: str) -> str:
    file = part.rpartition("/")[2]
    return file.rpartition(".")[2].lower() if "." in file else ""
