"""How QGIS draws what is handed on: QML with rules, labels and headings.

A colour is never alone: a label says the class, the share or the number, and the symbols of
allocations differ in shape.  No text of the data enters the QML, the names of columns alone.

Notes
-----
Properties are written as ``prop`` and as ``Option``, so that QGIS 3.4 and later read them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from tenuremix.counting.decisions import PIPELINE, Event
from tenuremix.counting.tenure import ALLOCATION_TENURES, KNOWN, NO_MAJORITY, Tenure
from tenuremix.document.missing import pole_classes
from tenuremix.document.style import COLOURS, DWELLING_BREAKS, POLE_FILLS, RAMP, SHARE_BREAKS
from tenuremix.io.formats.layers import Field, Style
from tenuremix.locale.locale import Locale

_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_INK, _QUIET, _WHITE = "#1a1a1a", "#595959", "#ffffff"
_SHAPES = {
    Tenure.HYRESRATT: "circle",
    Tenure.BOSTADSRATT: "square",
    Tenure.AGANDERATT: "triangle",
    Tenure.OKLAR: "diamond",
}
_ABOVE, _AROUND, _BESIDE = "4", "0", "6"  # of QGIS: in a polygon, around it, beside a point

_NEAR = 50_000  # allocations have labels from the scale 1:50 000


@dataclass(frozen=True, slots=True)
class _Rule:
    """One line of a legend: its words, what it holds for, and how it is drawn."""

    words: str
    expression: str
    symbol: str


def area_styles(columns: Sequence[Field], text: Locale) -> list[Style]:
    """Make the styles of areas: what is missing (the default), majority, shares, shortfalls."""

    def style(name: str, rules: Sequence[_Rule], label: str) -> Style:
        return Style(name, _qml(rules, f"\"namn\" || '\\n' || {label}", columns, text, _ABOVE))

    label = _range_label("format_number({}, 0)", "saknas_antal")
    found = [style(text("export.style.missing"), _missing_rules(text), label)]
    found += [
        style(text(f"export.style.{key}"), _class_rules(name, text), _class_label(name, text))
        for key, name in (("class", "klass"), ("class_projected", "klass_framtid"))
    ]
    for tenure in KNOWN:
        name = text("export.style.share", tenure=text(f"tenure.{tenure}"))
        share = _range_label("round(100 * {}) || ' %'", f"andel_{tenure}")
        found.append(style(name, _share_rules(tenure, text), share))
    for tenure in KNOWN:
        name = text("export.style.shortfall", tenure=text(f"tenure.{tenure}"))
        lacking = _range_label("format_number({}, 0)", f"brist_{tenure}")
        found.append(style(name, _shortfall_rules(tenure, text), lacking))
    return found


def _range_label(pattern: str, name: str) -> str:
    """Label with a number, else with its ends where it is suppressed, else with ``?``."""
    value, low, high = (pattern.format(f'"{name}{end}"') for end in ("", "_lagst", "_hogst"))
    alike = f"CASE WHEN {low} = {high} THEN {low} END"
    return f"coalesce({value}, {alike}, {low} || '–' || {high}, {low} || '–', '?')"


def _missing_rules(text: Locale) -> list[_Rule]:
    """Rule by the pole and its depth; what is owned is striped, so that grey tells them apart."""
    rules = []
    for (pole, depth), words in pole_classes(text).items():
        colour, stripe = POLE_FILLS[pole, depth]
        expression = f'"saknas_pol" = \'{pole}\' AND "saknas_grad" = {depth}'
        rules.append(_Rule(words, expression, _fill(colour, stripe)))
    return [*rules, _else(text)]


def _class_rules(name: str, text: Locale) -> list[_Rule]:
    classes = (*KNOWN, NO_MAJORITY)
    rules = [
        _Rule(text(f"class.{each}"), f"\"{name}\" = '{each}'", _fill(COLOURS[each]))
        for each in classes
    ]
    return [*rules, _else(text)]


def _class_label(name: str, text: Locale) -> str:
    cases = " ".join(
        f"WHEN \"{name}\" = '{tenure}' THEN {_quoted(text(f'short.{tenure}'))}" for tenure in KNOWN
    )
    none = f"WHEN \"{name}\" = '{NO_MAJORITY}' THEN {_quoted(text('holds.ingen'))}"
    return f"CASE {cases} {none} ELSE '?' END"


def _share_rules(tenure: Tenure, text: Locale) -> list[_Rule]:
    """Rule by five steps of a share; an interval belongs to a step that holds all of it."""

    def percent(limit: float) -> str:
        return text.percent(limit, 0)

    low, high = f'"andel_{tenure}_lagst"', f'"andel_{tenure}_hogst"'
    first, last = SHARE_BREAKS[0], SHARE_BREAKS[-1]
    below = text("export.rule.below", high=percent(first))
    rules = [_Rule(below, f"{high} < {first}", _fill(RAMP[0]))]
    for colour, (start, end) in zip(RAMP[1:], pairwise(SHARE_BREAKS), strict=False):
        words = text("export.rule.between", low=percent(start), high=percent(end))
        rules.append(_Rule(words, f"{low} >= {start} AND {high} < {end}", _fill(colour)))
    words = text("export.rule.from", low=percent(last))
    return [*rules, _Rule(words, f"{low} >= {last}", _fill(RAMP[-1])), _else(text)]


def _shortfall_rules(tenure: Tenure, text: Locale) -> list[_Rule]:
    low, high = f'"brist_{tenure}_lagst"', f'"brist_{tenure}_hogst"'
    last = DWELLING_BREAKS[-1]
    rules = [_Rule(text("export.rule.none"), f"{high} = 0", _fill(RAMP[0]))]
    for colour, (start, end) in zip(RAMP[1:], pairwise(DWELLING_BREAKS), strict=False):
        numbers = {"low": text.number(start), "high": text.number(end - 1)}
        words = text("export.rule.between", **numbers)
        rules.append(_Rule(words, f"{low} >= {start} AND {high} < {end}", _fill(colour)))
    words = text("export.rule.from", low=last)
    return [*rules, _Rule(words, f"{low} >= {last}", _fill(RAMP[-1])), _else(text)]


def allocation_styles(columns: Sequence[Field], text: Locale, *, plots: bool) -> list[Style]:
    """Make the style of allocations: the commonest tenure of those that stand, and the others.

    A point that stands for an area alone is drawn pale, with a broken outline.
    """
    planned = ", ".join(f"'{event}'" for event in PIPELINE)
    rules = []
    for tenure in ALLOCATION_TENURES:
        words = text("export.rule.most", tenure=text(f"tenure.{tenure}"))
        expression = f'"star" AND "storst" = \'{tenure}\''
        if plots:
            rules.append(_Rule(words, expression, _plot(COLOURS[tenure])))
            continue
        known = f"{expression} AND \"plats\" <> 'omrade'"
        rules.append(_Rule(words, known, _marker(_SHAPES[tenure], COLOURS[tenure])))
        near = text("export.rule.near", words=words)
        symbol = _marker(_SHAPES[tenure], COLOURS[tenure], near=True)
        rules.append(_Rule(near, f"{expression} AND \"plats\" = 'omrade'", symbol))
    others = (
        ("unknown", '"star" AND "storst" IS NULL', "circle", _QUIET, "4"),
        ("planned", f'"skede" IN ({planned})', "circle", "", "4"),
        ("withdrawn", f"\"skede\" = '{Event.ATERKALLAD}'", "cross2", "", "3"),
    )
    for key, expression, shape, colour, size in others:
        symbol = _plot(colour) if plots else _marker(shape, colour, size)
        rules.append(_Rule(text(f"export.rule.{key}"), expression, symbol))
    label = "coalesce(\"namn\", \"id\") || coalesce(' (' || to_string(\"alla\") || ')', '')"
    qml = _qml(rules, label, columns, text, _AROUND if plots else _BESIDE)
    return [Style(text("export.style.allocations"), qml)]


def _else(text: Locale) -> _Rule:
    hatched = _layer("SimpleFill", {"color": _rgba("#8c8c8c"), "style": "b_diagonal", **_outline()})
    return _Rule(text("class.none"), "ELSE", f'<symbol type="fill" alpha="1">{hatched}')


def _outline(colour: str = _QUIET, width: str = "0.2") -> dict[str, str]:
    return {
        "outline_color": _rgba(colour),
        "outline_style": "solid",
        "outline_width": width,
        "outline_width_unit": "MM",
    }


def _fill(colour: str, stripe: str = "") -> str:
    layers = [_layer("SimpleFill", {"color": _rgba(colour), "style": "solid", **_outline()})]
    if stripe:
        lines = {"color": _rgba(stripe), "style": "b_diagonal", **_outline()}
        layers.append(_layer("SimpleFill", lines))
    return f'<symbol type="fill" alpha="0.8">{"".join(layers)}'


def _plot(colour: str) -> str:
    style = "solid" if colour else "no"
    values = {"color": _rgba(colour or _WHITE), "style": style, **_outline(_INK, "0.5")}
    return f'<symbol type="fill" alpha="1">{_layer("SimpleFill", values)}'


def _marker(shape: str, colour: str, size: str = "5", *, near: bool = False) -> str:
    outline = _outline(_INK, "0.4")
    if near:
        outline["outline_style"] = "dot"
    values = {
        "name": shape,
        "color": _rgba(colour) if colour else "255,255,255,0",
        "size": size,
        "size_unit": "MM",
        **outline,
    }
    return f'<symbol type="marker" alpha="{0.6 if near else 1}">{_layer("SimpleMarker", values)}'


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},255"


def _layer(kind: str, values: Mapping[str, str]) -> str:
    options = "".join(
        f'<Option type="QString" name="{name}" value={quoteattr(value)}/>'
        for name, value in values.items()
    )
    props = "".join(f'<prop k="{name}" v={quoteattr(value)}/>' for name, value in values.items())
    return (
        f'<layer class="{kind}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{options}</Option>{props}</layer>'
    )


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _qml(
    rules: Sequence[_Rule], label: str, columns: Sequence[Field], text: Locale, placement: str
) -> str:
    """Put a style together: the rules with their symbols, the label, the headings of columns."""
    lines, symbols = [], []
    for number, rule in enumerate(rules):
        lines.append(
            f'<rule key="{number}" symbol="{number}" label={quoteattr(rule.words)}'
            f" filter={quoteattr(rule.expression)}/>"
        )
        symbols.append(rule.symbol.replace("<symbol ", f'<symbol name="{number}" ') + "</symbol>")
    aliases = "".join(
        f'<alias index="{number}" field={quoteattr(column.name)} name={quoteattr(column.title)}/>'
        for number, column in enumerate(columns, start=1)
    )
    listed, drawn = "\n".join(lines), "\n".join(symbols)
    return (
        f'{_HEAD}<qgis version="3.22.0" labelsEnabled="1" language="{escape(text.language)}">\n'
        '<renderer-v2 type="RuleRenderer" symbollevels="0" forceraster="0" enableorderby="0">\n'
        f'<rules key="rules">\n{listed}\n</rules>\n'
        f"<symbols>\n{drawn}\n</symbols>\n</renderer-v2>\n"
        f"{_labels(label, placement)}\n<aliases>{aliases}</aliases>\n"
        "<previewExpression>&quot;namn&quot;</previewExpression>\n</qgis>\n"
    )


def _labels(expression: str, placement: str) -> str:
    # In a map of a whole city the names of allocations would hide those of areas.
    near = "" if placement == _ABOVE else f' scaleVisibility="1" scaleMin="0" scaleMax="{_NEAR}"'
    return (
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style isExpression="1" fieldName={quoteattr(expression)} fontFamily="Sans"'
        f' fontSize="8" fontSizeUnit="Point" fontWeight="50" textOpacity="1"'
        f' textColor="{_rgba(_INK)}">'
        f'<text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM"'
        f' bufferColor="{_rgba(_WHITE)}" bufferOpacity="0.85"/></text-style>'
        '<text-format multilineAlign="1"/>'
        f'<placement placement="{placement}" dist="1" distUnits="MM" centroidInside="1"'
        f' priority="{5 if placement == _ABOVE else 8}"/>'
        f'<rendering drawLabels="1" obstacle="{int(placement != _ABOVE)}"{near}/>'
        "</settings></labeling>"
    )
