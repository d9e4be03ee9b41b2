"""« Vie des instances »: whether the committees meet, with whom, what their parties rate apart, and the year ahead."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.rules.quorum import absent_families
from gouvernail.schema.committee_life import (
    COMMITTEE_CALENDAR,
    COMMITTEE_ENGAGEMENT,
    COMMITTEE_RHYTHM,
    QUALITATIVE_RATINGS,
)
from gouvernail.sheets.committee_life import LifeFrames, committee_life_sheet
from gouvernail.terms import Committee


def draw(figures: Figures) -> Drawing:
    """The page of the committees.

    Raises:
        PageRefused: there is no table of committees or meetings, or one that would falsify the page.
    """
    figures.inputs.need("committees", "meetings")
    frames = LifeFrames(
        rhythm=_rhythm(figures),
        engagement=figures.engagement,
        calendar=figures.year_ahead,
        ratings=figures.ratings,
        absent=_absent(figures),
    )
    drawn = {
        COMMITTEE_RHYTHM: frames.rhythm,
        COMMITTEE_ENGAGEMENT: frames.engagement,
        COMMITTEE_CALENDAR: frames.calendar,
        QUALITATIVE_RATINGS: frames.ratings,
    }
    sheet = committee_life_sheet(frames, figures.context)
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in drawn.items()})


def _rhythm(figures: Figures) -> pd.DataFrame:
    """How each committee kept its rhythm, and when it meets next."""
    following = figures.year_ahead.drop_duplicates("committee").set_index("committee")
    rates = figures.held_rates.rename(columns={"planned": "planned_count", "held": "held_count"})
    own = following.reindex(rates["committee"].tolist())
    return rates.assign(next_meeting=own["planned"].to_numpy(), next_proposed=own["proposed"].eq(True).to_numpy())


def _absent(figures: Figures) -> list[str]:
    """The families of roles that the steering committee of the day lacks; none told while nobody is entered."""
    people = figures.sound("participants")["participants"]
    today = pd.Timestamp(figures.as_of)
    seated = people[~(people["valid_from"] > today) & ~(people["valid_to"] < today)]
    if not seated["committee"].eq(Committee.STEERING).any():
        return []
    spelt = figures.words.forms("committee_life.family_words")
    families = {key: tuple(text.split(";")) for key, text in spelt.items()}
    return absent_families(seated, families, Committee.STEERING.value)
