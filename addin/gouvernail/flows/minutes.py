"""« Relevé de décisions »: the minutes of the last meeting held, out of what was entered."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.problems import Effect, Fact, PageRefused, Problem
from gouvernail.rules.cadence import year_ahead
from gouvernail.rules.decisions import add_decision_state
from gouvernail.rules.meetings import last_meeting
from gouvernail.rules.minutes import last_held, minuted_actions, minuted_decisions, people_of, tacit_approval
from gouvernail.rules.themes import plain, plain_all
from gouvernail.schema.minutes import MINUTED
from gouvernail.sheets.minutes import Block, MinutesFrames, minutes_blocks, minutes_sheet
from gouvernail.terms import Party


def draw(figures: Figures) -> Drawing:
    """The minutes as a sheet.

    Raises:
        PageRefused: no meeting was held yet, or a table would falsify them.
    """
    frames = minutes_frames(figures)
    name, day = frames.meeting["meeting_id"].iloc[0], frames.meeting["held"].iloc[0].date()
    sheet = minutes_sheet(minutes_blocks(frames, figures.context), figures.context, period=f"{name} ({figures.words.day(day)})")
    return Drawing((sheet,), declared(frames))


@dataclass(frozen=True)
class Wanted:
    """Whose minutes are asked for: of a committee, of one meeting by its id; "" for the last one held."""

    committee: str = ""
    meeting: str = ""


ANY = Wanted()


def told(figures: Figures, wanted: Wanted = ANY) -> tuple[MinutesFrames, tuple[Block, ...]]:
    """The minutes of a meeting as frames, and part by part for a document: the same words as on the sheet.

    Raises:
        PageRefused: there is no such meeting, or it was not held yet.
    """
    frames = minutes_frames(figures, wanted)
    return frames, minutes_blocks(frames, figures.context)


def minutes_frames(figures: Figures, wanted: Wanted = ANY) -> MinutesFrames:
    """Everything that the minutes tell, as frames: figures speak for the day of the meeting, whatever came after it."""
    meeting = last_held(figures.meetings, figures.as_of, committee=wanted.committee, meeting=wanted.meeting)
    if meeting.empty:
        raise PageRefused([_not_held(figures, wanted)])
    read, day = figures.inputs.frame, meeting["held"].iloc[0].date()
    decisions = _decisions(figures, meeting, day)
    people = people_of(meeting, read("attendance"), read("participants"))
    actions = minuted_actions(figures.actions_or_none, decisions.loc[decisions["verb"] == "decides", "decision_id"], meeting)
    return MinutesFrames(_line(figures, meeting, day), people, decisions, actions, _restatements(figures, day))


def declared(frames: MinutesFrames) -> dict[str, pd.DataFrame]:
    """The frames by table key, with the columns that `schema.minutes` declares."""
    told = (frames.meeting, frames.people, frames.decisions, frames.actions)
    return {table.key: one.reindex(columns=list(table.keys)) for table, one in zip(MINUTED, told, strict=True)}


def _not_held(figures: Figures, wanted: Wanted) -> Problem:
    """Why there are no minutes: no such meeting, not held, or none held yet."""
    day = figures.as_of.isoformat()
    if wanted.meeting:
        known = figures.meetings
        named = known[plain_all(known["meeting_id"]) == plain(wanted.meeting)]
        last = last_held(known, figures.as_of, committee=wanted.committee)
        facts: dict[str, Fact] = {"found": wanted.meeting, "day": day, "table": "meetings"}
        if named.empty:
            facts["expected"] = str(last["meeting_id"].iloc[0]) if len(last) else figures.words.say("minutes.nobody")
            return Problem("minutes.unknown_meeting", None, facts, Effect.PAGE)
        of = str(named["committee"].iloc[0])
        if wanted.committee not in {"", of}:
            return Problem("minutes.other_committee", None, facts | {"committee": of}, Effect.PAGE)
        facts |= {"row": int(named["row"].iloc[0]), "column": "held"}
        return Problem("minutes.not_held", None, facts, Effect.PAGE, "meetings")
    if wanted.committee:
        return Problem("minutes.none_held_by", None, {"day": day, "committee": wanted.committee}, Effect.PAGE)
    return Problem("minutes.none_held", None, {"day": day}, Effect.PAGE)


def _decisions(figures: Figures, meeting: pd.DataFrame, day: date) -> pd.DataFrame:
    read, meetings = figures.inputs.frame, figures.meetings
    before, after = (
        add_decision_state(read("decisions"), meetings, read("remit"), as_of=one, calendar=figures.calendars[Party.CLIENT])
        for one in (day - timedelta(days=1), day)
    )
    previous = last_meeting(meetings, str(meeting["committee"].iloc[0]), day)
    return minuted_decisions(before, after, meeting, previous=previous)


def _line(figures: Figures, meeting: pd.DataFrame, day: date) -> pd.DataFrame:
    """The meeting's one line: what its freeze says of it, the next one, and when the minutes are accepted."""
    calendars = [figures.calendars[party] for party in Party]
    register = figures.freezes.register
    frozen = register[register["meeting_id"] == meeting["meeting_id"].iloc[0]].tail(1)[["freeze_id", "version", "hash"]]
    ahead = year_ahead(figures.meetings, figures.inputs.frame("committees"), as_of=day, calendars=calendars)
    following = ahead[ahead["committee"] == meeting["committee"].iloc[0]].head(1)
    return meeting.assign(
        **{key: frozen[key].iloc[0] if len(frozen) else None for key in frozen.columns},
        next_meeting=following["planned"].iloc[0] if len(following) else None,
        next_proposed=bool(len(following) and following["proposed"].iloc[0]),
        tacit_approval=pd.Timestamp(tacit_approval(day, figures.settings.tacit_approval_days, calendars)),
    )


def _restatements(figures: Figures, day: date) -> pd.DataFrame:
    """The figures frozen before the meeting that read otherwise since, with the decimals of their KPI."""
    found = figures.restatements
    known = found[pd.to_datetime(found["as_of"]) < pd.Timestamp(day)]
    kpis = figures.inputs.frame("kpis").drop_duplicates("kpi_id")[["kpi_id", "unit", "decimals"]]
    return known.drop(columns=["unit", "decimals"], errors="ignore").merge(kpis, on="kpi_id", how="left")
