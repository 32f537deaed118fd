"""Definitions, and the class of an area under one on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from tenuremix.counting.areas import Areas, Stock
from tenuremix.counting.decisions import SUBGROUPS
from tenuremix.counting.placement import SPLITS
from tenuremix.counting.tenure import (
    HUSTYPER,
    KNOWN,
    NO_MAJORITY,
    Mix,
    Share,
    Tenure,
    has_majority,
    has_plurality,
    has_share,
    share,
)
from tenuremix.errors import DataError, Fault

BEFORE_DECISION = "before_decision"
NEAR_LINE = 0.02
"""An area is near the line when its share lies within two percentage points of it."""
MAJORITY, PLURALITY = "majority", "plurality"
CRITERIA = (MAJORITY, PLURALITY, "share >= x (0 < x <= 1)")
STEADY_VINTAGES = 3
DEFAULT_LEVEL = "primaromrade"
"""The level of a definition that states none: the contract's only bond to one city's areas."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a dated list of areas: in force from a date, a class for each code."""

    valid_from: date
    classes: Mapping[str, str] = field(hash=False)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What makes an area one where a target counts.

    Parameters
    ----------
    id
        The name by which a target refers to it.
    level
        The level of the areas that are judged.
    majority_of
        The known tenures that together are compared with the others.
    criterion
        ``"majority"``: strictly more than half of the dwellings with known tenure;
        ``"plurality"``: strictly more than each other known tenure; ``"share >= x"``.
    stock
        The building types that are counted.
    vintage
        ``"before_decision"``, or the date of the one vintage that serves every decision.
    split
        How a plot over several areas is split: ``"area"``, ``"largest"`` or ``"point"``.
    exclude_subgroups
        Allocations of these subgroups are left out.
    steady
        The criterion must hold in this many of the latest vintages, all of them.
    areas
        The name of a dated list of areas, instead of a majority rule, and its ``editions``.
    edition
        The date of the one edition that serves every decision; else the one in force that day.
    title, source
        For the reader: a name, and where the definition comes from.

    Raises
    ------
    DataError
        Where a value is none of those that are known.
    """

    id: str
    level: str = DEFAULT_LEVEL
    majority_of: tuple[Tenure, ...] = (Tenure.BOSTADSRATT,)
    criterion: str = MAJORITY
    stock: tuple[str, ...] = HUSTYPER
    vintage: date | str = BEFORE_DECISION
    split: str = "area"
    exclude_subgroups: tuple[str, ...] = ()
    steady: int = 1
    areas: str = ""
    editions: tuple[Edition, ...] = ()
    edition: date | None = None
    title: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse what no area could be judged by."""
        known_vintage = self.vintage == BEFORE_DECISION or isinstance(self.vintage, date)
        refuse(
            self.id,
            (_listed(self.majority_of, KNOWN), "majority_of", self.majority_of, KNOWN),
            (is_criterion(self.criterion), "criterion", self.criterion, CRITERIA),
            (_listed(self.stock, HUSTYPER), "stock", self.stock, HUSTYPER),
            (known_vintage, "vintage", self.vintage, (BEFORE_DECISION, "2025-12-31")),
            (self.split in SPLITS, "split", self.split, SPLITS),
            (
                set(self.exclude_subgroups) <= set(SUBGROUPS),
                "exclude_subgroups",
                self.exclude_subgroups,
                SUBGROUPS,
            ),
            (self.steady >= 1, "steady", self.steady, ("1, 2, 3 …",)),
        )

    @property
    def group(self) -> str:
        """The tenures that are compared, as one word: the class of an area that fulfils it."""
        return "+".join(self.majority_of)

    def judges_as(self, other: Definition) -> bool:
        """Tell whether two definitions judge alike, whatever they are called."""
        return replace(self, id="", title="", source="") == replace(
            other, id="", title="", source=""
        )

    def least_share(self) -> Fraction | None:
        """Read the x of ``"share >= x"``; None for the other criteria."""
        return parse_least_share(self.criterion)

    @property
    def line(self) -> float | None:
        """The share at which an area turns; None for the largest of several, and for a list."""
        least = Fraction(1, 2) if self.criterion == MAJORITY else self.least_share()
        return None if self.areas or least is None else float(least)


def refuse(id_: str, *checks: tuple[bool, str, object, Sequence[object]]) -> None:
    """Raise what does not fit: for each check whether it does, the key, its value, what is known.

    Raises
    ------
    DataError
        With every key that does not fit.
    """
    faults = []
    for fits, key, found, known in checks:
        if not fits:
            values = {"key": key, "found": found, "expected": " / ".join(map(str, known))}
            faults.append(Fault("wrong_key", id_ or "…", None, values))
    if faults:
        raise DataError(faults)


def _listed(found: Collection[str], known: Collection[str]) -> bool:
    return bool(found) and set(found) <= set(known)


def is_criterion(text: str) -> bool:
    """Tell whether a text is one of :data:`CRITERIA`."""
    try:
        parse_least_share(text)
    except (ValueError, ZeroDivisionError):
        return False
    return True


def parse_least_share(criterion: str) -> Fraction | None:
    """Read a criterion such as ``"share >= 0.75"`` exactly.

    Raises
    ------
    ValueError
        Where the text is no such criterion, or x is not above 0 and at most 1.

    Examples
    --------
    >>> parse_least_share("share >= 0.75")
    Fraction(3, 4)
    """
    if criterion in (MAJORITY, PLURALITY):
        return None
    name, sign, number = criterion.partition(">=")
    least = Fraction(number.strip()) if sign and name.strip() == "share" else Fraction(0)
    if not 0 < least <= 1:
        raise ValueError(criterion)
    return least


@dataclass(frozen=True, slots=True)
class AreaClass:
    """The class of one area under a definition on a date.

    Parameters
    ----------
    qualifies
        Whether the definition holds; None where that cannot be assessed.
    label
        The class in a word: the tenures in majority, ``"ingen"``, or the class in a list of
        areas; None where it cannot be assessed or the area is not on the list.
    share
        The share of the definition's tenures among the dwellings with known tenure.
    statistics_date
        The vintage, or the edition of the list, that was used.
    majority
        The tenures that hold the majority, for targets of the tenure ``"annan"``; empty where
        none does, None where that cannot be assessed.
    """

    qualifies: bool | None
    label: str | None = None
    share: Share | None = None
    statistics_date: date | None = None
    majority: tuple[Tenure, ...] | None = None

    def near(self, line: float) -> bool:
        """Tell whether the middle of the share lies within :data:`NEAR_LINE` of a line."""
        return self.share is not None and abs(sum(self.share) / 2 - line) <= NEAR_LINE


NOT_ASSESSABLE = AreaClass(None)
TAKEN_AS_COUNTING = AreaClass(True, majority=())  # noqa: FBT003
"""The class of an area that cannot be judged, where it is asked what may count at most."""


def fulfils(
    mix: Mix, definition: Definition, group: Collection[Tenure] | None = None
) -> bool | None:
    """Tell whether a mix meets the criterion of a definition; None where that is not known.

    ``group`` are the tenures that are asked about, where they are not the definition's own.
    """
    group = definition.majority_of if group is None else group
    if definition.criterion == MAJORITY:
        return has_majority(mix, group)
    if definition.criterion == PLURALITY:
        return has_plurality(mix, group)
    least = definition.least_share()
    return None if least is None else has_share(mix, group, least)


def vintage_for(definition: Definition, stock: Stock, day: date) -> date | None:
    """Find the vintage by which a decision of a day is judged; None where there is none."""
    if isinstance(definition.vintage, date):
        return definition.vintage if definition.vintage in stock.vintages else None
    return stock.latest_before(day)


def judged_by(definition: Definition, stock: Stock, day: date) -> tuple[date | None, date | None]:
    """Find the vintage and the edition by which a decision of a day is judged, where there are.

    Every area has one class for all days that are judged by the same.
    """
    edition = edition_for(definition, day) if definition.areas else None
    return vintage_for(definition, stock, day), None if edition is None else edition.valid_from


def classify(definition: Definition, code: str, areas: Areas, stock: Stock, day: date) -> AreaClass:
    """Classify one area at the definition's level for a decision of a day.

    Parameters
    ----------
    definition
        The definition; its level must be one of the areas'.
    code
        An area of that level.
    areas, stock
        Of one edition.
    day
        The date of the decision.

    Returns
    -------
    AreaClass
        ``qualifies`` is None where there are no statistics or suppressed cells decide.
    """
    if definition.areas:
        return _on_list(definition, code, areas, stock, day)
    vintage = vintage_for(definition, stock, day)
    if vintage is None:
        return NOT_ASSESSABLE
    mix = stock.mix(areas, definition.level, code, vintage, definition.stock)
    if mix is None:
        return AreaClass(None, statistics_date=vintage)
    verdict = fulfils(mix, definition)
    if definition.steady > 1 and verdict is not False:
        verdict = _steadily(definition, code, areas, stock, vintage)
    label, majority = _label(mix, definition, verdict=verdict)
    return AreaClass(verdict, label, share(mix, definition.majority_of), vintage, majority)


def _label(
    mix: Mix, definition: Definition, *, verdict: bool | None
) -> tuple[str | None, tuple[Tenure, ...] | None]:
    """Name the class of a mix: the definition's tenures, another in majority, or none."""
    if verdict is None:
        return None, None
    if verdict:
        return definition.group, definition.majority_of
    others = [t for t in KNOWN if t not in definition.majority_of]
    verdicts = {t: fulfils(mix, definition, (t,)) for t in others}
    for tenure, holds in verdicts.items():
        if holds:
            return tenure.value, (tenure,)
    return (None, None) if None in verdicts.values() else (NO_MAJORITY, ())


def _steadily(
    definition: Definition, code: str, areas: Areas, stock: Stock, vintage: date
) -> bool | None:
    verdicts = steadiness(definition, code, areas, stock, vintage)[-definition.steady :]
    if len(verdicts) < definition.steady:
        return None
    if False in verdicts:
        return False
    return None if None in verdicts else True


def steadiness(
    definition: Definition, code: str, areas: Areas, stock: Stock, vintage: date
) -> list[bool | None]:
    """List whether the criterion held in the latest vintages, the given one last.

    As many as the definition's ``steady``, but at least three where there are so many.
    """
    latest = [v for v in stock.vintages if v <= vintage]
    verdicts: list[bool | None] = []
    for each in latest[-max(definition.steady, STEADY_VINTAGES) :]:
        mix = stock.mix(areas, definition.level, code, each, definition.stock)
        verdicts.append(None if mix is None else fulfils(mix, definition))
    return verdicts


def edition_for(definition: Definition, day: date) -> Edition | None:
    """Find the edition of the definition's list of areas by which a day is judged."""
    day = definition.edition or day
    in_force = [edition for edition in definition.editions if edition.valid_from <= day]
    return max(in_force, key=lambda edition: edition.valid_from, default=None)


def _on_list(definition: Definition, code: str, areas: Areas, stock: Stock, day: date) -> AreaClass:
    edition = edition_for(definition, day)
    if edition is None:
        return NOT_ASSESSABLE
    label = edition.classes.get(code)
    vintage = vintage_for(definition, stock, day)
    mix = vintage and stock.mix(areas, definition.level, code, vintage, definition.stock)
    majority: tuple[Tenure, ...] | None = None
    if mix:
        verdicts = {tenure: has_majority(mix, {tenure}) for tenure in KNOWN}
        holder = tuple(tenure for tenure, verdict in verdicts.items() if verdict)
        majority = None if not holder and None in verdicts.values() else holder
    return AreaClass(label is not None, label, None, edition.valid_from, majority)
