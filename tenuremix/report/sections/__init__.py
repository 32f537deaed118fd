"""The sections of the annex, a module each: what a section tells, and where it is left out.

``build`` and ``pages`` import from here.
"""
