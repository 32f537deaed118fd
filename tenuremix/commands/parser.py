"""The command line in the reader's language: its help, and what it says of a wrong command.

Every text stands in the catalogues: ``command.NAME`` and ``example.NAME`` of a command,
``option.NAME`` of an option or an argument (``option.COMMAND.NAME`` where a command has its own),
and ``metavar.NAME`` of what an option is followed by.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import pairwise
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from tenuremix.locale.catalogue import Language, catalogue
from tenuremix.screen import UnsaidError, say, tell

VARIABLE = "TENUREMIX_LANG"
"""The environment variable with the language to answer in, where ``--lang`` says nothing."""

_NO_COMMAND = re.compile(r"No such command '(.*?)'\.?(?: Did you mean (.*)\?)?$")
_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)$")
_FOUND = re.compile(r"'?(.*?)'? is not (?:a valid (int|float)|(one) of|in the (range))")


def language_of(arguments: Sequence[str]) -> Language:
    """Find the language to speak before the command line is parsed: ``--lang``, else the variable.

    Examples
    --------
    >>> language_of(["areas", "--lang", "en", "--help"]), language_of(["areas", "--lang=en"])
    (<Language.EN: 'en'>, <Language.EN: 'en'>)
    """
    after = dict(pairwise(arguments))
    joined = [each.removeprefix("--lang=") for each in arguments if each.startswith("--lang=")]
    said = [after.get("--lang"), *joined, os.environ.get(VARIABLE)]
    return next((Language(each) for each in said if each in set(Language)), Language.SV)


def _texts(ctx: Any) -> Mapping[str, str]:  # noqa: ANN401 - of typer or of click
    language = ctx.find_root().obj if ctx is not None else None
    return catalogue(language if isinstance(language, Language) else Language.SV)


def _path(ctx: Any) -> str:  # noqa: ANN401
    """Name a command by its words, as its texts do: ``fetch.stock``."""
    names: list[str] = []
    while ctx.parent is not None:
        names.insert(0, str(ctx.info_name))
        ctx = ctx.parent
    return ".".join(names) or "tenuremix"


def _show_help(ctx: Any, _param: Any, asked: bool) -> None:  # noqa: ANN401, FBT001 - as typer calls it
    if asked and not ctx.resilient_parsing:
        say(ctx.get_help())
        ctx.exit()


class _Helped:
    """A command whose help is in the reader's language."""

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401
        """Give ``--help``, which is printed as every answer is."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.callback = _show_help
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the help: what it does, arguments, options, commands, and an example."""
        text, path = _texts(ctx), _path(ctx)
        params = [p for p in ctx.command.get_params(ctx) if not getattr(p, "hidden", False)]
        arguments = [p for p in params if p.param_type_name == "argument"]
        options = [p for p in params if p.param_type_name == "option"]
        commands = getattr(ctx.command, "commands", {})
        pieces = [text["parser.options_metavar"], *(_metavar(p, text) for p in arguments)]
        pieces += [text["parser.command_metavar"]] if commands else []
        formatter.write_usage(ctx.command_path, " ".join(pieces), text["parser.usage"] + " ")
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(text[f"command.{path}"])
        lists = {
            "arguments": [(_metavar(p, text), _help(p, path, text)) for p in arguments],
            "options": [(_names(p, text), _help(p, path, text)) for p in options],
            "commands": [
                (name, text[f"command.{name if path == 'tenuremix' else f'{path}.{name}'}"])
                for name in commands
            ],
        }
        for kind, rows in lists.items():
            if rows:
                with formatter.section(text[f"parser.{kind}"]):
                    formatter.write_dl([(name, words.partition("\n")[0]) for name, words in rows])
        with formatter.section(text["parser.example"]):
            for line in text[f"example.{path}"].splitlines():
                formatter.write(f"  {line}\n")


class HelpedCommand(_Helped, TyperCommand):
    """A command of tenuremix."""


class HelpedGroup(_Helped, TyperGroup):
    """Commands that stand behind one word."""


class CommandLine(HelpedGroup):
    """The whole command line, which answers a wrong command in the reader's language."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - as typer calls it
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002
        **extra: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Run a command, and end with its exit code."""
        given = (args, prog_name, complete_var, False, windows_expand_args)
        extra["obj"] = language = language_of(sys.argv[1:] if args is None else args)
        if not standalone_mode:
            return super().main(*given, **extra)
        text = catalogue(language)
        try:
            code = super().main(*given, **extra)
        except typer.Abort:
            _end(text["parser.aborted"], 1)
        except UnsaidError as error:
            _end(unsaid_text(error, text), 1)
        except Exception as error:
            if not hasattr(error, "format_message"):
                raise
            _end(error_text(error, text), getattr(error, "exit_code", 1))
        sys.exit(code if isinstance(code, int) else 0)


def _end(words: str, code: int) -> NoReturn:
    tell(words)
    sys.exit(code)


def unsaid_text(error: UnsaidError, text: Mapping[str, str]) -> str:
    """Say that an answer could not be printed, and what was written all the same."""
    said = text["parser.unsaid"].format(detail=error.detail)
    if error.done:
        said += " " + text["parser.unsaid_done"].format(files=", ".join(error.done))
    return said


def error_text(error: Any, text: Mapping[str, str]) -> str:  # noqa: ANN401
    """Say what is wrong with a command, and how its help is shown."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error.format_message()).rstrip()
    said = text["parser.error"].format(message=_message(error, kind, text))
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        return said
    return f"{said}\n{text['parser.try'].format(command=ctx.command_path)}"


def _message(error: Any, kind: str, text: Mapping[str, str]) -> str:  # noqa: ANN401
    original = str(error.format_message())
    param = getattr(error, "param", None)
    if kind == "NoSuchOption":
        said = text["parser.no_option"].format(option=error.option_name)
        return _meant(said, sorted(error.possibilities or ()), text)
    if kind == "BadOptionUsage":
        key = "no_value" if "not take a value" in original else "needs_value"
        return text[f"parser.{key}"].format(option=error.option_name)
    if param is not None:
        name = param.opts[0] if param.param_type_name == "option" else _metavar(param, text)
        if kind == "MissingParameter":
            return text["parser.missing"].format(name=name)
        return _value_message(param, name, str(error.message), text)
    if command := _NO_COMMAND.match(original):
        said = text["parser.no_command"].format(command=command[1])
        return _meant(said, re.findall(r"'(.*?)'", command[2] or ""), text)
    if extra := _EXTRA.match(original):
        return text["parser.extra"].format(words=extra[1])
    return text["parser.missing_command"] if original == "Missing command." else original


def _meant(said: str, words: Sequence[str], text: Mapping[str, str]) -> str:
    if not words:
        return said
    return f"{said} {text['parser.meant'].format(words=_either(words, text))}"


def _either(words: Sequence[str], text: Mapping[str, str]) -> str:
    return f" {text['or']} ".join(words)


def _value_message(param: Any, name: str, original: str, text: Mapping[str, str]) -> str:  # noqa: ANN401
    """Say what is wrong with the value of an option."""
    found = _FOUND.match(original)
    if found is None:
        return f"{name}: {original}"
    keys = {"float": "not_number", "one": "choose", "range": "range"}
    key = keys.get(found[found.lastindex or 0], "not_integer")
    least, most = (getattr(param.type, end, None) for end in ("min", "max"))
    return text[f"parser.{key}"].format(
        name=name,
        found=found[1],
        expected=", ".join(map(str, _choices(param))),
        least=least,
        most="…" if most is None else most,
    )


def _choices(param: Any) -> list[object]:  # noqa: ANN401
    return [
        each.value if isinstance(each, Enum) else each
        for each in getattr(param.type, "choices", ())
    ]


def _metavar(param: Any, text: Mapping[str, str]) -> str:  # noqa: ANN401
    """Name what an option is followed by, or an argument."""
    if choices := _choices(param):
        return f"<{'|'.join(map(str, choices))}>"
    number = str(getattr(param.type, "name", "")).startswith(("int", "float"))
    words = text[f"metavar.{param.metavar or ('number' if number else 'text')}"]
    if param.param_type_name != "argument":
        return words
    words = f"{words}…" if param.nargs == -1 else words
    return words if param.required else f"[{words}]"


def _names(param: Any, text: Mapping[str, str]) -> str:  # noqa: ANN401
    names = " / ".join([*param.opts[:1], *param.secondary_opts[:1]])
    return names if param.is_flag else f"{names} {_metavar(param, text)}"


def _help(param: Any, path: str, text: Mapping[str, str]) -> str:  # noqa: ANN401
    """Say what an option is for, whether it has to be stated, and what it is otherwise."""
    name = str(param.name).strip("_")
    words = [text.get(f"option.{path}.{name}") or text[f"option.{name}"]]
    if param.required and param.param_type_name == "option":
        words.append(text["parser.required"])
    default = param.default.value if isinstance(param.default, Enum) else param.default
    if default and isinstance(default, (str, int, float)) and not isinstance(default, bool):
        shown = default if isinstance(default, str) else f"{default:g}"
        words.append(text["parser.default"].format(default=shown))
    if isinstance(param.envvar, str):
        words.append(text["parser.variable"].format(variable=param.envvar))
    return " ".join(words)
