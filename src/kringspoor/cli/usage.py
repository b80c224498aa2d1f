"""A command that was written wrong, said in the reader's language."""

from __future__ import annotations

import re

from typer.exceptions import TyperException

from kringspoor.core.errors import KringspoorError
from kringspoor.core.words import Text

SAYINGS = {
    "NoSuchOption": Text(nl="optie {name} is niet bekend", en="option {name} is not known"),
    "BadOptionUsage": Text(
        nl="na optie {name} staat niet wat er moet staan",
        en="what follows option {name} is not what it takes",
    ),
    "MissingParameter": Text(nl="{name} ontbreekt", en="{name} is missing"),
    "BadParameter": Text(nl="{name} past niet: {said}", en="{name} does not fit: {said}"),
}
NO_COMMAND = Text(nl="opdracht {said} is niet bekend", en="command {said} is not known")
OTHERWISE = Text(nl="de opdracht is niet te lezen: {said}", en="the command is not clear: {said}")


class Misused(KringspoorError):  # noqa: N818 - like the rest of its tree
    """The command itself was written wrong: another option, another form of a value."""


def is_help(error: TyperException) -> bool:
    """Whether a command came without its verb, so that its help was shown already."""
    return type(error).__name__ == "NoArgsIsHelpError"


def misused(error: TyperException) -> Misused:
    """What Typer could not read, with the way to its help."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "kringspoor"
    said = error.message.rstrip(".")
    near = sorted(getattr(error, "possibilities", None) or ())
    saying = SAYINGS.get(type(error).__name__, OTHERWISE)
    quoted = re.findall("'([^']*)'", said)
    if said.startswith("No such command ") and quoted:
        saying, said, near = NO_COMMAND, f"'{quoted[0]}'", quoted[1:]
    name = getattr(error, "option_name", "") or _parameter(error)
    meant = Text(nl=f"bedoelt u {' of '.join(near)}? ", en=f"do you mean {' or '.join(near)}? ")
    return Misused(
        saying.filled(name=name, said=said),
        hint=Text(
            nl=f"{meant.nl if near else ''}zie {command} --help",
            en=f"{meant.en if near else ''}see {command} --help",
        ),
        code="usage",
    )


def _parameter(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    options = [each for each in parameter.opts if each.startswith("--")]
    return str(options[0] if options else parameter.metavar or parameter.name)
