"""The page of ``tenuremix serve``: its template, scripts, styles and words.

Others import ``render_page`` and ``ASSETS`` of ``build``.
"""
