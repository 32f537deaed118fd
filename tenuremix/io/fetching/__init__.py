"""Fetch areas and statistics from those who publish them, politely, and keep each vintage.

Others import ``areas``, ``stock``, ``completed`` and ``workspace``, each with a ``fetch_`` of it.
"""
