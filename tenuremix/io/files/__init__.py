"""Files whatever they hold: rows, cells and columns, sheets, vectors, TOML; written whole or not.

Everything here may be imported by what reads or writes.
"""
