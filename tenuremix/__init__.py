"""tenuremix: which tenure is missing where, and how far a city has come in mending it.

A workspace in a notebook, with frames in and out (see docs/from-geopandas.md):

    open_workspace, workspace       of a folder; of frames and files in any mixture
    Frames                          areas, progress, check, outlook, plan, segregation, map, report

What is counted, and by which rule:

    Area, Areas, Cell, Stock        the areas of a city, and their dwellings on a date
    Decision, Event, Place, State, Register     what was decided, and what stands
    Locator, Part, Placement, allot     where a plot lies, and how its dwellings are split
    Definition, Edition, AreaClass, classify    what "majority" means, and what an area then is
    Target, Status, defensible      what is aimed at, and under which other definitions
    Books, Booking                  all of it on a date
    Entry, Reason, Progress, assess_progress, ledger    how far a target has come, line by line
    Flows, AreaProjection, Projection, project_areas    what an area has, lacks and will have
    Plot, Check, check_proposal     what a proposed allocation would do
    Loss, LossEntry, Lost, assess_losses    dwellings lost beside a target
    Completed, Comparison, compare_completed, follow_plots, pace_within   promised and built
    Tenure, Count, Share, share, majority_class     the numbers themselves
    Benchmark, Reference, Pole, MissingPole, shortfall    what is missing

What is to come:

    Assumptions, PlotAssumption, Scenario, TargetOutlook, assess_outlook
    OpenPlot, Quota, Terms, PlanProblem, prepare, Search, Found, Conflict, trade_off,
    PlotPlan, plots_of, areas_of

A folder of files, and what is made of it:

    Settings, Source, Workspace, find_settings, load
    render_map, build_report, render_report, render_annex, render_note, render_export,
    render_template

What goes wrong: TenuremixError, DataError with each Fault, UsageError.

Each name is loaded when it is first used, so that a command imports no more than it needs.  The
packages below say in their first lines what lives there.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.2.0"

_ROOMS = {
    "errors": ("DataError", "Fault", "TenuremixError", "UsageError"),
    "counting.tenure": ("Count", "Share", "Tenure", "majority_class", "share"),
    "counting.missing": ("Benchmark", "MissingPole", "Pole", "Reference", "shortfall"),
    "counting.areas": ("Area", "Areas", "Cell", "Stock"),
    "counting.decisions": ("Decision", "Event", "Place", "State"),
    "counting.register": ("Register",),
    "counting.placement": ("Locator", "Part", "Placement", "allot"),
    "counting.rules": ("AreaClass", "Definition", "Edition", "classify"),
    "counting.targets": ("Status", "Target", "defensible"),
    "counting.books": ("Booking", "Books"),
    "counting.progress": ("Entry", "Progress", "Reason", "assess_progress", "ledger"),
    "counting.losses": ("Loss", "LossEntry", "Lost", "assess_losses"),
    "outlook.assumptions": ("Assumptions", "PlotAssumption", "Scenario"),
    "outlook.assess": ("TargetOutlook", "assess_outlook"),
    "counting.projection": ("AreaProjection", "Flows", "Projection", "project_areas"),
    "delivery.completed": ("Comparison", "Completed", "compare_completed", "follow_plots"),
    "delivery.pace": ("pace_within",),
    "counting.proposal": ("Check", "Plot"),
    "counting.check": ("check_proposal",),
    "planning.plots": ("Quota", "OpenPlot", "Terms"),
    "planning.problem": ("PlanProblem", "prepare"),
    "planning.search": ("Conflict", "Found", "Search"),
    "planning.trade_off": ("trade_off",),
    "planning.reasons": ("PlotPlan", "areas_of", "plots_of"),
    "inputs": ("Settings", "Source", "Workspace"),
    "io.inputs.workspace": ("find_settings", "load"),
    "frames.open": ("open_workspace", "workspace"),
    "frames.workspace": ("Frames",),
    "export.build": ("render_export",),
    "map.page": ("render_map",),
    "answers.note": ("render_note",),
    "report.build": ("build_report", "render_report", "render_annex"),
    "export.template": ("render_template",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = sorted(_ROOM_OF)  # noqa: PLE0605 - a list, made of the rooms above


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _ROOM_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
