"""Shares, changes and accounts of many plots at once, as columns of numbers without their meaning.

The core gives the numbers a meaning: ``counting.placement``, ``counting.journal`` and
``counting.ledger`` import what is here.
"""
