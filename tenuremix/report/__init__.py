"""The yearly report: its findings, set as four pages and an annex, and as a workbook.

Others import ``build_report``, ``build_reports``, ``render_report``, ``render_annex`` and
``render_files`` of ``build``.
"""
