"""What a planner should look at in inputs that have no fault: they may be wrong all the same.

Others import :func:`~tenuremix.review.findings.review` and what is in ``twice``.
"""
