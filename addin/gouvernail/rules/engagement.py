"""Whether both parties keep what they promised over a year: seats filled, actions and decisions on time."""

from datetime import date

import pandas as pd

from gouvernail.rules.action_state import ActionState
from gouvernail.rules.cadence import keep_last_year
from gouvernail.rules.decisions import DecisionState
from gouvernail.rules.lookups import looked_up
from gouvernail.rules.quorum import seats_on, seats_present
from gouvernail.rules.themes import plain_all
from gouvernail.terms import Party, Seat

_LIVE = [DecisionState.OPEN, DecisionState.TAKEN, DecisionState.TO_CONFIRM]


def engagement(
    meetings: pd.DataFrame,
    attendance: pd.DataFrame,
    participants: pd.DataFrame,
    actions: pd.DataFrame,
    decisions: pd.DataFrame,
    *,
    as_of: date,
) -> pd.DataFrame:
    """What each party did over the 12 months up to ``as_of``, the two always side by side.

    A titular seat counts as filled when its holder was present, or when a deputy of the same party stood in: one
    seat per deputy. An action or a decision counts on time by its first promise: postponing does not improve the
    rate. A decision belongs to the party of its owner, as the owner sat on ``as_of``.

    Args:
        meetings: table `meetings`; those held in the year.
        attendance: table `attendance`.
        participants: table `participants`.
        actions: table `actions` with the columns of `actions.add_lateness`; those first due in the year.
        decisions: table `decisions` with the columns of `decisions.add_decision_state`; those to be carried out in
            the year.
        as_of: the day the figures speak for.

    Returns:
        One row per party: ``party``, ``meetings`` (held), ``seats``, ``filled``, ``attendance_rate``,
        ``open_actions``, ``late_actions``, ``actions_due``, ``actions_on_time``, ``actions_rate``,
        ``open_decisions`` (waiting for an answer or for being carried out), ``late_decisions``, ``decisions_due``,
        ``decisions_on_time``, ``decisions_rate``. Rates are 0 to 1, NaN when nothing was due.

    Source: docs/semantics.md §4.7 "engagement"; feature F10.
    """
    held = keep_last_year(meetings, meetings["held"], as_of=as_of)
    seats, filled = _seats(held, attendance, participants)
    live, due = actions["state"] == ActionState.OPEN, _due_in_year(actions, "due_initial", as_of)
    owner = _party_of(decisions["owner"], participants, as_of)
    promised = _due_in_year(decisions, "execution_due", as_of)
    table = pd.DataFrame({"party": [party.value for party in Party]})
    counts = {
        "meetings": pd.Series(len(held), index=[party.value for party in Party]),
        "seats": seats,
        "filled": filled,
        "open_actions": actions.loc[live, "party"].value_counts(),
        "late_actions": actions.loc[actions["late"], "party"].value_counts(),
        "actions_due": actions.loc[due, "party"].value_counts(),
        "actions_on_time": actions.loc[due & actions["on_time"], "party"].value_counts(),
        "open_decisions": owner[decisions["state"].isin(_LIVE)].value_counts(),
        "late_decisions": owner[(decisions["state"] == DecisionState.TAKEN) & decisions["execution_late"]].value_counts(),
        "decisions_due": owner[promised].value_counts(),
        "decisions_on_time": owner[promised & decisions["on_time"]].value_counts(),
    }
    table = table.assign(**{name: looked_up(table["party"], some, 0) for name, some in counts.items()})
    return table.assign(
        attendance_rate=table["filled"] / table["seats"],
        actions_rate=table["actions_on_time"] / table["actions_due"],
        decisions_rate=table["decisions_on_time"] / table["decisions_due"],
    )


def _seats(held: pd.DataFrame, attendance: pd.DataFrame, participants: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """How many titular seats each party had at its meetings, and how many were filled."""
    where, one = ["meeting_id", "party"], ["meeting_id", "party", "person_key"]
    there = seats_present(held, attendance, participants)
    seats = seats_on(held, participants)
    expected = seats[seats["seat"] == Seat.TITULAR].drop_duplicates(one).groupby(where).size()
    titulars = there[there["seat"] == Seat.TITULAR].drop_duplicates(one).groupby(where).size()
    deputies = there[there["seat"] == Seat.DEPUTY].drop_duplicates(one).groupby(where).size()
    filled = titulars.reindex(expected.index, fill_value=0) + deputies.reindex(expected.index, fill_value=0)
    filled = filled.where(filled < expected, expected)
    return expected.groupby("party").sum(), filled.groupby("party").sum()


def _due_in_year(rows: pd.DataFrame, column: str, as_of: date) -> pd.Series:
    return rows["fallen_due"] & rows.index.isin(keep_last_year(rows, rows[column], as_of=as_of).index)


def _party_of(owners: pd.Series, participants: pd.DataFrame, as_of: date) -> pd.Series:
    """The party of each owner on ``as_of``; "" for a name that sits nowhere."""
    began = participants[~(participants["valid_from"] > pd.Timestamp(as_of))]
    latest = began.assign(person=plain_all(began["person"])).sort_values("valid_from", na_position="first", kind="stable")
    return looked_up(plain_all(owners), latest.drop_duplicates("person", keep="last").set_index("person")["party"], "")
