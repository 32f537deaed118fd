"""The pages of the report: the answer, the year, how sure it is, where it lies, what is not known.

Each module makes one page or a part of one; only ``build`` imports from here.
"""
