"""Workbooks as people have them, and pages drawn to be put into them."""
