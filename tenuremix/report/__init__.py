"""The yearly report: its findings, set as HTML, a PDF and a workbook.

Others import ``build_report`` and ``render_report`` of ``build``.
"""
