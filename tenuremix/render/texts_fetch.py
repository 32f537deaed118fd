"""The texts of the fetch commands, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

FETCH_TEXTS: Mapping[str, tuple[str, str]] = {
    "fetch.waits": (
        "Servern ber om {seconds} {seconds:sekunds|sekunders} uppehåll; väntar.",
        "The server asks for a pause of {seconds} {seconds:second|seconds}; waiting.",
    ),
    "fetch.new": ("Ny: {file}", "New: {file}"),
    "fetch.same": (
        "Oförändrad: {file}. Ingenting har skrivits.",
        "Unchanged: {file}. Nothing was written.",
    ),
    "fetch.revision": (
        "Reviderad: {file} avviker från {previous} (ändringar: {number}). Båda är kvar.",
        "Revised: {file} differs from {previous} (changes: {number}). Both are kept.",
    ),
    "fetch.change": ("  {cell}: {before} → {after}", "  {cell}: {before} → {after}"),
    "fetch.more": ("  … och {number} till, alla i {file}", "  … and {number} more, all in {file}"),
    "fetch.use.new": (
        'Filen används när den står i tenuremix.toml: lägg till "{file}" i {kind}.',
        'The file is used once it stands in tenuremix.toml: add "{file}" to {kind}.',
    ),
    "fetch.use.revision": (
        "Inget räknas om av sig självt. För att använda revideringen, byt i {kind} i tenuremix.toml "
        '"{previous}" mot "{file}".',
        "Nothing is recounted by itself. To use the revision, replace in {kind} in tenuremix.toml "
        '"{previous}" by "{file}".',
    ),
    "fetch.use.completed": (
        'Filen används när den står i tenuremix.toml: completed = ["{file}"]. `tenuremix areas '
        "--completed` och årsrapporten jämför den med det utlovade; inget mål räknas ur den.",
        'The file is used once it stands in tenuremix.toml: completed = ["{file}"]. `tenuremix '
        "areas --completed` and the yearly report compare it with what is promised; no target is "
        "counted from it.",
    ),
    "fetch.use.whole": (
        "Filen är till för att jämföra med: områdena räknas ur sina egna filer.",
        "The file is there to compare with: areas are counted from files of their own.",
    ),
    "fetch.interrupted": (
        "Avbrutet. Ingenting är ändrat. Det som kommit i dag är kvar: kör samma kommando igen.",
        "Interrupted. Nothing was changed. What came today is kept: run the same command again.",
    ),
    "init.kommun.done": (
        "Skapade {folder} med områden och bestånd från SCB. Målet i mal/mal.toml är ett exempel "
        "som ingen har beslutat: ändra det. Kör sedan `tenuremix validate` och `tenuremix build` "
        "i mappen.",
        "Made {folder} with areas and stock from SCB. The target in mal/mal.toml is an example that "
        "nobody has decided: change it. Then run `tenuremix validate` and `tenuremix build` in the "
        "folder.",
    ),
    "fetch.note": ("  Obs: {note}", "  Note: {note}"),
}
