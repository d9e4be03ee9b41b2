"""A stand-in for Excel as COM shows it, under which xlwings' own Windows engine runs on Linux.

Layers, bottom up: `strict` (what Excel accepts), `memory` (a workbook's content), the object model
(`application`, `sheet`, `cells`, `tables`, `rules`, `charts`), `proxy` and `meter` (every access counted, any of them
made to fail), `pywin32` (the modules `_xlwindows.py` imports), `desktop` (what a test opens). `tests/calc` puts
LibreOffice in the place of `memory` and leaves the rest as it is. How to use it: `tests/calc/README.md`.
"""
