"""The yearly report: made once as a model, and set as HTML, PDF and a workbook.

Others import ``build_report`` and ``render_report`` of ``build``.
"""
