"""Who was at the table: quorum, parity of level, roles that were missing."""

from collections.abc import Mapping
from enum import StrEnum, unique

import pandas as pd

from gouvernail.rules.lookups import joined, looked_up
from gouvernail.rules.themes import plain, plain_all
from gouvernail.terms import Committee, Party, Presence, Seat


@unique
class Lack(StrEnum):
    """Why a meeting was held without quorum, in the order in which reasons are listed."""

    NO_ATTENDANCE = "no_attendance"
    CLIENT_ABSENT = "client_absent"
    PROVIDER_ABSENT = "provider_absent"
    ROLE_MISSING = "role_missing"
    PARITY = "parity"


def add_quorum(
    meetings: pd.DataFrame, attendance: pd.DataFrame, participants: pd.DataFrame, committees: pd.DataFrame
) -> pd.DataFrame:
    """Add whether each meeting that was held could decide.

    It could with a titular or a deputy of each party, every required role, and at the strategic committee the same
    highest level on both sides (1 is the highest). Guests do not count. A deputy answers for a role of an absent
    titular of the same party, one role each. People sit as the table has them on the day of the meeting: a change of
    party, role or level before or after does not matter.

    Args:
        meetings: table `meetings`; only those with a ``held`` day are judged.
        attendance: table `attendance`.
        participants: table `participants`.
        committees: table `committees`. Reads ``committee``, ``required_roles``.

    Returns:
        Same rows and index, with ``quorum`` (bool, False while not held), ``lacks`` (`Lack` keys joined by ";"),
        ``missing_roles`` (as the committee's row writes them, joined by ";"), ``client_level`` and
        ``provider_level`` (the highest present, Int64, <NA> for none).

    Source: docs/semantics.md §4.8.
    """
    present = seats_present(meetings, attendance, participants)
    names, held = meetings["meeting_id"], meetings["held"].notna()
    voting = present[present["seat"] != Seat.GUEST]
    levels = {party: _highest(names, voting, party) for party in Party}
    missing = _missing_roles(meetings[held], voting, participants, committees)
    roles = looked_up(names, joined(missing["role"], missing["meeting_id"]), "")
    equal = (levels[Party.CLIENT] == levels[Party.PROVIDER]).fillna(value=False).astype("bool")
    typed = names.isin(attendance["meeting_id"])
    lacks = {
        Lack.NO_ATTENDANCE: ~typed,
        Lack.CLIENT_ABSENT: typed & levels[Party.CLIENT].isna(),
        Lack.PROVIDER_ABSENT: typed & levels[Party.PROVIDER].isna(),
        Lack.ROLE_MISSING: typed & (roles != ""),
        Lack.PARITY: typed & (meetings["committee"] == Committee.STRATEGIC) & ~equal,
    }
    told = pd.Series("", index=meetings.index, dtype="str")
    for lack, holds in lacks.items():
        told = told.where(~(holds & held), told + ";" + lack.value)
    told = told.str.removeprefix(";")
    return meetings.assign(
        quorum=held & (told == ""),
        lacks=told,
        missing_roles=roles.where(held & typed, ""),
        client_level=levels[Party.CLIENT],
        provider_level=levels[Party.PROVIDER],
    )


def seats_present(meetings: pd.DataFrame, attendance: pd.DataFrame, participants: pd.DataFrame) -> pd.DataFrame:
    """The people present at each meeting held, in the seats they had that day.

    Returns:
        One row per person present and seat: ``meeting_id``, ``committee``, ``person_key``, ``party``, ``role_key``,
        ``level``, ``seat``. Somebody without a seat in that committee on that day is absent from it.
    """
    present = attendance.loc[attendance["presence"] == Presence.PRESENT, ["meeting_id", "person"]]
    present = present.assign(person_key=plain_all(present["person"])).drop(columns="person")
    seats = seats_on(meetings, participants)
    return present.merge(seats, on=["meeting_id", "person_key"])


def seats_on(meetings: pd.DataFrame, participants: pd.DataFrame) -> pd.DataFrame:
    """The seats of each meeting's committee on the day it was held, guests included: columns of `seats_present`."""
    seats = pd.DataFrame(
        {
            "committee": participants["committee"],
            "person_key": plain_all(participants["person"]),
            "party": participants["party"],
            "role_key": plain_all(participants["role"]),
            "level": participants["level"],
            "seat": participants["seat"],
            "valid_from": participants["valid_from"],
            "valid_to": participants["valid_to"],
        }
    )
    held = meetings.loc[meetings["held"].notna(), ["meeting_id", "committee", "held"]]
    both = held.merge(seats, on="committee")
    valid = ~(both["valid_from"] > both["held"]) & ~(both["valid_to"] < both["held"])
    return both[valid].drop(columns=["held", "valid_from", "valid_to"])


def absent_families(participants: pd.DataFrame, families: Mapping[str, tuple[str, ...]], committee: str) -> list[str]:
    """The families of roles that nobody of a committee stands for: for information, nothing is blocked.

    Args:
        participants: table `participants`, those of the day; guests stand for their family too.
        families: words found in the roles of each family, by family key.
        committee: a committee key.

    Examples:
        >>> seats = pd.DataFrame({"committee": ["steering"], "role": ["Responsable Qualité"]})
        >>> absent_families(seats, {"quality": ("qualité",), "hr": ("ressources humaines", "RH")}, "steering")
        ['hr']
    """
    roles = plain_all(participants.loc[participants["committee"] == committee, "role"]).tolist()
    return [family for family, words in families.items() if not any(plain(word) in role for word in words for role in roles)]


def _highest(names: pd.Series, voting: pd.DataFrame, party: Party) -> pd.Series:
    """The highest level of a party at each meeting: the lowest number; Int64, <NA> for nobody."""
    levels = voting[voting["party"] == party].groupby("meeting_id")["level"].min()
    return levels.reindex(names).astype("Int64").set_axis(names.index)


def _missing_roles(
    held: pd.DataFrame, voting: pd.DataFrame, participants: pd.DataFrame, committees: pd.DataFrame
) -> pd.DataFrame:
    """The required roles that nobody answered for: ``meeting_id``, ``role``."""
    asked = committees[["committee", "required_roles"]].dropna()
    asked = asked.assign(role=asked["required_roles"].str.split(";")).explode("role").drop(columns="required_roles")
    asked = held[["meeting_id", "committee"]].merge(asked.assign(role_key=plain_all(asked["role"])), on="committee")
    roles = ["meeting_id", "role_key"]
    absent = asked[~_among(asked, voting, roles)]
    titulars = seats_on(held, participants)
    titulars = titulars[titulars["seat"] == Seat.TITULAR].drop_duplicates(roles)
    absent = absent.merge(titulars[[*roles, "party"]], on=roles, how="left")
    spare = voting[(voting["seat"] == Seat.DEPUTY) & ~_among(voting, asked, roles)].drop_duplicates(
        ["meeting_id", "person_key"]
    )
    deputies = spare.groupby(["meeting_id", "party"]).size().rename("deputies")
    absent = absent.join(deputies, on=["meeting_id", "party"])
    rank = absent.groupby(["meeting_id", "party"], dropna=False).cumcount()
    return absent.loc[~(rank < absent["deputies"].fillna(0)), ["meeting_id", "role"]]


def _among(rows: pd.DataFrame, others: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Which rows have their values of ``columns`` among the others'; bool, same index."""
    found = pd.MultiIndex.from_frame(rows[columns]).isin(pd.MultiIndex.from_frame(others[columns]))
    return pd.Series(found, index=rows.index)
