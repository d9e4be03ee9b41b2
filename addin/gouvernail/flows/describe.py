"""The declared tables, as JSON for programs and as a page for people."""

from collections.abc import Iterator
from typing import Any

from gouvernail.schema.kinds import Column, Table
from gouvernail.schema.tables import TABLES
from gouvernail.words.catalogue import LANGUAGES, Catalogue

_WORDS = {language: Catalogue(language) for language in LANGUAGES}


def schema() -> dict[str, Any]:
    """Every table, with its columns, labels, types and choices."""
    return {"tables": [_table(table) for table in TABLES.values()]}


def schema_page() -> str:
    """The same for people, in Markdown: one section per table, both languages side by side."""
    lines = [
        "# Tables of the workbook",
        "",
        "Printed from the declarations by `gouvernail schema`. Keys are the same in every language.",
        "",
    ]
    for table in TABLES.values():
        lines += [*_section(table), ""]
    return "\n".join(lines)


def _table(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "name": table.name,
        "kind": table.kind,
        "sheet": {language: words.sheet(table.sheet) for language, words in _WORDS.items()},
        "unique": list(table.unique),
        "columns": [_column(table, column) for column in table],
    }


def _column(table: Table, column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "key": column.key,
        "labels": {language: words.column(table.key, column.key) for language, words in _WORDS.items()},
        "type": column.kind,
        "required": column.required,
        "choices": [_choice(column, one.value) for one in column.choices or ()],
    }
    extras = {"refers_to": column.refers_to, "many": column.many, "minimum": column.minimum, "maximum": column.maximum}
    return described | {key: value for key, value in extras.items() if value not in ("", None, False)}


def _choice(column: Column, key: str) -> dict[str, str]:
    assert column.choices is not None
    return {"key": key} | {language: words.choice(column.choices.__name__, key) for language, words in _WORDS.items()}


def _section(table: Table) -> Iterator[str]:
    french, english = _WORDS["fr"], _WORDS["en"]
    yield f"## `{table.name}` · {french.table(table.key)} · {english.table(table.key)}"
    yield ""
    told = f"{'Filled in by people' if table.kind == 'input' else 'Drawn by the add-in'}, on the sheet "
    key = f" A row is named by {', '.join(f'`{one}`' for one in table.unique)}." if table.unique else ""
    yield f"{told}« {french.sheet(table.sheet)} » / “{english.sheet(table.sheet)}”.{key}"
    yield ""
    yield "| key | français | English | type | needed | choices |"
    yield "|---|---|---|---|---|---|"
    for column in table:
        choices = "<br>".join(f"{one['fr']} / {one['en']}" for one in _column(table, column)["choices"])
        kind = column.kind + (f" → `{column.refers_to}`" if column.refers_to else "") + (" (several)" if column.many else "")
        labels = f"{french.column(table.key, column.key)} | {english.column(table.key, column.key)}"
        yield f"| `{column.key}` | {labels} | {kind} | {'yes' if column.required else ''} | {choices} |"
