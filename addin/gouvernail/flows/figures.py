"""Every figure that pages share, computed once for an as-of date and only when a page asks for it."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import pandas as pd

from gouvernail.flows.frozen import Freezes, read_freezes, restated
from gouvernail.flows.inputs import Inputs
from gouvernail.problems import Effect, PageRefused, Problem
from gouvernail.rules.action_clock import owner_calendars
from gouvernail.rules.action_state import action_problems
from gouvernail.rules.actions import add_lateness
from gouvernail.rules.ambitions import ambition_gaps
from gouvernail.rules.cadence import add_outcomes, held_rates, year_ahead
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.decision_effects import decision_chain, decision_effects
from gouvernail.rules.decision_trail import action_effects
from gouvernail.rules.decisions import add_decision_state, decision_problems, keep_agenda
from gouvernail.rules.engagement import engagement
from gouvernail.rules.findings import RollUp, roll_up_findings
from gouvernail.rules.forecast import forecasts, running_periods
from gouvernail.rules.incentives import Incentives
from gouvernail.rules.kpis import KpiGaps, kpi_gaps
from gouvernail.rules.meetings import meetings_between, next_meeting
from gouvernail.rules.periods import Period, last_complete_month
from gouvernail.rules.qualitative import last_ratings
from gouvernail.rules.quorum import add_quorum
from gouvernail.rules.readings import readings
from gouvernail.rules.recommendations import recommendation_problems, recommendations_so_far
from gouvernail.rules.workstreams import add_progress, add_slip
from gouvernail.schema.outputs import PARETO, ROLLUP
from gouvernail.sheets.context import Context
from gouvernail.sheets.imported import is_doubtful
from gouvernail.terms import Committee, Party, PeriodKind

EFFECT_WEEKS = 8
"""How many weeks on each side of a decision its KPI is looked at."""


class Figures:
    """What the pages of one run draw from.

    Args:
        inputs: the workbook's tables.
        as_of: the day of the committee; every figure speaks for it.
        confirmed: whether what a page asks to be confirmed, is.
    """

    def __init__(self, inputs: Inputs, as_of: date, *, confirmed: bool = False) -> None:
        self.inputs, self.as_of, self.confirmed = inputs, as_of, confirmed
        self.settings, self.words = inputs.settings, inputs.words
        self._problems: list[Problem] = []
        self.charges: dict[date, tuple[Incentives, ...]] = {}
        """The bonus-malus of the frozen months up to a day, once asked for: two pages show it."""

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
    def readings(self) -> pd.DataFrame:
        """What each KPI's control chart says of it (`readings.readings`)."""
        return readings(self.gaps.history, settings=self.settings, rebases=self.inputs.frame("rebases"))

    @cached_property
    def prospects(self) -> pd.DataFrame:
        """Where each KPI is heading, and what is still possible, in the running month, semester and contract year."""
        return forecasts(
            self.gaps.book,
            running_periods(self.as_of, self.settings),
            as_of=self.as_of,
            weeks=self.gaps.weeks,
            staffing=self.inputs.frame("staffing"),
        )

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
            frozen=self.known_freezes.findings,
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

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """Every meeting: whether it could decide (`quorum.add_quorum`), and what became of it (`cadence.add_outcomes`).

        Raises:
            PageRefused: two meetings, committees or people share an id.
        """
        read = self.sound("meetings", "attendance", "participants", "committees")
        judged = add_quorum(read["meetings"], read["attendance"], read["participants"], read["committees"])
        return add_outcomes(judged, read["committees"], as_of=self.as_of)

    @cached_property
    def held_rates(self) -> pd.DataFrame:
        """How each committee kept its rhythm over 12 months (`cadence.held_rates`)."""
        return held_rates(self.meetings, as_of=self.as_of)

    @cached_property
    def year_ahead(self) -> pd.DataFrame:
        """The meetings of the next 12 months, entered or proposed (`cadence.year_ahead`)."""
        both = [self.calendars[party] for party in Party]
        committees = self.sound("committees")["committees"]
        return year_ahead(self.meetings, committees, as_of=self.as_of, calendars=both)

    def meeting_day(self, committee: str) -> date | None:
        """The meeting that the page is for: the one of ``as_of``, else the next one; None when the table holds none."""
        yesterday = (pd.Timestamp(self.as_of) - pd.Timedelta(days=1)).date()
        today = meetings_between(self.meetings, committee, yesterday, self.as_of)
        return self.as_of if today else next_meeting(self.meetings, committee, self.as_of)

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """Every decision, where it stands and which committee it waits for (`decisions.add_decision_state`).

        Raises:
            PageRefused: two decisions or two meetings share an id.
        """
        read = self.sound("decisions", "remit")
        calendar = self.calendars[Party.CLIENT]
        decisions = add_decision_state(read["decisions"], self.meetings, read["remit"], as_of=self.as_of, calendar=calendar)
        self._note(decision_problems(decisions))
        return decisions

    def agenda(self, committee: Committee) -> pd.DataFrame:
        """What a committee must decide at the meeting that the page is for (`decisions.keep_agenda`)."""
        kept = keep_agenda(self.decisions, committee.value, until=self.meeting_day(committee.value))
        return kept.reset_index(drop=True)

    @cached_property
    def decision_effects(self) -> pd.DataFrame:
        """The level of each decided KPI before and after the decision (`decision_effects.decision_effects`)."""
        return decision_effects(self.decisions, self.gaps.weeks, span=EFFECT_WEEKS, as_of=self.as_of)

    @cached_property
    def recommendations(self) -> pd.DataFrame:
        """Every recommendation made so far, and what became of it (`recommendations.recommendations_so_far`).

        Raises:
            PageRefused: two recommendations share an id.
        """
        entered = self.sound("recommendations")["recommendations"]
        self._note(recommendation_problems(entered))
        return recommendations_so_far(entered, as_of=self.as_of)

    @cached_property
    def decision_chain(self) -> pd.DataFrame:
        """From each finding to its line, its decisions and their actions (`decision_effects.decision_chain`)."""
        return decision_chain(self.lines_of_findings, self.decisions, self.actions_or_none)

    @cached_property
    def lines_of_findings(self) -> pd.DataFrame:
        """The line of each finding: of the month as it is gathered now, of the months before as it was frozen."""
        frozen = self.known_freezes.findings[["finding_id", "line_id", "theme"]]
        try:
            lines = self.rollup.lines.drop_duplicates("line_id").set_index("line_id")["theme"]
            now = self.rollup.trace.loc[self.rollup.trace["line_id"].notna(), ["finding_id", "line_id"]]
            now = now.assign(theme=now["line_id"].map(lines))
        except PageRefused:
            now = frozen.head(0)
        return pd.concat([frozen, now], ignore_index=True).drop_duplicates("finding_id", keep="last", ignore_index=True)

    @cached_property
    def action_effects(self) -> pd.DataFrame:
        """The level of each closed action's KPI before and after (`decision_trail.action_effects`)."""
        return action_effects(self.actions_or_none, self.gaps.weeks, span=EFFECT_WEEKS, as_of=self.as_of)

    @cached_property
    def workstreams(self) -> pd.DataFrame:
        """Every workstream, how far it has come and its colour (`workstreams.add_progress`)."""
        read = self.sound("workstreams", "milestones")
        calendar = self.calendars[Party.CLIENT]
        return add_progress(read["workstreams"], read["milestones"], as_of=self.as_of, calendar=calendar)

    @cached_property
    def milestones(self) -> pd.DataFrame:
        """Every milestone and its slip (`workstreams.add_slip`)."""
        milestones = self.sound("milestones")["milestones"]
        return add_slip(milestones, as_of=self.as_of, calendar=self.calendars[Party.CLIENT])

    @cached_property
    def ambitions(self) -> pd.DataFrame:
        """Every ambition, its gap to the trajectory beside the gap to the contract (`ambitions.ambition_gaps`)."""
        overall = self.month_gaps[self.month_gaps["scope"] == ""]
        return ambition_gaps(self.sound("ambitions")["ambitions"], overall, on=self.month.end)

    @cached_property
    def freezes(self) -> Freezes:
        """What was frozen at earlier meetings, read back and verified; `until` leaves out what came after a day."""
        freezes = read_freezes(self.inputs)
        self._note(freezes.problems)
        return freezes

    @cached_property
    def known_freezes(self) -> Freezes:
        """What had been frozen up to ``as_of``: a page that redoes an earlier day does not know what came after."""
        return self.freezes.until(self.as_of)

    def verify(self) -> None:
        """Verify what was frozen, where there is something, even when no page asks for it: a touch is then a problem."""
        if self.inputs.has("freezes"):
            self._note(self.freezes.problems)

    @cached_property
    def restatements(self) -> pd.DataFrame:
        """The figures frozen so far that would read otherwise today (`restatements.restatements`)."""
        read, known = self.inputs.frame, self.known_freezes
        return restated(known, self.gaps.book, read("targets"), read("decisions"), self.measures)

    @cached_property
    def ratings(self) -> pd.DataFrame:
        """The latest ratings of each qualitative objective, side by side (`qualitative.last_ratings`)."""
        return last_ratings(self.sound("qualitative")["qualitative"])

    @cached_property
    def engagement(self) -> pd.DataFrame:
        """What each party did over 12 months (`engagement.engagement`)."""
        read = self.sound("attendance", "participants")
        return engagement(
            self.meetings,
            read["attendance"],
            read["participants"],
            self.actions_or_none,
            self.decisions,
            as_of=self.as_of,
        )

    def problems(self) -> list[Problem]:
        """Everything found so far, in the tables and in the rules, with its cell, once each."""
        found = [self.inputs.located(one) for one in (*self.inputs.problems(), *self._problems)]
        seen: dict[tuple[object, ...], Problem] = {}
        for one in found:
            seen.setdefault((one.code, one.where, tuple(sorted(one.facts.items(), key=str))), one)
        return list(seen.values())

    def sound(self, *keys: str) -> dict[str, pd.DataFrame]:
        """Tables that a page does without when the workbook has none; one that would falsify it refuses it."""
        refusals = [one for key in keys if self.inputs.has(key) for one in self.inputs.read(key).refusals]
        if refusals:
            raise PageRefused(refusals)
        return {key: self.inputs.frame(key) for key in keys}

    def _note(self, problems: tuple[Problem, ...]) -> None:
        self._problems += problems


def is_severe(problem: Problem) -> bool:
    """Whether a problem keeps a page from being drawn."""
    return problem.effect in {Effect.PAGE, Effect.FILE}
