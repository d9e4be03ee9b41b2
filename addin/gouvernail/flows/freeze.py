"""« Arrêtés »: the figures of a meeting frozen as it was shown them, and what has changed in them since."""

from collections.abc import Mapping, Sequence

import pandas as pd

from gouvernail import __version__
from gouvernail.flows.figures import Figures
from gouvernail.flows.frozen import CONTENT, Freezes, spec_of
from gouvernail.flows.frozen_items import frozen_figures, frozen_findings, frozen_items, main_figures
from gouvernail.flows.page import Drawing
from gouvernail.problems import Effect, Fact, PageRefused, Problem
from gouvernail.rules.freeze_conditions import Unmet, last_steering, meetings_of_day, unsure_kpis
from gouvernail.rules.freezes import HASH, add_seals, freeze_hash, settle
from gouvernail.rules.quorum import add_quorum, seats_present
from gouvernail.rules.themes import plain_all
from gouvernail.schema.frozen import FREEZES, FROZEN_BREAKS, FROZEN_FIGURES, FROZEN_FINDINGS, FROZEN_ITEMS, RESTATEMENTS
from gouvernail.sheets.frozen import UNREAD, FrozenFrames, frozen_sheet
from gouvernail.sheets.layout import Record
from gouvernail.terms import Party

_NAMED = 5
Tables = Mapping[str, pd.DataFrame]


def draw(figures: Figures) -> Drawing:
    """Freeze the meetings of the day, and draw all that was ever frozen.

    Raises:
        PageRefused: something asks to be confirmed first, one problem each; or a frozen table lacks a column.
    """
    standing = _standing(figures)
    tables = standing.tables
    for meeting in _meetings(figures).to_dict("records"):
        tables = freeze(figures, meeting, tables)
    return _drawing(figures, standing, tables)


def redraw(figures: Figures) -> Drawing:
    """Draw what was frozen, with what has changed since; nothing is added."""
    standing = _standing(figures)
    return _drawing(figures, standing, standing.tables)


def freeze(figures: Figures, meeting: Record, tables: Tables) -> Tables:
    """The frozen tables with one more freeze, chained to the last one.

    Args:
        figures: of the day of the meeting.
        meeting: its row of the `meetings` table, with the columns of `quorum.add_quorum`.
        tables: what was frozen before, as `frozen.Freezes.tables`.

    Raises:
        PageRefused: something asks to be confirmed first.
    """
    unmet = _unmet(figures, meeting, tables[FREEZES.key])
    if unmet and not figures.confirmed:
        raise PageRefused(unmet)
    register = tables[FREEZES.key]
    name = _free_name(str(meeting["meeting_id"]), register["freeze_id"])
    committee = str(meeting["committee"])
    content = {
        FROZEN_FIGURES: frozen_figures(figures, committee),
        FROZEN_ITEMS: frozen_items(figures, committee),
        FROZEN_FINDINGS: frozen_findings(figures),
    }
    added = {}
    for table, rows in content.items():
        spec = spec_of(table)
        added[table.key] = add_seals(settle(rows.assign(freeze_id=name), spec), spec)
    line = _register_line(figures, meeting, name, register, [one.code.rpartition(".")[2] for one in unmet], added)
    added[FREEZES.key] = _hashed(line, added)
    return {key: _appended(frame, added[key]) for key, frame in tables.items()}


def _standing(figures: Figures) -> Freezes:
    standing = figures.freezes
    if standing.refusals:
        raise PageRefused(standing.refusals)
    return standing


def _drawing(figures: Figures, standing: Freezes, tables: Tables) -> Drawing:
    frames = FrozenFrames(tables, figures.restatements, standing.breaks)
    sheet = frozen_sheet(frames, figures.context)
    drawn = {table.key: tables[table.key][list(table.keys)] for table in (FREEZES, *CONTENT)}
    drawn[RESTATEMENTS.key] = figures.restatements.reindex(columns=list(RESTATEMENTS.keys))
    drawn[FROZEN_BREAKS.key] = standing.breaks[list(FROZEN_BREAKS.keys)]
    return Drawing((sheet,), drawn)


def _meetings(figures: Figures) -> pd.DataFrame:
    """The meetings to freeze, one row each, judged as held; the last steering one when there is none that day.

    Raises:
        PageRefused: there is none of the month before either.
    """
    columns = figures.inputs.frame("meetings").columns
    meetings = figures.meetings[columns]
    there = meetings_of_day(meetings, figures.as_of)
    if there.empty:
        there = last_steering(meetings, figures.as_of)
    if there.empty:
        raise PageRefused([Problem("freeze.no_meeting_known", None, {"day": figures.as_of.isoformat()}, Effect.PAGE)])
    read = figures.inputs.frame
    return add_quorum(there, read("attendance"), read("participants"), read("committees"))


def _unmet(figures: Figures, meeting: Record, register: pd.DataFrame) -> list[Problem]:
    """What asks to be confirmed before this meeting is frozen."""
    name, words = str(meeting["meeting_id"]), figures.words
    day = pd.Timestamp(str(meeting["held"])).date()
    found: list[Problem] = []
    if day != figures.as_of:
        found.append(_asks(Unmet.NO_MEETING, day=figures.as_of.isoformat(), meeting=name, held=day.isoformat()))
    earlier = register[register["meeting_id"].eq(name).fillna(value=False)]
    if len(earlier):
        found.append(_asks(Unmet.AGAIN, meeting=name, found=str(earlier["freeze_id"].iloc[-1])))
    if not meeting["quorum"]:
        lacks = [words.say(f"frozen.lacks.{one}") for one in str(meeting["lacks"]).split(";")]
        found.append(_asks(Unmet.WITHOUT_QUORUM, meeting=name, why=words.listed(lacks)))
    shown = main_figures(figures, str(meeting["committee"]))
    for unmet in (Unmet.TO_CHECK, Unmet.PROVISIONAL):
        kpis = unsure_kpis(shown, unmet.value)
        if kpis:
            found.append(_asks(unmet, count=len(kpis), kpis=_some(kpis)))
    return found


def _asks(unmet: Unmet, **facts: Fact) -> Problem:
    return Problem(f"freeze.{unmet.value}", None, facts, Effect.PAGE)


def _some(kpis: Sequence[str]) -> str:
    return ", ".join(kpis[:_NAMED]) + ("…" if len(kpis) > _NAMED else "")


def _free_name(meeting: str, taken: "pd.Series[str]") -> str:
    """The meeting's own id, then with a number: two freezes of one meeting are two."""
    known, name, number = set(taken), meeting, 2
    while name in known:
        name, number = f"{meeting}/{number}", number + 1
    return name


def _register_line(
    figures: Figures, meeting: Record, name: str, register: pd.DataFrame, confirmed: Sequence[str], added: Tables
) -> pd.DataFrame:
    """The freeze's line of the register, without its hash."""
    earlier = register[~register[UNREAD]].sort_values("rank", kind="stable")
    period = main_figures(figures, str(meeting["committee"]))["period"]
    line = {
        "freeze_id": name,
        "meeting_id": meeting["meeting_id"],
        "committee": meeting["committee"],
        "as_of": pd.Timestamp(figures.as_of),
        "period": period.iloc[0] if len(period) else None,
        "quorum": bool(meeting["quorum"]),
        **_present(figures, meeting),
        **{table.key: len(added[table.key]) for table in CONTENT},
        "version": __version__,
        "rank": int(earlier["rank"].iloc[-1]) + 1 if len(earlier) else 1,
        "confirmed": ";".join(confirmed),
        "lacks": meeting["lacks"],
        "missing_roles": meeting["missing_roles"],
        "previous": earlier[HASH].iloc[-1] if len(earlier) else "",
    }
    return settle(pd.DataFrame([line]), spec_of(FREEZES))


def _present(figures: Figures, meeting: Record) -> dict[str, str]:
    """Who was there, by party; a comma would part a name in two."""
    read = figures.inputs.frame
    attendance = read("attendance")
    seats = seats_present(pd.DataFrame([meeting]), attendance, read("participants")).drop_duplicates("person_key")
    spelt = attendance["person"].groupby(plain_all(attendance["person"])).first()
    names = seats["person_key"].map(spelt).str.replace(r"[;,]", " ", regex=True)
    return {f"present_{party.value}": ";".join(names[seats["party"] == party]) for party in Party}


def _hashed(line: pd.DataFrame, added: Tables) -> pd.DataFrame:
    content = {table.key: (added[table.key], spec_of(table)) for table in CONTENT}
    return line.assign(**{HASH: freeze_hash(line, spec_of(FREEZES), content)})


def _appended(standing: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    """The rows that stand, unchanged, then the new ones; those have no row on the sheet yet."""
    new = added.assign(row=0, **{UNREAD: False})
    if standing.empty:
        return new
    return pd.concat([standing.astype(object), new.astype(object)], ignore_index=True).astype({UNREAD: bool, "row": "int64"})
