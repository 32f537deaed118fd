"""A second implementation of placement and counting: slow, obvious, and written from design.md.

It shares nothing with the package.  Areas and plots are rectangles with whole coordinates, shares
are fractions, and a suppressed cell is tried at every value that it may have.  Times and places
are plain tuples and dicts:

- an area: ``(level, code, parent, rectangle or None)``, a rectangle ``(west, south, east, north)``;
- a place: ``("box", w, s, e, n)``, ``("point", x, y)`` or ``("area", code)``;
- a decision: a dict with ``id``, ``date``, ``event``, ``counts`` (by tenure, or empty) and
  ``place`` (or None);
- a loss: a dict with ``date``, ``event``, ``counts`` and ``place``;
- the stock: ``{vintage: {(level, code): [(hustyp, tenure, number or None)]}}``;
- a definition: a dict with ``level``, ``group``, ``criterion``, ``stock``, ``vintage``, ``split``;
- a target: a dict with ``tenure``, ``valid_from``, ``valid_to``, ``minimum``.

A decrease takes back no more than what was counted of that tenure in that area.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from itertools import product

KNOWN = ["hyresratt", "bostadsratt", "aganderatt"]
DECIDED = [*KNOWN, "oklar"]
UNDECIDED_EVENTS = ["planerad", "markreservation"]
# A hidden count with no stated largest value is tried at these: far more than any stock in a test.
UNBOUNDED = [0, 1, 2, 3, 1_000_000]


# Where --------------------------------------------------------------------------------------


def levels_of(areas):
    """List the levels, finest first: the one with the most areas is the finest."""
    names = {level for level, *_ in areas}
    return sorted(names, key=lambda name: -sum(level == name for level, *_ in areas))


def parent_at(areas, code, from_level, to_level):
    """Climb from an area to its ancestor at a coarser level."""
    levels = levels_of(areas)
    for level in levels[levels.index(from_level) : levels.index(to_level)]:
        (code,) = [p for lev, c, p, _ in areas if lev == level and c == code]
    return code


def shares(areas, place, split):
    """Give ``{code or None: share}`` at the finest level."""
    squares = {code: box for level, code, _, box in areas if level == levels_of(areas)[0]}
    if place[0] == "box" and split == "point":
        _, w, s, e, n = place
        place = ("point", Fraction(w + e, 2), Fraction(s + n, 2))
    if place[0] == "point":
        _, x, y = place
        inside = [c for c, (w, s, e, n) in squares.items() if w <= x <= e and s <= y <= n]
        return {min(inside) if inside else None: Fraction(1)}
    _, w, s, e, n = place
    whole = (e - w) * (n - s)
    found = {}
    for code, (aw, as_, ae, an) in squares.items():
        width, height = min(e, ae) - max(w, aw), min(n, an) - max(s, as_)
        if width > 0 and height > 0:
            found[code] = Fraction(width * height, whole)
    if sum(found.values()) < 1:
        found[None] = 1 - sum(found.values())
    if split == "largest":
        most = max(found.values())
        return {in_order([code for code in found if found[code] == most])[0]: Fraction(1)}
    return found


def in_order(codes):
    """Sort codes; None, outside every area, comes last."""
    return sorted(codes, key=lambda code: (code is None, code or ""))


def largest_remainder(number, parts):
    """Hand out whole dwellings one by one."""
    given = {code: int(number * share) for code, share in parts.items()}
    waiting = in_order(parts)
    while sum(given.values()) < number:
        remainders = {code: number * parts[code] - int(number * parts[code]) for code in waiting}
        # max() keeps the first of those that tie, so the lowest code.
        winner = max(waiting, key=lambda code: remainders[code])
        given[winner] += 1
        waiting.remove(winner)
    return {code: count for code, count in given.items() if count}


def placed(areas, place, counts, split, level):
    """Give ``{(area, its level, tenure): dwellings}``, split at the finest level, summed upwards.

    An area that is named and coarser than the level stays what it is.
    """
    levels = levels_of(areas)
    found = {}
    for tenure, number in counts.items():
        if place[0] == "area":
            (own_level,) = [lev for lev, code, *_ in areas if code == place[1]]
            parts = {place[1]: number} if number else {}
        else:
            own_level = levels[0]
            parts = largest_remainder(number, shares(areas, place, split))
        for code, dwellings in parts.items():
            if code is None:
                key = (None, level, tenure)
            elif levels.index(own_level) > levels.index(level):
                key = (code, own_level, tenure)
            else:
                key = (parent_at(areas, code, own_level, level), level, tenure)
            found[key] = found.get(key, 0) + dwellings
    return found


# State --------------------------------------------------------------------------------------


def standing_after(decisions):
    """Give (place, counts) after the last of the decisions of one allocation."""
    place, counts, allocated = None, dict.fromkeys(DECIDED, 0), False
    for decision in decisions:
        place = decision["place"] or place
        if decision["event"] == "aterkallad":
            counts, allocated = dict.fromkeys(DECIDED, 0), False
            continue
        if decision["event"] == "markanvisning":
            allocated = True
        if decision["event"] in UNDECIDED_EVENTS:
            allocated = False
        if decision["counts"]:
            counts = {**counts, **decision["counts"]}
    return place, counts if allocated else dict.fromkeys(DECIDED, 0)


def bookings(areas, decisions, split, level, as_of):
    """List ``(date, id, event, area, its level, tenure, change)`` up to a date, oldest first."""
    found = []
    for id_ in sorted({d["id"] for d in decisions}):
        mine = sorted((d for d in decisions if d["id"] == id_), key=lambda d: d["date"])
        mine = [d for d in mine if d["date"] <= as_of]
        before = {}
        for number, decision in enumerate(mine, start=1):
            place, counts = standing_after(mine[:number])
            after = placed(areas, place, counts, split, level)
            for key in {**before, **after}:
                change = after.get(key, 0) - before.get(key, 0)
                if change:
                    found.append((decision["date"], id_, decision["event"], *key, change))
            before = after
    return sorted(found, key=lambda booking: booking[:2])


# Class --------------------------------------------------------------------------------------


def cells_of(areas, stock, vintage, level, code):
    """List the cells of an area: its own, else those of its parts; None where some are missing."""
    if (level, code) in stock[vintage]:
        return stock[vintage][level, code]
    levels = levels_of(areas)
    if level == levels[0]:
        return None
    finer = levels[levels.index(level) - 1]
    parts = [c for lev, c, parent, _ in areas if lev == finer and parent == code]
    found = [cells_of(areas, stock, vintage, finer, part) for part in parts]
    return None if not found or None in found else [cell for cells in found for cell in cells]


def holds(mix, definition):
    """Tell whether a fully known mix meets a criterion."""
    mine = sum(mix[tenure] for tenure in definition["group"])
    others = [mix[tenure] for tenure in KNOWN if tenure not in definition["group"]]
    if definition["criterion"] == "majority":
        return 2 * mine > mine + sum(others)
    if definition["criterion"] == "plurality":
        return all(mine > other for other in others)
    least = Fraction(definition["criterion"].removeprefix("share >= "))
    return mine + sum(others) > 0 and Fraction(mine, mine + sum(others)) >= least


def classify(areas, stock, definition, code, day, suppressed_max):
    """Tell whether an area qualifies for a decision of a day; None where that is not known."""
    vintage = definition["vintage"]
    if vintage == "before_decision":
        earlier = [date for date in stock if date < day]
        if not earlier:
            return None
        vintage = max(earlier)
    cells = cells_of(areas, stock, vintage, definition["level"], code)
    if cells is None:
        return None
    cells = [cell for cell in cells if cell[0] in definition["stock"] and cell[1] in KNOWN]
    hidden = UNBOUNDED if suppressed_max is None else range(suppressed_max + 1)
    choices = [hidden if number is None else [number] for _, _, number in cells]
    answers = set()
    for numbers in product(*choices):
        mix = dict.fromkeys(KNOWN, 0)
        for (_, tenure, _), number in zip(cells, numbers, strict=True):
            mix[tenure] += number
        answers.add(holds(mix, definition))
    return answers.pop() if len(answers) == 1 else None


# Count --------------------------------------------------------------------------------------


def judge(target, qualifies, area, date, change, so_far):
    """Give the reason and the number counted of one change; ``so_far`` is counted already."""
    if area is None:
        return "outside_areas", 0
    if qualifies is None:
        return "not_assessable", 0
    if not qualifies:
        return "other_area", 0
    if not target["valid_from"] <= date < target["valid_to"]:
        return "outside_period", 0
    if change > 0:
        return "counted", change
    # What stood was allocated outside the period: there is nothing to take back.
    return ("reversed", -min(-change, so_far)) if so_far else ("outside_period", 0)


def count(areas, stock, decisions, definition, target, as_of, suppressed_max=None):
    """Give the ledger: ``(date, id, event, area, tenure, dwellings, counted, reason)``."""
    level = definition["level"]
    asked = KNOWN if target["tenure"] == "annan" else [target["tenure"]]
    fixed, so_far = {}, {}
    entries = []
    for booking in bookings(areas, decisions, definition["split"], level, as_of):
        date, id_, event, area, its_level, tenure, change = booking
        qualifies = None
        if area is not None and its_level == level:
            if (id_, area) not in fixed:
                fixed[id_, area] = classify(areas, stock, definition, area, date, suppressed_max)
            qualifies = fixed[id_, area]
        if tenure not in asked:
            continue
        if target["tenure"] == "annan" and qualifies and tenure in definition["group"]:
            qualifies = False
        account = (id_, area, tenure)
        before = so_far.get(account, 0)
        reason, counted = judge(target, qualifies, area, date, change, before)
        so_far[account] = before + counted
        entries.append((date, id_, event, area, tenure, change, counted, reason))
    return entries


def lost(areas, stock, losses, definition, target, as_of, suppressed_max=None):
    """List what was lost: ``(date, event, area, tenure, dwellings, lost, reason)``."""
    level = definition["level"]
    asked = KNOWN if target["tenure"] == "annan" else [target["tenure"]]
    found = []
    for loss in losses:
        counts = {tenure: number for tenure, number in loss["counts"].items() if tenure in asked}
        parts = placed(areas, loss["place"], counts, definition["split"], level)
        for (area, its_level, tenure), number in parts.items():
            qualifies = None
            if area is not None and its_level == level:
                day = loss["date"]
                qualifies = classify(areas, stock, definition, area, day, suppressed_max)
            if target["tenure"] == "annan" and qualifies and tenure in definition["group"]:
                qualifies = False
            reason, counted = judge(target, qualifies, area, loss["date"], number, 0)
            if loss["date"] <= as_of:
                found.append((loss["date"], loss["event"], area, tenure, number, counted, reason))
    return found


def status(entries, target, as_of):
    """Give the outcome where every entry of the period could be assessed."""
    if as_of < target["valid_from"]:
        return "not_in_force"
    if sum(entry[6] for entry in entries) >= target["minimum"]:
        return "met"
    last = target["valid_to"] - timedelta(1)
    return "missed" if as_of >= last else "open"


def fewest(mine, others, reference):
    """Count upwards to the first number of dwellings that brings a tenure to its share."""
    added = 0
    while Fraction(mine + added, max(1, mine + others + added)) < reference:
        added += 1
    return added
