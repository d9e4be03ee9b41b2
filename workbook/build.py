"""Build what this folder ships: templates, filled examples with every flow run on them, and the printed schema.

    python workbook/build.py [FOLDER]

The same code gives the same files, byte for byte on one machine; a test fails when those of this folder are stale.
"""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gouvernail.excel.file import FileWorkbook, write_new
from gouvernail.flows.describe import schema_page
from gouvernail.flows.run import run
from gouvernail.flows.template import example_pages, template_sheets
from gouvernail.words.catalogue import Language

TEMPLATES: Mapping[Language, str] = {"fr": "gouvernail-modele-fr.xlsx", "en": "gouvernail-template-en.xlsx"}
EXAMPLES: Mapping[Language, str] = {"fr": "exemple-fr.xlsx", "en": "example-en.xlsx"}
SCHEMA = "SCHEMA.md"


def build(folder: Path) -> list[Path]:
    """Write every file of the folder that is built; those that are there are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        made = Path(place)
        for language, name in TEMPLATES.items():
            write_new(made / name, template_sheets(language))
        for language, name in EXAMPLES.items():
            write_new(made / name, template_sheets(language, example=True), pages=example_pages(language))
            run(FileWorkbook(made / name))
        (made / SCHEMA).write_text(schema_page(), encoding="utf-8", newline="\n")
        names = [*TEMPLATES.values(), *EXAMPLES.values(), SCHEMA]
        for name in names:
            (folder / name).write_bytes((made / name).read_bytes())
    return [folder / name for name in names]


if __name__ == "__main__":
    for file in build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"{file}: {file.stat().st_size // 1024} KB")
