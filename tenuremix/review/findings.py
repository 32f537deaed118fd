"""Everything to look at in the books: a list of small checks, each over the whole of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, product

from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Event, State, after_today
from tenuremix.counting.placement import place_faults
from tenuremix.counting.tenure import Tenure, total
from tenuremix.errors import Fault
from tenuremix.review.alike import alike, alike_fault
from tenuremix.review.other_plots import other_plots
from tenuremix.review.overlaps import overlapping
from tenuremix.review.twice import find_twins

FAR_MORE = 5
"""A plot of more than so many times the dwellings of the next largest is looked at."""
_COMPARED = 3
"""So many plots must be there to compare with."""
_IN_KM = 5000
Check = Callable[[Books, date], Iterable[Fault]]


def _standing(books: Books) -> dict[str, State]:
    return {id_: s for id_, s in books.states.items() if s.stage is not Event.ATERKALLAD}


def _warning(key: str, state: State, **values: object) -> Fault:
    """Warn of an allocation as it stands."""
    decision = state.decision
    where = decision.source or "register"
    told = {"id": f"{decision.id} {state.name}".strip(), **values}
    return Fault(key, where, decision.row, told, decision.id, warning=True)


def dated_ahead(books: Books, today: date) -> Iterable[Fault]:
    """Find decisions that are dated after today."""
    rows = chain.from_iterable(books.register.decisions.values())
    return filter(None, (after_today(row, today) for row in rows))


def look_alike(books: Books, _: date) -> Iterable[Fault]:
    """Find ids that differ only in what nobody sees."""
    decisions = books.register.decisions
    for ids in alike(decisions):
        last = max((decisions[id_][0] for id_ in ids), key=lambda row: row.row or 0)
        yield alike_fault(ids, last.source or "register", last.row)


def moved(books: Books, _: date) -> Iterable[Fault]:
    """Find allocations that became another plot while they stood."""
    return chain.from_iterable(map(other_plots, books.register.decisions.values()))


def elsewhere(books: Books, _: date) -> Iterable[Fault]:
    """Find plots that lie in another area than the one stated beside them."""
    rows = [
        (f"{row.id}@{row.date}", row.place, row.source or "register", row.row)
        for row in chain.from_iterable(books.register.decisions.values())
        if row.place.stated
    ]
    found = place_faults(books.locator, books.areas, rows).values()
    return (replace(fault, warning=True) for fault in found)


def twins(books: Books, _: date) -> Iterable[Fault]:
    """Find dwellings that may stand twice."""
    return (found.fault() for found in find_twins(books.states))


def outside(books: Books, _: date) -> Iterable[Fault]:
    """Find allocations that lie outside every area."""
    for state in _standing(books).values():
        placed = books.locator.place(state.place)
        if [part.area for part in placed.parts] == [None] and placed.nearest is not None:
            area = books.areas.at(placed.level)[placed.nearest]
            nearest, away = f"{area.code} {area.name}", placed.distance_m or 0
            yield _warning("outside_all", state, nearest=nearest, distance=_length(away))


def more_than_area(books: Books, _: date) -> Iterable[Fault]:
    """Find allocations of more dwellings than there are in the area where they lie."""
    vintages = books.stock.vintages[-1:]
    for vintage, state in product(vintages, _standing(books).values()):
        spread = books.spread(state.place, state.dwellings or {})
        for (code, level), dwellings in spread.items():
            if code is None or (mix := books.stock.mix(books.areas, level, code, vintage)) is None:
                continue
            known, number = total(mix, Tenure).high, sum(dwellings.values())
            if known is not None and number > known:
                area = f"{code} {books.areas.at(level)[code].name}"
                yield _warning("more_than_area", state, found=number, area=area, expected=known)


def far_more(books: Books, _: date) -> Iterable[Fault]:
    """Find the allocation of far more dwellings than any other."""
    ranked = sorted(_standing(books).values(), key=_number, reverse=True)
    if len(ranked) > _COMPARED:
        most, next_ = _number(ranked[0]), _number(ranked[1])
        if most > FAR_MORE * next_ > 0:
            yield _warning("far_more", ranked[0], found=most, expected=next_)


def _length(metres: float) -> str:
    return f"{metres:.0f} m" if metres < _IN_KM else f"{metres / 1000:.0f} km"


def _number(state: State) -> int:
    return sum((state.dwellings or {}).values())


CHECKS: Sequence[Check] = (
    *(dated_ahead, look_alike, moved),
    *(elsewhere, twins, outside, more_than_area, far_more),
)
"""What is looked at; the days of the decisions are set against that of today."""


def review(
    books: Books, settled: Collection[tuple[str, str]], today: date, *, areas: str = ""
) -> list[Fault]:
    """Find what should be looked at in inputs that have no fault.

    Parameters
    ----------
    books
        The inputs, on the date of the figures.
    settled
        The code and the id of what is accepted as it stands.
    today
        The day of today.
    areas
        The file of the areas, as the user knows it.

    Returns
    -------
    list
        First what is asked about (a fault with an id), then the warnings.
    """
    checked = (check(books, today) for check in CHECKS)
    found = chain(overlapping(books.areas, areas), *checked)
    open_ = [fault for fault in found if (fault.key, fault.id) not in settled]
    return sorted(open_, key=lambda fault: fault.warning)
