"""A proposed allocation, and what is found when it is checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from tenuremix.counting.decisions import Place
from tenuremix.counting.missing import MissingPole
from tenuremix.counting.progress import Entry, Reason
from tenuremix.counting.projection import AreaProjection, none, summed
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import Mix, Tenure, share
from tenuremix.counting.tipping import Tipping
from tenuremix.errors import Note


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot of a proposal: a name, a place in the areas' CRS, dwellings by tenure.

    ``hustyp`` is the building type, empty where it is not known.
    """

    name: str
    place: Place
    dwellings: Mapping[Tenure, int]
    hustyp: str = ""


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """The part of one plot in one area; ``area`` is None outside every area."""

    plot: str
    area: str | None
    level: str
    share: float
    dwellings: Mapping[Tenure, int]


@dataclass(frozen=True)
class AreaCheck:
    """What the proposal does to one area.

    Parameters
    ----------
    projection
        The area as it stands, and what is decided.
    dwellings
        What the proposal brings to it.
    tippings
        For each target, how many dwellings until the area turns.
    """

    projection: AreaProjection
    dwellings: Mapping[Tenure, int]
    tippings: Mapping[str, Tipping] = field(default_factory=dict)

    @cached_property
    def with_proposal(self) -> Mix | None:
        """The mix when everything decided and the proposal are built."""
        return self.projection.with_dwellings(self.dwellings)

    @property
    def missing(self) -> MissingPole:
        """The pole that is missing when everything decided is built."""
        return self.projection.missing_pole(self.projection.projected)

    @property
    def without(self) -> AreaCheck:
        """The same area where nothing is proposed for it."""
        turns = {id_: replace(turn, proposed=turn.projected) for id_, turn in self.tippings.items()}
        return AreaCheck(self.projection, none(), turns)

    def change(self, tenures: Collection[Tenure]) -> float:
        """Give what the proposal adds to the share of some tenures, on top of what is decided.

        The least it surely is, above 0 or below; 0 where hidden figures decide which.
        """
        before, after = self.projection.projected, self.with_proposal
        if before is None or after is None:
            return 0.0
        old, new = share(before, tenures), share(after, tenures)
        if old is None or new is None:
            return 0.0
        moves = new.low - old.low, new.high - old.high
        return min(moves, key=abs) if moves[0] * moves[1] > 0 else 0.0


@dataclass(frozen=True, slots=True)
class TargetCheck:
    """What the proposal counts towards one target.

    ``counts`` of ``of`` dwellings of the target's tenure would count; ``counting`` of
    ``definitions`` definitions would count any of them.  ``after`` is the target's figure with the
    proposal under each of these.  ``only_today``
    tells that the day of the proposal is the last of the period.
    """

    target: Target
    counts: int
    of: int
    counted_before: int
    entries: Sequence[Entry]
    definitions: int
    counting: int
    after: Sequence[int] = ()
    only_today: bool = False

    @property
    def counted_after(self) -> int:
        """The target's figure with the proposal decided."""
        return self.counted_before + self.counts

    @property
    def reaching(self) -> int | None:
        """Under how many definitions the figure with the proposal reaches the minimum, if any."""
        minimum = self.target.minimum
        return None if minimum is None else sum(number >= minimum for number in self.after)

    @property
    def later_statistics(self) -> date | None:
        """The date of statistics newer than the proposal, where it counts by them."""
        counted = [entry for entry in self.entries if entry.counted]
        days = [(entry.area_class.statistics_date, entry.date) for entry in counted]
        return max((day for day, decided in days if day and day > decided), default=None)

    @property
    def reasons(self) -> dict[Reason, int]:
        """Dwellings of the target's tenure by reason."""
        found: dict[Reason, int] = {}
        for entry in self.entries:
            found[entry.reason] = found.get(entry.reason, 0) + entry.dwellings
        return found


@dataclass(frozen=True, slots=True)
class Check:
    """The answer on one proposal.

    Parameters
    ----------
    plots
        What was proposed.
    as_of
        The day on which it is taken to be decided.
    vintage
        The date of the stock shown as today's.
    placement
        Where each plot lies, at the finest level.
    areas
        What it does to each area it touches: finest level first, then by code.
    targets
        What it counts towards.
    notes
        Splits, near lines, suppressed or old statistics, what speaks against.
    """

    plots: Sequence[Plot]
    as_of: date
    vintage: date | None
    placement: Sequence[PlacedPart]
    areas: Sequence[AreaCheck]
    targets: Sequence[TargetCheck]
    notes: Sequence[Note]

    @property
    def dwellings(self) -> dict[Tenure, int]:
        """All the proposal's dwellings by tenure."""
        return summed(plot.dwellings for plot in self.plots)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Proposals beside each other, each checked by itself, and beside nothing.

    Parameters
    ----------
    names
        What each is called, no two alike.
    checks
        The answer on each, in the same order.
    nothing
        The answer where none is decided: no plots; every target as it stands, and every area that
        any of the proposals touches, finest level first, then by code.
    """

    names: Sequence[str]
    checks: Sequence[Check]
    nothing: Check

    @property
    def columns(self) -> list[Check]:
        """Nothing and then each proposal, all with the same areas: nothing comes to the others."""
        found = [self.nothing]
        for check in self.checks:
            own = {_key(area): area for area in check.areas}
            areas = [own.get(_key(area), area) for area in self.nothing.areas]
            found.append(replace(check, areas=areas))
        return found


def _key(check: AreaCheck) -> tuple[str, str]:
    return check.projection.area.level, check.projection.area.code
