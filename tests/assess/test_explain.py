"""One device explained: every number with its source, its range and what it was made of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kringspoor.assess.choose import Choice
from kringspoor.assess.explain import Explanation, explained
from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.pipeline import Job
from kringspoor.assess.reconcile import gather
from kringspoor.catalogue.facts import load
from kringspoor.core.errors import Unknown
from kringspoor.core.figure import Figure
from kringspoor.formats import read_all

LIST = (
    "Label;Serienummer;Merk;Model;Soort;Datum aankoop;Prijs;Toestand;RAM (GB);Processor;Systeem\n"
    "A-1;PF2ABCD1;Lenovo;ThinkPad T14 Gen 3;laptop;2021-03-14;€ 1.050,00;in gebruik;16;"
    "i5-1240P;Windows 11 Pro 24H2\n"
    "A-2;PF2ABCD2;Onbekend;Ding;iets;2021-03-14;;in gebruik;;;\n"
)


@pytest.fixture
def of_tag(tmp_path: Path) -> dict[str, Explanation]:
    path = tmp_path / "lijst.csv"
    path.write_text(LIST, encoding="utf-8")
    catalogue = load()
    fleet = gather(read_all(path), Lexicon.of(catalogue))
    job = Job((path,), date(2026, 11, 24), Choice(ladder="leuven"))
    return {tag: explained(tag, fleet, catalogue, job)[0] for tag in ("A-1", "A-2")}


def named(explanation: Explanation, name: str) -> Figure:
    found = [
        figure
        for root in (*explanation.verdict.figures, *explanation.facts)
        for _, figure in root.walk()
        if figure.name.en == name
    ]
    return found[0]


def test_what_sources_say_is_reported_and_not_calculated(of_tag: dict[str, Explanation]) -> None:
    making = named(of_tag["A-1"], "making")
    beside = [each for each in making.inputs if each.name.en.startswith("according to")]
    assert len(beside) >= 4
    assert {each.status for each in beside} == {"reported"}
    assert {each.formula for each in beside} == {""}
    assert named(of_tag["A-1"], "lifetime").status == "reported"


def test_a_saving_shows_every_parameter_with_its_source(of_tag: dict[str, Explanation]) -> None:
    saving = named(of_tag["A-1"], "saving of the step")
    assert {each.name.en for each in saving.inputs} == {
        "making",
        "years gained",
        "displacement of new",
        "a thriftier new device, forgone",
        "rebound",
        "cost of the step",
    }
    assert [each.name.en for each in saving.inputs if not each.source] == []
    price = named(of_tag["A-1"], "price of a new device")
    assert (price.value, price.note.nl) == (1050.0, "eigen prijs in euro")


def test_parameters_of_our_own_are_no_measurements(of_tag: dict[str, Explanation]) -> None:
    figures = [f for root in of_tag["A-1"].verdict.figures for _, f in root.walk()]
    ours = [each for each in figures if each.source in ("kringspoor", "illustrative")]
    assert {each.status for each in ours} <= {"estimated", "illustrative", "unknown"}


def test_words_of_ours_are_told_in_the_readers_language(of_tag: dict[str, Explanation]) -> None:
    state = named(of_tag["A-1"], "state")
    assert (state.value, state.note.nl) == ("in_use", "in gebruik")
    assert named(of_tag["A-1"], "age").spoken("nl") == "68 maanden"


def test_what_nobody_knows_is_unknown_and_never_nought(of_tag: dict[str, Explanation]) -> None:
    unknown = of_tag["A-2"]
    assert named(unknown, "making").value is None
    assert named(unknown, "footprint a year").value is None
    assert named(unknown, "price of a new device").value is None


def test_a_tag_that_nobody_has_is_refused(of_tag: dict[str, Explanation], tmp_path: Path) -> None:
    catalogue = load()
    fleet = gather(read_all(tmp_path / "lijst.csv"), Lexicon.of(catalogue))
    with pytest.raises(Unknown, match="no device with 'X'"):
        explained("X", fleet, catalogue, Job((), date(2026, 11, 24)))
