"""Read each input by the contract, with where it comes from, and load a whole workspace.

Others import ``find_settings`` and ``load`` of ``workspace``, and the reader of each input.
"""
