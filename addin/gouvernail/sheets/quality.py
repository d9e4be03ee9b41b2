"""The quality page: the score, critical errors apart with their intervals, the sample plan, and calibration."""

from dataclasses import dataclass
from functools import partial
from math import isnan, sqrt
from statistics import NormalDist

import pandas as pd

from gouvernail.rules.quality import CRITICAL, GAP_ALLOWED, KAPPA_WISHED, RANKED_FROM, Calibration, sample_size
from gouvernail.schema.statistics import CALIBRATION, QUALITY_AGENTS, QUALITY_SCORES
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import str_of
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell, Sheet, StyleName
from gouvernail.sheets.remarks import number_of
from gouvernail.terms import Party
from gouvernail.words.catalogue import Catalogue

MARGINS = (0.05, 0.03)
"""How near a rate is wished to be known, as shares of 1."""
EXPECTED_SHARE = 0.9
_PERCENT = '0.0" %"'


def add_words(scores: pd.DataFrame, words: Catalogue, *, confidence: float) -> pd.DataFrame:
    """Add to `rules.quality.quality` each rate's interval in words, and ``margin``: how near its n lets a rate be known."""
    told = scores.copy()
    for name in CRITICAL:
        bounds = zip(scores[f"{name}_low"], scores[f"{name}_high"], strict=True)
        told[f"{name}_interval"] = pd.Series([_interval(low, high, words) for low, high in bounds], dtype="str")
    told["margin"] = [_margin(int(n), confidence) for n in scores["n"]]
    return told


def calibration_rows(found: Calibration, words: Catalogue) -> pd.DataFrame:
    """One row per measure of agreement: what it is, what is expected, whether that holds."""
    within = words.say("quality.within", value=words.quantity(GAP_ALLOWED, "pt", 0))
    wished = words.say("quality.at_least", value=words.number(KAPPA_WISHED, 1))
    gaps = {"gap": found.gap, "gap_client": found.gap_client, "gap_provider": found.gap_provider}
    rows = [(key, value, within, _held(round(value, 9) <= GAP_ALLOWED, value, words)) for key, value in gaps.items()]
    for name, value in found.kappas.items():
        differ = words.say("quality.disagreements", n=found.disagreements[name])
        held = _held(round(value, 9) >= KAPPA_WISHED, value, words)
        rows.append((name, value, wished, f"{held} · {differ}"))
    told = [(words.say(f"quality.measure.{key}"), value, expected, verdict) for key, value, expected, verdict in rows]
    return pd.DataFrame(told, columns=list(CALIBRATION.keys))


@dataclass(frozen=True)
class QualityFrames:
    """What the page shows.

    Args:
        scores: from `add_words`, each party's whole first (``scope`` "").
        calibration: how far the two parties agree.
        rows: from `calibration_rows`.
        agents: from `rules.quality.rank_agents`.
        handled: contacts that samples are drawn from; None when unknown.
    """

    scores: pd.DataFrame
    calibration: Calibration
    rows: pd.DataFrame
    agents: pd.DataFrame
    handled: int | None = None


def quality_sheet(frames: QualityFrames, context: Context, *, period: str) -> Sheet:
    """The page.

    Args:
        frames: what it shows.
        context: for whom and as of when.
        period: the month in words.
    """
    scores = frames.scores
    words, confidence = context.words, context.settings.confidence
    page = context.page("quality_result", [column.width for column in QUALITY_SCORES], period=period, printed=13)
    if scores.empty:
        page.sentence(words.say("quality.nothing"), "strong")
        return page.build()
    whole = scores[scores["scope"].eq("") & scores["evaluator_party"].eq(Party.PROVIDER)]
    for record in whole.to_dict("records"):
        page.sentence(_summary(record, words), "strong")
    done = int(whole["n"].sum())
    for margin in MARGINS:
        page.sentence(_sample(margin, done, frames.handled, confidence, words))
    page.gap()
    page.heading(words.say("quality.scores", confidence=words.quantity(100 * confidence, "%", 0)))
    rule = "all_or_nothing" if context.settings.quality_fail_all else "apart"
    page.sentence(words.say(f"quality.{rule}"), "foot", lines=2)
    rates = {key: partial(_rate, key=key) for key in ("score", *(f"{name}_rate" for name in CRITICAL))}
    makers = rates | {
        "scope": lambda record: Cell(str_of(record, "scope") or words.say("pages.overall")),
        "margin": lambda record: Cell(number_of(record, "margin"), "number", "0.0"),
    }
    page.table(QUALITY_SCORES, scores, makers=makers)
    _draw_calibration(page, frames.calibration, frames.rows, words)
    _draw_agents(page, frames.agents, words)
    page.end_print()
    return page.build()


def _summary(record: Record, words: Catalogue) -> str:
    score = words.quantity(number_of(record, "score"), "%", 1)
    margin = words.quantity(number_of(record, "margin"), "pt", 1)
    return words.say("quality.summary", score=score, n=int(str(record["n"])), margin=margin)


def _sample(margin: float, done: int, handled: int | None, confidence: float, words: Catalogue) -> str:
    return words.say(
        "quality.sample" if handled is None else "quality.sample_of",
        handled=words.number(handled),
        share=words.quantity(100 * EXPECTED_SHARE, "%", 0),
        margin=words.quantity(100 * margin, "pt", 0),
        confidence=words.quantity(100 * confidence, "%", 0),
        n=sample_size(share=EXPECTED_SHARE, margin=margin, confidence=confidence, population=handled),
        done=done,
    )


def _draw_calibration(page: Page, found: Calibration, rows: pd.DataFrame, words: Catalogue) -> None:
    page.heading(words.say("quality.calibration"))
    if found.calibrated is None:
        page.sentence(words.say("quality.no_pair"))
        return
    verdict = "calibrated" if found.calibrated else "not_calibrated"
    page.sentence(words.say(f"quality.{verdict}", n=found.pairs, gap=words.quantity(found.gap, "pt", 1)), "strong")
    looks: dict[str, StyleName] = {"value": "header_number"}
    headers = [Cell(words.column(CALIBRATION.key, key), looks.get(key, "header")) for key in CALIBRATION.keys]
    shapes = ['0.0" pt"'] * (len(rows) - len(CRITICAL)) + ["0.00"] * len(CRITICAL)
    lines = [
        [
            Cell(str_of(record, "measure"), "wrap"),
            Cell("–" if number_of(record, "value") is None else number_of(record, "value"), "number", shape),
            Cell(str_of(record, "expected")),
            Cell(str_of(record, "verdict"), "wrap"),
        ]
        for record, shape in zip(rows.to_dict("records"), shapes, strict=True)
    ]
    placed = page.grid((4, 1, 2, 6), headers, lines)
    page.row = placed.bottom + 2


def _draw_agents(page: Page, agents: pd.DataFrame, words: Catalogue) -> None:
    """Agents by rank; those with too few evaluations are counted, and neither ranked nor shown."""
    if agents.empty:
        return
    page.heading(words.say("quality.agents"))
    ranked = agents[agents["rank"].notna()]
    if few := len(agents) - len(ranked):
        page.sentence(words.say("quality.unranked", n=few, least=RANKED_FROM), "foot")
    if ranked.empty:
        return
    looks: dict[str, StyleName] = {"n": "header_number", "score": "header_number"}
    headers = [Cell(words.column(QUALITY_AGENTS.key, key), looks.get(key, "header")) for key in QUALITY_AGENTS.keys]
    lines = [
        [
            Cell(int(record["rank"]), "center"),
            Cell(str_of(record, "agent")),
            Cell(int(record["n"]), "number"),
            _rate(record, key="score"),
        ]
        for record in ranked.to_dict("records")
    ]
    half = -(-len(lines) // 2)
    bottom = page.grid((1, 1, 1, 1), headers, lines[:half]).bottom
    if lines[half:]:
        page.grid((1, 1, 1, 1), headers, lines[half:], left=6)
    page.row = bottom + 2


def _rate(record: Record, key: str) -> Cell:
    value = number_of(record, key)
    return Cell("–", "number") if value is None else Cell(value, "number", _PERCENT)


def _held(good: bool, value: float, words: Catalogue) -> str:
    return words.say("quality.untold" if isnan(value) else "quality.held" if good else "quality.missed")


def _interval(low: float, high: float, words: Catalogue) -> str:
    if isnan(low) or isnan(high):
        return "–"
    return words.say("quality.interval", low=words.number(low, 1), high=words.quantity(high, "%", 1))


def _margin(n: int, confidence: float) -> float:
    """Half the width, in points, of the interval that n evaluations give a rate around the expected one."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    return 100 * z * sqrt(EXPECTED_SHARE * (1 - EXPECTED_SHARE) / n)
