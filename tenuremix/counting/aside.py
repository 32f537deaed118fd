"""What is set aside: what a shared database holds though no reader can take it as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from tenuremix.counting.decisions import Decision
from tenuremix.errors import Fault


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row of a register that is not counted, and is named wherever the register is.

    ``decision`` is what can be read of it: what cannot is empty or None, its id, date and event
    too.  ``faults`` tell why, each with its remedy.  ``readable`` tells that every cell is sound,
    and that the row only cannot follow upon what stands before it.
    """

    decision: Decision
    faults: tuple[Fault, ...]
    readable: bool = False
