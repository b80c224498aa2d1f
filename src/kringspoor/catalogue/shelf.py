"""A shelf is a folder in which every file is one thing: TOML in, a frozen dataclass out.

The file name is the thing's slug. Types come from the dataclass itself; ``[low, mid, high]`` reads
as a :class:`Range`. Whatever does not fit is refused with the file, the key and the known keys.
"""

from __future__ import annotations

import collections.abc
import tomllib
import types
import typing
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar, get_args, get_origin

from kringspoor.core.errors import BadInput, Where
from kringspoor.core.quantity import Range
from kringspoor.core.words import Text

T = TypeVar("T")
MOST = 1e15  # no figure of this world is larger; keeps out inf, nan and slips of the finger

KIND_WORDS = {
    str: Text(nl="een tekst", en="a text"),
    int: Text(nl="een geheel getal", en="a whole number"),
    float: Text(nl="een getal", en="a number"),
    bool: Text(nl="true of false", en="true or false"),
    tuple: Text(nl="een lijst", en="a list"),
    dict: Text(nl="een tabel", en="a table"),
    Range: Text(
        nl="een lijst [laag, midden, hoog] die stijgt", en="a rising list [low, mid, high]"
    ),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a TOML file: the file's name and the path of keys to a value."""

    file: str
    path: str = ""

    def at(self, key: str | int) -> Spot:
        """One key or list position deeper (lists are counted from 1)."""
        if isinstance(key, int):
            return Spot(self.file, f"{self.path}[{key}]")
        return Spot(self.file, f"{self.path}.{key}" if self.path else key)

    def refuse(self, what: Text, hint: Text) -> NoReturn:
        """Say no, with the place."""
        raise BadInput(what, hint=hint, where=Where(self.file), code="catalogue-file")


def read_toml(path: Path) -> dict[str, Any]:
    """The raw content of a TOML file; an unreadable file is refused with its place."""
    spot = Spot(path.name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        spot.refuse(
            Text(nl="bestaat niet", en="does not exist"),
            Text(nl="kijk de naam en de map na", en="check the name and the folder"),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as reason:
        spot.refuse(
            Text(nl=f"is geen leesbare TOML: {reason}", en=f"is not readable TOML: {reason}"),
            Text(nl="verbeter het bestand", en="mend the file"),
        )


def thing_from(path: Path, kind: type[T]) -> T:
    """One file as the thing it describes; the slug is the file's name."""
    return built(with_slug(read_toml(path), path), kind, Spot(path.name))


def with_slug(raw: dict[str, Any], path: Path) -> dict[str, Any]:
    """The raw content with the file's name as slug; a slug inside the file is refused."""
    if "slug" in raw:
        Spot(path.name).refuse(
            Text(
                nl="sleutel 'slug' mag niet: de bestandsnaam is de slug", en="key 'slug' may not be"
            ),
            Text(nl="haal de regel weg", en="the file's name is the slug; remove the line"),
        )
    return {"slug": path.stem, **raw}


def things_on(folders: collections.abc.Sequence[Path], kind: type[T]) -> dict[str, T]:
    """Every thing on a shelf by slug, alphabetically; a later folder may replace an earlier one."""
    files = {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}
    return {slug: thing_from(files[slug], kind) for slug in sorted(files)}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def built(raw: Any, kind: type[T], spot: Spot) -> T:
    """A table as a dataclass; unknown and missing keys are refused."""
    if not isinstance(raw, dict):
        _wrong(raw, KIND_WORDS[dict], spot)
    hints = _hints(typing.cast(Any, kind))
    _check_keys(raw, kind, spot)
    values = {key: value_of(each, hints[key], spot.at(key)) for key, each in raw.items()}
    for key, each in values.items():
        if key.endswith("_share"):
            _check_share(each, spot.at(key))
    try:
        return kind(**values)
    except ValueError as reason:
        spot.refuse(
            Text(nl=f"klopt niet: {reason}", en=f"does not hold: {reason}"),
            Text(nl="verbeter de waarde", en="mend the value"),
        )


def _check_keys(raw: dict[str, Any], kind: type, spot: Spot) -> None:
    assert is_dataclass(kind)
    known = fields(kind)
    names = [each.name for each in known if each.name != "slug"]
    keys = Text(nl=f"sleutels zijn {', '.join(names)}", en=f"keys are {', '.join(names)}")
    for key in raw:
        if key not in names and key != "slug":
            place = spot.at(key).path
            spot.refuse(
                Text(nl=f"sleutel '{place}' is niet bekend", en=f"key '{place}' is not known"), keys
            )
    for each in known:
        needed = each.default is MISSING and each.default_factory is MISSING
        if needed and each.name not in raw:
            place = spot.at(each.name).path
            spot.refuse(
                Text(nl=f"sleutel '{place}' ontbreekt", en=f"key '{place}' is missing"), keys
            )


def _check_share(value: Any, spot: Spot) -> None:
    ends = (value.low, value.high) if isinstance(value, Range) else (value, value)
    if not 0 <= ends[0] <= ends[1] <= 1:
        spot.refuse(
            Text(
                nl=f"sleutel '{spot.path}' is een deel: van 0 tot 1",
                en=f"key '{spot.path}' is a share: from 0 to 1",
            ),
            Text(nl="schrijf 25 % als 0.25", en="write 25 % as 0.25"),
        )


def value_of(raw: Any, wanted: Any, spot: Spot) -> Any:
    """One value as the type its field wants."""
    origin = get_origin(wanted)
    if wanted is Range:
        return _range(raw, spot)
    if origin is Literal:
        return one_of(raw, get_args(wanted), spot)
    if origin is tuple:
        return _tuple(raw, get_args(wanted)[0], spot)
    if origin is collections.abc.Mapping:
        return _mapping(raw, get_args(wanted)[1], spot)
    if origin in (types.UnionType, typing.Union):
        inner = next(each for each in get_args(wanted) if each is not type(None))
        return value_of(raw, inner, spot)
    if is_dataclass(wanted):
        return built(raw, typing.cast(type, wanted), spot)
    return _plain(raw, origin or wanted, spot)


def one_of(raw: Any, known: collections.abc.Iterable[Any], spot: Spot) -> Any:
    """A value that must be one of a few; the others are refused with the known ones."""
    choices = list(known)
    if raw not in choices:
        names = ", ".join(str(each) for each in choices if each != "")
        spot.refuse(
            Text(
                nl=f"sleutel '{spot.path}': '{raw}' is niet bekend",
                en=f"key '{spot.path}': '{raw}' is not known",
            ),
            Text(nl=f"bekend zijn {names}", en=f"known are {names}"),
        )
    return raw


def _plain(raw: Any, wanted: type, spot: Spot) -> Any:
    if wanted is float and _is_number(raw):
        return float(raw)
    if type(raw) is not wanted:
        _wrong(raw, KIND_WORDS[wanted], spot)
    return raw


def _is_number(raw: Any) -> bool:
    return type(raw) in (int, float) and abs(raw) < MOST


def _range(raw: Any, spot: Spot) -> Range:
    if _is_number(raw):
        return Range.exactly(float(raw))
    is_three = isinstance(raw, list) and len(raw) == 3
    if not is_three or not all(_is_number(each) for each in raw):
        _wrong(raw, KIND_WORDS[Range], spot)
    if not raw[0] <= raw[1] <= raw[2]:
        _wrong(raw, KIND_WORDS[Range], spot)
    return Range(*(float(each) for each in raw))


def _tuple(raw: Any, inner: Any, spot: Spot) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        _wrong(raw, KIND_WORDS[tuple], spot)
    return tuple(value_of(each, inner, spot.at(i)) for i, each in enumerate(raw, start=1))


def _mapping(raw: Any, inner: Any, spot: Spot) -> collections.abc.Mapping[str, Any]:
    if not isinstance(raw, dict):
        _wrong(raw, KIND_WORDS[dict], spot)
    return types.MappingProxyType(
        {key: value_of(each, inner, spot.at(key)) for key, each in raw.items()}
    )


def _wrong(raw: Any, wanted: Text, spot: Spot) -> NoReturn:
    place = f"key '{spot.path}' " if spot.path else ""
    spot.refuse(
        Text(nl=f"{place}moet {wanted.nl} zijn", en=f"{place}must be {wanted.en}"),
        Text(nl=f"er staat {raw!r}", en=f"it says {raw!r}"),
    )
