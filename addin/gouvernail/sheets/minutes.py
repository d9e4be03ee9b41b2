"""The minutes of a meeting, told once as blocks of text; a sheet and a Word document draw the same blocks.

Two pages at most: what is beyond the lines shown stays in its own sheet, and the minutes say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

import pandas as pd

from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import missing, str_of
from gouvernail.sheets.frozen import restatement_sentence
from gouvernail.sheets.layout import Record
from gouvernail.sheets.parts import Cell, Sheet
from gouvernail.terms import MinutesVerb, Party, Presence, Seat
from gouvernail.words.catalogue import Catalogue

WIDTHS = (4.7,) * 24
DECISIONS_SHOWN, POSTPONED_SHOWN, ACTIONS_SHOWN, RESTATED_SHOWN = 9, 5, 9, 4
_TEXT, _QUOTED = 110, 360
_PEOPLE = (4, 10, 6, 4)
_NAMES = 34  # letters of names per share of the page's width: columns of equal height
_HASH = 12
_UNDECIDED = (MinutesVerb.POSTPONES, MinutesVerb.ESCALATES)


@dataclass(frozen=True)
class Grid:
    """A small table of texts: its columns' shares of a width of 24, its headers and its lines."""

    shares: tuple[int, ...]
    headers: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Block:
    """A part of the minutes: its heading, then its table, then its sentences."""

    heading: str
    sentences: tuple[str, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True)
class MinutesFrames:
    """What the minutes tell; frames as declared in `schema.minutes`.

    Args:
        meeting: its one line, with ``version`` (of the add-in that froze its figures; missing when it did not),
            ``missing_roles``, ``client_level``, ``provider_level``, ``next_proposed`` (bool).
        people: from `minutes.people_of`.
        decisions: from `minutes.minuted_decisions`.
        actions: from `minutes.minuted_actions`.
        restatements: of what had been frozen before, as `rules.restatements.restatements` gives them.
    """

    meeting: pd.DataFrame
    people: pd.DataFrame
    decisions: pd.DataFrame
    actions: pd.DataFrame
    restatements: pd.DataFrame


def minutes_blocks(frames: MinutesFrames, context: Context) -> tuple[Block, ...]:
    """The minutes, part by part, in the order in which they are read back."""
    words, [meeting] = context.words, frames.meeting.to_dict("records")
    undecided = frames.decisions["verb"].isin(_UNDECIDED)
    return (
        _header(meeting, words),
        _people(frames.people, context),
        _decisions(frames.decisions[~undecided], words),
        _actions(frames.actions, context),
        _postponed(frames.decisions[undecided], words),
        _reservations(meeting, context),
        _restatements(frames.restatements, words),
        _closing(meeting, context),
    )


def minutes_sheet(blocks: Sequence[Block], context: Context, *, period: str) -> Sheet:
    """The minutes as a sheet, two portrait pages at most; the service's name, often long, is left to the other pages."""
    context = replace(context, settings=replace(context.settings, service=""))
    page = context.page("minutes", WIDTHS, printed=len(WIDTHS), period=period, title="minutes.title")
    for block in blocks:
        page.heading(block.heading)
        if block.grid:
            headers = [Cell(text, "header") for text in block.grid.headers]
            lines = [[Cell(text, "wrap") for text in line] for line in block.grid.lines]
            page.row = page.grid(block.grid.shares, headers, lines).bottom + 1
        for sentence in block.sentences:
            page.sentence(sentence, "wrap")
        page.gap()
    return page.build(landscape=False, pages_high=2)


def signature_names(context: Context) -> tuple[str, str]:
    """Who signs: the two parties by their names, else by their part."""
    words, settings = context.words, context.settings
    return (
        settings.client or words.choice("Party", Party.CLIENT.value),
        settings.provider or words.choice("Party", Party.PROVIDER.value),
    )


def _header(meeting: Record, words: Catalogue) -> Block:
    planned, held = _day(meeting, "planned", words), _day(meeting, "held", words)
    facts = {"planned": planned, "held": held, "place": str_of(meeting, "place") or words.say("minutes.no_place")}
    heading = words.say(
        "minutes.heading",
        committee=words.choice("Committee", str(meeting["committee"])).capitalize(),
        occurrence=meeting["occurrence"],
        meeting=meeting["meeting_id"],
    )
    when = words.say("minutes.as_planned" if planned == held else "minutes.planned", **facts)
    return Block(heading, (when, _verdict(meeting, words), _frozen(meeting, words)))


def _verdict(meeting: Record, words: Catalogue) -> str:
    levels = [str_of(meeting, f"{party}_level") or "–" for party in Party]
    parity = words.say("minutes.parity", client=levels[0], provider=levels[1])
    if meeting["quorum"]:
        return f"{words.say('minutes.quorum')} {parity}"
    lacks = [words.say(f"frozen.lacks.{one}") for one in str_of(meeting, "lacks").split(";") if one]
    why, roles = words.listed(lacks), str_of(meeting, "missing_roles").replace(";", ", ")
    told = words.say("minutes.missing_roles", why=why, roles=roles) if roles else why
    return f"{words.say('minutes.no_quorum', why=told)} {parity}"


def _frozen(meeting: Record, words: Catalogue) -> str:
    if missing(meeting.get("freeze_id")):
        return words.say("minutes.not_frozen")
    facts = {"freeze": meeting["freeze_id"], "version": meeting["version"], "hash": str_of(meeting, "hash")[:_HASH]}
    return words.say("minutes.frozen", **facts)


def _people(people: pd.DataFrame, context: Context) -> Block:
    words, names = context.words, signature_names(context)
    lines = []
    for party, name in zip(Party, names, strict=True):
        own = people[people["party"] == party]
        told = (
            _named(own[own["presence"] == presence], words, _NAMES * share)
            for presence, share in zip(Presence, _PEOPLE[1:], strict=True)
        )
        lines.append((name, *told))
    grid = Grid(_PEOPLE, _headers(words, "party", "present", "excused", "absent"), tuple(lines))
    others = people[people["party"].isna() & (people["presence"] == Presence.PRESENT)]
    visitors = (words.say("minutes.visitors", people=", ".join(others["person"])),) if len(others) else ()
    return Block(words.say("minutes.people"), visitors, grid)


def _named(people: pd.DataFrame, words: Catalogue, room: int) -> str:
    told = [_person(one, words) for one in people.to_dict("records")]
    return shorten(" · ".join(told), room, placeholder=" …") or words.say("minutes.nobody")


def _person(record: Record, words: Catalogue) -> str:
    seat, level = str_of(record, "seat"), str_of(record, "level")
    parts = [str_of(record, "role"), words.say("minutes.level", level=level) if level else ""]
    parts.append(words.choice("Seat", seat) if seat in {Seat.DEPUTY, Seat.GUEST} else "")
    return words.say("minutes.person", person=record["person"], role=", ".join(one for one in parts if one))


def _decisions(decisions: pd.DataFrame, words: Catalogue) -> Block:
    heading = words.say("minutes.decisions")
    if decisions.empty:
        return Block(heading, (words.say("minutes.none_decided"),))
    shown = decisions.head(DECISIONS_SHOWN)
    grid = Grid(
        (2, 3, 9, 3, 4, 3),
        _headers(words, "id", "verb", "text", "outcome", "owner", "due"),
        tuple(
            (
                str(one["decision_id"]),
                words.choice("MinutesVerb", str(one["verb"])),
                _matter(one, words),
                _outcome(one, words),
                str_of(one, "owner"),
                _day(one, "due", words),
            )
            for one in shown.to_dict("records")
        ),
    )
    return Block(heading, _more(len(decisions), len(shown), "decisions", words), grid)


def _postponed(decisions: pd.DataFrame, words: Catalogue) -> Block:
    heading = words.say("minutes.postponed")
    if decisions.empty:
        return Block(heading, (words.say("minutes.none_postponed"),))
    shown = decisions.head(POSTPONED_SHOWN)
    grid = Grid(
        (2, 3, 11, 8),
        _headers(words, "id", "verb", "text", "outcome"),
        tuple(
            (
                str(one["decision_id"]),
                words.choice("MinutesVerb", str(one["verb"])),
                _matter(one, words),
                _waiting(one, words),
            )
            for one in shown.to_dict("records")
        ),
    )
    return Block(heading, _more(len(decisions), len(shown), "decisions", words), grid)


def _matter(record: Record, words: Catalogue) -> str:
    text, amount = shorten(str_of(record, "question"), _TEXT, placeholder=" …"), record.get("amount")
    return text if missing(amount) else words.say("minutes.by", text=text, amount=words.quantity(float(str(amount)), "€", 0))


def _outcome(record: Record, words: Catalogue) -> str:
    committee = words.choice("Committee", str(record["waits_for"]))
    return words.say(f"minutes.outcome.{record['state']}", committee=committee)


def _waiting(record: Record, words: Catalogue) -> str:
    """How often it was put off, and whom it waits for now."""
    times = int(record["postponed"])  # type: ignore[call-overload]
    told = [words.say("minutes.postponed_times", n=times) if times else "", _outcome(record, words)]
    return " · ".join(one for one in told if one)


def _actions(actions: pd.DataFrame, context: Context) -> Block:
    words, heading = context.words, context.words.say("minutes.actions")
    if actions.empty:
        return Block(heading, (words.say("minutes.none_actions"),))
    shown = actions.head(ACTIONS_SHOWN)
    grid = Grid(
        (2, 8, 4, 3, 4, 3),
        _headers(words, "id", "text", "owner", "party", "about", "due"),
        tuple(_action(one, words) for one in shown.to_dict("records")),
    )
    return Block(heading, _more(len(actions), len(shown), "actions", words), grid)


def _action(record: Record, words: Catalogue) -> tuple[str, ...]:
    party = str_of(record, "party")
    about = [str_of(record, "kpi_id"), str_of(record, "finding_id").replace(";", ", "), str_of(record, "decision_id")]
    return (
        str(record["action_id"]),
        shorten(str_of(record, "description"), _TEXT, placeholder=" …"),
        str_of(record, "owner") or "–",
        words.choice("Party", party) if party else "–",
        " · ".join(one for one in about if one) or "–",
        _day(record, "due", words),
    )


def _reservations(meeting: Record, context: Context) -> Block:
    words = context.words
    quoted = tuple(
        words.say("minutes.said", party=name, text=shorten(text, _QUOTED, placeholder=" …"))
        for party, name in zip(Party, signature_names(context), strict=True)
        if (text := str_of(meeting, f"reservations_{party}"))
    )
    return Block(words.say("minutes.reservations"), quoted or (words.say("minutes.none_reservations"),))


def _restatements(restatements: pd.DataFrame, words: Catalogue) -> Block:
    shown = restatements.head(RESTATED_SHOWN)
    told = tuple(
        words.say(
            "minutes.restated",
            sentence=restatement_sentence(one, words),
            effect=words.choice("RestatementEffect", str(one["effect"])),
        )
        for one in shown.to_dict("records")
    )
    more = _more(len(restatements), len(shown), "frozen", words)
    return Block(words.say("minutes.restatements"), (*told, *more) or (words.say("minutes.none_restated"),))


def _closing(meeting: Record, context: Context) -> Block:
    words = context.words
    known = "next_proposed" if meeting["next_proposed"] else "next"
    if missing(meeting["next_meeting"]):
        known = "next_unknown"
    tacit = words.say("minutes.tacit", day=_day(meeting, "tacit_approval", words), n=context.settings.tacit_approval_days)
    return Block(words.say("minutes.closing"), (words.say(f"minutes.{known}", day=_day(meeting, "next_meeting", words)), tacit))


def _more(found: int, shown: int, sheet: str, words: Catalogue) -> tuple[str, ...]:
    return (words.say("minutes.more", n=found - shown, sheet=words.sheet(sheet)),) if found > shown else ()


def _headers(words: Catalogue, *keys: str) -> tuple[str, ...]:
    return tuple(words.say(f"minutes.headers.{key}") for key in keys)


def _day(record: Record, key: str, words: Catalogue) -> str:
    value = record.get(key)
    return "–" if missing(value) else words.day(pd.Timestamp(str(value)).date())
