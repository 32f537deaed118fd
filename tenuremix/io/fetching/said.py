"""What a server says in its own words: made safe to show and to keep, and short."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONGEST = 300
_LOOKED_AT = 64 * 1024
_EXCEPTION = re.compile(r"<(?:\w+:)?(ExceptionText|ServiceException)\b([^>]*)>(.*?)</", re.DOTALL)
_LOCATOR = re.compile(r"<(?:\w+:)?(?:Exception|ServiceException)\b[^>]*\blocator=[\"']([\w:.-]+)")
_REPORT = re.compile(rb"<(?:\w+:)?(?:ServiceException|Exception)Report\b")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.DOTALL | re.IGNORECASE)
_UNSHOWN = re.compile(
    r"<!--.*?-->|<(script|style|title)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE
)
SIGNED = re.compile(r"(//)[^/?#]*@")
"""What stands before the host of an address that signs somebody in."""
_SECRET = re.compile(r"(?i)([?&][\w.-]*(?:key|token|passw|pwd|secret|sig)[\w.-]*=)[^&#]*")


def plain_text(text: object) -> str:
    r"""Give a text of a server as it can be written: no control characters, no half letters.

    Examples
    --------
    >>> plain_text("Bost\x7fad"), plain_text("\ud800") == "\ufffd"
    ('Bost ad', True)
    """
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", str(text)))


def shown_address(url: str) -> str:
    """Give an address as it may be shown and kept: without what signs somebody in.

    Examples
    --------
    >>> shown_address("https://jag:hemligt@a.se/wfs?authkey=abc&map=b")
    'https://…@a.se/wfs?authkey=…&map=b'
    """
    return plain_text(unquote(_SECRET.sub(r"\1…", SIGNED.sub(r"\1…@", url))))


def is_report(body: bytes) -> bool:
    """Tell whether an answer is the report of an exception, of any version of WFS."""
    return _REPORT.search(body[:2048]) is not None or b'"exceptions"' in body[:256]


def said(body: bytes) -> str:
    """Find what an answer says that is no good answer: JSON, an exception, a page, or a text.

    Returns
    -------
    str
        One line of at most 300 characters, without a full stop; empty where nothing is said.
    """
    text = body[:_LOOKED_AT].decode("utf-8-sig", errors="replace")
    try:
        words = _of_json(json.loads(text))
    except (ValueError, RecursionError):
        words = _of_markup(text)
    found = " ".join(plain_text(words).split())[:_LONGEST]
    return found.rstrip(". ")


def _of_json(found: Any) -> str:  # noqa: ANN401 - any JSON
    """Take what PxWeb, GeoServer and others tell of an error, in the keys that they use."""
    if not isinstance(found, Mapping):
        return ""
    listed = found.get("exceptions")
    if isinstance(listed, list) and listed and isinstance(listed[0], Mapping):
        found = {"error": listed[0].get("locator"), "detail": listed[0].get("text")}
    texts = [found.get(key) for key in ("error", "title", "detail", "description")]
    return ": ".join(str(text).rstrip(".") for text in texts if isinstance(text, str) and text)


def _of_markup(text: str) -> str:
    told = _EXCEPTION.search(text)
    if told:
        locator = _LOCATOR.search(text)
        words = re.sub(r"<!\[CDATA\[|\]\]>", "", told[3])
        return ": ".join([*([locator[1]] if locator else []), html.unescape(words).strip()])
    title = _TITLE.search(text)
    shown = " ".join(html.unescape(_UNSHOWN.sub(" ", text)).split())
    parts = [html.unescape(title[1]).strip() if title else "", shown]
    return ": ".join(part for part in parts if part)
