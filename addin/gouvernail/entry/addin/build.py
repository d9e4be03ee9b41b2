"""From the text in `macros/` to `gouvernail-fr.xlam` and `gouvernail-en.xlam`: same text, same bytes, on any machine."""

from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from gouvernail.entry.addin.customui import ribbon_xml
from gouvernail.entry.addin.package import package
from gouvernail.entry.addin.project import DOCUMENTS, vba_project
from gouvernail.words.catalogue import LANGUAGES, Catalogue, Language

SOURCES = Path(__file__).parents[4] / "macros"
"""Where the sources are in a checkout; a wheel does not carry them."""

_SUFFIXES = {True: ".cls", False: ".bas"}
MODULES = (*DOCUMENTS, "Buttons", "Bridge")


def file_name(language: Language) -> str:
    """What the add-in of a language is called in Excel's start-up folder.

    >>> file_name("fr")
    'gouvernail-fr.xlam'
    """
    return f"gouvernail-{language}.xlam"


def shipped(language: Language) -> bytes:
    """The add-in file of a language, as the package carries it.

    Raises:
        FileNotFoundError: the package was put together without it.
    """
    return files("gouvernail.entry.addin").joinpath(file_name(language)).read_bytes()


def can_build() -> bool:
    """Whether the sources and pyOpenVBA are there: in a checkout with its development tools, not in a wheel."""
    return (SOURCES / "ribbon.xml").is_file() and find_spec("pyopenvba") is not None


def build(folder: Path, languages: Iterable[Language] = LANGUAGES) -> dict[Path, str]:
    """Write the add-in files into a folder.

    Where the sources are (`can_build`), they are built from them; from a wheel, the shipped files are handed over, which
    are the same bytes.

    Args:
        folder: made when missing.
        languages: one file each.

    Returns:
        The files written, each with its SHA-256, by which an administrator may allow it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for language in languages:
        content = addin_file(language) if can_build() else shipped(language)
        file = folder / file_name(language)
        file.write_bytes(content)
        written[file] = sha256(content).hexdigest()
    return written


def addin_file(language: Language, sources: Path = SOURCES) -> bytes:
    """The add-in of a language, built from its sources."""
    words = Catalogue(language)
    icons = {file.stem: file.read_bytes() for file in sorted((sources / "icons").glob("*.png"))}
    return package(
        title=words.say("ribbon.labels.gouvernail"),
        project=vba_project(module_sources(sources)),
        ribbon=ribbon_xml((sources / "ribbon.xml").read_bytes(), words, icons),
        icons=icons,
        sentences=words.forms("ribbon.addin"),
    )


def module_sources(sources: Path = SOURCES) -> dict[str, str]:
    """Every module's text with the line ends that Excel's editor writes.

    Raises:
        UnicodeDecodeError: a source holds something else than ASCII, which a Mac or another code page would garble.
    """
    texts = {name: (sources / f"{name}{_SUFFIXES[name in DOCUMENTS]}").read_bytes() for name in MODULES}
    return {name: "\r\n".join(text.decode("ascii").splitlines()) + "\r\n" for name, text in texts.items()}
