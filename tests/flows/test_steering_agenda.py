"""What the steering page asks of its committee, and what people typed beside lines that were renamed since."""

from dataclasses import replace
from datetime import date
from functools import cache

from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.flows.run import run
from gouvernail.flows.template import template_sheets
from gouvernail.words.catalogue import Catalogue

AS_OF = date(2026, 7, 2)
FR = Catalogue("fr")


@cache
def example():
    book = MemoryWorkbook({})
    book.draw(template_sheets("fr", example=True))
    return book


def copied(book, *tables):
    known = {name: book.table(name) for name in book.table_names()}
    return MemoryWorkbook(known | {table.name: table for table in tables})


def test_the_agenda_of_the_next_steering_meeting():
    """To confirm, come up from production, gone up after two meetings without an answer: each says so."""
    book = copied(example())
    decisions = run(book, ["steering"], as_of=AS_OF).tables["steering_decisions"].set_index("decision_id")
    assert decisions.index.tolist() == ["D-005", "D-008", "D-011"]
    assert decisions["routed_to"].tolist() == ["steering", "steering", "strategic"]
    assert decisions["postponed"].tolist() == [0, 0, 2]
    text = book.drawn["steering"].as_text()
    assert FR.say("decisions.to_confirm") in text
    assert FR.say("decisions.came_up", committee="production") in text
    assert FR.say("decisions.went_up", committee="stratégique") in text
    assert FR.say("decisions.postponed", n=2) in text


def test_a_comment_follows_a_renamed_theme():
    """The theme takes another name and keeps the old one as a synonym: what was typed beside its line stays beside it."""
    book = copied(example())
    first = run(book, ["rollup"], as_of=AS_OF).tables["rollup"]
    line = first[first["escalated"] & (first["theme"] != "to_sort")].iloc[0]
    drawn = book.table("gv_rollup")
    rows = [list(one) for one in drawn.rows]
    at = drawn.headers.index(FR.column("rollup", "line_id"))
    own = next(one for one in rows if one[at] == line["line_id"])
    own[drawn.headers.index(FR.column("rollup", "comment"))] = "À revoir en septembre"
    themes = book.table("gv_themes")
    renamed = [["Tout autre nom", f"{said};{name}"] if name == line["theme"] else [name, said] for name, said in themes.rows]
    book = copied(book, replace(drawn, rows=rows), replace(themes, rows=renamed))
    again = run(book, ["rollup", "steering"], as_of=AS_OF).tables["rollup"]
    [kept] = again[again["comment"].notna()].to_dict("records")
    assert (kept["theme"], kept["comment"]) == ("Tout autre nom", "À revoir en septembre")
    assert kept["line_id"] != line["line_id"]
    assert "À revoir en septembre" in book.drawn["steering"].as_text()
    assert "gv_rollup_kept" not in book.table_names()
