"""What each command is asked, and how it answers: a module of each command's name.

Others import from here only :mod:`tenuremix.commands.options` and :mod:`tenuremix.commands.watch`.
"""
