"""tenuremix: which tenure is missing where, and how far a city has come in mending it.

The public names, each loaded from its room when it is first used, so that a command imports no
more than it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.2.0"

_ROOMS = {
    "errors": ("DataError", "Fault", "TenuremixError", "UsageError"),
    "counting.tenure": (
        "Count",
        "Reference",
        "Share",
        "Tenure",
        "majority_class",
        "share",
        "shortfall",
    ),
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
    "counting.completed": ("Comparison", "Completed", "compare_completed", "follow_plots"),
    "counting.pace": ("pace_within",),
    "counting.check": ("Check", "Plot", "check_proposal"),
    "planning.plots": ("Quota", "OpenPlot", "Terms"),
    "planning.problem": ("PlanProblem", "prepare"),
    "planning.search": ("Conflict", "Found", "Search"),
    "planning.trade_off": ("trade_off",),
    "planning.reasons": ("PlotPlan", "areas_of", "plots_of"),
    "workspace": ("Settings", "Source", "Workspace"),
    "io.inputs.workspace": ("find_settings", "load"),
    "export.build": ("render_export",),
    "map.page": ("render_map",),
    "answers.note": ("render_note",),
    "report.build": ("build_report", "render_report"),
    "export.template": ("render_template",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = sorted(_ROOM_OF)  # noqa: PLE0605 - a list, made of the rooms above


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _ROOM_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
