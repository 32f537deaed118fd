"""How far the areas of a city are apart by tenure, and what is decided does to that.

Others import ``measure_segregation`` of ``assess`` and the measures of ``indices``.
"""
