"""What a flow gives: the sheets to draw and the frames that they show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from gouvernail.sheets.parts import Sheet


@dataclass(frozen=True)
class Drawing:
    """Described sheets, and the tables on them by key, with the schema's keys."""

    sheets: tuple[Sheet, ...]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
