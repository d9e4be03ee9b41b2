"""From a late action to the finding that it comes from."""

from gouvernail.flows.overdue import LINKED
from gouvernail.flows.run import run
from small import march, small

FINDINGS = [
    {"finding_id": "F-01", "date": march(9), "severity": 2, "description": "Wait at noon"},
    {"finding_id": "F-02", "date": march(10), "severity": 2, "description": "Wait at noon", "action_id": "A-2; A-3"},
    {"finding_id": "F-03", "date": march(11), "severity": 2, "description": "Wait at noon", "action_id": "A-1; A-3"},
]


def late(action_id, finding_id=None):
    plain = {"committee": "production", "description": "Call back", "owner": "Karim", "party": "provider"}
    dates = {"opened": march(2), "due_initial": march(13), "status": "todo", "priority": 2}
    return {"action_id": action_id, "finding_id": finding_id, **plain, **dates}


def found(**rows):
    """The findings of each late action as the page shows them, and the cell that a click leads to."""
    workbook = small("en", **rows)
    run(workbook, ["overdue"])
    sheet = workbook.drawn["overdue"]
    table = next(one for one in sheet.tables if one.name == "gv_overdue")
    column = table.headers.index("Finding")
    cells = [sheet.rows[row][column] for row in range(table.area.top, table.area.bottom)]
    return [(cell.value, str(cell.link) if cell.link else None) for cell in cells]


def test_a_click_leads_to_the_finding():
    """Of the findings that the action names, else of those that name it, the first; an unknown one is shown without a link."""
    actions = [late("A-1", "F-01; F-02"), late("A-2"), late("A-3"), late("A-4"), late("A-5", "F-99")]
    assert found(actions=actions, findings=FINDINGS) == [
        ("F-01, F-02", "'Findings'!B5"),
        ("F-02", "'Findings'!B6"),
        ("F-02, F-03", "'Findings'!B6"),
        (None, None),
        ("F-99", None),
    ]
    assert found(actions=actions[:2], findings=None) == [("F-01, F-02", None), (None, None)]


def test_the_hundred_heaviest_lead_to_their_finding():
    """In a live Excel every link takes its time; the others show theirs all the same."""
    told = found(actions=[late(f"A-{number:03}", "F-01") for number in range(LINKED + 1)], findings=FINDINGS)
    assert told == [("F-01", "'Findings'!B5")] * LINKED + [("F-01", None)]
