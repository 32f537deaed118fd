"""The charts of the report: SVG of plain attributes, with a title and a description.

Only the sections import from here.
"""
