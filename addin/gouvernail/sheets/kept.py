"""The foot of a page: the comments whose line is no longer drawn. They are never dropped, and go back when the line does."""

from collections.abc import Mapping

import pandas as pd

from gouvernail.schema.kinds import Table
from gouvernail.sheets.layout import Page


def draw_kept(page: Page, table: Table, kept: Mapping[str, str]) -> None:
    """Draw the table of comments without a line; nothing when there is none."""
    if not kept:
        return
    page.heading(page.words.table(table.key))
    frame = pd.DataFrame({"line": list(kept), "comment": list(kept.values())})
    page.table(table, frame)
