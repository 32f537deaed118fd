"""The jinja2 environment of every page, and the language of what a page quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

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
