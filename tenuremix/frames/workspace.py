"""The workspace of an analyst.

What comes out has counts as ``Int64``, shares as ``float64``, codes and words as ``string`` and
dates as ``datetime64``; a figure that suppressed counts leave open has two columns, ``…_low`` and
``…_high``, and is missing where it has no end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, STOCK_TENURES
from tenuremix.errors import UsageError
from tenuremix.frames.make import by_tenure, ends, frame_of_layer, frame_of_records, plain, poles
from tenuremix.frames.read import read_frame, sort_out
from tenuremix.frames.results import Result, YearlyReport
from tenuremix.inputs import BESIDE, Workspace
from tenuremix.io.formats.layers import DATE, INTEGER, SHARE, TEXT
from tenuremix.locale.locale import Locale

if TYPE_CHECKING:
    import folium
    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from tenuremix.counting.targets import Target
    from tenuremix.frames.read import Given


@dataclass(frozen=True, repr=False)
class Frames:
    """A workspace for analysts.

    Parameters
    ----------
    core
        The workspace itself; its figures are those of every other product.
    language
        Of names and sentences.
    """

    core: Workspace
    language: str = "sv"

    def __repr__(self) -> str:
        """Say which it is, since its data would fill pages."""
        return f"Frames({self.core.settings.title!r}, as_of={self.as_of.isoformat()!r})"

    @property
    def text(self) -> Locale:
        """The texts in the language."""
        return Locale(self.language)

    @property
    def as_of(self) -> date:
        """The date of the figures."""
        return self.core.as_of

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of the areas, from the finest to the coarsest."""
        return tuple(self.core.areas.levels)

    def areas(self, level: str | None = None) -> GeoDataFrame:
        """Give the areas of a level: what each has, lacks and will have.

        Parameters
        ----------
        level
            One of :attr:`levels`; by default that of the first target.

        Returns
        -------
        GeoDataFrame
            One row an area, in the areas' CRS, with the columns of the exported layer
            (``docs/contracts.md``), the ends of an interval as ``…_low`` and ``…_high``.

        Raises
        ------
        UsageError
            Where there is no such level.
        """
        from tenuremix.counting.projection import project_areas
        from tenuremix.export.areas import area_layer

        benchmark = self.core.settings.benchmark
        found = project_areas(self.core.books, self._level(level), benchmark=benchmark)
        return frame_of_layer(area_layer(found, self.core.areas, self.text))

    def _level(self, level: str | None) -> str:
        if level is not None and level not in self.levels:
            raise UsageError("level", level=level, expected=self.levels)
        judged = [target.definition.level for target in self.core.targets]
        return level or next(iter(judged), self.levels[0])

    def allocations(self) -> GeoDataFrame:
        """Give the allocations on the date: one row each, with the columns of the exported layer.

        Where only the area is known, the point stands inside it and ``plats`` says ``omrade``.
        """
        from tenuremix.export.allocations import allocation_layer

        return frame_of_layer(allocation_layer(self.core, self.text))

    def _with(self, *beside: str) -> Workspace:
        """Give the workspace with the sources of what a command shows: its inputs, and these."""
        shown = [s for s in self.core.sources if s.kind not in BESIDE or s.kind in beside]
        return replace(self.core, sources=shown)

    def _target(self, id_: str) -> Target:
        """Find a target: of several editions the one in force on the date, else the latest."""
        found = [target for target in self.core.targets if target.id == id_]
        if not found:
            ids = list(dict.fromkeys(target.id for target in self.core.targets))
            raise UsageError("target", id=id_, expected=ids)
        return max(found, key=lambda each: (each.period.holds(self.as_of), each.valid_from))

    def progress(self, target: str) -> Result:
        """Tell how far a target has come.

        Parameters
        ----------
        target
            Its id; of several editions the one in force is taken, else the latest.

        Returns
        -------
        Result
            Its core is a :class:`~tenuremix.Progress` (``counted``, ``status`` …); its frame the
            ledger, one row an entry, with the columns of the exported ``liggare``.

        Raises
        ------
        UsageError
            Where there is no such target.
        """
        from tenuremix.answers.progress import progress_record
        from tenuremix.counting.progress import assess_progress
        from tenuremix.export.allocations import ledger_layer

        core, text = self.core, self.text
        found = assess_progress(core.books, self._target(target))
        return Result(
            found,
            lambda: progress_record(found, core.lost(found.target), core, text),
            lambda _: frame_of_layer(ledger_layer([found], core, text)),
        )

    def check(self, plots: DataFrame | str | Path, *, crs: str | None = None) -> Result:
        """Check a proposal as if it were decided on the date.

        Parameters
        ----------
        plots
            A frame, or a file, with a row for each plot: dwellings by tenure, and a geometry or
            ``omrade``.
        crs
            The CRS of the coordinates, where neither frame nor file says.

        Returns
        -------
        Result
            Its core is a :class:`~tenuremix.Check`; its frame has a row for each area that the
            proposal touches, level by level: ``area, area_name, level``, the dwellings of the
            proposal by tenure (``dwellings_…``), the mix now, when what is decided is built and
            with the proposal (``mix_now_…``, ``mix_projected_…``, ``mix_with_proposal_…``), the
            class in each, and what is missing (``shortfall_…``; ``missing_pole``,
            ``missing_pole_projected`` and ``missing_pole_with_proposal``, and how many of each).

        Raises
        ------
        DataError
            With every fault of the proposal.
        """
        from tenuremix.answers.verdict import check_record
        from tenuremix.counting.check import check_proposal
        from tenuremix.io.inputs.register import read_proposal

        core, text = self._with(), self.text
        given: Any = plots
        source = read_frame(given, "proposal", {}) if hasattr(given, "columns") else str(given)
        label = source if isinstance(source, str) else source.name
        proposed = read_proposal(source, label, core.areas, crs=crs)
        benchmark = core.settings.benchmark
        found = check_proposal(core.books, proposed, core.targets, benchmark=benchmark)
        columns = {
            **plain(TEXT, "area", "area_name", "level"),
            **by_tenure("dwellings", ALLOCATION_TENURES),
            **by_tenure("mix_now", STOCK_TENURES, both=True),
            **by_tenure("mix_projected", STOCK_TENURES),
            **by_tenure("mix_with_proposal", STOCK_TENURES),
            **plain(TEXT, "class_now", "class_projected", "class_with_proposal"),
            **by_tenure("shortfall", KNOWN, both=True),
            **poles("missing_pole", "missing_pole_projected", "missing_pole_with_proposal"),
        }
        return Result(
            found,
            lambda: check_record(found, core, text),
            lambda result: frame_of_records(result.to_dict()["areas"], columns),
        )

    def outlook(self, target: str) -> Result:
        """Tell how likely a target is to be reached.

        Parameters
        ----------
        target
            As of :meth:`progress`.

        Returns
        -------
        Result
            Its core is a :class:`~tenuremix.TargetOutlook`; its frame has a row for each plot that
            may come to count, or be withdrawn: ``allocation, name, stage, expected``, the
            dwellings that would count and its probability, the probability of the minimum were it
            certain and were it lost (``…_low``, ``…_high``), and the ``origin`` of its own.

        Raises
        ------
        UsageError
            Where there is no such target.
        """
        from tenuremix.answers.outlook_json import outlook_json
        from tenuremix.outlook.assess import assess_outlook

        core = self.core
        found = assess_outlook(core.books, self._target(target), core.settings.assumptions)
        columns = {
            **plain(TEXT, "allocation", "name", "stage"),
            **plain(DATE, "expected"),
            **ends("dwellings", INTEGER),
            **ends("probability", SHARE),
            **plain(TEXT, "origin"),
            **ends("if_certain", SHARE),
            **ends("if_lost", SHARE),
        }
        return Result(
            found,
            lambda: outlook_json(found),
            lambda result: frame_of_records(result.to_dict()["plots"], columns),
        )

    def plan(self, plots: Given | None = None) -> Result:
        """Plan which tenure the open plots should get, without a time limit.

        Parameters
        ----------
        plots
            As of :func:`workspace`; by default the workspace's own.

        Returns
        -------
        Result
            Its core is a :class:`~tenuremix.Found`; its frame a GeoDataFrame with a row for each
            plot and the columns of the layer that ``plan --output`` writes.

        Raises
        ------
        Conflict
            Where no plan does all that is asked.
        UsageError
            Where there are no plots.
        DataError
            With every fault of the plots.
        """
        from tenuremix.answers.planned import Against, make_plan
        from tenuremix.export.plan import plan_json, plan_layer
        from tenuremix.io.inputs.plots import read_plots
        from tenuremix.io.inputs.sidecar import Files
        from tenuremix.planning.trade_off import POINTS

        core, text = self._with("plots"), self.text
        open_plots, sources = core.plots, list(core.sources)
        if plots is not None:
            paths, tables = sort_out({"plots": plots}, {})
            files = Files([*paths["plots"], *tables["plots"]])
            open_plots = read_plots(files, core.areas, core.books.states)
            sources = [*self._with().sources, *files.sources]
        if open_plots is None:
            raise UsageError("no_plots")
        terms = core.settings.terms
        planned = make_plan(core, open_plots, terms, curve=POINTS, sources=sources)
        if isinstance(planned, Against):
            raise planned.conflict
        return Result(
            planned.found,
            lambda: plan_json(planned, text),
            lambda _: frame_of_layer(plan_layer(planned, text)),
        )

    def segregation(self, level: str | None = None) -> Result:
        """Benchmark how far the areas of a level are apart.

        Parameters
        ----------
        level
            As of :meth:`areas`.

        Returns
        -------
        Result
            Its core is a :class:`~tenuremix.segregation.assess.Segregation`; its frame has a row
            for each ``measure`` of a ``tenure`` (and of whom it meets, ``other``): today, when
            what is decided is built, and the change.
        """
        from tenuremix.answers.segregation import segregation_json
        from tenuremix.segregation.assess import measure_segregation

        core = self.core
        found = measure_segregation(core.books, self._level(level))
        columns = {
            **plain(TEXT, "measure", "tenure", "other"),
            **ends("now", SHARE),
            **ends("projected", SHARE),
            **ends("change_projected", SHARE),
        }
        return Result(
            found,
            lambda: segregation_json(found, core),
            lambda result: frame_of_records(result.to_dict()["measures"], columns),
        )

    def map(self, *, basemap: bool = False) -> folium.Map:
        """Draw the map: it shows itself in a notebook, is saved by ``save`` and added to as any.

        Parameters
        ----------
        basemap
            Whether a background map may be switched on, which is fetched from OpenStreetMap.
        """
        from tenuremix.map.page import make_map

        return make_map(self.core, language=self.language, basemap=basemap)

    def report(self, year: int | None = None) -> YearlyReport:
        """Make the report of a year; by default that of the date."""
        from tenuremix.io.inputs.published import add_published
        from tenuremix.report.build import build_reports

        reported = self.as_of.year if year is None else year
        as_of = self.core.day_of_report(reported)
        core = add_published(self.core, year=reported, as_of=as_of)
        return YearlyReport(build_reports(core, reported, as_of=as_of, language=self.language))
