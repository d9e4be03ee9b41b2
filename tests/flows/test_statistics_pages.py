"""The pages of statistics over the example, in both languages: each says what it has to, or plainly that it cannot."""

from datetime import date

import pytest

from gouvernail.excel.file import FileWorkbook, write_new
from gouvernail.flows.figures import Figures
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.run import FLOWS
from gouvernail.flows.template import template_sheets
from gouvernail.schema.outputs import OUTPUTS

AS_OF = date(2026, 7, 2)
PAGES = ("gaps", "charts", "staffing", "quality", "incentives")
DECLARED = {table.key: table for table in OUTPUTS}


@pytest.fixture(scope="module", params=["fr", "en"])
def figures(request, tmp_path_factory):
    file = tmp_path_factory.mktemp("pages") / "example.xlsx"
    write_new(file, template_sheets(request.param, example=True))
    return Figures(Inputs(FileWorkbook(file)), AS_OF)


@pytest.fixture(scope="module")
def drawn(figures):
    return {flow: FLOWS[flow](figures) for flow in PAGES}


@pytest.mark.parametrize("flow", PAGES)
def test_a_page_draws_the_tables_that_it_declares(drawn, flow):
    """Every frame has the declared columns, in order; the printed page is at most thirteen columns wide."""
    [sheet] = drawn[flow].sheets
    for key, frame in drawn[flow].tables.items():
        assert tuple(frame.columns) == DECLARED[key].keys
    assert sheet.print.area.right <= 13


def test_every_figure_has_its_verdict(drawn):
    """One sentence a line; what cannot hold its target is said so."""
    gaps = drawn["gaps"].tables["gaps"]
    assert gaps["verdict"].str.endswith(".").all()
    month = gaps[gaps["period_kind"].eq("month") & gaps["scope"].eq("")].set_index("kpi_id")
    assert month.loc["PREC_VOL", "assurance"] == "will_not"
    assert month["verdict"].str.count(";").max() == 2


def test_a_signal_beside_green_is_in_the_remarks(drawn):
    """Absenteeism meets its target and drifts: the line says in which week."""
    gaps = drawn["gaps"].tables["gaps"]
    [line] = gaps[gaps["kpi_id"].eq("ABS") & gaps["period_kind"].eq("month") & gaps["scope"].eq("")].to_dict("records")
    assert (line["status"], line["confirmed_status"], line["signal"]) == ("green", "red", "2026-W26")
    assert "26" in line["remarks"]


def test_twelve_charts_each_with_its_words(drawn):
    """Charts and sentences go together; a chart's words are also its alternative text."""
    [sheet] = drawn["charts"].sheets
    charts = drawn["charts"].tables["control_charts"]
    assert len(sheet.charts) == len(charts) == 12
    assert all(chart.alternative_text.endswith(text) for chart, text in zip(sheet.charts, charts["sentence"], strict=True))
    assert all(not chart.legend and chart.minimum < chart.maximum for chart in sheet.charts)
    points = drawn["charts"].tables["chart_points"]
    assert points.groupby(["kpi_id", "scope"])["segment"].max().to_dict()["QS_MAIL", ""] == 1


def test_staffing_says_the_average_and_the_intervals(drawn):
    """June's plan covers every interval on forecast; those present were short in about a quarter of them."""
    [whole, *sites] = drawn["staffing"].tables["staffing_scopes"].to_dict("records")
    assert (whole["scope"], whole["short_share"], len(sites)) == ("", 0.0, 2)
    assert 20 < whole["real_short_share"] < 30 < 100 < whole["real_coverage"]
    assert len(drawn["staffing"].tables["staffing_worst"]) == 10


def test_quality_keeps_critical_errors_apart(drawn):
    """Both parties have their line over everything; June's calibration has its six measures."""
    scores = drawn["quality"].tables["quality_scores"]
    assert scores[scores["scope"].eq("")]["evaluator_party"].tolist() == ["client", "provider"]
    assert len(drawn["quality"].tables["calibration"]) == 6


def test_without_a_freeze_there_is_no_amount(drawn, figures):
    """The page says that nothing is frozen, and draws nothing else."""
    [sheet] = drawn["incentives"].sheets
    assert drawn["incentives"].tables["incentive_result"].empty
    assert sheet.tables == ()
    said = [cell.value for _, _, cell in sheet.cells() if cell.style == "strong" and cell.value]
    assert said == [figures.words.say("incentives.nothing_frozen")]


def test_outside_figures_stand_beside_ours(drawn):
    """Seven benchmarks, each with its source and day; the statuses are those of the contract alone."""
    outside = drawn["gaps"].tables["outside"]
    assert len(outside) == 7
    assert outside["source"].notna().all()
