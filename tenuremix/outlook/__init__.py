"""How likely a target is to be reached, and what that hangs on.

Others import ``assess_outlook`` of ``assess``, and what is assumed of ``assumptions``.
"""
