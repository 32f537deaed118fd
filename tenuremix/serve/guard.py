"""Who may ask: the host that is asked for, the proxy that asks, where a page asks from, how often.

Everything is checked here, before a route is looked for, and on every route.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tenuremix.inputs import READS, Serving
from tenuremix.locale.catalogue import Language
from tenuremix.serve.problems import Problem

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_CLIENTS = 10_000
_QUIET = {"GET", "HEAD"}
_log = logging.getLogger("tenuremix.serve")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a name, empty where there is none, and what they may do.

    ``own`` tells that a page of this server asks, and a browser says so.
    """

    user: str
    role: str
    own: bool = False


@dataclass(slots=True)
class Buckets:
    """How many checks each client may still ask for now: a bucket that fills by the second.

    Parameters
    ----------
    per_second
        How fast a bucket fills; it holds as much as comes in two seconds.
    clock
        Seconds that only grow.
    """

    per_second: int
    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, client: str) -> bool:
        """Take one out of a client's bucket; tell whether there was one."""
        now, most = self.clock(), 2.0 * self.per_second
        left, when = self._kept.pop(client, (most, now))
        left = min(most, left + (now - when) * self.per_second)
        taken = left >= 1
        self._kept[client] = (left - 1 if taken else left, now)
        if len(self._kept) > _CLIENTS:
            self._kept.popitem(last=False)
        return taken


class Guard:
    """Let through what may be asked, and say on each answer what a browser may do with it.

    Parameters
    ----------
    app
        What is guarded.
    serving
        What ``[serve]`` of the workspace says.
    hosts
        The names by which the server may be asked for, without ports.
    tiles
        The origin of a background map, where one is named.
    """

    def __init__(
        self, app: ASGIApp, serving: Serving, hosts: tuple[str, ...], tiles: str = ""
    ) -> None:
        self.app, self.serving = app, serving
        self.hosts = frozenset(host.lower() for host in hosts)
        self.buckets = Buckets(serving.limits.checks_per_second)
        frames = " ".join(serving.frame_ancestors) or "'none'"
        self.answers = {
            "content-security-policy": (
                "default-src 'none'; script-src 'self'; style-src 'self'; "
                f"img-src 'self' data: blob:{f' {tiles}' if tiles else ''}; connect-src 'self'; "
                f"base-uri 'none'; form-action 'self'; frame-ancestors {frames}"
            ),
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cross-origin-resource-policy": "same-origin",
            "cache-control": "no-store",
        }
        if not serving.frame_ancestors:
            self.answers["x-frame-options"] = "DENY"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one question."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.answers.items():
                    headers.setdefault(name, value)
            await send(message)

        language = asked_language(scope)
        try:
            scope["state"] = {**scope.get("state", {}), "client": self.admit(scope)}
            await self.app(scope, self._bounded(receive), marked)
        except Problem as problem:
            await problem.response(language)(scope, receive, marked)
        except Exception:  # noqa: BLE001 - it is answered already
            _log.exception("failed: %s %s", scope["method"], scope["path"])

    def admit(self, scope: Scope) -> Visitor:
        """Find out who asks.

        Raises
        ------
        Problem
            Where they may not.
        """
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or _host(hosts[0]) not in self.hosts:
            raise Problem(400, "host")
        client = replace(self._known(scope, headers), own=self._is_from_here(scope, headers))
        if scope["method"] not in _QUIET:
            stated = headers.get("content-length", "0")
            if not stated.isdecimal() or int(stated[:18]) > self.serving.limits.bytes:
                raise Problem(413, "too_large", number=self.serving.limits.bytes)
            # Behind a proxy every question comes from the same address.
            if not self.buckets.take(client.user or str((scope.get("client") or [""])[0])):
                raise Problem(429, "too_often", {"Retry-After": "1"})
        return client

    def _known(self, scope: Scope, headers: Headers) -> Visitor:
        """Take the user and the groups that a named proxy says, and nobody else's word."""
        serving = self.serving
        if not serving.proxies:
            return Visitor("", serving.roles.get("*", READS))
        if (scope.get("client") or ("",))[0] not in serving.proxies:
            raise Problem(403, "proxy")
        users = headers.getlist(serving.user_header)
        user = users[0].strip() if len(users) == 1 else ""
        if not user or not user.isprintable():
            raise Problem(403, "user")
        said = headers.getlist(serving.group_header) if serving.group_header else []
        groups = [group.strip() for each in said for group in each.replace(";", ",").split(",")]
        return Visitor(user, serving.role_of(groups))

    def _is_from_here(self, scope: Scope, headers: Headers) -> bool:
        """Tell whether a page of this server asks; refuse what another page asks for.

        Only to follow a link from one is its right.
        """
        site = headers.get("sec-fetch-site", "none")
        followed = scope["method"] in _QUIET and headers.get("sec-fetch-mode") == "navigate"
        if site not in ("same-origin", "none") and not followed:
            raise Problem(403, "foreign")
        origin = headers.get("origin")
        secure = bool(self.serving.proxies)
        if origin is not None and not own_origin(origin, headers["host"], secure=secure):
            raise Problem(403, "foreign")
        return site == "same-origin" and origin is not None

    def _bounded(self, receive: Receive) -> Receive:
        """Stop reading a body that is longer than it may be, whatever its header says."""
        size = 0

        async def read() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.serving.limits.bytes:
                raise Problem(413, "too_large", number=self.serving.limits.bytes)
            return message

        return read


def own_origin(origin: str, host: str, *, secure: bool) -> bool:
    """Tell whether an ``Origin`` is that of the host; behind a proxy it may be https."""
    parts = urlsplit(origin)
    return parts.scheme in ("http", *(["https"] if secure else [])) and parts.netloc == host


def asked_language(scope: Scope) -> str:
    """Find the language of the answer: ``lang=en`` or Swedish."""
    said = scope.get("query_string", b"").decode("latin-1").split("&")
    return Language.EN.value if "lang=en" in said else Language.SV.value


def _host(header: str) -> str:
    """Take the name out of a ``Host``, without its port."""
    name, colon, port = header.lower().rpartition(":")
    if colon and not port.endswith("]"):
        return name if port.isdecimal() else ""
    return header.lower()


def own_names(stated: Iterable[str], host: str) -> tuple[str, ...]:
    """Give the names by which a server may be asked for: the loopback's, its own, stated ones."""
    own = f"[{host}]" if ":" in host else host
    every = ("0.0.0.0", "::")  # noqa: S104 - only behind a proxy
    return (*LOOPBACK, *(() if host in every else (own,)), *stated)
