"""How many dwellings until an area turns, against trying one number after the other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenuremix.counting.areas import Area, Areas, Cell, Stock, suppressed
from tenuremix.counting.books import Books
from tenuremix.counting.check import check_proposal
from tenuremix.counting.decisions import Decision, Event, Place
from tenuremix.counting.projection import project_areas
from tenuremix.counting.proposal import Plot
from tenuremix.counting.register import Register
from tenuremix.counting.rules import Definition, fulfils
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, UNBOUNDED, Count, Tenure, add
from tenuremix.counting.tipping import dwellings_until_turn, find_tipping, find_tippings
from tenuremix.document.notes import note_text
from tenuremix.locale.locale import Locale

HR, BR, AR = KNOWN
CRITERIA = ["majority", "plurality", "share >= 0.75", "share >= 1/3", "share >= 1", "share >= 0.5"]
GROUPS = [(BR,), (BR, AR)]


def exact(*numbers):
    return {t: Count.exactly(n) for t, n in zip(KNOWN, numbers, strict=True)}


@pytest.mark.parametrize(
    ("criterion", "group", "fewest"),
    [
        # 40 rented, 60 tenant-owned, 10 owner-occupied
        ("majority", (BR,), 10),  # 60 is half of 120
        ("majority", (BR, AR), 30),  # 70 is half of 140
        ("plurality", (BR,), 20),  # 60 rented are as many as 60
        ("plurality", (BR, AR), 30),
        ("share >= 0.5", (BR,), 11),  # 60 of 120 is still half; of 121 not
        ("share >= 0.75", (BR,), 0),  # 60 of 110 is less
    ],
)
def test_by_hand(criterion, group, fewest) -> None:
    rule = Definition("d", criterion=criterion, majority_of=group)
    assert dwellings_until_turn(exact(40, 60, 10), rule, HR) == Count.exactly(fewest)


def test_more_of_its_own_never_turns_an_area_nor_does_anything_turn_a_list() -> None:
    mix = exact(40, 60, 0)
    assert dwellings_until_turn(mix, Definition("d"), BR) is None
    assert dwellings_until_turn(mix, Definition("d", areas="lista"), HR) is None


def test_a_count_of_any_size_leaves_it_open() -> None:
    rule = Definition("d")
    mix = {**exact(40, 60, 0), BR: UNBOUNDED}
    assert dwellings_until_turn(mix, rule, HR) == Count(0, None)
    mix = {**exact(40, 60, 0), AR: UNBOUNDED}
    assert dwellings_until_turn(mix, rule, HR) == Count(0, 20)


def tried(numbers, rule, tenure):
    """Add one dwelling at a time."""
    for more in range(10_000):
        if not fulfils(add(exact(*numbers), {tenure: Count.exactly(more)}), rule):
            return more
    raise AssertionError


RULES = st.builds(
    lambda criterion, group: Definition("d", criterion=criterion, majority_of=group),
    st.sampled_from(CRITERIA),
    st.sampled_from(GROUPS),
)
NUMBERS = st.tuples(*[st.integers(0, 60)] * 3)


@given(NUMBERS, RULES, st.sampled_from([HR, AR]))
def test_the_fewest_is_the_fewest(numbers, rule, tenure) -> None:
    found = dwellings_until_turn(exact(*numbers), rule, tenure)
    if tenure in rule.majority_of:
        assert found is None
    else:
        assert found == Count.exactly(tried(numbers, rule, tenure))


@given(st.tuples(*[st.integers(0, 20)] * 3), st.tuples(*[st.integers(0, 3)] * 3), RULES)
def test_hidden_counts_give_the_least_and_the_greatest(low, width, rule) -> None:
    mix = {t: Count(n, n + w) for t, n, w in zip(KNOWN, low, width, strict=True)}
    values = [
        tried((low[0] + a, low[1] + b, low[2] + c), rule, HR)
        for a in range(width[0] + 1)
        for b in range(width[1] + 1)
        for c in range(width[2] + 1)
    ]
    assert dwellings_until_turn(mix, rule, HR) == Count(min(values), max(values))


# In the books --------------------------------------------------------------------------------

DAY, TODAY = date(2024, 12, 31), date(2025, 6, 30)
LEVEL = "primaromrade"


def books(*allocations):
    codes = ("11", "12", "13")
    rows = {"11": (40, 60, 0), "12": (60, 40, 0), "13": (40, None, 0)}
    areas = Areas([Area(code, code, LEVEL) for code in codes], crs="EPSG:3007")
    stock = Stock(
        {
            DAY: {
                (LEVEL, code): [
                    Cell("smahus" if t is AR else "flerbostadshus", t,
                         suppressed(t, None) if n is None else Count.exactly(n))
                    for t, n in zip(KNOWN, rows[code], strict=True)
                ]
                for code in codes
            }
        }
    )  # fmt: skip
    register = Register(
        Decision(str(n), "", date(2025, 3, 1), Event.MARKANVISNING, dwellings, Place(area=area))
        for n, (area, dwellings) in enumerate(allocations)
    )
    return Books(areas, stock, register, TODAY)


def target(id_="t", tenure="hyresratt", start=date(2025, 1, 1), end=None, **rule):
    return Target(id_, id_, tenure, 500, start, end, Definition("d", **rule))


def turn(found, aim, code, dwellings=None):
    outlook = project_areas(found, LEVEL).areas[code]
    return find_tipping(found, aim, outlook, dwellings)


def test_today_with_what_is_decided_and_with_a_proposal() -> None:
    found = turn(books(("11", {HR: 12, BR: 4})), target(), "11", {HR: 10, BR: 1})
    assert (found.now, found.projected, found.proposed) == tuple(map(Count.exactly, (20, 12, 3)))


def test_what_has_turned_is_zero_and_what_is_no_area_of_the_target_is_none() -> None:
    found = books(("11", {HR: 15}), ("11", {HR: 5}), ("12", {BR: 30}))
    turned = turn(found, target(), "11")
    assert (turned.now, turned.projected) == (Count.exactly(20), Count.exactly(0))
    other = turn(found, target(), "12")
    assert (other.now, other.projected) == (None, Count.exactly(10))
    assert turn(found, target(), "13").now is None  # whether it is one is not known
    assert turn(found, target(level="mellanomrade"), "11").now is None
    assert turn(found, target(areas="lista"), "11").now is None
    assert turn(found, target(tenure="bostadsratt"), "11").now is None


def test_another_tenure_than_the_one_in_majority_turns_an_area_too() -> None:
    assert turn(books(), target(tenure="annan"), "11").now == Count.exactly(20)


def test_undecided_dwellings_turn_nothing() -> None:
    found = turn(books(("11", {Tenure.OKLAR: 500})), target(), "11")
    assert found.now == found.projected == Count.exactly(20)


def test_the_edition_in_force_stands_for_its_id() -> None:
    found = books()
    editions = [
        target(start=date(2026, 1, 1), criterion="plurality", majority_of=(BR, AR)),
        target(end=date(2026, 1, 1)),
        target(start=date(2024, 1, 1), end=date(2025, 1, 1), criterion="share >= 0.9"),
    ]
    turns = find_tippings(found, editions, project_areas(found, LEVEL).areas)
    assert turns["11"]["t"].now == Count.exactly(20)
    assert turns.keys() == {"11", "12", "13"}


# The check of a proposal ---------------------------------------------------------------------


def said(found, dwellings, aim, language="sv"):
    """Give the notes on turning of a proposal in area 11."""
    plot = Plot(
        "Kvarteret", Place(area="11"), {**dict.fromkeys(ALLOCATION_TENURES, 0), **dwellings}
    )
    check = check_proposal(found, [plot], [aim])
    texts = Locale(language)
    notes = [note for note in check.notes if note.key.startswith("turn_")]
    return [note.key for note in notes], [note_text(n, found.areas, texts) for n in notes]


def test_the_check_tells_when_an_area_is_near_its_turn() -> None:
    assert said(books(), {HR: 14}, target()) == ([], [])  # 6 left of 114: more than one of 25
    keys, words = said(books(), {HR: 16}, target())
    assert keys == ["turn_near"]
    assert words[0].startswith(
        "Efter 4 hyresrätter till, utöver det beslutade och förslaget, har 11 (11) inte längre "
        "majoritet bostadsrätt. Senare beslut där räknas då inte mot ”t”. Det syns först i den "
    )
    assert said(books(), {HR: 20}, target())[0] == ["turn_reached"]
    decided = books(("11", {HR: 20}))
    keys, words = said(decided, {HR: 1}, target(vintage=DAY), "en")
    assert keys == ["turn_decided"]
    assert words == [
        "Once what is already decided is built, 11 (11) no longer has a majority of tenant-owned. "
        "Later decisions there then do not count towards “t”. The target is judged by the "
        "statistics of 31 December 2024. What counts changes only when it is judged by later ones, "
        "in which the dwellings are built."
    ]


@pytest.mark.parametrize(
    ("criterion", "state"),
    [("plurality", "bostadsrätt som största upplåtelseform"), ("share >= 0.5", "minst 50 % bosta")],
)
def test_the_check_says_what_the_area_loses(criterion, state) -> None:
    words = said(books(), {HR: 30}, target(criterion=criterion))[1]
    assert f"har 11 (11) inte längre {state}" in words[0].replace("\N{NO-BREAK SPACE}", " ")


def test_a_proposal_of_the_majority_takes_an_area_from_its_turn() -> None:
    assert said(books(("11", {HR: 19})), {BR: 40}, target())[0] == []
