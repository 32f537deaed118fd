"""Read what ``tenuremix.toml`` says of the page: ``[serve]``, and the background of ``[map]``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from tenuremix.inputs import ROLES, Limits, Serving, Tiles
from tenuremix.io.files.toml_tables import (
    TEXT,
    Check,
    Key,
    Keys,
    StatedFile,
    is_text,
    is_within,
    needed,
    table_of,
)

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
_MOST_BYTES, _MOST, _FAR = 1_000_000_000, 1_000_000, 1e9


def _each(fits: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(fits, value))


def _is_address(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(ip_address(value))
    except ValueError:
        return False


def _is_header(value: object) -> bool:
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def _is_host(value: object) -> bool:
    return isinstance(value, str) and _HOST.fullmatch(value) is not None


def _is_origin(value: object) -> bool:
    """Tell whether a text is an origin, and nothing that a policy would read as more."""
    if not isinstance(value, str) or not is_text(value):
        return False
    scheme, _, rest = value.partition("://")
    host, _, port = rest.partition(":")
    return scheme in ("https", "http") and _is_host(host) and (not port or port.isdecimal())


def _is_template(value: object) -> bool:
    if not isinstance(value, str) or not all(each in value for each in ("{z}", "{x}", "{y}")):
        return False
    parts = urlsplit(value)
    return parts.scheme == "https" and _is_origin(f"https://{parts.netloc}") and value.isprintable()


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and abs(value) < _FAR  # type: ignore[arg-type]


def _is_corner(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))  # noqa: PLR2004


def _falls(value: object) -> bool:
    numbers = value if isinstance(value, list) else []
    return (
        bool(numbers)
        and all(_is_number(each) and each > 0 for each in numbers)
        and sorted(set(numbers), reverse=True) == numbers
    )


def _are_roles(value: object) -> bool:
    return isinstance(value, dict) and all(role in ROLES for role in value.values())


SERVE_KEYS: Keys = {
    "proxies": Key(_each(_is_address), '["10.0.0.2"]', tuple),
    **dict.fromkeys(("user_header", "group_header"), Key(_is_header, '"X-Remote-User"')),
    "roles": Key(_are_roles, f'{{ "plan" = "{" / ".join(ROLES)}" }}'),
    "hosts": Key(_each(_is_host), '["tenuremix.stad.se"]', tuple),
    "frame_ancestors": Key(_each(_is_origin), '["https://karta.stad.se"]', tuple),
    "limits": table_of("serve.limits"),
}
LIMIT_KEYS: Keys = {
    "bytes": Key(is_within(1_000, _MOST_BYTES), "1000 – 1000000000"),
    **dict.fromkeys(("plots", "corners"), Key(is_within(1, _MOST), "1, 2, 3 …")),
    "seconds": Key(is_within(1, 60), "1 – 60"),
    "checks_per_second": Key(is_within(1, 10_000), "1 – 10000"),
}
MAP_KEYS: Keys = {"tiles": table_of("map.tiles")}
TILE_KEYS: Keys = {
    "template": needed(Key(_is_template, '"https://…/{z}/{x}/{y}.png"')),
    "origin": needed(Key(_is_corner, "[100000, 6500000]", tuple)),
    "resolutions": needed(Key(_falls, "[4096, 2048, 1024]", tuple)),
    "credit": needed(TEXT),
}


def read_serving(file: StatedFile, stated: Mapping[str, object]) -> Serving:
    """Read ``[serve]``; faults gather with those of its file."""
    found = file.table("serve", stated, SERVE_KEYS, between=".")
    limits = file.table("serve.limits", found.pop("limits", {}), LIMIT_KEYS, between=".")
    if bool(found.get("proxies")) is not bool(found.get("user_header")):
        expected = 'proxies = ["…"] + user_header = "…"'
        file.fault("missing_key", found="serve.proxies, serve.user_header", expected=expected)
    return Serving(**found, limits=Limits(**limits))


def read_tiles(file: StatedFile, stated: Mapping[str, object]) -> Tiles | None:
    """Read ``[map] tiles``, None where no background is named; faults gather likewise."""
    found = file.table("map", stated, MAP_KEYS, between=".")
    if "tiles" not in found:
        return None
    before = len(file.faults)
    tiles = file.table("map.tiles", found["tiles"], TILE_KEYS, between=".")
    return Tiles(**tiles) if len(file.faults) == before else None
