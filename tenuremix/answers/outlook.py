"""The outlook on a target in words and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenuremix.answers.layout import Line
from tenuremix.answers.outlook_json import DECIMALS, asked_json
from tenuremix.counting.progress import assess_progress
from tenuremix.counting.targets import OTHER_TENURE
from tenuremix.counting.tenure import Interval
from tenuremix.document.names import potential_lines
from tenuremix.document.outlook import forecast_lines, judgement, loss_lines, origin_text
from tenuremix.document.tables import Cell, Figure, Kind, Table, counted, day, headings, whole
from tenuremix.document.words import definition_text, rule_sentence, verdict_sentence
from tenuremix.inputs import Workspace
from tenuremix.locale.locale import UNKNOWN, Locale, Numeral
from tenuremix.outlook.assess import Final, PlotEffect, Remedy, TargetOutlook

_LEAST = 0.01  # of what is not certain, in whole per cent
_SHOWN = 20  # plots in a table; the files have them all
_NAMED = 4  # plots in one cell


def chance_text(probability: float, text: Locale) -> str:
    """Write a probability in whole per cent; what is not certain is never 0 or 100."""
    if _plain(probability):
        return text.percent(probability, 0)
    key, end = ("outlook.under", _LEAST) if probability < _LEAST else ("outlook.over", 1 - _LEAST)
    return text(key, number=text.percent(end, 0))


def _plain(probability: float) -> bool:
    """Tell whether a probability can be written in whole per cent: it is certain, or not near."""
    return (
        _LEAST <= probability <= 1 - _LEAST
        or probability < 10**-DECIMALS
        or probability > 1 - 10**-DECIMALS
    )


def chances_text(value: Interval | None, text: Locale) -> str:
    """Write a probability that may be an interval."""
    if value is None:
        return UNKNOWN
    low, high = (chance_text(end, text) for end in value)
    if low == high:
        return low
    if all(_plain(end) for end in value):
        ends = (text.decimal(100 * end, 0) for end in value)
        return text("percent", number="–".join(ends))
    return f"{low}–{high}"


def chance_figure(value: Interval | None, text: Locale) -> Figure:
    """Make a probability, which may be an interval."""
    low, high = (None, None) if value is None else value
    return Figure(chances_text(value, text), Kind.SHARE, low, high)


class OutlookWords:
    """The words and tables of one outlook in one language.

    Parameters
    ----------
    outlook
        The outlook on one target.
    text
        The reader's language.
    """

    def __init__(self, outlook: TargetOutlook, text: Locale) -> None:
        self.outlook, self.text = outlook, text
        self.minimum = outlook.target.minimum

    def sentence(self) -> str:
        """Answer whether the target will be reached: what it hangs on, and how likely it is."""
        return " ".join(self.answer())

    def answer(self) -> list[str]:
        """Give the judgement, where there is one, and the probability."""
        first = judgement(self.outlook, self.text)
        return [*([first] if first else []), self.chance()]

    def chance(self) -> str:
        """Say in one sentence how likely the target is to be reached."""
        outlook, text = self.outlook, self.text
        if outlook.uncovered:
            least = text.number(outlook.counted)
            return text("outlook.uncovered", counted=least, tenure=self._tenures(least))
        dated = "" if outlook.last_day else "_no_date"
        if outlook.reach is None:
            expected = text.count(outlook.final.expected.rounded())
            words = {"expected": expected, "tenure": self._tenures(expected)}
            return text(f"outlook.direction{dated}", date=outlook.last_day, **words)
        low, high = (chance_text(end, text) for end in outlook.reach)
        key = "outlook.if_unknown" if outlook.asked else "outlook.between"
        probability = low if low == high else text(key, low=low, high=high)
        minimum = text.number(self.minimum)
        words = {"minimum": minimum, "tenure": self._tenures(minimum), "probability": probability}
        return text(f"outlook.sentence{dated}", date=outlook.last_day, **words)

    def _tenures(self, number: Numeral) -> str:
        """Name what a target counts, in the form that its number asks for."""
        tenure = self.outlook.target.tenure
        if tenure == OTHER_TENURE:
            return self.text("outlook.dwellings", number=number)
        return self.text.tenures(tenure, number)

    def lines(self, *, brief: bool = False) -> list[str]:
        """Say what the figure rests on and leaves out; ``brief`` where no count follows."""
        outlook, text, minimum = self.outlook, self.text, self.minimum
        if outlook.uncovered:
            return []
        lines = []
        now: dict[str, Any] = {"date": outlook.as_of, "counted": outlook.counted}
        if minimum is None:
            lines += [] if brief else [text("outlook.now_direction", **now)]
        elif not brief:
            remaining = max(0, minimum - outlook.counted)
            lines.append(text("outlook.now", minimum=minimum, remaining=remaining, **now))
        potential = potential_lines(outlook.potential, outlook.unknown_tenure, text)
        return [*lines, self._final_line(), *loss_lines(outlook, text), *potential]

    def _final_line(self) -> str:
        text, final = self.text, self.outlook.final
        low, middle, high = (final.quantile(share) for share in (0.05, 0.5, 0.95))
        line = text(
            "outlook.final",
            expected=final.expected.rounded(),
            middle=middle,
            low=low.low,
            high=high.high,
        )
        missing = self.outlook.expected_remaining
        if missing is None:
            return line
        return f"{line} {text('outlook.short', number=missing.rounded())}"

    def assumed(self) -> list[str]:
        """Say that the scenarios are assumed, where the workspace has stated none."""
        stated = any(scenario.title for scenario, _ in self.outlook.scenarios)
        return [] if stated else [self.text("outlook.scenarios_assumed")]

    def range_line(self) -> str:
        """Say how the probability differs between definitions."""
        ends = [end for each in self.outlook.definitions for end in (each.reach or ())]
        low, high = (chance_text(end, self.text) for end in (min(ends), max(ends)))
        number = len(self.outlook.definitions)
        return self.text("outlook.definitions_range", number=number, low=low, high=high)

    # Tables: rows may hold names from the data as they are.

    def plots(self, shown: int) -> Table:
        """Give what each of the first plots means."""
        keys = (
            "outlook.col_plot outlook.col_stage:w2 outlook.col_date:w1 outlook.col_dwellings:n "
            "outlook.col_likelihood:n outlook.col_origin:3 outlook.col_certain:n "
            "outlook.col_lost:n"
        )
        rows = [self._plot(plot) for plot in self.outlook.plots[:shown]]
        return self._table("plots", keys, rows)

    def _plot(self, plot: PlotEffect) -> list[Cell]:
        text, prospect = self.text, plot.prospect
        likelihood = prospect.likelihood
        return [
            f"{prospect.allocation} {prospect.state.name}",
            text(f"event.{prospect.state.stage}"),
            day(prospect.expected),
            counted(plot.counts, text),
            chance_figure(likelihood.probability, text),
            origin_text(likelihood, text, planned=prospect.planned),
            chance_figure(plot.if_certain, text),
            chance_figure(plot.if_lost, text),
        ]

    def scenarios(self) -> Table:
        """Give each scenario, and all of them weighed together."""
        text = self.text
        rows: list[list[Cell]] = [
            [
                scenario.title or text(f"scenario.{scenario.id}"),
                text("outlook.odds", ratio=text.decimal(scenario.odds_ratio)),
                text.percent(scenario.weight, 0),
                *self._figures(final),
            ]
            for scenario, final in self.outlook.scenarios
        ]
        keys = (
            "outlook.col_scenario outlook.col_odds:n1 outlook.col_weight:n "
            "outlook.col_probability:n outlook.col_expected:n outlook.col_interval:n"
        )
        foot = [text("outlook.weighed"), "", "", *self._figures(self.outlook.final)]
        return self._table("scenarios", keys, rows, foot)

    def _figures(self, final: Final) -> list[Cell]:
        low, high = final.quantile(0.05).low, final.quantile(0.95).high
        return [
            chance_figure(None if self.minimum is None else final.reach(self.minimum), self.text),
            counted(final.expected.rounded(), self.text),
            f"{self.text.number(low)}–{self.text.number(high)}",
        ]

    def needed(self) -> Table | None:
        """Give what would bring the probability to each level; None where it is sure."""
        rows: list[list[Cell]] = [
            [
                self.text.percent(needed.level, 0),
                self.text.count(needed.dwellings),
                self._secure(needed),
            ]
            for needed in self.outlook.needed
        ]
        keys = "outlook.col_level:w outlook.col_further:n outlook.col_secure"
        return self._table("needed", keys, rows) if rows else None

    def _secure(self, needed: Remedy) -> str:
        text = self.text
        if needed.plots is None:
            return text("outlook.secure_all")
        if not needed.plots:
            return text("outlook.secure_none")
        plots = ", ".join(plot.allocation for plot in needed.plots[:_NAMED])
        if more := len(needed.plots[_NAMED:]):
            plots = text("outlook.secure_more", plots=plots, number=more)
        return text("outlook.secure", plots=plots, dwellings=needed.plots_dwellings)

    def definitions(self) -> Table:
        """Give the answer under every definition."""
        rows: list[list[Cell]] = [
            [
                definition_text(each.definition, self.text),
                whole(each.counted, self.text),
                counted(each.expected.rounded(), self.text),
                chance_figure(each.reach, self.text),
            ]
            for each in self.outlook.definitions
        ]
        keys = "col.definition outlook.col_now:n outlook.col_expected:n outlook.col_probability:n"
        return self._table("definitions", keys, rows)

    def asked(self) -> Table | None:
        """Name what is not known, plot by plot; None where all is."""
        rows = [
            [
                f"{each['allocation']} {each['name']}",
                self.text.join([self.text(f"ask.{ask}") for ask in each["asks"]]),
            ]
            for each in asked_json(self.outlook)
        ]
        return self._table("asked", "outlook.col_plot outlook.col_asks", rows) if rows else None

    def _table(
        self, name: str, keys: str, rows: Sequence[Sequence[Cell]], foot: Sequence[Cell] = ()
    ) -> Table:
        return Table(self.text(f"outlook.{name}"), headings(self.text, keys), rows, foot)


def outlook_text(
    outlook: TargetOutlook, workspace: Workspace, text: Locale, *, details: bool
) -> list[Line]:
    """Give the answer on one target, and what lies behind it with ``details``.

    Of one whose period is over it is the final result alone.
    """
    words = OutlookWords(outlook, text)
    rule = rule_sentence(outlook.target, text)
    if outlook.closed:
        progress = assess_progress(workspace.books, outlook.target, sensitivity=False)
        forecast = forecast_lines(progress, workspace.forecasts, text)
        return [outlook.target.title, verdict_sentence(progress, text), *forecast, rule]
    lines: list[Line] = [outlook.target.title, *words.answer(), rule, "", *words.lines()]
    if outlook.uncovered:
        return lines[:-1]

    def show(table: Table | None, *rule: str) -> None:
        if table is not None:
            lines.extend(["", table.caption, *rule, "", table])

    if not details:
        lines += [words.range_line()] if outlook.reach is not None and outlook.definitions else []
        return lines
    show(words.scenarios(), text("outlook.scenarios_rule"), *words.assumed())
    lines += _plots(words)
    show(words.needed(), text("outlook.needed_rule"))
    if outlook.definitions:
        show(words.definitions(), *([words.range_line()] if outlook.reach is not None else []))
    show(words.asked(), text("outlook.asked_rule"))
    return lines


def _plots(words: OutlookWords) -> list[Line]:
    outlook, text = words.outlook, words.text
    if not outlook.plots:
        return ["", text("outlook.plots"), text("outlook.plots_none")]
    table = words.plots(_SHOWN)
    rule = [text("outlook.plots_rule")] if outlook.reach is not None else []
    found: list[Line] = ["", table.caption, *rule, "", table]
    if more := len(outlook.plots) - len(table.rows):
        found += ["", text("outlook.plots_more", number=more)]
    return found
