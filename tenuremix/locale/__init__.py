"""Texts, numbers and dates in the reader's language.

The texts stand in ``sv.po`` and ``en.po``, one key in each; `catalogue` loads them and `locale`
puts values into them.  No text that a reader sees is written anywhere else.
"""
