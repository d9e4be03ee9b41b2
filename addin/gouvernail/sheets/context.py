"""What every page says of itself: for whom, as of when, and how many rows were left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gouvernail import __version__
from gouvernail.problems import CellRef
from gouvernail.settings import Settings
from gouvernail.sheets.layout import Page
from gouvernail.sheets.parts import Cell
from gouvernail.words.catalogue import Catalogue


@dataclass(frozen=True)
class Context:
    """What a page needs to know besides its figures.

    Args:
        words: the language of the page.
        settings: who the two parties are.
        as_of: the day the figures speak for.
        set_aside: how many rows were left out of the tables that were read.
    """

    words: Catalogue
    settings: Settings
    as_of: date
    set_aside: int = 0

    def page(self, key: str, widths: Sequence[float], *, printed: int = 12, period: str = "", title: str = "") -> Page:
        """A page begun: its title, for whom and as of when it speaks, what was left out.

        Args:
            key: which sheet it is.
            widths: the columns' widths in characters.
            printed: how many columns the printed page shows.
            period: the period that it speaks of, in words.
            title: the name of its title in the word catalogue; `pages.<key>.title` by default.
        """
        words = self.words
        page = Page(key, words, widths, printed=printed, footer=self.footer())
        parties = " – ".join(one for one in (self.settings.client, self.settings.provider) if one)
        told = [parties, self.settings.service, period, words.say("pages.as_of", day=words.day(self.as_of))]
        page.title(words.say(title or f"pages.{key}.title"), " · ".join(one for one in told if one))
        if self.set_aside:
            page.row -= 1
            link = Cell(link=CellRef(words.sheet("checks"), 1, 1))
            page.sentence(words.say("pages.set_aside", n=self.set_aside), "banner", link=link)
            page.gap()
        return page

    def footer(self) -> str:
        """The foot of the printed page: whose it is, as of when, page n of N. An ampersand is doubled, as Excel asks."""
        names = " – ".join(one.replace("&", "&&") for one in (self.settings.client, self.settings.provider) if one)
        left = self.words.say("pages.confidential", parties=names) if names else ""
        middle = self.words.say("pages.footer", day=self.words.day(self.as_of), version=__version__)
        return f"&L&8{left[:90]}&C&8{middle}&R&8&P/&N"
