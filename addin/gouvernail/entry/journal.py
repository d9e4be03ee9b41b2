"""The log: what was pressed, and the full story of a defect under a number that a manager can read out."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

_SIZE, _KEPT = 1_000_000, 2


class Journal:
    """A log file that never grows beyond a few megabytes.

    Args:
        file: made, with its folder, at the first line.
        now: the time, with its zone.
    """

    def __init__(self, file: Path, now: Callable[[], datetime]) -> None:
        self.file = file
        self._now = now

    def note(self, text: str) -> None:
        """One line."""
        with self._logger() as logger:
            logger.info(text)

    def defect(self, error: BaseException, doing: str) -> str:
        """The full traceback of an error.

        Returns:
            The number under which it stands: the second it happened, such as `20260402-101502`.
        """
        incident = f"{self._now():%Y%m%d-%H%M%S}"
        with self._logger() as logger:
            logger.error("%s: defect %s", doing, incident, exc_info=error)
        return incident

    @contextmanager
    def _logger(self) -> Iterator[logging.Logger]:
        """Open for the length of one line, so that two programs may write and an uninstaller may delete."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(self.file, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger = logging.Logger("gouvernail", logging.INFO)
        logger.addHandler(handler)
        try:
            yield logger
        finally:
            handler.close()
