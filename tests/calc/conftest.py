"""The harness's own tests use its fixtures."""

from calc.plugin import calc_app, calc_book, excel, excel_book, office  # noqa: F401
