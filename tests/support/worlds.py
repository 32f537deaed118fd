"""Random maps, stocks and registers, drawn in the oracle's terms and brought to the code's."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import oracle
import shapely
from hypothesis import strategies as st
from runs import examples

from tenuremix.counting.areas import Area, Areas, Cell, Stock, suppressed
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.losses import Loss, LossEvent
from tenuremix.counting.register import Register
from tenuremix.counting.rules import Definition
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import Count, Tenure

SIDE = 10  # of a square
WIDE, HIGH = 4, 2  # squares of the map
FINE, COARSE = "primaromrade", "mellanomrade"
VINTAGES = (date(2023, 12, 31), date(2024, 12, 31))
FROM, TO = date(2025, 1, 1), date(2026, 1, 1)
END = date(2026, 12, 31)
HUSTYPER = ("smahus", "flerbostadshus")

# Random inputs, in the oracle's terms --------------------------------------------------------


@st.composite
def maps(draw):
    """Draw eight squares in two to four larger areas; codes do not follow the map."""
    squares = [(x * SIDE, y * SIDE) for x in range(WIDE) for y in range(HIGH)]
    codes = draw(st.permutations([str(10 + n) for n in range(len(squares))]))
    parents = draw(st.lists(st.sampled_from("1234"), min_size=8, max_size=8))
    fine = [
        (FINE, code, parent, (x, y, x + SIDE, y + SIDE))
        for code, parent, (x, y) in zip(codes, parents, squares, strict=True)
    ]
    return [*fine, *((COARSE, parent, None, None) for parent in sorted(set(parents)))]


def boxes(lengths):
    corner = st.tuples(st.integers(-12, 4 * SIDE + 2), st.integers(-12, 2 * SIDE + 2))
    size = st.tuples(st.sampled_from(lengths), st.sampled_from(lengths))
    return st.builds(
        lambda at, by: ("box", at[0], at[1], at[0] + by[0], at[1] + by[1]), corner, size
    )


# Lengths whose products have no other primes than 2 and 5, so that shares end as decimals.
ROUND = [1, 2, 4, 5, 8, 10, 16, 20]
ANY = list(range(1, 31))


def places(areas, lengths=ANY):
    point = st.tuples(st.just("point"), st.integers(-5, 45), st.integers(-5, 25))
    named = st.sampled_from(sorted({code for _, code, *_ in areas}))
    return st.one_of(boxes(lengths), boxes(lengths), point, st.tuples(st.just("area"), named))


numbers = st.one_of(st.integers(1, 12), st.sampled_from([0, 3, 7, 25]))


@st.composite
def histories(draw, id_, areas, days, lengths):
    """Draw the decisions of one allocation, in a lawful order."""
    found = []
    standing = pipeline = False
    dates = sorted(draw(st.sets(days, min_size=1, max_size=4)))
    for day in dates:
        events = ["markanvisning"]
        if not standing and draw(st.integers(0, 3)) == 3:
            events.append("planerad")
        if standing or pipeline:
            events += ["andring", "andring", "forlangning", "aterkallad"]
        if standing:
            events += ["byggstart", "fardigstalld"]
        event = draw(st.sampled_from(events))
        counts = {}
        may_be_empty = event in ("forlangning", "byggstart", "fardigstalld")
        if event != "aterkallad" and not (may_be_empty and draw(st.booleans())):
            counts = {tenure: draw(numbers) for tenure in oracle.DECIDED}
        place = draw(places(areas, lengths)) if not found or draw(st.booleans()) else None
        # A geometry, once given, is not replaced by the name of an area.
        if place and place[0] == "area" and found:
            place = None
        found.append({"id": id_, "date": day, "event": event, "counts": counts, "place": place})
        standing = event not in ("aterkallad", "planerad") and (standing or event == events[0])
        pipeline = event == "planerad" or (pipeline and event in ("andring", "forlangning"))
    return found


def all_days(first=date(2024, 1, 1), last=date(2026, 6, 30)):
    edges = [FROM, TO, FROM - timedelta(1), TO - timedelta(1), *VINTAGES, VINTAGES[1]]
    inside = [day for day in edges if first <= day <= last]
    middle = st.dates(max(first, FROM), min(last, TO))
    return st.one_of(middle, st.sampled_from(inside), st.dates(first, last))


DAYS = all_days()


@st.composite
def registers(draw, areas, *, days=DAYS, lengths=ANY):
    rows = []
    for id_ in "AB"[: draw(st.integers(1, 2))]:
        rows += draw(histories(id_, areas, days, lengths))
    return rows


@st.composite
def losses(draw, areas, *, days=DAYS, lengths=ANY):
    """Draw up to four losses, each of some known tenures."""
    return [
        {
            "date": draw(days),
            "event": draw(st.sampled_from(["ombildning", "rivning", "forsaljning"])),
            "counts": {tenure: draw(numbers) for tenure in oracle.KNOWN if draw(st.booleans())},
            "place": draw(places(areas, lengths)),
        }
        for _ in range(draw(st.integers(0, 4)))
    ]


@st.composite
def stocks(draw, areas, vintages=VINTAGES):
    """Draw a stock at the finest level, near the lines; at most three cells are hidden."""
    low, high = st.sampled_from([0, 0, 1, 2, 3, 4]), st.sampled_from([2, 3, 4, 5, 6, 8, 10])
    size = {"hyresratt": low, "aganderatt": low, "bostadsratt": high, "okand": low}
    found = {}
    for vintage in vintages:
        cells = {}
        for level, code, *_ in areas:
            # Now and then the publisher gives a larger area too, or leaves an area out.
            if draw(st.integers(0, 19)) == 19:
                continue
            if level == COARSE and draw(st.booleans()):
                continue
            cells[level, code] = [
                (hustyp, tenure, draw(size[tenure]))
                for hustyp, tenure in product(HUSTYPER, [*oracle.KNOWN, "okand"])
                if draw(st.integers(0, 4)) != 4
            ]
        found[vintage] = cells
        for _ in range(draw(st.integers(0, 3))):
            filled = sorted(key for key, mine in cells.items() if mine)
            if filled:
                mine = cells[draw(st.sampled_from(filled))]
                number = draw(st.integers(0, len(mine) - 1))
                mine[number] = (*mine[number][:2], None)
    return found


@st.composite
def definitions(draw, vintages=("before_decision", *VINTAGES)):
    return {
        "level": draw(st.sampled_from([FINE, COARSE])),
        "group": draw(st.sampled_from([["bostadsratt"], ["bostadsratt", "aganderatt"]])),
        "criterion": draw(
            st.sampled_from(["majority", "plurality", "share >= 0.4", "share >= 0.75"])
        ),
        "stock": draw(st.sampled_from([["smahus", "flerbostadshus"], ["flerbostadshus"]])),
        "vintage": draw(st.sampled_from(vintages)),
        "split": draw(st.sampled_from(["area", "area", "largest", "point"])),
    }


TARGETS = st.builds(
    lambda tenure, minimum: {
        "tenure": tenure,
        "minimum": minimum,
        "valid_from": FROM,
        "valid_to": TO,
    },
    st.sampled_from(["hyresratt", "hyresratt", "bostadsratt", "annan"]),
    st.integers(1, 25),
)

# The same, in the code's terms ---------------------------------------------------------------


def to_areas(areas):
    return Areas(
        (
            Area(code, code, level, parent, shapely.box(*box) if box else None)
            for level, code, parent, box in areas
        ),
        crs="EPSG:3007",
    )


def to_stock(stock, suppressed_max):
    def count(tenure, number):
        if number is None:
            return suppressed(Tenure(tenure), suppressed_max)
        return Count.exactly(number)

    return Stock(
        {
            vintage: {
                key: [Cell(h, Tenure(t), count(t, number)) for h, t, number in cells]
                for key, cells in by_code.items()
            }
            for vintage, by_code in stock.items()
        }
    )


def to_place(place):
    if place is None:
        return Place()
    kind, *rest = place
    if kind == "area":
        return Place(area=rest[0])
    return Place(shapely.Point(*rest) if kind == "point" else shapely.box(*rest))


def to_register(decisions):
    return Register(
        Decision(
            d["id"],
            d["id"],
            d["date"],
            Event(d["event"]),
            {Tenure(t): n for t, n in d["counts"].items()},
            to_place(d["place"]),
        )
        for d in decisions
    )


def to_losses(losses):
    return [
        Loss(
            loss["date"],
            LossEvent(loss["event"]),
            {Tenure(t): n for t, n in loss["counts"].items() if n},
            to_place(loss["place"]),
            f"K {number}",
        )
        for number, loss in enumerate(losses)
    ]


def to_definition(definition):
    return Definition(
        "d",
        level=definition["level"],
        majority_of=tuple(Tenure(t) for t in definition["group"]),
        criterion=definition["criterion"],
        stock=tuple(definition["stock"]),
        vintage=definition["vintage"],
        split=definition["split"],
    )


def to_target(target, definition):
    return Target(
        "t",
        "t",
        target["tenure"],
        target["minimum"],
        target["valid_from"],
        target["valid_to"],
        to_definition(definition),
    )


def plain(entries):
    """Show a ledger as the oracle does, sorted: the order within a decision is not compared."""
    return sorted(
        (
            (e.date, e.allocation, e.event, e.area, str(e.tenure), e.dwellings, e.counted, e.reason)
            for e in entries
        ),
        key=str,
    )


def target_of(definition, tenure="hyresratt", minimum=10):
    period = {"valid_from": FROM, "valid_to": TO}
    return to_target({"tenure": tenure, "minimum": minimum, **period}, definition)


FIXED = definitions(VINTAGES[:1])
FEW = examples(50)
