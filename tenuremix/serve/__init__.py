"""The page where a plot is drawn, and the interface for other programs, on one's own machine.

Nothing of a proposal is kept here, unless somebody who may do so saves it to the register.
"""
