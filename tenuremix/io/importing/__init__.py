"""Bring planners' own files into the register, whatever their columns are called.

Others import :func:`~tenuremix.io.importing.bring_in.bring_in` and ``fill`` of ``database``.
"""
