"""Where the answer goes: nothing is written before everything is made, and a file is whole."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from kringspoor.core.errors import BadInput, Where
from kringspoor.core.words import Text

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is written besides the screen: a path for each, ``-`` for stdout, "" for nowhere."""

    html: str = ""
    xlsx: str = ""
    json: str = ""
    csv: str = ""
    parquet: str = ""
    matches: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """Every place that something goes to."""
        return tuple(each for each in astuple(self) if each)

    @property
    def files(self) -> tuple[str, ...]:
        """Those of them that are files."""
        return tuple(each for each in self.asked if each != STDOUT)

    @property
    def takes_stdout(self) -> bool:
        """Whether data goes to stdout, so that the screen must not."""
        return STDOUT in self.asked

    def check(self, inputs: Iterable[Path]) -> None:
        """Refuse, before any work is done, what could not be written afterwards.

        Raises BadInput for two outputs in one place, an output over an input, or a place where
        nothing can be written.
        """
        for place, count in Counter(self.asked).items():
            if count > 1:
                raise _twice(place)
        if STDOUT in (self.xlsx, self.parquet) and sys.stdout.isatty():
            raise _not_for_a_screen()
        known = [each for each in inputs if each.exists()]
        for each in self.files:
            path = Path(each)
            if path.exists() and any(path.samefile(source) for source in known):
                raise _over_an_input(path)
            _check_place(path)


class Outbox:
    """Everything that is to be written, kept beside its place until all of it is made.

    Leaving it early, by an error or an interruption, leaves nothing behind.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[str, Path] = {}

    def __enter__(self) -> Outbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: object
    ) -> None:
        for part in self._parts.values():
            part.unlink(missing_ok=True)

    def part(self, target: str) -> Path:
        """The file in which the content for a target is to be written now."""
        path = Path(target)
        if target == STDOUT or (path.exists() and not path.is_file()):  # a pipe, the null device
            part = self._folder / f"part-{len(self._parts)}"
        else:
            path = path.resolve()  # a link stays a link
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise _cannot_write(target, error) from error
            part = path.with_name(f".{path.name}.part")
        self._parts[target] = part
        return part

    def put(self, target: str, content: str | bytes) -> None:
        """Keep some content for a target. Raises BadInput when there is no room for it."""
        data = content.encode("utf-8") if isinstance(content, str) else content
        part = self.part(target)
        try:
            part.write_bytes(data)
        except OSError as error:
            raise _cannot_write(target, error) from error

    def send(self) -> None:
        """Put everything in its place. Raises BadInput when a place refuses it."""
        for target, part in self._parts.items():
            if target == STDOUT:
                _to_stdout(part)
                continue
            try:
                if part.parent == self._folder:
                    shutil.copyfile(part, target)
                else:
                    part.replace(Path(target).resolve())
            except OSError as error:
                raise _cannot_write(target, error) from error


def _to_stdout(part: Path) -> None:
    sys.stdout.flush()
    with part.open("rb") as file:
        shutil.copyfileobj(file, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _check_place(path: Path) -> None:
    """Raises BadInput unless a file can come there, its folder with it."""
    if path.is_dir():
        raise _no_place(path, Text(nl="is een map", en="is a folder"))
    if path.exists() and not os.access(path, os.W_OK):
        raise _no_place(path, Text(nl="mag niet overschreven worden", en="may not be overwritten"))
    folder = next(each for each in path.absolute().parents if each.exists())
    if not folder.is_dir():
        raise _no_place(
            path, Text(nl=f"{folder.name} is geen map", en=f"{folder.name} is no folder")
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _no_place(
            path,
            Text(nl="in deze map mag niets geschreven worden", en="nothing may be written there"),
        )


def _no_place(path: Path, what: Text) -> BadInput:
    return BadInput(
        what,
        hint=Text(nl="kies een andere plaats voor deze uitvoer", en="choose another place for it"),
        where=Where(str(path)),
        code="cannot-write",
    )


def _cannot_write(target: str, error: OSError) -> BadInput:
    said = error.strerror or str(error)
    return BadInput(
        Text(nl=f"kan niet geschreven worden: {said}", en=f"cannot be written: {said}"),
        hint=Text(nl="kies een andere plaats voor deze uitvoer", en="choose another place for it"),
        where=Where(target),
        code="cannot-write",
    )


def _twice(place: str) -> BadInput:
    where = Text(nl="de standaarduitvoer", en="stdout") if place == STDOUT else Text(place, place)
    return BadInput(
        Text(nl=f"twee uitvoeren gaan naar {where.nl}", en=f"two outputs go to {where.en}"),
        hint=Text(nl="geef elke uitvoer een eigen bestand", en="give each output its own file"),
        code="output-twice",
    )


def _over_an_input(path: Path) -> BadInput:
    return BadInput(
        Text(
            nl="is een van uw lijsten en wordt niet overschreven",
            en="is one of your lists and is not overwritten",
        ),
        hint=Text(nl="geef de uitvoer een andere naam", en="give the output another name"),
        where=Where(str(path)),
        code="output-is-input",
    )


def _not_for_a_screen() -> BadInput:
    return BadInput(
        Text(
            nl="een werkboek of Parquet past niet op een scherm",
            en="a workbook or Parquet does not fit on a screen",
        ),
        hint=Text(
            nl="stuur het door, zoals --xlsx - > plan.xlsx",
            en="redirect it, such as --xlsx - > plan.xlsx",
        ),
        code="output-is-no-text",
    )


def named_once(files: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The files without those that were given before, and those."""
    seen: set[Path] = set()
    kept: list[Path] = []
    again: list[Path] = []
    for each in files:
        (again if each.resolve() in seen else kept).append(each)
        seen.add(each.resolve())
    return tuple(kept), tuple(again)
