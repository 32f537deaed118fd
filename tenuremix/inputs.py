"""The inputs: as stated, where they come from, and as loaded into a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tenuremix.counting.areas import Areas, Stock
from tenuremix.counting.books import Books
from tenuremix.counting.missing import Benchmark
from tenuremix.counting.period import Period, last_of
from tenuremix.counting.register import Register
from tenuremix.counting.targets import Target
from tenuremix.errors import Fault, Note
from tenuremix.outlook.assumptions import Assumptions
from tenuremix.planning.plots import OpenPlot, Terms

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

    from tenuremix.counting.losses import Loss, Lost
    from tenuremix.delivery.completed import Completed
    from tenuremix.published.assessment import Assessment
    from tenuremix.published.limits import KnownLimit
    from tenuremix.review.twice import Twins

BESIDE = ("completed", "losses", "assessment", "limits", "plots", "water", "place_names")
"""Inputs that a workspace may do without: they stand beside the figures, or are yet to come."""
UNDECIDED, UNSTATED = "ej_beslutad", "okand"
"""What undecided dwellings (oklar) of a register may be."""
OKLAR_OF_ROW = "oklar_i_kallan"
"""The column that tells it of each row, where the rows of a table have sources of their own."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was asked about and is right as it stands: ``[[accepted]]`` of a workspace.

    ``code`` and ``id`` are the key and the id of the fault, ``date`` the day it was accepted on.
    """

    code: str
    id: str
    reason: str
    date: date | None = None


READS, PROPOSES, IMPORTS = "läsa", "föreslå", "importera"
"""What somebody may do on the page: look, save what is planned, save decisions too."""
ROLES = (READS, PROPOSES, IMPORTS)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question to the server may cost.

    Parameters
    ----------
    bytes, plots, corners
        How large a proposal may be, and how many plots and corners it may have.
    seconds
        How long it may take to read a file.
    checks_per_second
        How many questions one client may put, over time.
    """

    bytes: int = 5_000_000
    plots: int = 2_000
    corners: int = 200_000
    seconds: int = 2
    checks_per_second: int = 30


@dataclass(frozen=True, slots=True)
class Serving:
    """What ``[serve]`` of a workspace says of who may ask.

    Parameters
    ----------
    proxies
        The addresses from which alone questions are taken, where any is named: of the proxies
        that sign users in.
    user_header, group_header
        The headers in which a proxy names the user, and their groups with commas between.
    roles
        For each group its role; ``"*"`` is everybody.
    hosts
        The names that the page has beside its own address.
    frame_ancestors
        The origins that may show the page in a frame.
    limits
        What one question may cost.
    """

    proxies: tuple[str, ...] = ()
    user_header: str = ""
    group_header: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def role_of(self, groups: Iterable[str]) -> str:
        """Give the role that goes furthest of those that groups have."""
        had = [self.roles.get(group, READS) for group in ("*", *groups)]
        return max(had, key=ROLES.index)


@dataclass(frozen=True, slots=True)
class Tiles:
    """A background map in the CRS of the areas: ``[map] tiles``.

    Parameters
    ----------
    template
        An https address with ``{z}``, ``{x}`` and ``{y}``.
    origin
        The upper left corner of the grid: east, north.
    resolutions
        Metres to a pixel, by zoom.
    credit
        Whose map it is.
    """

    template: str
    origin: tuple[float, float]
    resolutions: tuple[float, ...]
    credit: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``tenuremix.toml`` states; every path is already resolved against its folder.

    Parameters
    ----------
    areas, stock, register, targets
        The inputs, each a file that may name a layer (``file.gpkg|layername=name``).
    completed, losses, assessment, limits
        What is shown beside them, where it is stated: completed dwellings, dwellings lost, the
        nämnd's own assessment, and the known limits.
    water, place_names
        What maps draw beside the areas: the sea and rivers, and the names of known places.
    dwellings
        Tables of dwellings with their coordinates, for what lies around a plot; they are read only
        where that is asked for, and never whole.
    plots, terms
        The files of open plots, and what ``[plan]`` asks of a plan for them.
    as_of
        The date of the figures, or None for the date of the latest decision.
    benchmark
        What the areas are measured against: the city's own mix, unless another is stated.
    title
        The name of the workspace, for headings.
    sender, diarienummer, contact
        What the report says of who sends it; empty where it is not stated.
    maps
        The folder that maps and reports are written to.
    labels
        For each path, the name by which it is shown to the reader.
    own_areas
        The workspace's areas, where ``areas`` has been replaced: a level drawn anew keeps the
        coarser levels above it.
    import_to
        The file that imported decisions are added to; it belongs to the register as soon as it
        exists.  Empty where none is stated.
    assumptions
        What is stated about what is to come.
    complete
        For each file of the register of which it is stated, by the name that it is shown by, the
        days on which it is complete; None where it is not.
    reports
        The folder that published reports are kept in; empty on the embedded default, which has
        none.
    accepted
        What was asked about and is right as it stands.
    dated
        Whether ``as_of`` is what ``tenuremix.toml`` says.
    example
        Whether this is the embedded default, with every input as it comes.
    serving, tiles
        What ``[serve]`` says of who may ask, and the background map of ``[map]``, if one is named.
    """

    areas: tuple[str, ...]
    stock: tuple[str, ...]
    register: tuple[str, ...]
    targets: tuple[str, ...]
    as_of: date | None = None
    benchmark: Benchmark = field(default_factory=Benchmark)
    title: str = ""
    sender: str = ""
    diarienummer: str = ""
    contact: str = ""
    maps: str = "maps"
    labels: Mapping[str, str] = field(default_factory=dict)
    own_areas: tuple[str, ...] = ()
    import_to: str = ""
    completed: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    assumptions: Assumptions = field(default_factory=Assumptions)
    assessment: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    reports: str = ""
    plots: tuple[str, ...] = ()
    water: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    dwellings: tuple[str, ...] = ()
    terms: Terms = field(default_factory=Terms)
    complete: Mapping[str, Period | None] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()
    dated: bool = False
    example: bool = False
    serving: Serving = field(default_factory=Serving)
    tiles: Tiles | None = None

    @property
    def settled(self) -> frozenset[tuple[str, str]]:
        """The code and the id of everything that was accepted."""
        return frozenset((each.code, each.id) for each in self.accepted)


@dataclass(frozen=True, slots=True)
class Source:
    """Where one input comes from: its sidecar, and the checksum of what was read.

    Dates may be None and texts empty where they are not known.  ``kind`` is ``areas``,
    ``stock``, ``register``, ``targets`` or one of :data:`BESIDE`; ``name`` is the file as the
    reader knows it.
    ``changed`` tells that the file no longer is the one its sidecar describes.  A register is
    ``complete`` from and until a day, which are None where it is so from the first day or to the
    last; or it is not complete at all.  ``oklar`` tells what undecided dwellings of a register are:
    those whose tenure is not decided, or those of which the source does not say.
    """

    kind: str
    name: str
    sha256: str
    producer: str = ""
    title: str = ""
    describes_on: date | None = None
    published_on: date | None = None
    fetched_on: date | None = None
    licence: str = ""
    link: str = ""
    edition: str = ""
    notes: tuple[str, ...] = ()
    schematic: bool = False
    fictional: bool = False
    suppressed_max: int | None = None
    changed: bool = False
    complete: bool = True
    complete_from: date | None = None
    complete_until: date | None = None
    oklar: str = UNDECIDED

    @property
    def covers(self) -> Period | None:
        """The days on which it holds every decision; None where it says that there are none."""
        return cover(self.complete, self.complete_from, self.complete_until)


def cover(complete: bool, first: date | None, last: date | None) -> Period | None:  # noqa: FBT001
    """Make the period on which a register is complete; None where it is not complete at all."""
    return Period(first or date.min, last) if complete else None


@dataclass(frozen=True, slots=True)
class Water:
    """Sea and rivers to draw on a map: polygons, in the CRS of the areas; they decide no figure."""

    sea: Sequence[Geometry]
    rivers: Sequence[Geometry]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """What people call a place, at a point in the CRS of the areas; ``wet`` is that of a water."""

    name: str
    point: Geometry
    wet: bool = False


@dataclass(frozen=True)
class Workspace:
    """Everything loaded and found without fault.

    Parameters
    ----------
    settings
        What was stated.
    areas, stock, register, targets
        The inputs; areas and stock are of one edition.
    sources
        Where each input comes from.
    as_of
        The date of the figures.
    completed, losses, assessment, limits
        What is shown beside the figures and decides none of them; None where none is stated, or
        where it was not asked for.
    published
        The record of the latest report that was published before; None where there is none, or
        where it was not asked for.
    forecasts
        The records of reports that were published of earlier days, each with what it forecast.
    plots
        The plots whose tenure is open; None likewise.
    water, place_names
        What maps draw beside the areas, the places in the order in which one goes before another;
        None likewise.
    notes
        What is to be known of how files were read, each with the file.
    """

    settings: Settings
    areas: Areas
    stock: Stock
    register: Register
    targets: Sequence[Target]
    sources: Sequence[Source]
    as_of: date
    completed: Completed | None = None
    losses: Sequence[Loss] | None = None
    assessment: Sequence[Assessment] | None = None
    limits: Sequence[KnownLimit] | None = None
    published: Mapping[str, Any] | None = None
    forecasts: Sequence[Mapping[str, Any]] = ()
    plots: Sequence[OpenPlot] | None = None
    water: Water | None = None
    place_names: Sequence[PlaceName] | None = None
    notes: Sequence[tuple[str, Note]] = ()

    @cached_property
    def books(self) -> Books:
        """The books on the date of the workspace."""
        return Books(self.areas, self.stock, self.register, self.as_of)

    @cached_property
    def twins(self) -> Sequence[Twins]:
        """What may stand twice in the register on that date, and is not accepted."""
        from tenuremix.review.twice import find_twins

        return find_twins(self.books.states, self.settings.settled)

    @property
    def set_aside(self) -> list[Fault]:
        """Why rows of a shared database are set aside, each with what takes it away."""
        of_rows = (fault for one in self.register.set_aside for fault in one.faults)
        return [*self.stock.set_aside, *of_rows]

    def books_on(self, as_of: date) -> Books:
        """Open the books on another date."""
        return self.books.with_register(self.register, as_of)

    def lost(self, target: Target) -> Lost | None:
        """Assess what was lost beside a target; None where no losses are stated."""
        if self.losses is None:
            return None
        from tenuremix.counting.losses import assess_losses

        return assess_losses(self.books, self.losses, target)

    def day_of_report(self, year: int) -> date:
        """Give the date of the report of a year: its last day, or an earlier one that is stated."""
        return min(last_of(year), self.settings.as_of or date.max)

    @property
    def schematic(self) -> bool:
        """Whether the areas are schematic, not official boundaries."""
        return any(source.schematic for source in self.sources if source.kind == "areas")

    @property
    def fictional(self) -> bool:
        """Whether any input holds fictional rows."""
        return any(source.fictional for source in self.sources)
