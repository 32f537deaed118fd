"""What became of what was promised: dwellings begun and completed, and the year quarter by quarter.

Others import what is in ``changes``, ``completed``, ``pace`` and ``standing``.
"""
