"""Values found by key, with one answer for what has none."""

import pandas as pd


def looked_up(keys: pd.Series, values: pd.Series, missing: str | int) -> pd.Series:
    """The value of each key, ``missing`` where there is none; text or int64, same index as ``keys``.

    Args:
        keys: what to look for; several may be the same, or missing.
        values: indexed by key, each key once; may be empty.
        missing: what a key without value gets; its type is that of the result.

    Examples:
        >>> looked_up(pd.Series(["A", "B", "A"]), pd.Series({"A": 2}), 0).tolist()
        [2, 0, 2]
    """
    found = values.reindex(pd.Index(keys)).astype("object")
    return found.where(found.notna(), missing).astype("str" if isinstance(missing, str) else "int64").set_axis(keys.index)


def joined(texts: pd.Series, keys: pd.Series) -> pd.Series:
    """The texts of each key joined by ";", in their order: text, by key, each key once.

    >>> joined(pd.Series(["C-1", "C-2", "C-3"]), pd.Series(["L", "M", "L"])).to_dict()
    {'L': 'C-1;C-3', 'M': 'C-2'}
    """
    gathered: dict[object, list[str]] = {}
    for text, key in zip(texts, keys, strict=True):
        gathered.setdefault(key, []).append(text)
    return pd.Series({key: ";".join(some) for key, some in gathered.items()}, dtype="str")
