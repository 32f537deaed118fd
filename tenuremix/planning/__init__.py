"""Which tenure the open plots should get: the plots, the problem, its solution and its reasons.

Others import :class:`Search` and its answers, ``prepare``, ``plots_of`` and ``areas_of``.
"""
