"""The page of ``tenuremix serve``: its template, scripts, styles and words, and no data.

Others import ``render_page``, ``page_words`` and ``ASSETS`` of ``build``.
"""
