"""Closed vocabularies of the trade: every choice that a cell may hold, by its language-independent key."""

from enum import StrEnum, unique


@unique
class Committee(StrEnum):
    """A joint committee: weekly, monthly, every six months."""

    PRODUCTION = "production"
    STEERING = "steering"
    STRATEGIC = "strategic"


@unique
class Cadence(StrEnum):
    """How often a committee meets."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    ANNUAL = "annual"


@unique
class Party(StrEnum):
    """One of the two companies at the table."""

    CLIENT = "client"
    PROVIDER = "provider"


@unique
class Hindrance(StrEnum):
    """Who holds a blocked action up."""

    CLIENT = "client"
    PROVIDER = "provider"
    THIRD_PARTY = "third_party"


@unique
class Seat(StrEnum):
    """How a person sits in a committee."""

    TITULAR = "titular"
    DEPUTY = "deputy"
    GUEST = "guest"


@unique
class MeetingStatus(StrEnum):
    """What became of a meeting."""

    PLANNED = "planned"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@unique
class Presence(StrEnum):
    """Whether a person was at a meeting."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


@unique
class MinutesVerb(StrEnum):
    """What a meeting did with a matter, in the words of its minutes."""

    DECIDES = "decides"
    NOTES = "notes"
    ASKS = "asks"
    POSTPONES = "postpones"
    ESCALATES = "escalates"


@unique
class Direction(StrEnum):
    """Which way a KPI gets better."""

    HIGHER = "higher"
    LOWER = "lower"
    BAND = "band"
    INFO = "info"


@unique
class Aggregation(StrEnum):
    """How a KPI's rows make one value."""

    RATIO = "ratio"
    SUM = "sum"
    LAST = "last"
    MAX = "max"


@unique
class Formula(StrEnum):
    """What a ratio KPI makes of its numerator N and denominator D."""

    N_OVER_D = "n_over_d"
    ONE_MINUS = "one_minus"
    ANNUALISED = "annualised"


@unique
class ControlChart(StrEnum):
    """Which control chart a ratio KPI is followed on: of its values, of a part of a whole, or of events over a size."""

    INDIVIDUALS = "individuals"
    PROPORTION = "proportion"
    RATE = "rate"


@unique
class Grain(StrEnum):
    """The time span of one measure."""

    DAY = "day"
    WEEK = "week"


@unique
class PeriodKind(StrEnum):
    """The time span of one figure."""

    WEEK = "week"
    MONTH = "month"
    YEAR_TO_DATE = "ytd"
    SEMESTER = "semester"


@unique
class Status(StrEnum):
    """Where a value stands against its target."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@unique
class ActionStatus(StrEnum):
    """Where an action stands."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    CANCELLED = "cancelled"


@unique
class DecisionStatus(StrEnum):
    """Where a decision stands."""

    REQUESTED = "requested"
    TAKEN = "taken"
    POSTPONED = "postponed"
    REFUSED = "refused"
    EXECUTED = "executed"


@unique
class RecommendationStatus(StrEnum):
    """What became of a recommendation."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@unique
class DecisionType(StrEnum):
    """What a decision is about; the remit table says which committee may take it."""

    OPERATIONAL = "operational"
    STAFFING = "staffing"
    BUDGET = "budget"
    CONTRACT = "contract"
    TARGET = "target"
    TECHNOLOGY = "technology"
    EXPANSION = "expansion"
    PARTNERSHIP = "partnership"
    NEUTRALISATION = "neutralisation"


@unique
class WorkstreamStatus(StrEnum):
    """Where a workstream stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    CANCELLED = "cancelled"


@unique
class GateState(StrEnum):
    """Where a workstream's go / no-go stands."""

    WAITING = "waiting"
    PASSED = "passed"
    SKIPPED = "skipped"
    """Later milestones were passed without it."""


@unique
class Family(StrEnum):
    """The domain a KPI speaks of."""

    ACCESSIBILITY = "accessibility"
    DIGITAL = "digital"
    PRODUCTIVITY = "productivity"
    QUALITY = "quality"
    EXPERIENCE = "experience"
    SALES = "sales"
    RESOURCES = "resources"
    ECONOMY = "economy"
    TECHNOLOGY = "technology"
    GOVERNANCE = "governance"


@unique
class IncentiveScheme(StrEnum):
    """How a bonus-malus line turns a result into an amount."""

    STEP = "step"
    LINEAR = "linear"
    FACTOR = "factor"
    POINTS = "points"


@unique
class Urgency(StrEnum):
    """How heavy a lateness weighs, in missed meetings of the action's own committee."""

    INFO = "info"
    TO_HANDLE = "to_handle"
    ESCALATE = "escalate"


@unique
class LineLife(StrEnum):
    """Where a roll-up line stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    STABILISED = "stabilised"
    CLOSED = "closed"


@unique
class Basis(StrEnum):
    """Which rows made a figure: days, or whole weeks by their Thursday."""

    DAYS = "days"
    WEEKS = "weeks"


@unique
class FrozenKind(StrEnum):
    """What a meeting's freeze keeps besides figures."""

    LINE = "line"
    DECISION = "decision"
    WORKSTREAM = "workstream"
    MILESTONE = "milestone"
    AMBITION = "ambition"
    ENGAGEMENT = "engagement"
    ACTIONS = "actions"
    FACT = "fact"
    ALERT = "alert"
    REGULARISATION = "regularisation"


@unique
class RestatementCause(StrEnum):
    """Why a figure is no longer what a meeting was shown."""

    DECISION = "decision"
    TARGET = "target"
    IMPORT = "import"
    COMPLETED = "completed"
    """Days that were missing then have been measured since."""
    UNDOCUMENTED = "undocumented"


@unique
class RestatementEffect(StrEnum):
    """What a restated figure changes for its reader."""

    BETTER = "better"
    WORSE = "worse"
    UNTOLD = "untold"
    """It has a status now and had none then, or the reverse."""
    NONE = "none"
    """The status is what it was."""


@unique
class Variation(StrEnum):
    """Whether a process changed, as its control chart shows it."""

    IMPROVEMENT = "improvement"
    DETERIORATION = "deterioration"
    CHANGE = "change"
    NONE = "none"


@unique
class ChartType(StrEnum):
    """The control chart that was drawn: of individual values, or with limits that follow each point's denominator."""

    XMR = "xmr"
    P = "p"
    P_PRIME = "p_prime"
    U = "u"
    U_PRIME = "u_prime"


@unique
class Assurance(StrEnum):
    """Whether a process, as it is, holds its target."""

    WILL = "will"
    WILL_NOT = "will_not"
    UNCERTAIN = "uncertain"


@unique
class Prospect(StrEnum):
    """What is still possible before a period ends."""

    OPEN = "open"
    SECURED = "secured"
    OUT_OF_REACH = "out_of_reach"
    NEVER_REACHED = "never_reached"
    CLOSED = "closed"
