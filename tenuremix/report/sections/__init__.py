"""The sections of the report, a module each: what a section tells, and where it is left out.

Only ``build`` imports from here.
"""
