"""Small random problems for plans, and the slow search through every plan there is."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from itertools import product

import shapely

from tenuremix.counting.areas import Area, Areas, Cell, Stock
from tenuremix.counting.books import Books
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.missing import Benchmark, Reference
from tenuremix.counting.progress import ledger
from tenuremix.counting.projection import project_areas
from tenuremix.counting.register import Register
from tenuremix.counting.rules import Definition, Edition, edition_for
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import KNOWN, Count
from tenuremix.planning.plots import BY_POLE, BY_TENURE, OpenPlot, Quota, Terms

HYRESRATT, BOSTADSRATT, AGANDERATT = KNOWN
FINE, COARSE = "primaromrade", "stadsomrade"
AS_OF = date(2025, 6, 1)
SQUARES = {"11": (0, 0), "12": (10, 0), "13": (0, 10), "14": (10, 10)}
LISTED = "lista"


def squares(parents=("1", "1", "2", "2")):
    """Four squares of ten metres in two larger areas."""
    fine = [
        Area(code, code, FINE, parent, shapely.box(x, y, x + 10, y + 10))
        for (code, (x, y)), parent in zip(SQUARES.items(), parents, strict=True)
    ]
    return Areas([*fine, *(Area(p, p, COARSE) for p in sorted(set(parents)))], crs="EPSG:3007")


def stock_of(mixes):
    """Make a stock of one vintage: for each area its known tenures, None where suppressed."""
    return Stock(
        {
            date(2024, 12, 31): {
                (FINE, code): [
                    Cell("flerbostadshus", t, Count(0, 3) if n is None else Count.exactly(n))
                    for t, n in zip(KNOWN, mix, strict=True)
                ]
                for code, mix in mixes.items()
            }
        }
    )


def random_place(draw):
    kind = draw.random()
    if kind < 0.3:
        return Place(shapely.Point(draw.randint(1, 19), draw.randint(1, 19)))
    if kind < 0.4:
        return Place(area=draw.choice(["11", "12", "1", "2"]))
    w, s = draw.randint(-2, 16), draw.randint(-2, 16)
    return Place(shapely.box(w, s, w + draw.randint(1, 7), s + draw.randint(1, 7)))


def random_plot(draw, number):
    most = draw.randint(1, 5)
    allowed = tuple(t for t in KNOWN if draw.random() < 0.8) or (draw.choice(KNOWN),)
    divisible = draw.random() < 0.6
    shares = {}
    if draw.random() < 0.3:
        low = Fraction(draw.choice([0, 0, 1]), 3)
        shares[draw.choice(allowed)] = (low, draw.choice([Fraction(1), Fraction(2, 3)]))
    present = None
    if draw.random() < 0.7:
        present = {t: draw.randint(0, 4) for t in KNOWN}
    return OpenPlot(
        f"T{number}",
        f"Tomt {number}",
        random_place(draw),
        draw.choice([most, most, max(0 if divisible else 1, most - 2)]),
        most,
        allowed=allowed,
        shares=shares,
        divisible=divisible,
        group="g" if not divisible and draw.random() < 0.9 else "",
        expected_on=draw.choice([None, date(2025, 12, 31), date(2026, 1, 1), date(2024, 3, 1)]),
        income={t: draw.randint(0, 9) for t in KNOWN if draw.random() < 0.8},
        present=present,
        subgroup=draw.choice(["", "", "student"]),
    )


def random_case(seed):
    """Draw books, plots, targets and terms; every plot can be given something by itself."""
    draw = random.Random(seed)  # noqa: S311
    mixes = {
        code: tuple(draw.randint(0, 20) if draw.random() < 0.95 else None for _ in KNOWN)
        for code in SQUARES
        if draw.random() < 0.95
    }
    areas = squares(draw.choice([("1", "1", "2", "2"), ("1", "2", "1", "2")]))
    decided = Decision(
        "A", "A", date(2025, 2, 1), Event.MARKANVISNING,
        {HYRESRATT: draw.randint(0, 4), BOSTADSRATT: draw.randint(0, 9)}, Place(area="11"),
    )  # fmt: skip
    books = Books(areas, stock_of(mixes), Register([decided]), AS_OF)
    splits = draw.choice(["area", "area", "largest", "point"])
    rule = Definition(
        "d",
        level=draw.choice([FINE, FINE, COARSE]),
        split=splits,
        exclude_subgroups=draw.choice([(), ("student",)]),
    )
    listed = Definition(
        "l",
        areas=LISTED,
        editions=(
            Edition(date(2024, 1, 1), {"11": "a"}),
            Edition(date(2026, 1, 1), {"12": "b", "13": "b"}),
        ),
    )
    targets = [
        Target(
            "mal", "mål", draw.choice(["hyresratt", "hyresratt", "annan"]), draw.randint(1, 9),
            date(2025, 1, 1), date(2026, 1, 1), rule,
        ),
        Target("riktning", "riktning", "annan", None, date(2025, 1, 1), None, listed),
    ]  # fmt: skip
    plots = [random_plot(draw, number) for number in range(draw.choice([1, 2, 3, 3]))]
    plots = [plot for plot in plots if choices(plot)] or [
        OpenPlot("T", "T", Place(area="11"), 2, 2)
    ]
    terms = Terms(
        draw.choice([{FINE: 1, COARSE: 1}, {FINE: 2}, {FINE: 1, COARSE: 3}]),
        closed=draw.choice(["", "", "", "", LISTED]),
        least_share=draw.choice([None, None, None, Fraction(1, 3), Fraction(9, 10)]),
        least_income=draw.choice([None, None, None, 10, 40]),
        limits=tuple(
            Quota(
                draw.choice([None, "11", "1"]),
                draw.choice([None, 2025, 2026]),
                draw.choice([None, *KNOWN]),
                draw.choice([None, None, None, 1]),
                draw.choice([None, 3, 6]),
            )
            for _ in range(draw.choice([0, 0, 0, 1, 2]))
        ),
        mix=draw.choice([BY_POLE, BY_TENURE]),
    )
    stated = Reference.stated(dict(zip(KNOWN, map(Fraction, ("0.5", "0.3", "0.2")), strict=True)))
    benchmark = draw.choice([None, Benchmark(stated)])
    return books, plots, targets, terms, benchmark


def choices(plot):
    """List everything that a plot may be given by itself."""
    found = []
    for numbers in product(range(plot.most + 1), repeat=len(KNOWN)):
        every = sum(numbers)
        given = dict(zip(KNOWN, numbers, strict=True))
        if not plot.least <= every <= plot.most:
            continue
        if any(number and tenure not in plot.allowed for tenure, number in given.items()):
            continue
        if (plot.group or not plot.divisible) and sum(n > 0 for n in numbers) > 1:
            continue
        if any(
            not low * every <= given[tenure] <= high * every
            for tenure, (low, high) in plot.shares.items()
        ):
            continue
        found.append(given)
    return found


def decided(books, plot, given):
    """Place and count a plot as if it were allocated: the register's own way, and nothing else."""
    day = max(plot.expected_on or books.as_of, books.as_of)
    row = Decision(plot.id, plot.name, day, Event.MARKANVISNING, given, plot.place)
    return Books(books.areas, books.stock, Register([row._replace(subgroup=plot.subgroup)]), day)


def part_of(books, area, booking):
    """Tell whether a booking lies in an area of any level."""
    level = books.areas.level_of(area)
    code, known = books.raise_to(booking.area, booking.level, level)
    return known and code == area


def consequences(books, plot, given, targets, terms):
    """Tell what one choice for one plot leads to."""
    alone = decided(books, plot, given)
    bookings = alone.bookings("area")
    closed = 0
    for target in targets if terms.closed else ():
        rule = target.definition
        edition = edition_for(rule, alone.as_of) if rule.areas == terms.closed else None
        for booking in bookings if edition else ():
            area, known = books.raise_to(booking.area, booking.level, rule.level)
            if known and area in edition.classes and booking.tenure is HYRESRATT:
                closed += booking.dwellings
    within = tuple(
        sum(
            b.dwellings
            for b in bookings
            if limit.tenure in (None, b.tenure)
            and limit.year in (None, alone.as_of.year)
            and (limit.area is None or part_of(books, limit.area, b))
        )
        for limit in terms.limits
    )
    there = {}
    for b in bookings:
        for level in terms.weights:
            area, known = books.raise_to(b.area, b.level, level)
            if area is not None and known:
                key = (level, area, b.tenure)
                there[key] = there.get(key, 0) + b.dwellings
    counted = tuple(
        sum(entry.counted for entry in ledger(alone, target))
        for target in targets
        if target.minimum is not None
    )
    more, fewer = 0, 0
    for tenure in KNOWN if plot.present else ():
        more += max(0, given[tenure] - plot.present[tenure])
        fewer += max(0, plot.present[tenure] - given[tenure])
    changes = max(more, fewer)
    income = sum(plot.income.get(t, 0) * n for t, n in given.items())
    tenures = [t for t in KNOWN if given[t]]
    return given, closed, within, there, counted, changes, income, tenures


def rule_names(plots, terms):
    """Name what is asked of the plan as a whole."""
    names = [("group", g) for g in sorted({plot.group for plot in plots if plot.group})]
    names += [("closed", terms.closed)] if terms.closed else []
    names += [("least_share", terms.least_share)] if terms.least_share is not None else []
    names += [("least_income", terms.least_income)] if terms.least_income is not None else []
    return [*names, *(("limit", number) for number in range(len(terms.limits)))]


class Every:
    """Every plan there is, and what each leads to: a row for each in every array."""

    def __init__(self, books, plots, targets, terms, benchmark):
        import numpy as np

        self.plots, self.terms = sorted(plots, key=lambda plot: plot.id), terms
        self.options = [
            [consequences(books, plot, given, targets, terms) for given in choices(plot)]
            for plot in self.plots
        ]
        grid = np.meshgrid(*(range(len(o)) for o in self.options), indexing="ij")
        self.picked = np.stack([axis.ravel() for axis in grid], axis=1)

        def summed(value):
            of_plots = (
                np.array([value(option) for option in options])[self.picked[:, at]]
                for at, options in enumerate(self.options)
            )
            return sum(of_plots)

        self.keeps = {}
        for kind, which in rule_names(self.plots, terms):
            if kind == "group":
                self.keeps[kind, which] = self._one_tenure(which)
            elif kind == "closed":
                self.keeps[kind, which] = summed(lambda c: c[1]) == 0
            elif kind == "least_share":
                rented, every = (
                    summed(lambda c: c[0][HYRESRATT]),
                    summed(lambda c: sum(c[0].values())),
                )
                part, whole = which.numerator, which.denominator
                self.keeps[kind, which] = whole * rented >= part * every
            elif kind == "least_income":
                self.keeps[kind, which] = summed(lambda c: c[6]) >= which
            else:
                limit, inside = terms.limits[which], summed(lambda c, n=which: c[2][n])
                low = 0 if limit.least is None else limit.least
                high = 10**6 if limit.most is None else limit.most
                self.keeps[kind, which] = (inside >= low) & (inside <= high)
        self.changes = summed(lambda c: c[5])
        self.income = summed(lambda c: c[6])
        self.counted = [
            (t, summed(lambda c, n=n: c[4][n]))
            for n, t in enumerate(t for t in targets if t.minimum is not None)
        ]
        self.missed = 0 * self.changes
        for target, more in self.counted:
            before = sum(entry.counted for entry in ledger(books, target))
            self.missed = self.missed + np.maximum(0, target.minimum - before - more)
        self.short = 0.0 * self.changes
        for level, weight in terms.weights.items():
            for code, outlook in project_areas(books, level, benchmark=benchmark).areas.items():
                come = {t: summed(lambda c, key=(level, code, t): c[3].get(key, 0)) for t in KNOWN}
                self.short = self.short + weight * shortfall_of(outlook, come, terms.mix)

    def _one_tenure(self, group):
        import numpy as np

        members = [at for at, plot in enumerate(self.plots) if plot.group == group]
        first, *rest = [
            np.array([KNOWN.index(c[7][0]) for c in self.options[at]])[self.picked[:, at]]
            for at in members
        ]
        kept = np.ones(len(first), dtype=bool)
        for other in rest:
            kept &= other == first
        return kept

    def possible(self, rules):
        """Tell which plans keep some rules."""
        kept = self.changes == self.changes
        for rule in rules:
            kept = kept & self.keeps[rule]
        return kept

    def find(self, plan):
        """Find the number of a plan."""
        at = [
            next(n for n, c in enumerate(options) if all(c[0][t] == g.get(t, 0) for t in KNOWN))
            for options, g in zip(self.options, plan, strict=True)
        ]
        return next(n for n, picked in enumerate(self.picked) if list(picked) == at)


def shortfall_of(outlook, come, aim):
    """Add the shortfalls of an area when more dwellings come, at both ends of what is hidden."""
    import numpy as np

    found = 0.0
    mix, reference = outlook.projected, outlook.reference
    groups = (
        [(t,) for t in KNOWN] if aim == BY_TENURE else [(HYRESRATT,), (BOSTADSRATT, AGANDERATT)]
    )
    for group in groups if mix is not None and reference is not None else ():
        others = [t for t in KNOWN if t not in group]
        highs = [mix[t].high for t in KNOWN]
        if len(group) == 1:
            low, high = reference.low[group[0]], reference.high[group[0]]
        else:
            low, high = 1 - reference.high[HYRESRATT], 1 - reference.low[HYRESRATT]
        if high >= 1 or None in highs:
            continue
        coming, more = sum(come[t] for t in group), sum(come[t] for t in others)
        ends = (
            (low, sum(mix[t].high for t in group), sum(mix[t].low for t in others)),
            (high, sum(mix[t].low for t in group), sum(mix[t].high for t in others)),
        )
        for share, mine, rest in ends:
            r, n = float(share), mine + coming
            every = n + rest + more
            found = found + np.maximum(0, (r * every - n) / (1 - r)) / 2
    return found
