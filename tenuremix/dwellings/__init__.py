"""The stock from single dwellings: counted in areas, kept from disclosure, counted around a plot.

May be imported by what reads the dwellings; knows the areas and the columns, and no files.
"""
