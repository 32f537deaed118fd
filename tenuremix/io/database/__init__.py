"""The shared register in PostgreSQL with PostGIS: its tables, and how they are read and added to.

Others import ``connection``, ``read``, ``schema``, ``remedies`` and ``session``.
"""
