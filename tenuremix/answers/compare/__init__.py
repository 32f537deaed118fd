"""Proposals beside each other and beside nothing: as text, JSON, a page and a workbook.

Lives here: what ``check --compare`` answers. Imports nothing of commands, the report or the map.
"""
