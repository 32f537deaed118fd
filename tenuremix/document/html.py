"""The jinja2 environment of every page, the language of what it quotes, and what it may do."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from tenuremix.document.names import plain
from tenuremix.inputs import Workspace
from tenuremix.locale.catalogue import Language


@cache
def environment() -> Environment:
    """Give the environment of every page: escaped, and strict about names."""
    return Environment(
        loader=PackageLoader("tenuremix.document", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


POLICY = '<meta http-equiv="Content-Security-Policy" content="">'
"""Where a page says what a browser may do with it; :func:`with_policy` fills it in."""
_INLINE = re.compile(
    r"<(?P<tag>style|script)\b(?P<about>[^>]*)>(?P<text>.*?)</(?P=tag)>", re.DOTALL
)
_DATA = 'type="application/json"'


def with_policy(page: str, *, images: str = "data:") -> str:
    """Say in a page what a browser may do with it: run and style what it was made with.

    What an attribute says, or is brought in once the page is open, does nothing; nothing is
    fetched but ``images``, and no form is sent.  To be said of the finished page.
    """
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for found in _INLINE.finditer(page):
        if _DATA not in found["about"]:
            digest = b64encode(sha256(found["text"].encode("utf-8")).digest()).decode("ascii")
            hashes[found["tag"]].append(f"'sha256-{digest}'")
    allowed = [f"{tag}-src {' '.join(dict.fromkeys(each))}" for tag, each in hashes.items() if each]
    ends = (f"img-src {images}", "base-uri 'none'", "form-action 'none'")
    policy = "; ".join(["default-src 'none'", *allowed, *ends])
    return page.replace(POLICY, POLICY.replace('""', f'"{policy}"'), 1)


def data_texts(workspace: Workspace) -> list[str]:
    """List the sentences and titles that stand as the data say them, which are in Swedish."""
    found = [workspace.settings.title]
    for target in workspace.targets:
        rule = target.definition
        found += [target.title, target.short, target.quote, target.source, *target.assumptions]
        found += [rule.title, rule.source, *(edition.source for edition in rule.editions)]
    for source in workspace.sources:
        found += [source.title, source.producer, source.licence, *source.notes]
    for limit in workspace.limits or ():
        found += [limit.text, limit.short, limit.settled_by]
    found += [words for each in workspace.assessment or () for words in (each.text, each.source)]
    return [words for each in dict.fromkeys(found) if " " in (words := plain(each).strip())]


def mark_language(page: str, texts: Sequence[str], language: Language) -> str:
    """Mark what a page quotes in Swedish, where the page itself is in another language.

    What stands within tags, drawings and scripts is left as it is.
    """
    if language is Language.SV or not texts:
        return page
    words = "|".join(re.escape(escape(each)) for each in sorted(texts, key=len, reverse=True))
    part = re.compile(rf"<(style|script|title|svg)\b.*?</\1>|<[^>]*>|({words})", re.DOTALL)
    return part.sub(lambda at: f'<span lang="sv">{at[2]}</span>' if at[2] else at[0], page)
