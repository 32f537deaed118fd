"""The workbook of the yearly report: one sheet a subject, one table a list, typed cells.

Others import ``render_xlsx`` of ``write``.
"""
