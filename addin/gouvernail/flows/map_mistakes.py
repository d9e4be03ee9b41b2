"""What is wrong in a map, mistake by mistake: what was found and what would be right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from gouvernail.excel.cells import folded
from gouvernail.excel.extract_values import format_pattern
from gouvernail.excel.extracts import DELIMITERS
from gouvernail.problems import Fact
from gouvernail.terms import Grain

FIGURES: Final = ("numerator", "denominator", "value")
TEXTS: Final = ("source", "date", "scope", "scope_is", "kpi", "encoding", "sheet")
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "layout": ("wide", "long"),
    "grain": tuple(one.value for one in Grain),
    "decimal": (",", "."),
    "delimiter": DELIMITERS,
    "percent": ("points", "fraction"),
}
_LISTS: Final = ("missing", "zero_is_missing", "trust")
_GROUPS: Final = ("filter", "scopes", "kpi_names", "kpis")
WORDS: Final = (*TEXTS, *_CHOICES, *FIGURES, *_LISTS, *_GROUPS, "date_format", "header_line", "check")
_ONLY: Final[Mapping[str, str]] = {"kpi": "long", "kpi_names": "long", "kpis": "wide", "check": "wide"} | dict.fromkeys(
    FIGURES, "long"
)
_CHECK_KEYS: Final = ("whole", "parts", "tolerance", "doubt")

Mistake = tuple[str, dict[str, Fact]]
"""The end of a problem's code, and its facts."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The names most like this one, the best first, as a list in a sentence; the first dozen when none is like it.

    >>> nearest("calls_receved", ["date", "calls_received"])
    'calls_received'
    """
    by_folded = {folded(one): one for one in known}
    close = get_close_matches(folded(name), list(by_folded), 3, 0.6)
    return ", ".join(by_folded[one] for one in close or list(by_folded)[:12])


def map_mistakes(told: Mapping[str, Any], layout: str) -> Iterator[Mistake]:
    """Everything wrong in a map that TOML could read."""
    for key, value in told.items():
        if key not in WORDS:
            yield "key", {"found": key, "near": nearest(key, WORDS)}
        elif _ONLY.get(key, layout) != layout:
            yield f"only_{_ONLY[key]}", {"found": key}
        else:
            yield from _KINDS[_kind(key)](key, value)
    if "date" not in told:
        yield "needed", {"found": "date"}
    if layout == "long":
        if "kpi" not in told:
            yield "needed", {"found": "kpi"}
        if not any(key in told for key in FIGURES):
            yield "needed", {"found": "value"}
    elif not told.get("kpis"):
        yield "needed", {"found": "[kpis.…]"}
    if "scope" in told and "scope_is" in told:
        yield "both_scopes", {}


def _kind(key: str) -> str:
    for kind, keys in {"text": TEXTS, "choice": _CHOICES, "list": _LISTS, "figure": FIGURES}.items():
        if key in keys:
            return kind
    return {"scopes": "names", "kpi_names": "names"}.get(key, key)


def _text(key: str, value: object) -> Iterator[Mistake]:
    if not isinstance(value, str) or not value.strip():
        yield "text", {"found": key}


def _choice(key: str, value: object) -> Iterator[Mistake]:
    if value not in _CHOICES[key]:
        shown = ", ".join(f'"{one}"' for one in _CHOICES[key]).replace("\t", "\\t")
        yield "choice", {"key": key, "found": str(value), "choices_are": shown}


def _texts(key: str, value: object) -> Iterator[Mistake]:
    if not _all_texts(value):
        yield "list", {"found": key}


def _all_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _figure(key: str, value: object) -> Iterator[Mistake]:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        yield "figure", {"found": key}


def _names(key: str, value: object) -> Iterator[Mistake]:
    told = value if isinstance(value, dict) else {}
    misplaced = [one for one in told if one in WORDS]
    if misplaced:
        yield "misplaced", {"found": misplaced[0], "section": key}
    elif not isinstance(value, dict) or not all(isinstance(one, str) for one in told.values()):
        yield "names", {"found": key}


def _filter(key: str, value: object) -> Iterator[Mistake]:
    kept = value.values() if isinstance(value, dict) else [None]
    if not all(isinstance(one, str | list) for one in kept):
        yield "filter", {"found": key}


def _kpis(_: str, value: object) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield "kpis", {"found": "kpis"}
        return
    for kpi, figures in value.items():
        if not isinstance(figures, dict) or not figures:
            yield "kpis", {"found": f"kpis.{kpi}"}
            continue
        for key, one in figures.items():
            if key not in FIGURES:
                yield "key", {"found": f"kpis.{kpi}.{key}", "near": ", ".join(FIGURES)}
            else:
                yield from _figure(f"kpis.{kpi}.{key}", one)


def _check(_: str, value: object) -> Iterator[Mistake]:
    for one in value if isinstance(value, list) else [None]:
        if not isinstance(one, dict) or not isinstance(one.get("whole"), str) or not _all_texts(one.get("parts")):
            yield "check", {}
            continue
        named = {one["whole"], *one["parts"]}
        unknown = [key for key in one if key not in _CHECK_KEYS]
        if unknown:
            yield "key", {"found": f"check.{unknown[0]}", "near": ", ".join(_CHECK_KEYS)}
        elif not set(one.get("doubt", [])) <= named:
            yield "doubt", {"found": ", ".join(str(name) for name in one["doubt"]), "near": ", ".join(map(str, named))}
        elif not isinstance(one.get("tolerance", 0), int | float):
            yield "tolerance", {"found": str(one["tolerance"])}


def _date_format(_: str, value: object) -> Iterator[Mistake]:
    if not isinstance(value, str) or format_pattern(value) is None:
        yield "date_format", {"found": str(value)}


def _header_line(key: str, value: object) -> Iterator[Mistake]:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        yield "whole", {"found": key}


_KINDS: Mapping[str, Callable[[str, object], Iterator[Mistake]]] = {
    "text": _text,
    "choice": _choice,
    "list": _texts,
    "figure": _figure,
    "names": _names,
    "filter": _filter,
    "kpis": _kpis,
    "check": _check,
    "date_format": _date_format,
    "header_line": _header_line,
}
