"""Find the workspace, read what it states, and load everything it points to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple

from tenuremix.counting.areas import Areas, Stock
from tenuremix.counting.missing import Benchmark, Reference
from tenuremix.counting.period import Period
from tenuremix.counting.register import Register
from tenuremix.counting.targets import Target
from tenuremix.counting.tenure import KNOWN
from tenuremix.counting.validation import definition_faults
from tenuremix.errors import DataError, Fault, Note
from tenuremix.inputs import BESIDE, Settings, Source, Workspace, cover
from tenuremix.io.database.session import one_sign_in
from tenuremix.io.files.address import is_database, with_table
from tenuremix.io.files.rows import RawTable, is_there
from tenuremix.io.files.toml_tables import (
    COUNT,
    DAY,
    WORD,
    Key,
    Keys,
    StatedFile,
    exactly,
    is_share,
    is_text,
    read_checked,
    table_of,
    tables_of,
)
from tenuremix.io.inputs.accepted import read_accepted
from tenuremix.io.inputs.areas import read_areas, read_stock, with_coarser
from tenuremix.io.inputs.assumptions import read_assumptions
from tenuremix.io.inputs.plots import read_plots, read_terms, term_faults
from tenuremix.io.inputs.register import read_register
from tenuremix.io.inputs.serving import read_serving, read_tiles
from tenuremix.io.inputs.sidecar import COMPLETE_KEYS, Files, check_cover
from tenuremix.io.inputs.targets import overlap_faults, read_targets
from tenuremix.outlook.assumptions import Assumptions

FILE = "tenuremix.toml"
REPORTS = "rapporter"
"""The folder of a workspace that published reports are kept in."""
INPUTS = ("areas", "stock", "register", "targets")
_FILES = (*INPUTS, *BESIDE, "dwellings")
_READERS = {
    "completed": "completed.read_completed",
    "losses": "losses.read_losses",
    "assessment": "assessment.read_assessments",
    "limits": "limits.read_limits",
    "water": "map_layers.read_water",
    "place_names": "map_layers.read_place_names",
}
"""Where what stands beside the figures is read; it is loaded where there is any."""
_Loaded = TypeVar("_Loaded")
_Known = TypeVarTuple("_Known")


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_reference(value: object) -> bool:
    if not isinstance(value, dict):
        return value == "city"
    shares = value.values()
    return (
        value.keys() == {*KNOWN} and all(map(is_share, shares)) and sum(map(exactly, shares)) == 1
    )


def _reference(value: str | Mapping[str, float]) -> Reference | None:
    """Make the reference that is stated; None for the city's own mix."""
    if isinstance(value, str):
        return None
    return Reference.stated({tenure: exactly(value[tenure]) for tenure in KNOWN})


_LIST = Key(lambda value: all(map(is_text, _as_list(value))), '"…" / ["…", "…"]', _as_list)
KEYS: Keys = {
    "title": WORD,
    **dict.fromkeys(("sender", "diarienummer", "contact"), WORD),
    **dict.fromkeys(_FILES, _LIST),
    **{table: table_of(table) for table in ("plan", "serve", "map")},
    "import_to": WORD,
    "as_of": DAY,
    "reference": Key(
        _is_reference,
        '"city" / { hyresratt = 0.5, bostadsratt = 0.3, aganderatt = 0.2 }',
        _reference,
    ),
    "missing_floor": COUNT,
    "missing_band": Key(is_share, "0 – 1: 0.05", exactly),
    "maps": WORD,
    "outlook": table_of("outlook"),
    "complete": table_of("complete"),
    "accepted": tables_of("accepted"),
    "scenario": Key(lambda value: isinstance(value, list) and bool(value), "[[scenario]]"),
}


def default_folder() -> Path:
    """Give the folder of the embedded default: in the wheel, else beside the package."""
    package = Path(__file__).resolve().parents[2]
    packaged = package / "_data"
    return packaged if packaged.is_dir() else package.parent / "data"


def find_settings(
    folder: Path, *, overrides: Mapping[str, Sequence[str]] | None = None, as_of: date | None = None
) -> Settings:
    """Read the settings of a folder: its ``tenuremix.toml``, else the embedded default.

    Parameters
    ----------
    folder
        Where the command stands.
    overrides
        For each of ``areas``, ``stock``, ``register``, ``targets`` the files that replace it,
        as the user wrote them (relative to ``folder``).
    as_of
        The date that replaces the workspace's.

    Raises
    ------
    DataError
        Where ``tenuremix.toml`` has faults.
    """
    own = is_there(folder / FILE, FILE)
    base = folder if own else default_folder()
    stated = _read_settings(base / FILE, FILE)
    given = {key: list(files) for key, files in (overrides or {}).items() if files}
    paths: dict[str, tuple[str, ...]] = {}
    labels: dict[str, str] = {}
    for key in _FILES:
        files = given.get(key) or stated.get(key, [])
        root = folder if key in given else base
        paths[key] = _resolved(root, files, key)
        labels.update(zip(paths[key], files, strict=True))
    import_to = stated.get("import_to", "") if own else ""
    import_to = _resolved(base, [import_to], "register")[0] if import_to else ""
    if import_to and "register" not in given:
        # What is imported belongs to the register, from the first decision on.
        labels[import_to] = stated["import_to"]
        there = is_database(import_to) or is_there(Path(import_to), stated["import_to"])
        if import_to not in paths["register"] and there:
            paths["register"] = (*paths["register"], import_to)
    # The date of a workspace is that of its own register, and so are its losses, its open plots
    # and what it states of single plots; another register brings its own.  What the nämnd has
    # said is about the workspace's own figures.
    stated_date = None if "register" in given else stated.get("as_of")
    assumptions, terms = stated["assumptions"], stated["plan"]
    if given and not own:
        # What the example assumes, and how it weighs its levels, is of its own city alone.
        assumptions, terms = Assumptions(), replace(terms, weights={})
    if "register" in given:
        paths["losses"] = ()
        paths["plots"] = ()
        assumptions = replace(assumptions, plots={})
    if {"register", "targets"} & given.keys():
        paths["assessment"] = ()
    return Settings(
        **paths,
        as_of=as_of or stated_date,
        benchmark=_benchmark(stated),
        title=stated.get("title", ""),
        sender=stated.get("sender", ""),
        diarienummer=stated.get("diarienummer", ""),
        contact=stated.get("contact", ""),
        maps=str(folder / stated.get("maps", "maps")) if own else str(folder / "maps"),
        labels=labels,
        own_areas=_resolved(base, stated.get("areas", []), "areas") if "areas" in given else (),
        import_to=import_to,
        assumptions=assumptions,
        reports=str(folder / REPORTS) if own else "",
        terms=terms,
        complete=stated["complete"],
        accepted=stated["accepted"],
        dated=as_of is None and stated_date is not None,
        example=not own and not given,
        serving=stated["serve"],
        tiles=stated["map"],
    )


def _benchmark(stated: Mapping[str, Any]) -> Benchmark:
    """Make what areas are measured against; what is not stated is as :class:`Benchmark` has it."""
    keys = {"reference": "reference", "missing_floor": "floor", "missing_band": "band"}
    return Benchmark(**{name: stated[key] for key, name in keys.items() if key in stated})


def _resolved(folder: Path, files: Sequence[str], kind: str) -> tuple[str, ...]:
    """Take files from their folder; a database is not in one, and has a table for each kind."""
    return tuple(
        with_table(file, kind) if is_database(file) else str(folder / file) for file in files
    )


def _read_settings(path: Path, name: str) -> dict[str, Any]:
    """Read the settings; ``plan``, ``serve`` and the like as the types that they become."""
    file, stated = read_checked(path, name, KEYS)
    stated["plan"] = read_terms(file, stated.get("plan", {}))
    stated["assumptions"] = read_assumptions(
        file, stated.get("outlook", {}), stated.get("scenario")
    )
    stated["serve"] = read_serving(file, stated.get("serve", {}))
    stated["map"] = read_tiles(file, stated.get("map", {}))
    known = {*stated.get("register", ()), *filter(None, [stated.get("import_to")])}
    stated["complete"] = _read_complete(file, stated.get("complete", {}), known)
    stated["accepted"] = read_accepted(file, stated.get("accepted", ()))
    if file.faults:
        raise DataError(file.faults)
    return stated


def _read_complete(
    file: StatedFile, stated: Mapping[str, object], known: Collection[str]
) -> dict[str, Period | None]:
    """Read on which days files of the register are complete: a word, or from and until a day."""
    found = {}
    for name, value in stated.items():
        if name not in known:
            file.fault("unknown_key", found=f"complete.{name}", expected=sorted(known))
            continue
        said = value if isinstance(value, dict) else {"complete": value}
        kept = file.table(f"complete.{name}", said, COMPLETE_KEYS, between=".")
        check_cover(file, f"complete.{name}.", kept)
        days = (kept.get("complete_from"), kept.get("complete_until"))
        found[name] = cover(kept.get("complete", True), *days)
    return found


def _keep_coarser(areas: Areas, own_files: Sequence[str]) -> Areas:
    """Keep the coarser levels of the workspace's own areas; as they are where those have faults."""
    try:
        return with_coarser(areas, read_areas(Files(own_files)))
    except DataError:
        return areas


def _reader_of(kind: str) -> Callable[..., Any]:
    """Give the reader of what stands beside the figures; its module is loaded as it reads."""

    def read(*known: object) -> object:
        module, name = _READERS[kind].split(".")
        return getattr(import_module(f"tenuremix.io.inputs.{module}"), name)(*known)

    return read


@one_sign_in()
def load(
    settings: Settings,
    *,
    beside: Collection[str] = BESIDE,
    tables: Mapping[str, Sequence[RawTable]] | None = None,
    targets: Sequence[Target] | None = None,
) -> Workspace:
    """Load everything that the settings point to.

    Parameters
    ----------
    settings
        What is stated.
    beside
        Which of :data:`~tenuremix.inputs.BESIDE` to read, where they are stated.
    tables
        For some inputs tables that are at hand, to be read beside their files.
    targets
        The targets, where they are at hand.

    Raises
    ------
    DataError
        With every fault of every input, in the order areas, stock, register, targets,
        completed, losses, assessment, limits, plots, water, place_names.
    """
    faults: list[Fault] = []
    sources: list[Source] = []
    notes: list[tuple[str, Note]] = []

    def attempt(
        kind: str, read: Callable[[Files, *_Known], _Loaded], *known: *_Known
    ) -> _Loaded | None:
        given = [*getattr(settings, kind), *(tables or {}).get(kind, ())]
        if kind in BESIDE and not (given and kind in beside):
            return None
        if not given and not (kind == "register" and settings.import_to):
            faults.append(Fault("no_input", FILE, None, {"found": kind}))
            return None
        files = Files(given, settings.labels)
        try:
            found = read(files, *known)
        except DataError as error:
            faults.extend(error.faults)
            return None
        sources.extend(files.sources)
        notes.extend(files.notes)
        return found

    areas = attempt("areas", read_areas)
    if areas is not None and settings.own_areas and len(areas.levels) == 1:
        areas = _keep_coarser(areas, settings.own_areas)
    stock = attempt("stock", read_stock, areas)
    register = attempt("register", read_register, areas)
    if register is not None:
        register = register.covering(_complete(sources, settings))
    faults += overlap_faults(targets or (), "targets")
    levels = areas.levels if areas else None
    targets = attempt("targets", read_targets, levels) if targets is None else targets
    if areas is not None and stock is not None and targets is not None:
        names = ", ".join(settings.labels.get(file, file) for file in settings.targets)
        for definition in {target.definition.id: target.definition for target in targets}.values():
            faults += definition_faults(definition, areas, stock, names)
    if register is not None:
        waiting = {one.decision.id for one in register.set_aside}
        faults += [
            Fault("unknown_plot", FILE, None, {"found": id_})
            for id_ in settings.assumptions.plots
            if id_ not in register.decisions and id_ not in waiting
        ]
    completed = attempt("completed", _reader_of("completed"), areas)
    losses = attempt("losses", _reader_of("losses"), areas)
    assessment = attempt("assessment", _reader_of("assessment"), targets)
    limits = attempt("limits", _reader_of("limits"))
    as_of = _as_of(settings, stock, register, targets or ())
    standing = register.states(as_of) if register is not None and as_of is not None else {}
    plots = attempt("plots", read_plots, areas, standing)
    if plots is not None and areas is not None and targets is not None:
        faults += term_faults(settings.terms, areas, targets, FILE)
    water = attempt("water", _reader_of("water"), areas)
    place_names = attempt("place_names", _reader_of("place_names"), areas)
    if faults or areas is None or stock is None or register is None or targets is None:
        raise DataError(faults)
    return Workspace(
        settings,
        areas,
        stock,
        register,
        targets,
        sources,
        as_of or stock.vintages[-1],
        completed=completed,
        losses=losses,
        assessment=assessment,
        limits=limits,
        plots=plots,
        water=water,
        place_names=place_names,
        notes=notes,
    )


def _complete(sources: Sequence[Source], settings: Settings) -> list[Period]:
    """List the periods on which some register is complete: as the workspace says, else itself."""
    found = []
    for source in sources:
        if source.kind == "register":
            # Of a table of a database the sources are named after it.
            stated = [n for n in settings.complete if f"{source.name} (".startswith(f"{n} (")]
            found.append(settings.complete[stated[0]] if stated else source.covers)
    return [period for period in found if period is not None]


def _as_of(
    settings: Settings, stock: Stock | None, register: Register | None, targets: Sequence[Target]
) -> date | None:
    """Choose the date of the figures: the one that is stated, else that of the latest decision."""
    if settings.as_of or register is None:
        return settings.as_of
    known = [target.period.last for target in targets if target.period.last]
    known += stock.vintages[-1:] if stock is not None else ()
    return register.last_date(max(known, default=date.max), settings.settled)
