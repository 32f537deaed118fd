"""The server: which question goes where."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenuremix.errors import DataError, UsageError
from tenuremix.inputs import Limits, Workspace
from tenuremix.serve import api, drawing
from tenuremix.serve.desk import Desk, UnreadyError
from tenuremix.serve.guard import LOOPBACK, Guard, Visitor, asked_language, own_names
from tenuremix.serve.openapi import openapi
from tenuremix.serve.page.build import ASSETS, render_page
from tenuremix.serve.problems import Problem, response_to
from tenuremix.serve.proposals import read_body
from tenuremix.serve.saving import save
from tenuremix.serve.uploads import read_upload

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as far as it has been read.

    Parameters
    ----------
    desk
        Where the workspace is.
    query, body, media
        What was sent, and the kind of body that it is said to be.
    client
        Who asks.
    """

    desk: Desk
    query: api.Query
    body: bytes
    media: str
    client: Visitor

    def workspace(self, *beside: str) -> Workspace:
        """Open the workspace on the day that is asked for."""
        return self.desk.open(self.query.as_of, beside)


DEEP = ("e", "n", "hr", "br", "ar")
"""What a link from another map may say of a proposal; the page alone reads it."""
_Answer = Callable[[Question], bytes | Response]


def as_sent(record: object) -> bytes:
    """Write JSON for the page, without spaces."""
    return json.dumps(record, separators=(",", ":")).encode()


def make_app(
    folder: Path,
    *,
    host: str = LOOPBACK[0],
    overrides: Mapping[str, Sequence[str]] | None = None,
    as_of: date | None = None,
) -> Guard:
    """Make the server of a workspace, as an ASGI application.

    Parameters
    ----------
    folder
        Where the workspace is.
    host
        The address that it is bound to.
    overrides, as_of
        What replaces what the workspace states.

    Raises
    ------
    DataError
        Where the workspace has faults.
    UsageError
        Where it is to be reached from elsewhere, and does not say who signs users in.
    """
    desk = Desk(folder, overrides or {}, as_of)
    settings = desk.open().settings
    serving, tiles = settings.serving, ""
    if host not in (*LOOPBACK, "::1") and not serving.proxies:
        raise UsageError("serve_host", host=host)
    if settings.tiles is not None:
        parts = urlsplit(settings.tiles.template)
        tiles = f"{parts.scheme}://{parts.netloc}"
    app = Starlette(
        routes=[*_api(desk, serving.limits), *_page(desk, serving.limits)],
        exception_handlers={
            HTTPException: _not_served,
            Problem: _refused,
            DataError: _faulty,
            UsageError: _faulty,
            Exception: _failed,
        },
    )
    return Guard(app, serving, own_names(serving.hosts, host), tiles)


def _api(desk: Desk, limits: Limits) -> list[Route]:
    """List the routes of the interface for programs."""

    def check(asked: Question) -> bytes:
        return desk.answer(
            (asked.body, asked.media, tuple(asked.query.stated)),
            lambda: api.answer_check(asked.workspace, asked.query, asked.body, asked.media, limits),
        )

    def beside(asked: Question) -> bytes:
        return api.answer_compare(asked.workspace(), asked.query, asked.body, limits)

    return [
        _route(desk, "GET", "/openapi.json", lambda _: openapi(limits)),
        _route(desk, "POST", "/api/v1/check", check, api.CHECK),
        _route(desk, "POST", "/api/v1/compare", beside, api.COMPARE),
        _route(
            desk,
            "GET",
            "/api/v1/areas",
            lambda asked: api.answer_areas(asked.workspace(), asked.query),
            ("level", *api.PAGED),
            GEOJSON,
        ),
        _route(
            desk,
            "GET",
            "/api/v1/allocations",
            lambda asked: api.answer_allocations(asked.workspace(), asked.query),
            api.PAGED,
            GEOJSON,
        ),
        _route(
            desk,
            "GET",
            "/api/v1/targets",
            lambda asked: api.answer_targets(asked.workspace()),
            ("as_of",),
        ),
        _route(
            desk,
            "GET",
            "/api/v1/progress",
            lambda asked: api.answer_progress(asked.workspace("losses"), asked.query),
            ("as_of", "target"),
        ),
    ]


def _page(desk: Desk, limits: Limits) -> list[Route]:
    """List the routes that the page alone uses."""

    def page(asked: Question) -> bytes | Response:
        text = asked.query.text

        def begun() -> bytes:
            start = drawing.start(asked.workspace("water"), asked.client, text)
            return render_page(text, start).encode()

        try:
            return desk.answer(("page", asked.client, text.language), begun)
        except (DataError, UsageError, Problem) as error:
            shown = render_page(text, None, error.text(text.language))
            return Response(shown, 503, media_type=HTML)

    def outlines(asked: Question) -> bytes:
        return desk.answer(("outlines",), lambda: as_sent(drawing.outlines(asked.workspace())))

    def place(asked: Question) -> bytes:
        return as_sent(drawing.place(asked.workspace(), asked.body, asked.query.text, limits))

    def corners(asked: Question) -> bytes:
        return as_sent(drawing.corners(asked.workspace().areas, asked.body))

    def read(asked: Question) -> bytes:
        kind = asked.query.get("kind") or ""
        plots = read_upload(asked.body, kind, asked.workspace().areas, limits)
        return as_sent(drawing.shown_plots(plots))

    def note(asked: Question) -> Response:
        opened = asked.workspace("water")
        plots = read_body(asked.body, asked.media, opened.areas, limits)
        content, media = drawing.note(opened, plots, asked.query)
        return Response(content, media_type=media)

    def saved(asked: Question) -> bytes:
        if any(desk.overrides.values()):
            raise Problem(409, "overrides")
        text = asked.query.text
        return as_sent(save(desk.folder, asked.body, asked.media, asked.client, text))

    return [
        Route("/assets/{name}", _asset, methods=["GET"]),
        _route(desk, "GET", "/", page, DEEP, HTML),
        _route(desk, "GET", "/page/outlines", outlines),
        _route(desk, "POST", "/page/place", place, ("as_of",)),
        _route(desk, "POST", "/page/corners", corners),
        _route(desk, "POST", "/page/read", read, ("kind",)),
        _route(desk, "POST", "/page/save", saved),
        _route(desk, "POST", "/page/note", note, drawing.NOTE),
    ]


def _route(
    desk: Desk,
    method: str,
    path: str,
    answer: _Answer,
    known: Sequence[str] = (),
    media: str = JSON,
) -> Route:
    """Make a route that reads the question, and answers one at a time."""

    async def endpoint(request: Request) -> Response:
        query = api.Query(request.query_params.multi_items(), known)
        body = await request.body() if method == "POST" else b""
        stated = request.headers.get("content-type", "")
        asked = Question(desk, query, body, stated, request.state.client)

        found = await to_thread.run_sync(answer, asked, limiter=desk.turn)
        return found if isinstance(found, Response) else Response(found, media_type=media)

    return Route(path, endpoint, methods=[method])


async def _asset(request: Request) -> Response:
    """Give a part of the page: the same for everybody."""
    found = ASSETS.get(request.path_params["name"])
    if found is None:
        raise Problem(404, "not_found")
    about = {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        about["Content-Encoding"] = "gzip"
        return Response(found.packed, media_type=found.media, headers=about)
    return Response(found.content, media_type=found.media, headers=about)


async def _not_served(request: Request, error: Exception) -> Response:
    """Answer what has no route, or not by that method."""
    status = getattr(error, "status_code", 404)
    headers = dict(getattr(error, "headers", None) or {})
    key = "method" if status == 405 else "not_found"  # noqa: PLR2004
    return Problem(status, key, headers).response(asked_language(request.scope))


async def _refused(request: Request, error: Exception) -> Response:
    """Answer what may not be asked."""
    assert isinstance(error, Problem)  # noqa: S101 - as it is registered
    return error.response(asked_language(request.scope))


async def _failed(request: Request, _: Exception) -> Response:
    """Answer what nobody foresaw; what it was is in the log alone."""
    return Problem(500, "failed").response(asked_language(request.scope))


async def _faulty(request: Request, error: Exception) -> Response:
    """Answer faults: of what was sent, or of the workspace itself."""
    assert isinstance(error, DataError | UsageError)  # noqa: S101 - as it is registered
    status = 503 if isinstance(error, UnreadyError) else 422
    return response_to(error, asked_language(request.scope), status)
