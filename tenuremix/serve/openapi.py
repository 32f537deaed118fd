"""What the interface offers, as OpenAPI 3.1, made from the one table of columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tenuremix.answers.compare.figures import FEWEST, MOST
from tenuremix.inputs import Limits
from tenuremix.locale.catalogue import Language
from tenuremix.schema import DATE, DECISIONS, HUSTYP, INTEGER, NUMBER, REGISTER, Column

_PROPOSED = ("namn", "hyresratt", "bostadsratt", "aganderatt", "oklar", "omrade")
"""Columns of the register that a proposal may have too."""
_TYPES = {INTEGER: "integer", NUMBER: "number"}
_PROBLEM = {"$ref": "#/components/responses/Problem"}
Json = dict[str, Any]


def proposal_columns() -> list[Column]:
    """List the columns of a proposal."""
    known = {column.name: column for column in (*DECISIONS, *REGISTER)}
    return [*(known[name] for name in _PROPOSED), HUSTYP]


def openapi(limits: Limits) -> bytes:
    """Describe the interface; the same for every workspace but for its limits."""
    as_of = _parameter("as_of", "The day of the figures; by default the workspace's.", _DATE)
    paged = [
        as_of,
        _parameter("bbox", "minx,miny,maxx,maxy: in the CRS of the areas, or in degrees."),
        _parameter("limit", "How many at most.", _whole(1, 1_000, 100)),
        _parameter("offset", "How many to pass over.", _whole(0, 10**9, 0)),
    ]
    level = _parameter("level", "The level of the areas.")
    target = _parameter("target", "One target, by its id.")
    radius = _parameter("radius", "The mix within so many metres, too.", _whole(1, 100_000))
    crs = _parameter("crs", "The CRS of coordinates that do not say, such as EPSG:3006.")
    paths = {
        "/api/v1/check": {
            "post": {
                **_operation("check", "What a proposal does", [as_of, radius, crs]),
                "requestBody": _body(limits),
            }
        },
        "/api/v1/compare": {
            "post": {
                **_operation("compare", "Proposals beside each other and beside nothing", [as_of]),
                "requestBody": _bodies(),
            }
        },
        "/api/v1/areas": {
            "get": _operation("areas", "What each area has and lacks", [level, *paged], _GEOJSON)
        },
        "/api/v1/allocations": {
            "get": _operation("allocations", "What is allocated", paged, _GEOJSON)
        },
        "/api/v1/targets": {"get": _operation("targets", "The targets", [as_of])},
        "/api/v1/progress": {
            "get": _operation("progress", "How far the targets have come", [as_of, target])
        },
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "tenuremix", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": {"Proposal": _proposal(limits), "Problem": _problem()},
            "responses": {
                "Problem": {
                    "description": "What is wrong, by RFC 9457.",
                    "content": {
                        "application/problem+json": {
                            "schema": {"$ref": "#/components/schemas/Problem"}
                        }
                    },
                }
            },
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


_DATE: Json = {"type": "string", "format": "date"}
_GEOJSON = "application/geo+json"


def _whole(least: int, most: int, default: int | None = None) -> Json:
    found: Json = {"type": "integer", "minimum": least, "maximum": most}
    return found if default is None else {**found, "default": default}


def _parameter(name: str, description: str, schema: Json | None = None) -> Json:
    about = {"name": name, "in": "query", "description": description}
    return {**about, "schema": schema or {"type": "string"}}


def _operation(
    name: str, summary: str, parameters: Sequence[Json], media: str = "application/json"
) -> Json:
    lang = _parameter(
        "lang", "The language of texts.", {"enum": [*Language], "default": Language.SV.value}
    )
    shape = {"application/json": {"type": ["object", "array"]}, _GEOJSON: {"type": "object"}}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [*parameters, lang],
        "responses": {
            "200": {"description": summary, "content": {media: {"schema": shape[media]}}},
            "default": _PROBLEM,
        },
    }


def _body(limits: Limits) -> Json:
    said = f"At most {limits.bytes} bytes, {limits.plots} plots and {limits.corners} corners."
    return {
        "required": True,
        "description": f"A proposal, as its file. {said}",
        "content": {
            _GEOJSON: {"schema": {"$ref": "#/components/schemas/Proposal"}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }


def _bodies() -> Json:
    proposal = {"$ref": "#/components/schemas/Proposal"}
    one = {"type": "object", "required": ["name", "proposal"]}
    named = {"name": {"type": "string", "minLength": 1}, "proposal": proposal}
    listed = {
        "type": "array",
        "minItems": FEWEST,
        "maxItems": MOST,
        "items": {**one, "properties": named},
    }
    whole = {"type": "object", "required": ["alternatives"], "properties": {"alternatives": listed}}
    return {"required": True, "content": {"application/json": {"schema": whole}}}


def _proposal(limits: Limits) -> Json:
    properties = {column.name: _column(column) for column in proposal_columns()}
    feature = {
        "type": "object",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "geometry": {"type": ["object", "null"]},
            "properties": {"type": "object", "properties": properties},
        },
    }
    return {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "crs": {"type": "object"},
            "features": {"type": "array", "items": feature, "maxItems": limits.plots},
        },
    }


def _column(column: Column) -> Json:
    found: Json = {"description": column.en}
    if column.words:
        return {**found, "enum": [*column.words, "", None]}
    if column.kind in _TYPES:
        return {**found, "type": [_TYPES[column.kind], "null"], "minimum": 0}
    form = {"format": "date"} if column.kind == DATE else {}
    return {**found, "type": ["string", "null"], **form}


def _problem() -> Json:
    text = {"type": "string"}
    fault = {
        "type": "object",
        "properties": {
            "code": text,
            "where": text,
            "row": {"type": ["integer", "string", "null"]},
            **dict.fromkeys(("found", "expected", "hint"), text),
        },
    }
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            **dict.fromkeys(("type", "title", "detail", "code"), text),
            "status": {"type": "integer"},
            "faults": {"type": "array", "items": fault},
        },
    }
