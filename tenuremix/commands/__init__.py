"""What each command is asked, and how it answers: a module of each command's name.

Others import from here only what the commands share: ``options``, ``parser`` and ``watch``.
"""
