"""One call to a server: the question, the body of its answer, and what may be amiss with it."""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tenuremix.errors import DataError, Fault
from tenuremix.io.fetching.said import SIGNED, shown_address

if TYPE_CHECKING:
    import requests

MOST_BYTES = 256 * 1024**2
_PIECE = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS


class NetworkError(DataError):
    """The server was not reached, or did not answer as it should: worth another try later."""


class OddAnswerError(ValueError):
    """An answer is something else than was asked for; ``key`` is that of the fault."""

    def __init__(self, key: str, detail: str) -> None:
        super().__init__(detail)
        self.key = key


class RefusedError(DataError):
    """The server answered that the question is wrong; ``status`` and ``detail`` say how."""

    def __init__(self, fault: Fault, status: int, detail: str) -> None:
        super().__init__([fault])
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: an address, its parameters, and a JSON body where it is a POST."""

    url: str
    params: Mapping[str, str] | None = None
    body: Mapping[str, object] | None = None

    @property
    def key(self) -> str:
        """The name under which the answer is kept."""
        parts = [self.url, sorted((self.params or {}).items()), self.body]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @property
    def where(self) -> str:
        """The address as a reader knows it."""
        return shown_address(self.url)


class AgainError(Exception):
    """One try failed; ``fault`` says why, should it have been the last."""

    def __init__(self, fault: Fault, wait: float = 0.0) -> None:
        self.fault = fault
        self.wait = wait


def check_address(url: str) -> None:
    """Refuse an address that is none, or that says who signs in."""
    if SIGNED.search(url):
        raise DataError([Fault("net_signed", shown_address(url))])
    try:
        urlsplit(url)
    except ValueError as error:
        raise DataError([Fault("net_address", shown_address(url))]) from error


def check_redirect(ask: Ask, response: requests.Response) -> None:
    """Follow a server within itself, or to its encrypted self, and nowhere else."""
    if not response.is_redirect:
        return
    stated = response.headers["location"]
    try:
        old, new = urlsplit(response.url), urlsplit(urljoin(response.url, stated))
    except ValueError:
        old, new = urlsplit(response.url), urlsplit("")
    same = (old.scheme, old.netloc) == (new.scheme, new.netloc)
    safer = (old.scheme, new.scheme) == ("http", "https") and new.netloc == old.hostname
    if not same and not safer:
        response.close()
        values: dict[str, object] = {"found": shown_address(stated), "expected": old.hostname}
        raise DataError([Fault("net_redirect", ask.where, None, values)])


def body_of(ask: Ask, response: requests.Response, seconds: float) -> bytes:
    """Read the whole body, neither endlessly long, packed or not, nor endlessly slow."""
    start = time.monotonic()
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        detail = f"Content-Encoding: {packing[:40]}"
        raise AgainError(Fault("net_broken", ask.where, None, {"detail": detail}))
    unpack = zlib.decompressobj(_GZIP) if "gzip" in packing else None
    parts, size = [], 0
    while part := response.raw.read(_PIECE, decode_content=False):
        if unpack:
            part = unpack.decompress(part, MOST_BYTES - size + 1)
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            values: dict[str, object] = {"detail": f"> {MOST_BYTES} byte"}
            raise DataError([Fault("net_broken", ask.where, None, values)])
        if time.monotonic() - start > seconds:
            raise AgainError(Fault("net_slow", ask.where, None, {"found": f"{seconds:g}"}))
    if unpack and not unpack.eof:
        raise zlib.error("gzip")
    return b"".join(parts)
