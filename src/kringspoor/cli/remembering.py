"""What was asked last time, so that ``explain TAG`` needs no files."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from pathlib import Path

import typer

from kringspoor.cli.asking import Asked
from kringspoor.core.errors import BadInput
from kringspoor.core.words import Language, Text


def _kept_in() -> Path:
    from kringspoor.catalogue.additions import user_folder

    return user_folder(os.environ).parent / "last.json"


def keep(asked: Asked, language: Language) -> None:
    """Remember the files and options. Where that is impossible, it is said and nothing more."""
    whole = replace(
        asked,
        files=tuple(str(Path(each).resolve()) for each in asked.files),
        matches=asked.matches and str(Path(asked.matches).resolve()),
        ladder=_place_of(asked.ladder),
        lifetime=_place_of(asked.lifetime),
    )
    path = _kept_in()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(whole), indent=1, sort_keys=True), encoding="utf-8")
    except OSError as error:
        said = Text(
            nl=f"{path} kan niet geschreven worden ({error.strerror}): geef bij 'explain' de "
            "bestanden opnieuw.",
            en=f"{path} cannot be written ({error.strerror}): give 'explain' the files again.",
        )
        typer.echo(said.spoken(language), err=True)


def _place_of(name: str) -> str:
    return str(Path(name).resolve()) if name.endswith(".toml") else name


def last_time() -> Asked:
    """What was asked last time. Raises BadInput when nothing was, or its files have gone."""
    path = _kept_in()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        pairs = tuple((header, field) for header, field in found.pop("mapping"))
        asked = Asked(**{**found, "files": tuple(found["files"]), "mapping": pairs})
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise _nothing() from error
    gone = [each for each in asked.files if not Path(each).is_file()]
    if gone:
        raise _gone(gone)
    return asked


def _nothing() -> BadInput:
    return BadInput(
        Text(nl="er is nog niets beoordeeld", en="nothing was assessed yet"),
        hint=Text(
            nl="geef de bestanden: kringspoor explain LABEL BESTAND...",
            en="give the files: kringspoor explain TAG FILE...",
        ),
        code="nothing-assessed",
    )


def _gone(files: list[str]) -> BadInput:
    names = ", ".join(files)
    return BadInput(
        Text(
            nl=f"wat de vorige keer beoordeeld werd, is er niet meer: {names}",
            en=f"what was assessed last time is no longer there: {names}",
        ),
        hint=Text(
            nl="geef de bestanden: kringspoor explain LABEL BESTAND...",
            en="give the files: kringspoor explain TAG FILE...",
        ),
        code="files-gone",
    )
