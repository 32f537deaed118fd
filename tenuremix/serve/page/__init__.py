"""The page of ``tenuremix serve``: its template, scripts, styles and words, and no data.

Others import ``render_page`` and ``ASSETS`` of ``build``.
"""
