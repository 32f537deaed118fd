"""Open a workspace: of a folder, or of frames and files in any mixture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tenuremix.counting.missing import Benchmark, Reference
from tenuremix.counting.targets import Target
from tenuremix.errors import UsageError
from tenuremix.frames.read import About, sort_out
from tenuremix.frames.workspace import Frames
from tenuremix.inputs import Settings
from tenuremix.io.files.cells import parse_day
from tenuremix.io.inputs.workspace import FILE, default_folder, find_settings, load

if TYPE_CHECKING:
    from tenuremix.frames.read import Given


def open_workspace(folder: str | Path | None = None, *, language: str = "sv") -> Frames:
    """Open a workspace.

    Parameters
    ----------
    folder
        The folder of its ``tenuremix.toml``; the example that comes with tenuremix where none is
        named.
    language
        Of names and sentences: ``"sv"`` or ``"en"``.

    Raises
    ------
    UsageError
        Where the folder is no workspace.
    DataError
        With every fault of its files.

    Examples
    --------
    >>> open_workspace().progress("hr-500").counted
    466
    """
    place = default_folder() if folder is None else Path(folder)
    if not (place / FILE).is_file():
        raise UsageError("no_workspace", file=str(place / FILE))
    return Frames(load(find_settings(Path("/") if folder is None else place)), language)


def workspace(  # noqa: PLR0913 - one for each input
    *,
    areas: Given,
    stock: Given,
    register: Given,
    targets: str | Path | Target | Sequence[str | Path | Target],
    completed: Given = (),
    losses: Given = (),
    plots: Given = (),
    as_of: str | date | None = None,
    reference: Reference | Benchmark | None = None,
    title: str = "",
    about: About | None = None,
    language: str = "sv",
) -> Frames:
    """Make a workspace of frames and files, in any mixture.

    Parameters
    ----------
    areas, stock, register, completed, losses, plots
        Each a path, an address, a frame, or a list of them, with the columns of the contract
        (``docs/columns.md``); areas and whatever has a place as a GeoDataFrame with a CRS.
    targets
        TOML files, or targets.
    as_of
        The date of the figures; by default that of the latest decision.
    reference
        The mix that shortfalls are measured against; by default the city's own.  A benchmark
        states when a pole is missing too.
    title
        For headings.
    about
        What a sidecar states of a file, by input: ``{"stock": {"suppressed_max": 4}}``.  It
        holds for the frames of the input.  The checksum of a frame is that of its cells,
        outlines and CRS.
    language
        Of names and sentences: ``"sv"`` or ``"en"``.

    Returns
    -------
    Frames
        The frames that were given are left as they are.

    Raises
    ------
    DataError
        With every fault of every input: file or frame, row or label, column.
    UsageError
        Where ``as_of`` is no date, an input is none of these, or ``about`` names one that is
        no frame.

    Examples
    --------
    >>> import pandas as pd
    >>> files = find_settings(Path("/"))  # the example's
    >>> decisions = pd.concat([pd.read_csv(path, dtype="string") for path in files.register])
    >>> own = workspace(
    ...     areas=files.areas, stock=files.stock, register=decisions.reset_index(drop=True),
    ...     targets=files.targets, as_of="2025-12-31",
    ... )
    >>> own.progress("hr-500").counted
    459
    """
    inputs = {
        "areas": areas,
        "stock": stock,
        "register": register,
        "completed": completed,
        "losses": losses,
        "plots": plots,
    }
    paths, tables = sort_out(inputs, about or {})
    listed = targets if isinstance(targets, list | tuple) else [targets]
    files = tuple(str(each) for each in listed if isinstance(each, str | Path))
    stated = [each for each in listed if isinstance(each, Target)]
    if len(listed) not in (len(files), len(stated)):
        raise UsageError("given", name="targets", expected="str, Path / Target")
    benchmark = reference if isinstance(reference, Benchmark) else Benchmark(reference)
    settings = Settings(**paths, targets=files, as_of=_day(as_of), benchmark=benchmark, title=title)
    return Frames(load(settings, tables=tables, targets=None if files else stated), language)


def _day(stated: str | date | None) -> date | None:
    day = None if stated is None else parse_day(str(stated))  # NaT is a date that is none
    if stated is not None and day is None:
        raise UsageError("date", option="as_of", text=stated)
    return day
