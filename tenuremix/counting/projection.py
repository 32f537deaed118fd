"""What each area has, lacks and will have: today's mix, the pipeline and the projected mix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from tenuremix.counting.areas import Area
from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Event, State
from tenuremix.counting.missing import (
    Benchmark,
    MissingPole,
    Reference,
    Yardstick,
    missing_tenure,
    shortfall,
)
from tenuremix.counting.rules import STEADY_VINTAGES
from tenuremix.counting.tenure import (
    ALLOCATION_TENURES,
    KNOWN,
    Count,
    Mix,
    Tenure,
    add,
    allocation_mix,
    majority_class,
)


def none() -> dict[Tenure, int]:
    """Make a vector of no dwellings, by the tenures of an allocation."""
    return dict.fromkeys(ALLOCATION_TENURES, 0)


def add_to(sums: dict[Tenure, int], dwellings: Mapping[Tenure, int]) -> None:
    """Add dwellings to sums, tenure by tenure."""
    for tenure, number in dwellings.items():
        sums[tenure] += number


def summed(every: Iterable[Mapping[Tenure, int]]) -> dict[Tenure, int]:
    """Sum dwellings tenure by tenure."""
    sums = none()
    for dwellings in every:
        add_to(sums, dwellings)
    return sums


@dataclass(frozen=True, slots=True)
class Flows:
    """Dwellings on their way to an area, by tenure (hyresratt, bostadsratt, aganderatt, oklar).

    ``pipeline`` is decided and not completed, ``completed`` completed since the statistics,
    ``planned`` planned or reserved and not decided.  No dwelling is in two of them.
    """

    pipeline: dict[Tenure, int] = field(default_factory=none)
    completed: dict[Tenure, int] = field(default_factory=none)
    planned: dict[Tenure, int] = field(default_factory=none)

    @property
    def decided(self) -> dict[Tenure, int]:
        """Dwellings that are decided, completed or not."""
        return summed((self.pipeline, self.completed))


@dataclass(frozen=True)
class AreaProjection:
    """One area: its mix today, what is on its way, and its mix when that is built.

    Parameters
    ----------
    area
        The area.
    now
        Dwellings by tenure today; None where there are no statistics.
    flows
        What is on its way.
    scale
        What it is measured against.
    classes
        The class in the latest vintages, at most three, today's last.
    """

    area: Area
    now: Mix | None
    flows: Flows
    scale: Yardstick
    classes: tuple[str | None, ...] = ()

    @property
    def reference(self) -> Reference | None:
        """The mix that shortfalls are measured against; None where it is not known."""
        return self.scale.reference

    @cached_property
    def projected(self) -> Mix | None:
        """The mix when everything decided is built; undecided tenure stays outside it."""
        return self.with_dwellings(none())

    def with_dwellings(self, dwellings: Mapping[Tenure, int]) -> Mix | None:
        """Give the projected mix with some more dwellings."""
        if self.now is None:
            return None
        return add(self.now, allocation_mix(self.flows.decided), allocation_mix(dwellings))

    @cached_property
    def class_now(self) -> str | None:
        """The tenure in majority today (see :func:`tenuremix.counting.tenure.majority_class`)."""
        return None if self.now is None else majority_class(self.now)

    @property
    def steadiness(self) -> tuple[int, int] | None:
        """In how many of the latest vintages the class was today's: (2, 3) is 2 of 3.

        None where there is one vintage alone, or where the class is not known.
        """
        if len(self.classes) < 2 or self.class_now is None:  # noqa: PLR2004
            return None
        return self.classes.count(self.class_now), len(self.classes)

    @cached_property
    def class_projected(self) -> str | None:
        """The tenure in majority when everything decided is built."""
        return None if self.projected is None else majority_class(self.projected)

    def shortfall(self, mix: Mix | None = None) -> dict[Tenure, Count | None]:
        """Give the shortfall of each known tenure, in today's mix or in another."""
        mix = self.now if mix is None else mix
        if mix is None or self.reference is None:
            return dict.fromkeys(KNOWN)
        return {tenure: shortfall(mix, tenure, self.reference) for tenure in KNOWN}

    def missing_pole(self, mix: Mix | None) -> MissingPole:
        """Tell which pole is missing in a mix of the area, such as today's or the projected one."""
        if mix is self.now:
            return self._missing_now
        return self._missing_projected if mix is self.projected else self.scale.missing(mix)

    @cached_property
    def _missing_now(self) -> MissingPole:
        return self.scale.missing(self.now)

    @cached_property
    def _missing_projected(self) -> MissingPole:
        return self.scale.missing(self.projected)

    @property
    def missing(self) -> Tenure | None:
        """The tenure that lies furthest below the reference today, if any does."""
        if self.now is None or self.reference is None:
            return None
        return missing_tenure(self.now, self.reference)


@dataclass(frozen=True, slots=True)
class Projection:
    """What every area of one level has, lacks and will have.

    ``unplaced`` are flows that belong to no single area of the level, by the code of the coarser
    area they are known to lie in, or None outside every area.  ``vintage`` is the date of the
    stock; ``unknown`` lists allocations whose number of dwellings is not known.
    """

    level: str
    vintage: date | None
    areas: Mapping[str, AreaProjection]
    unplaced: Mapping[str | None, Flows]
    unknown: tuple[str, ...]

    @property
    def yardstick(self) -> Yardstick | None:
        """What its areas are measured against; None where there are none."""
        return next((area.scale for area in self.areas.values()), None)

    @property
    def ranked(self) -> Projection:
        """The same by what is missing: most first, at the lower end; then near, unknown, few."""

        def key(item: tuple[str, AreaProjection]) -> tuple[tuple[int, int], str]:
            code, area = item
            return area.missing_pole(area.now).order, code

        return replace(self, areas=dict(sorted(self.areas.items(), key=key)))


def vintage_shown(books: Books) -> date | None:
    """Choose the stock that is shown as today's: the latest on or before the date of the books.

    Where every vintage is later, the first one; the reader is told its date.
    """
    vintages = books.stock.vintages
    return books.stock.latest_on(books.as_of) or (vintages[0] if vintages else None)


def project_areas(books: Books, level: str, *, benchmark: Benchmark | None = None) -> Projection:
    """Project the mix of every area of a level.

    Parameters
    ----------
    books
        The inputs and the date.
    level
        One of the areas' levels.
    benchmark
        What shortfalls are measured against; by default the city's own mix.

    Returns
    -------
    Projection
        Areas by code, lowest first.
    """
    vintage = vintage_shown(books)
    city = None if vintage is None else books.stock.city_mix(books.areas, vintage)[0]
    scale = (benchmark or Benchmark()).of_city(city)
    flows, unknown = _flows(books, level, vintage)
    latest = [v for v in books.stock.vintages if vintage and v <= vintage][-STEADY_VINTAGES:]
    areas = {}
    for code, area in books.areas.at(level).items():
        mixes = [books.stock.mix(books.areas, level, code, each) for each in latest]
        classes = tuple(None if mix is None else majority_class(mix) for mix in mixes)
        now = mixes[-1] if mixes else None
        areas[code] = AreaProjection(area, now, flows.pop(code, Flows()), scale, classes)
    return Projection(level, vintage, areas, flows, tuple(unknown))


def _flows(
    books: Books, level: str, vintage: date | None
) -> tuple[dict[str | None, Flows], list[str]]:
    """Add every allocation's dwellings to the area where they lie."""
    kinds = {id_: _flow(state, vintage) for id_, state in books.states.items()}
    moving = {id_: kind for id_, kind in kinds.items() if kind is not None}
    states = [books.states[id_] for id_ in moving]
    known = [state.dwellings is not None for state in states]
    unknown = [id_ for id_, stated in zip(moving, known, strict=True) if not stated]
    rows = books.spread_all(states, level)
    found: dict[str | None, Flows] = {}
    codes = [*(code for _, code in books.areas.listed), None]
    names = [*Flows.__dataclass_fields__]
    number = np.array([names.index(kind) for kind in moving.values()], dtype=np.intp)
    tenures = len(ALLOCATION_TENURES)
    size = (len(codes), len(names), tenures)
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, (rows.area, number[rows.state], rows.tenure), rows.dwellings)
    # In the order in which the areas are first met.
    for area in dict.fromkeys(rows.area.tolist()):
        mine = (dict(zip(ALLOCATION_TENURES, row, strict=True)) for row in sums[area].tolist())
        found[codes[area]] = Flows(*mine)
    return found, unknown


@dataclass(frozen=True, slots=True)
class AllocationFlow:
    """One allocation on its way, with its dwellings where they lie.

    ``kind`` is ``pipeline``, ``completed`` or ``planned`` (see :class:`Flows`).  ``dwellings`` are
    by area and tenure: by the code of a coarser area where no single area of the level is known,
    None outside every area; all of it is None where the number is not known.
    """

    allocation: str
    name: str
    kind: str
    dwellings: Mapping[str | None, Mapping[Tenure, int]] | None


def allocation_flows(books: Books, level: str, vintage: date | None) -> list[AllocationFlow]:
    """Give what is on its way to the areas of a level, allocation by allocation.

    Parameters
    ----------
    vintage
        The date of the stock that it comes to; None where there is none.

    Returns
    -------
    list
        In the order of the register.
    """
    found = []
    books.locator.find([state.place for state in books.states.values()])
    for id_, state in books.states.items():
        kind = _flow(state, vintage)
        if kind is None:
            continue
        if state.dwellings is None:
            found.append(AllocationFlow(id_, state.name, kind, None))
            continue
        spread = books.spread(state.place, state.dwellings, level)
        dwellings = {area: numbers for (area, _), numbers in spread.items()}
        found.append(AllocationFlow(id_, state.name, kind, dwellings))
    return found


def _flow(state: State, vintage: date | None) -> str | None:
    """Name the flow that an allocation belongs to; None where it is built or withdrawn."""
    if state.pipeline:
        return "planned"
    if not state.standing:
        return None
    if state.stage is not Event.FARDIGSTALLD:
        return "pipeline"
    return "completed" if vintage is None or state.since > vintage else None
