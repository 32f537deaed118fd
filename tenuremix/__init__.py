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
    "tenure": ("Count", "Reference", "Share", "Tenure", "majority_class", "share", "shortfall"),
    "areas": ("Area", "Areas", "Cell", "Stock"),
    "decisions": ("Decision", "Event", "Place", "State"),
    "register": ("Register",),
    "placement": ("Locator", "Part", "Placement", "allot"),
    "rules": ("AreaClass", "Definition", "Edition", "Target", "classify"),
    "alternatives": ("defensible",),
    "books": ("Booking", "Books"),
    "status": ("Status",),
    "progress": ("Entry", "Progress", "Reason", "assess_progress", "ledger"),
    "losses": ("Loss", "LossEntry", "Lost", "assess_losses"),
    "likelihood": ("Assumptions", "PlotAssumption", "Scenario"),
    "reach": ("TargetOutlook", "assess_outlook"),
    "outlook": ("AreaOutlook", "Flows", "Outlook", "project_areas"),
    "completed": ("Comparison", "Completed", "compare_completed", "follow_plots", "pace_within"),
    "proposal": ("Check", "Plot", "check_proposal"),
    "plan": ("Limit", "OpenPlot", "Terms"),
    "situation": ("Situation", "prepare"),
    "planning": ("Contradiction", "Found", "Search", "exchange"),
    "plan_why": ("PlotPlan", "areas_of", "plots_of"),
    "workspace": ("Settings", "Source", "Workspace"),
    "io.workspace": ("find_settings", "load"),
    "render.export": ("render_export",),
    "render.map": ("render_map",),
    "render.note": ("render_note",),
    "render.report": ("build_report", "render_report"),
    "render.template": ("render_template",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = sorted(_ROOM_OF)  # noqa: PLE0605 - a list, made of the rooms above


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _ROOM_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
