"""What a command prints: words and tables for a terminal, and the contract's JSON.

The report and the map import from here what they say in the same words.
"""
