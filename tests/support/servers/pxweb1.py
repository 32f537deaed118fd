"""PxWeb v1 as Göteborg's database speaks it: names, limits and errors as documented."""

from __future__ import annotations

import sys
import time
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from servers.base import Handler, serve

BASE = "/api/v1/sv"
AREAS = {
    "Primärområden": [
        *("101 Kungsladugård", "102 Sanna", "109 Olivedal", "403 Slättadamm"),
        *("199 Ospecificerat Göteborg", "Göteborg totalt"),
    ],
    "Mellanområden 2021-": ["35 Kungsladugård-Sanna", "36 Majorna", "99 Ospecificerat Göteborg"],
    "Stadsområden": ["01 Nordost", "02 Centrum", "09 Ospecificerat Göteborg"],
}
SUFFIX = {"Primärområden": "PRI", "Mellanområden 2021-": "MO21", "Stadsområden": "SO"}
CITY = f"{BASE}/1. Göteborg och dess delområden"
SUBJECT = "Bostäder och byggande/Bostadsbestånd"
BUILT = f"{CITY}/Primärområden/Bostäder och byggande/Förändringar i bostadsbeståndet"
TYPES = {"Flerbostadshus": "Flerbostadshus", "Småhus": "Småhus"}
TYPES |= {"Studentbostäder": "Studentbostäder", "Spec": "Övriga Specialbostäder"}
HUSTYP = ["Småhus", "Flerbostadshus", "Övriga hus", "Specialbostäder"]
TENURE = ["Hyresrätt", "Bostadsrätt", "Äganderätt", "Uppgift saknas"]
YEARS = ["2023", "2024", "2025"]


class PxWeb1(Handler):
    """Answers as PCAxis.Api does."""

    seen: tuple[int, list[float]] = (0, [])

    def answer(self, path: str, _: dict[str, str], body: Any) -> None:
        how = self.how
        if not self._within_limit(how):
            said = {"error": "429 - Too many requests in too short timeframe. "}
            self.cut = False
            self.send(429, str(said).encode(), retry_after=str(how["window"]))
        elif self.raw_query == "config":
            self._config(how)
        else:
            self._table(path, how, body)

    def _within_limit(self, how: dict[str, Any]) -> bool:
        """Count a call before it is tested, as RequestLimiter.cs does: refused calls count."""
        now = time.monotonic()
        with self.lock:
            run, calls = type(self).seen
            calls = calls if run == how.get("run") else []
            calls = [c for c in calls if now - c < how.get("window", 1)] + [now]
            type(self).seen = (how.get("run"), calls)
        return len(calls) <= how.get("calls", 50)

    def _config(self, how: dict[str, Any]) -> None:
        if how.get("no_config"):
            self.send(404, b"<html>not found</html>", kind="text/html")
            return
        cells = how.get("told_cells", how.get("cells", 100000))
        calls, window = how.get("calls", 50), how.get("window", 1)
        told = {"maxValues": 10000, "maxCells": cells, "maxCalls": calls, "timeWindow": window}
        self.send_json({**told, "CORS": True})

    def _table(self, path: str, how: dict[str, Any], body: Any) -> None:
        if path == BUILT:
            self.send_json([{"id": "10_Nybyggnation_PRI.px", "type": "t", "text": "Nybyggda"}])
            return
        if path == f"{BUILT}/10_Nybyggnation_PRI.px":
            self._built(body, how)
            return
        for level, areas in AREAS.items():
            folder = f"{CITY}/{level}/{SUBJECT}"
            name = f"20_Typ_upplatelse_{SUFFIX[level]}.px"
            if path == folder and not how.get("no_table"):
                listed = [{"id": "10_TypLghtyp_PRI.px", "type": "t", "text": "annan"}]
                if how.get("other_tables"):
                    self.send_json(listed)
                    return
                listed.append({"id": name, "type": "t", "text": "Bostadsbestånd"})
                self.send_json([*listed, {"id": "Förändringar", "type": "l", "text": "Mapp"}])
                return
            if path == f"{folder}/{name}" and not how.get("unknown_table"):
                variables = self._variables(areas, how)
                if body is None:
                    title = "Bostadsbestånd efter hustyp och upplåtelseform 2023-2025"
                    self.send_json({"title": title, "variables": variables})
                else:
                    self._figures(variables, body, how)
                return
        self.send_json({"error": "Parameter error"}, 400)

    def _built(self, body: Any, how: dict[str, Any]) -> None:
        found = self._variables(AREAS["Primärområden"], how)
        found[1] = {"code": "Bostadstyp", "text": "Bostadstyp", "values": list(TYPES)}
        found[1]["valueTexts"] = list(TYPES.values())
        for one in found:
            if one["code"] == "Upplåtelseform":
                one["values"] = one["valueTexts"] = TENURE[:3]
        if body is None:
            self.send_json({"title": "Nybyggda bostäder 2023-2025", "variables": found})
        else:
            self._figures(found, body, how)

    def _variables(self, areas: list[str], how: dict[str, Any]) -> list[dict[str, Any]]:
        tenures = [*TENURE, *how.get("extra_tenure", [])]
        found = [("Område", areas), ("Hustyp", HUSTYP), ("Upplåtelseform", tenures), ("År", YEARS)]
        variables: list[dict[str, Any]] = []
        for code, texts in found:
            one: dict[str, Any] = {"code": code, "text": code, "values": texts}
            if code == "Hustyp":
                one["values"] = [str(number) for number in range(len(texts))]
            one["valueTexts"] = texts
            if code in ("Hustyp", "Upplåtelseform"):
                one["elimination"] = True
            if code == "År":
                one["time"] = True
            if code == "Upplåtelseform" and how.get("other_variable"):
                one["code"] = one["text"] = "Ägande"
            variables.append(one)
        return variables

    def _figures(self, variables: list[dict[str, Any]], body: Any, how: dict[str, Any]) -> None:
        asked = {one["code"]: one["selection"]["values"] for one in body["query"]}
        known = {one["code"]: one for one in variables}
        if body["response"] != {"format": "json-stat2"} or set(asked) - set(known):
            self.send_json({"error": "Parameter error"}, 400)
            return
        if any(set(values) - set(known[code]["values"]) for code, values in asked.items()):
            self.send_json({"error": "Parameter error"}, 400)
            return
        # A variable left out is summed where it may be, else given whole.
        axes = {c: asked.get(c, one["values"]) for c, one in known.items()}
        if prod(len(asked.get(c, [0])) for c in known) > how.get("cells", 100000):
            self.send_json({"error": "Too many values selected"}, 403)
            return
        self.send_json(jsonstat(axes, known, how))


def jsonstat(axes: dict[str, list[str]], known: Any, how: dict[str, Any]) -> dict[str, Any]:
    """Write figures as PxWeb does: none and not given are both null, told apart in status."""
    if how.get("short"):
        axes = {code: v[:-1] if code == "Område" else v for code, v in axes.items()}
    value: list[int | None] = []
    status: dict[str, str] = {}
    for number, codes in enumerate(product(*axes.values())):
        figure = figure_of(dict(zip(axes, codes, strict=True)), how)
        if isinstance(figure, str):
            status[str(number)] = figure
        value.append(None if isinstance(figure, str) else figure)
    dimension = {}
    for code, values in axes.items():
        texts = dict(zip(known[code]["values"], known[code]["valueTexts"], strict=True))
        index = {v: number for number, v in enumerate(values)}
        category = {"index": index, "label": {v: texts[v] for v in values}}
        dimension[code] = {"label": code, "category": category}
    found = {"version": "2.0", "class": "dataset", "id": list(axes), "value": value}
    found |= {"size": [len(v) for v in axes.values()], "dimension": dimension}
    return {**found, "status": status} if status else found


def figure_of(cell: dict[str, str], how: dict[str, Any]) -> int | str:
    """Make a figure of its cell, so that a mistake in the order of the answer is seen."""
    if "Bostadstyp" in cell:
        return -5 if cell["Bostadstyp"] == "Spec" else int(cell["År"]) % 100
    key = "|".join(cell[code] for code in ("Område", "Hustyp", "Upplåtelseform", "År"))
    if key in how.get("figures", {}):
        return how["figures"][key]
    area, hustyp = cell["Område"].split()[0], int(cell["Hustyp"])
    tenure = [*TENURE, *how.get("extra_tenure", [])].index(cell["Upplåtelseform"])
    if hustyp == 2:
        return "-"
    if hustyp == 3 and tenure == 3:
        return ".."
    number = int(area) if area.isdigit() else 9999
    return number * 100 + hustyp * 10 + tenure + int(cell["År"]) % 10


if __name__ == "__main__":
    serve(PxWeb1)
