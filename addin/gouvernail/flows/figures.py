"""Every figure that pages share, computed once for an as-of date and only when a page asks for it."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import pandas as pd

from gouvernail.flows.inputs import Inputs
from gouvernail.problems import Effect, PageRefused, Problem
from gouvernail.rules.action_clock import owner_calendars
from gouvernail.rules.action_state import action_problems
from gouvernail.rules.actions import add_lateness
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.findings import RollUp, roll_up_findings
from gouvernail.rules.kpis import KpiGaps, kpi_gaps
from gouvernail.rules.periods import Period, last_complete_month
from gouvernail.schema.outputs import PARETO, ROLLUP
from gouvernail.sheets.context import Context
from gouvernail.sheets.imported import is_doubtful
from gouvernail.terms import Party, PeriodKind


class Figures:
    """What the pages of one run draw from.

    Args:
        inputs: the workbook's tables.
        as_of: the day of the committee; every figure speaks for it.
    """

    def __init__(self, inputs: Inputs, as_of: date) -> None:
        self.inputs, self.as_of = inputs, as_of
        self.settings, self.words = inputs.settings, inputs.words
        self._problems: list[Problem] = []

    @property
    def context(self) -> Context:
        """What every page says of itself."""
        return Context(self.words, self.settings, self.as_of, len(self.set_aside()))

    @property
    def month(self) -> Period:
        """The month that the committees look at: the last complete one."""
        return last_complete_month(self.as_of)

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        """The working days of each party and of the offshore site."""
        return owner_calendars(self.settings)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """What was measured: typed and imported rows together; an imported row gives way to a typed one."""
        typed = self.inputs.frame("measures")
        if not self.inputs.has("imported"):
            return typed
        together = pd.concat([typed, self.inputs.frame("imported")], ignore_index=True)
        return together.assign(flagged=is_doubtful(together["remarks"]))

    @cached_property
    def gaps(self) -> KpiGaps:
        """KPI gaps of the week, the month, the semester and the year to date.

        Raises:
            PageRefused: a needed table is missing or would falsify the page; two targets overlap.
        """
        self.inputs.need("kpis", "measures")
        gaps = kpi_gaps(
            self.inputs.frame("kpis"),
            self.inputs.frame("targets"),
            self.measures,
            self.inputs.frame("identities"),
            settings=self.settings,
            as_of=self.as_of,
            calendar=self.calendars[Party.PROVIDER],
            rebases=self.inputs.frame("rebases"),
        )
        self._note(gaps.problems)
        return gaps

    @cached_property
    def month_gaps(self) -> pd.DataFrame:
        """The rows of the month that the committees look at."""
        frame = self.gaps.frame
        return frame[frame["period_kind"] == PeriodKind.MONTH]

    @cached_property
    def actions(self) -> pd.DataFrame:
        """Every action with how late it is.

        Raises:
            PageRefused: the table is missing or two actions bear one id.
        """
        self.inputs.need("actions")
        actions = add_lateness(
            self.inputs.frame("actions"),
            self.inputs.frame("meetings"),
            as_of=self.as_of,
            settings=self.settings,
            calendars=self.calendars,
        )
        self._note(action_problems(actions))
        return actions

    @cached_property
    def rollup(self) -> RollUp:
        """The month's findings, gathered into lines.

        Raises:
            PageRefused: the table is missing, or a finding would be lost.
        """
        self.inputs.need("findings")
        rolled = roll_up_findings(
            self.inputs.frame("findings"),
            self.inputs.frame("themes"),
            self.actions_or_none,
            self.month_gaps_or_none,
            period=self.month,
            settings=self.settings,
            as_of=self.as_of,
        )
        self._note(rolled.problems)
        return rolled

    @property
    def rollup_or_none(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The month's lines and their Pareto, without a row when findings cannot be gathered."""
        try:
            return self.rollup.lines, self.rollup.pareto
        except PageRefused:
            return pd.DataFrame(columns=[*ROLLUP.keys]), pd.DataFrame(columns=[*PARETO.keys])

    @property
    def actions_or_none(self) -> pd.DataFrame:
        """The actions, or no row when the workbook has no usable table of them: findings are gathered all the same."""
        try:
            return self.actions
        except PageRefused:
            empty = self.inputs.frame("actions").head(0)
            return add_lateness(
                empty,
                self.inputs.frame("meetings"),
                as_of=self.as_of,
                settings=self.settings,
                calendars=self.calendars,
            )

    @property
    def month_gaps_or_none(self) -> pd.DataFrame:
        """The month's gaps, or no row when KPIs cannot be computed."""
        try:
            return self.month_gaps
        except PageRefused:
            columns = ["kpi_id", "scope", "gap", "status", "confirmed_status", "contractual", "small_sample"]
            return pd.DataFrame({column: pd.Series(dtype="str") for column in columns}).astype(
                {"gap": "float64", "contractual": "bool", "small_sample": "bool"}
            )

    def set_aside(self) -> set[tuple[str, int]]:
        """The rows that were left out so far, by the reader or by a rule: table and row of the sheet."""
        lost = (one for one in self.problems() if one.effect is Effect.ROW and one.where is not None)
        return {(one.table, one.where.row) for one in lost if one.where is not None}

    def problems(self) -> list[Problem]:
        """Everything found so far, in the tables and in the rules, with its cell, once each."""
        found = [self.inputs.located(one) for one in (*self.inputs.problems(), *self._problems)]
        seen: dict[tuple[object, ...], Problem] = {}
        for one in found:
            seen.setdefault((one.code, one.where, tuple(sorted(one.facts.items(), key=str))), one)
        return list(seen.values())

    def _note(self, problems: tuple[Problem, ...]) -> None:
        self._problems += problems


def is_severe(problem: Problem) -> bool:
    """Whether a problem keeps a page from being drawn."""
    return problem.effect in {Effect.PAGE, Effect.FILE}
