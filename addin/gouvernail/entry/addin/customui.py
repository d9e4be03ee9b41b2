"""The ribbon in one language: the skeleton of `macros/ribbon.xml`, with the words of a catalogue put in."""

from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from gouvernail.words.catalogue import Catalogue

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"


def ribbon_xml(skeleton: bytes, words: Catalogue, icons: Collection[str]) -> bytes:
    """The `customUI.xml` of one language.

    Args:
        skeleton: the ribbon without a word; tabs, groups and buttons by id.
        words: where labels, tips and lessons are, by the same ids.
        icons: the names of our own icons; a button whose icon is not among them takes Office's.

    Raises:
        KeyError: a tab, group or button has no word.
        ValueError: the catalogue has words for something that is not on the ribbon.
    """
    root = etree.fromstring(skeleton, etree.XMLParser(remove_comments=True, remove_blank_text=True))
    labelled = [one for one in root.iter() if "id" in one.attrib]
    _refuse_leftovers(words, labelled)
    for control in labelled:
        control.set("label", words.say(f"ribbon.labels.{control.get('id')}"))
    for button in _buttons(root):
        key = button.get("id")
        button.set("screentip", words.say(f"ribbon.tips.{key}"))
        button.set("supertip", words.say(f"ribbon.lessons.{key}"))
        button.attrib.pop("imageMso" if button.get("image") in icons else "image")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True, pretty_print=True)


def callbacks(ribbon: bytes) -> dict[str, str]:
    """What each button calls: its id → `Module.Sub`."""
    return {one.attrib["id"]: one.attrib["onAction"] for one in _buttons(etree.fromstring(ribbon))}


def _buttons(root: Any) -> Iterator[Any]:
    yield from root.iter(f"{{{NAMESPACE}}}button")


def _refuse_leftovers(words: Catalogue, controls: list[Any]) -> None:
    leftovers = set(words.forms("ribbon.labels")) - {one.get("id") for one in controls}
    if leftovers:
        raise ValueError(f"words for what is not on the ribbon: {sorted(leftovers)}")
