"""Workbooks, Excel's and OpenDocument's: what they hold is looked at in a process apart.

Everything here may be imported by what reads tables.
"""
