"""The door for analysts: frames of pandas and geopandas go in, and frames come out.

Only the root imports from here: ``open_workspace`` and ``workspace``.
"""
