"""The `measures` table: the telephone by day, everything else by week; and the few errors planted in it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.flows.example import quality, volumes
from gouvernail.flows.example.service import (
    CASABLANCA,
    CHAT,
    CHAT_OPENS,
    LILLE,
    MAIL,
    MORE_THAN_ALL,
    OVERALL,
    SITES,
    TYPED_WRONG,
    WEEKS,
    ZERO_DAY,
    ZERO_WEEK,
    curve,
)
from gouvernail.flows.example.texts import frame

Figures = npt.NDArray[Any]

DAILY_COUNTS = {"APP_REC": "received", "APP_TRA": "answered", "APP_ABD": "abandoned"}
DAILY_RATIOS = {"TX_DEC": ("answered", "received"), "QS": ("in_time", "received"), "DMT": ("handle_seconds", "answered")}
VALIDATED_BEFORE = "2026-06-22"
"""From this Monday on, the client has not validated the figures yet."""

_SOURCES = {"QS_MAIL": "mail", "BACKLOG": "crm", "QS_CHAT": "chat", "TX_REIT": "crm", "NOTE_QUAL": "grid", "EC_CONF": "grid"}
_SOURCES |= {"CSAT": "survey", "TX_RECLA": "crm", "ABS": "hr", "PREC_VOL": "wfm", "DISPO_SI": "it", "VENTES": "shop"}

_AT = np.arange(len(WEEKS))
_REPEATS = {0: 13.4, 20: 13.2, 24: 14.4, 31: 13.3, 36: 13.4, 38: 17.0, 39: 21.4, 41: 20.2, 44: 18.0, 48: 15.2, 51: 13.9}
_PLEASED = {
    0: 81.8,
    20: 82.0,
    23: 79.8,
    27: 81.0,
    36: 82.2,
    38: 77.5,
    39: 69.0,
    40: 68.5,
    43: 72.5,
    46: 77.0,
    49: 81.4,
    51: 82.6,
}
_MAIL_PLEASED = {0: 77.5, 18: 78.0, 22: 80.5, 38: 81.0, 40: 76.5, 46: 80.0, 51: 81.5}
_CHAT_PLEASED = {14: 80.0, 24: 84.0, 38: 84.5, 40: 79.0, 47: 84.0}
_MAIL_ON_TIME = {0: 86.4, 17: 86.8, 18: 92.6, 24: 91.4, 36: 93.2, 39: 90.2, 41: 90.0, 46: 92.8, 51: 94.4}
_BACKLOG = {0: 410, 18: 430, 22: 860, 25: 700, 30: 480, 37: 450, 39: 980, 41: 1240, 44: 980, 47: 640, 49: 520, 51: 455}
_CHAT_IN_TIME = {14: 68.0, 20: 76.0, 26: 82.0, 38: 83.0, 40: 77.0, 45: 82.5, 51: 84.5}
_CHATS = {14: 210, 18: 340, 22: 520, 30: 430, 39: 560, 44: 480, 51: 500}
_COMPLAINTS = {0: 15.5, 21: 16.0, 25: 20.0, 30: 16.5, 37: 17.0, 39: 33.0, 42: 31.0, 45: 23.0, 51: 17.0}
_ABSENCE = {0: 3.9, 20: 4.1, 30: 4.5, 40: 5.1, 51: 5.7}
_DOWN = {12: 28, 29: 22, 37: 35, 39: 205, 40: 126, 41: 40, 46: 18}
_SALES = {0: 285, 4: 250, 9: 300, 20: 330, 21: 455, 24: 420, 26: 300, 28: 350, 33: 300, 39: 262, 43: 270, 51: 318}
_OPENING_MINUTES = 5 * 600


def measures(words: Mapping[str, Any]) -> pd.DataFrame:
    """The `measures` table, by date, indicator and scope.

    Args:
        words: the story's words: only the sources' names are taken from them.
    """
    rows = pd.concat([_daily(), *_weekly(np.random.default_rng(2026_11))], ignore_index=True)
    rows["source"] = rows["kpi_id"].map(_SOURCES).fillna("acd").map(words["sources"])
    rows["validated"] = rows["date"] < pd.Timestamp(VALIDATED_BEFORE)
    rows = rows.sort_values(["date", "grain", "kpi_id", "scope"], kind="stable")
    return frame("measures", _planted(rows))


def _daily() -> pd.DataFrame:
    days = volumes.days()
    counts = [_rows(kpi, days, value=days[of]) for kpi, of in DAILY_COUNTS.items()]
    ratios = [_rows(kpi, days, numerator=days[n], denominator=days[d]) for kpi, (n, d) in DAILY_RATIOS.items()]
    return pd.concat([*counts, *ratios], ignore_index=True).assign(grain="day")


def _rows(kpi_id: str, days: pd.DataFrame, **figures: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"kpi_id": kpi_id, "date": days["date"], "scope": days["scope"], **figures})


def _weekly(rng: np.random.Generator) -> list[pd.DataFrame]:
    calls = volumes.days().groupby(["scope", "week"])[["answered", "abandoned", "received", "wait_seconds"]].sum()
    mails = (curve({0: 1750, 21: 2450, 27: 2000, 39: 2600, 44: 2100, 51: 1850}, _AT) * rng.normal(1, 0.03, len(_AT))).round()
    made = []
    for site, worse in ((LILLE, 0.0), (CASABLANCA, 0.6)):
        phone = calls.loc[site].loc[: len(WEEKS) - 1]
        made += [
            _ratio("TX_ABD", site, phone["abandoned"].to_numpy(), phone["received"].to_numpy()),
            _ratio("DMA", site, phone["wait_seconds"].to_numpy(), phone["answered"].to_numpy()),
            _share("TX_REIT", site, curve(_REPEATS, _AT) + worse, phone["answered"].to_numpy(), rng, 0.35),
            _share("CSAT", site, curve(_PLEASED, _AT) - worse, rng.integers(150, 230, len(_AT)), rng, 0.8),
            _share("ABS", site, curve(_ABSENCE, _AT) - worse / 2, rng.integers(1780, 1960, len(_AT)), rng, 0.16),
        ]
    made += [*_digital(mails, rng), *_scores(), *_accuracy(), *_service_wide(calls, mails, rng)]
    return [rows.assign(grain="week") for rows in made]


def _digital(mails: Figures, rng: np.random.Generator) -> list[pd.DataFrame]:
    chats = (curve(_CHATS, _AT) * rng.normal(1, 0.05, len(_AT))).round()
    stock = (curve(_BACKLOG, _AT) * rng.normal(1, 0.05, len(_AT))).round()
    open_chat = _AT >= CHAT_OPENS
    return [
        _share("QS_MAIL", MAIL, curve(_MAIL_ON_TIME, _AT), mails, rng, 0.7),
        _week_rows("BACKLOG", MAIL, value=stock),
        _share("QS_CHAT", CHAT, curve(_CHAT_IN_TIME, _AT), chats, rng, 1.0)[open_chat],
        _share("CSAT", MAIL, curve(_MAIL_PLEASED, _AT), rng.integers(80, 130, len(_AT)), rng, 1.0),
        _share("CSAT", CHAT, curve(_CHAT_PLEASED, _AT), rng.integers(40, 85, len(_AT)), rng, 1.0)[open_chat],
    ]


def _scores() -> list[pd.DataFrame]:
    """What the evaluations of each week say."""
    rows = quality.evaluations()
    rows = rows.assign(compliant=~rows["critical_compliance"], one=1)
    made = []
    for site in SITES:
        week = rows[rows["scope"] == site].groupby("week")[["points", "points_applicable", "compliant", "one"]].sum()
        made.append(_ratio("NOTE_QUAL", site, week["points"].to_numpy(), week["points_applicable"].to_numpy()))
        made.append(_ratio("EC_CONF", site, week["compliant"].to_numpy(), week["one"].to_numpy()))
    return made


def _accuracy() -> list[pd.DataFrame]:
    """Forecast accuracy, by half-hour."""
    rows = volumes.intervals()
    rows = rows.assign(error=(rows["volume"] - rows["forecast"]).abs().round(1))
    made = []
    for site in SITES:
        week = rows[rows["scope"] == site].groupby("week")[["error", "volume"]].sum().loc[: len(WEEKS) - 1]
        made.append(_ratio("PREC_VOL", site, week["error"].round(1).to_numpy(), week["volume"].to_numpy()))
    return made


def _service_wide(calls: pd.DataFrame, mails: Figures, rng: np.random.Generator) -> list[pd.DataFrame]:
    contacts = calls.groupby("week")["answered"].sum().loc[: len(WEEKS) - 1].to_numpy() + mails
    complaints = rng.poisson(contacts * curve(_COMPLAINTS, _AT) / 10_000)
    down = rng.integers(0, 9, len(_AT))
    down[list(_DOWN)] = list(_DOWN.values())
    sales = (curve(_SALES, _AT) * rng.normal(1, 0.04, len(_AT))).round()
    return [
        _ratio("TX_RECLA", OVERALL, complaints, contacts),
        _ratio("DISPO_SI", OVERALL, down, np.full(len(_AT), _OPENING_MINUTES)),
        _week_rows("VENTES", OVERALL, value=sales),
    ]


def _share(kpi_id: str, scope: str, percent: Figures, whole: Figures, rng: np.random.Generator, scatter: float) -> pd.DataFrame:
    """A weekly percentage of a whole, scattered around its level."""
    level = (percent + rng.normal(0, scatter, len(percent))).clip(0, 100)
    return _ratio(kpi_id, scope, (whole * level / 100).round(), whole)


def _ratio(kpi_id: str, scope: str | None, numerator: Figures, denominator: Figures) -> pd.DataFrame:
    return _week_rows(kpi_id, scope, numerator=numerator, denominator=denominator)


def _week_rows(kpi_id: str, scope: str | None, **figures: Figures) -> pd.DataFrame:
    return pd.DataFrame({"kpi_id": kpi_id, "date": WEEKS, "scope": scope, **figures}).astype({"scope": "str"})


def _planted(rows: pd.DataFrame) -> pd.DataFrame:
    wrong = rows["kpi_id"].eq(TYPED_WRONG.kpi_id) & rows["date"].eq(TYPED_WRONG.date) & rows["scope"].eq(TYPED_WRONG.scope)
    rows.loc[wrong, "value"] *= 10
    more = rows["kpi_id"].eq(MORE_THAN_ALL.kpi_id) & rows["date"].eq(MORE_THAN_ALL.date)
    rows.loc[more, "numerator"] = rows.loc[more, "denominator"] + 12
    rows.loc[rows["kpi_id"].eq(ZERO_WEEK.kpi_id) & rows["date"].eq(ZERO_WEEK.date), "value"] = 0.0
    return pd.concat([rows, _zero_day(rows)], ignore_index=True)


def _zero_day(rows: pd.DataFrame) -> pd.DataFrame:
    last = rows[rows["date"].eq("2026-06-30") & rows["scope"].eq(LILLE)]
    zeros = last.assign(date=pd.Timestamp(ZERO_DAY))
    figures = ["numerator", "denominator", "value"]
    zeros[figures] = zeros[figures].where(zeros[figures].isna(), 0.0)
    return zeros
