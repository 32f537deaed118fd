"""PxWeb v2 as SCB's database speaks it: suffixed regions, code lists, problem JSON."""

from __future__ import annotations

import sys
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from servers.base import Handler, serve
from servers.districts import NAMES, ROWS, SUPPRESSED, districts, dwellings

BASE = "/api/v2"
DESO = [f"{code}_DeSO2025" for code in sorted(districts())]
REGSO = [f"{code}_RegSO2025" for code in sorted(ROWS)]
TENURE = {"1": "hyresrätt", "2": "bostadsrätt", "3": "äganderätt", "ÖVRIGT": "uppgift saknas"}
HUSTYP = {"SMÅHUS": "småhus", "FLERBOST": "flerbostadshus", "ÖVRHUS": "övriga hus"}
HUSTYP |= {"SPEC": "specialbostäder"}
CONTENTS = {"00000864": "Antal lägenheter"}


def same(codes: list[str]) -> dict[str, str]:
    return {code: code.partition("_")[0] for code in codes}


def years(first: int, last: int) -> dict[str, str]:
    return same([str(year) for year in range(first, last + 1)])


OLD = [code.partition("_")[0] for code in (*DESO, *REGSO)]
TABLES: dict[str, dict[str, dict[str, str]]] = {
    "TAB6638": {"Region": same(DESO + REGSO), "Upplatelseform": TENURE, "Tid": years(2024, 2025)},
    "TAB6258": {"Region": same(OLD), "Upplatelseform": TENURE, "Tid": years(2015, 2023)},
    "TAB824": {
        "Region": {"00": "Riket", "14": "Västra Götalands län", **NAMES},
        "Hustyp": HUSTYP,
        "Upplatelseform": TENURE,
        "Tid": years(1990, 2025),
    },
}


class PxWeb2(Handler):
    """Answers as PxWebApi 2 does."""

    def answer(self, path: str, query: dict[str, str], body: Any) -> None:
        how, parts = self.how, path.removeprefix(f"{BASE}/").split("/")
        if parts == ["config"]:
            limit = {"maxDataCells": how.get("cells", 150000)}
            calls = {"maxCallsPerTimeWindow": how.get("calls", 30), "timeWindow": 1}
            licence = {"license": "https://creativecommons.org/share-your-work/public-domain/cc0/"}
            self.send_json({"apiVersion": "2.3.2", **limit, **calls, **licence})
        elif parts[0] == "codelists" and parts[1] == "vs_DeSO2025":
            values = [{"code": code, "label": label} for code, label in same(DESO).items()]
            self.send_json({"id": "vs_DeSO2025", "type": "Valueset", "values": values})
        elif parts[0] == "tables" and parts[1] in TABLES and not _gone(parts[1], how):
            table = {**TABLES[parts[1]], "ContentsCode": CONTENTS}
            if parts[2] == "metadata":
                self._metadata(table, how)
            else:
                self._data(table, body, query, how)
        else:
            self._problem(404, "Non-existent table", how)

    def _problem(self, status: int, title: str, _: object) -> None:
        self.send_json({"type": "Parameter error", "title": title, "status": status}, status)

    def _metadata(self, table: dict[str, dict[str, str]], how: dict[str, Any]) -> None:
        dimension = {code: described(code, values) for code, values in table.items()}
        if how.get("hidden_regions"):
            dimension["Region"] = described("Region", {"00": "Riket"})
        lists = [{"id": "vs_DeSO2025", "label": "DeSO 2025", "type": "Valueset"}]
        dimension["Region"]["extension"] = {"elimination": True, "codelists": lists}
        role = {"time": ["Tid"], "metric": ["ContentsCode"]}
        found = {"class": "dataset", "label": "Antal lägenheter", "id": list(table), "role": role}
        self.send_json({**found, "updated": "2026-04-23T06:00:00Z", "dimension": dimension})

    def _data(
        self, table: dict[str, dict[str, str]], body: Any, query: Any, how: dict[str, Any]
    ) -> None:
        chosen = {one["variableCode"]: one for one in body["selection"]}
        lists = [one.get("codelist") for one in body["selection"] if one.get("codelist")]
        hidden = bool(how.get("hidden_regions"))
        wrong = query.get("outputFormat") != "json-stat2" or hidden != (lists == ["vs_DeSO2025"])
        for code, one in chosen.items():
            wrong = wrong or code not in table or bool(set(one["valueCodes"]) - set(table[code]))
        if wrong:
            self._problem(400, "Non-existent value", how)
            return
        axes = {c: one["valueCodes"] for c, one in chosen.items()}
        if prod(len(values) for values in axes.values()) > how.get("cells", 150000):
            self._problem(400, "Too many cells selected", how)
            return
        value: list[int | None] = []
        status = {}
        for number, codes in enumerate(product(*axes.values())):
            figure = self._figure(dict(zip(axes, codes, strict=True)), how)
            if figure is None:
                status[str(number)] = ".."
            value.append(figure)
        dimension = {
            code: described(code, {v: table[code][v] for v in values})
            for code, values in axes.items()
        }
        found = {"class": "dataset", "id": list(axes), "dimension": dimension, "value": value}
        self.send_json({**found, "status": status, "size": [len(v) for v in axes.values()]})

    def _figure(self, cell: dict[str, str], how: dict[str, Any]) -> int | None:
        """Count dwellings; in a whole municipality all of them are in one type of building."""
        code, _, edition = cell["Region"].partition("_")
        if (code, cell["Upplatelseform"]) == SUPPRESSED and edition:
            return None
        number = dwellings(code, cell["Upplatelseform"], cell["Tid"])
        if "Hustyp" in cell:
            return number + how.get("whole_off", 0) if cell["Hustyp"] == "FLERBOST" else 0
        return number


def _gone(table: str, how: dict[str, Any]) -> bool:
    return bool(how.get("unknown_table")) or how.get("no_table") == table


def described(code: str, values: dict[str, str]) -> dict[str, Any]:
    index = {value: number for number, value in enumerate(values)}
    return {"label": code.lower(), "category": {"index": index, "label": values}}


if __name__ == "__main__":
    serve(PxWeb2)
