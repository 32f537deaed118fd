"""Tables of dwellings, read in pieces, and the stock that is counted from them.

May be imported by the commands; a table is never in memory whole.
"""
