"""Opening a channel, ready to copy: what must be known first, the workstream, its milestones up to go or no-go, the decision.

The columns are those of the tables into which the rows are pasted. The milestones' days follow from the day of opening.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gouvernail.schema.inputs import DECISIONS, MILESTONES, WORKSTREAMS
from gouvernail.schema.kinds import Table
from gouvernail.sheets.layout import Page
from gouvernail.sheets.parts import Cell, Scalar, Sheet
from gouvernail.terms import Committee, DecisionStatus, DecisionType, WorkstreamStatus
from gouvernail.words.catalogue import Catalogue

WORKSTREAM = "CH-CANAL"
HYPOTHESES = (
    "volume", "handle_time", "service_level", "agents", "tool", "training", "quality", "kpis", "cost", "stop",
)  # fmt: skip
"""What both parties must agree on before anything starts."""


@dataclass(frozen=True)
class Step:
    """A milestone: its name in the words, how many weeks before the opening (negative: after), its weight."""

    key: str
    weeks_before: int
    weight: int


STEPS = (
    Step("hypotheses", 16, 1),
    Step("agents", 14, 1),
    Step("tool", 8, 2),
    Step("kpis", 8, 1),
    Step("hired", 6, 2),
    Step("trained", 3, 2),
    Step("pilot", 2, 1),
    Step("go", 1, 2),
    Step("opening", 0, 3),
    Step("review", -13, 1),
)
GATE = "go"
"""The step without which the channel does not open."""
_WIDTHS = (15.0, 34.0, 52.0, 22.0, 16.0, 16.0, 14.0, 14.0, 14.0, 46.0, 14.0, 14.0, 14.0, 14.0, 16.0, 14.0)
_PRINTED = 10
_TALL = 48  # points: a question or a statement takes three lines


def channel_sheet(words: Catalogue) -> Sheet:
    """The sheet; it belongs to people like every sheet of the template."""
    page = Page("channel", words, _WIDTHS, printed=_PRINTED)
    page.title(words.sheet("channel"), words.say("channel.subtitle"))
    page.put(page.row, 2, Cell(words.say("channel.opening"), "input_required", note=words.say("channel.opening_note")))
    page.put(page.row, 3, Cell(None, "comment", "dd/mm/yyyy"))
    opening = f"'{words.sheet('channel').replace(chr(39), chr(39) * 2)}'!$C${page.row}"
    page.row += 2
    _draw_hypotheses(page, words)
    _draw_rows(page, WORKSTREAMS, [_workstream(words)], words)
    _draw_rows(page, MILESTONES, [_milestone(at, step, words) for at, step in enumerate(STEPS, start=1)], words, opening)
    _draw_rows(page, DECISIONS, [_decision(words)], words)
    return page.build(pages_high=1)


def _draw_hypotheses(page: Page, words: Catalogue) -> None:
    """A form: each hypothesis, what it is, who vouches for it."""
    page.heading(words.say("channel.hypotheses"))
    headers = [Cell(words.say(f"channel.headers.{key}"), "header") for key in ("what", "value", "by", "agreed", "how")]
    lines = [
        [
            Cell(words.say(f"channel.hypothesis.{key}.name"), "strong"),
            *(Cell(None, "comment") for _ in range(3)),
            Cell(words.say(f"channel.hypothesis.{key}.how"), "wrap"),
        ]
        for key in HYPOTHESES
    ]
    page.row = page.grid((2, 1, 1, 1, 5), headers, lines).bottom + 1
    page.gap()


def _draw_rows(page: Page, table: Table, rows: Sequence[Mapping[str, Scalar]], words: Catalogue, opening: str = "") -> None:
    """Rows in the columns of a table, to be copied from the first cell on."""
    page.heading(words.say("channel.paste", table=words.table(table.key), sheet=words.sheet(table.sheet)))
    for place, column in enumerate(table, start=1):
        page.put(page.row, place, Cell(words.column(table.key, column.key), "header"))
    page.height(page.row, 32)
    for row, values in enumerate(rows, start=page.row + 1):
        for place, column in enumerate(table, start=1):
            cell = page.cell(column, values.get(column.key))
            if column.key == "initial":
                cell = Cell("", "date", formula=_before(opening, STEPS[row - page.row - 1].weeks_before))
            page.put(row, place, cell)
        if len(rows) == 1:
            page.height(row, _TALL)
    page.row += len(rows) + 2


def _before(opening: str, weeks: int) -> str:
    """The working day so many weeks before the opening, the day itself or the one before it; blank without an opening."""
    return f'=IF({opening}="","",WORKDAY({opening}-{7 * weeks}+1,-1))'.replace("--", "+")


def _workstream(words: Catalogue) -> Mapping[str, Scalar]:
    return {
        "workstream_id": WORKSTREAM,
        "name": words.say("channel.workstream.name"),
        "status": WorkstreamStatus.PLANNED.value,
        "committee": Committee.STEERING.value,
        "statement": words.say("channel.workstream.statement"),
    }


def _milestone(number: int, step: Step, words: Catalogue) -> Mapping[str, Scalar]:
    return {
        "milestone_id": f"{WORKSTREAM}.{number}",
        "workstream_id": WORKSTREAM,
        "name": words.say(f"channel.step.{step.key}"),
        "weight": step.weight,
        "gate": True if step.key == GATE else None,
    }


def _decision(words: Catalogue) -> Mapping[str, Scalar]:
    return {
        "decision_id": f"D-{WORKSTREAM}",
        "committee": Committee.STEERING.value,
        "decision_type": DecisionType.EXPANSION.value,
        "question": words.say("channel.decision.question"),
        "options": words.say("channel.decision.options"),
        "recommendation": words.say("channel.decision.recommendation"),
        "status": DecisionStatus.REQUESTED.value,
    }
