"""« Besoin et présence »: the month's staffing, interval by interval."""

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.rules.staffing_views import staffing_views
from gouvernail.schema.statistics import STAFFING_DAYS, STAFFING_SCOPES, STAFFING_WORST
from gouvernail.sheets.staffing import interval_words, outcome_words, staffing_sheet


def draw(figures: Figures) -> Drawing:
    """The page of the last complete month; it says so when that month has no interval."""
    figures.inputs.need("staffing")
    intervals = figures.inputs.frame("staffing")
    month = intervals[figures.month.contains(intervals["date"])]
    views = staffing_views(month, settings=figures.settings)
    worst = views.worst.assign(
        interval=[interval_words(one) for one in views.worst.to_dict("records")],
        outcome=[outcome_words(one, figures.words) for one in views.worst.to_dict("records")],
    )
    sheet = staffing_sheet(views.scopes, worst, views.days, figures.context, period=figures.words.month(figures.month.start))
    tables = {STAFFING_SCOPES: views.scopes, STAFFING_WORST: worst, STAFFING_DAYS: views.days}
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in tables.items()})
