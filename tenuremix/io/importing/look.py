"""What a planner should look at in what an import brings: dwellings that may stand twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tenuremix.counting.progress import Progress, assess_progress
from tenuremix.counting.register import Register, by_allocation, history
from tenuremix.errors import DataError, Fault
from tenuremix.inputs import Settings
from tenuremix.io.inputs.workspace import load
from tenuremix.review.reconcile import Reconciliation
from tenuremix.review.twice import Twins, find_twins, of_one_case, on_one_ground

_MANY = 5000
"""Of more decisions than this, ``validate`` tells what each target would count."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What to look at: twins that are new, and how each target would stand with all rows.

    ``progress`` is empty where there are very many rows, or the workspace cannot be loaded;
    ``faults`` are of the register that would be.
    """

    twins: Sequence[Twins] = ()
    progress: Sequence[Progress] = ()
    faults: list[Fault] = field(default_factory=list)


def look(settings: Settings, additions: Reconciliation) -> Looked:
    """Look at what would stand with what is added."""
    changed = {row.id for row in additions.new}
    changed |= {c.before.id for c in additions.corrections}
    rows = additions.standing
    places = ((row.id, row.place.geometry) for row in rows)
    shapes = {id_: shape for id_, shape in places if shape is not None}
    cases = {row.id: row.diarienummer for row in rows if row.diarienummer}
    near = {id_ for pair in on_one_ground(shapes, changed) for id_ in pair}
    for ids in of_one_case(cases):
        near |= {*ids} if changed & {*ids} else set()
    if any(row.same_as for row in rows):
        try:
            Register(rows)
        except DataError as error:
            return Looked(faults=list(error.faults))
    grouped = by_allocation(row for row in rows if row.id in near) if near else {}
    states = {id_: found[-1] for id_, mine in grouped.items() if (found := history(mine)[0])}
    twins = [each for each in find_twins(states, settings.settled) if changed & each.states.keys()]
    shown = twins and len(rows) <= _MANY
    return Looked(twins, _progress(settings, additions) if shown else ())


def _progress(settings: Settings, additions: Reconciliation) -> list[Progress]:
    """Assess every target with what would stand; nothing where the inputs have faults."""
    try:
        workspace = load(settings, beside=())
        register = Register(additions.standing)
        as_of = settings.as_of or register.last_date() or workspace.as_of
        books = workspace.books.with_register(register, as_of)
    except DataError:
        return []
    return [assess_progress(books, target, sensitivity=False) for target in workspace.targets]
