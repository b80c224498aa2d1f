"""A mangled file is read or refused with its place; nothing else ever comes out."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kringspoor.catalogue.facts import SHIPPED, load
from kringspoor.catalogue.model_names import model_name
from kringspoor.catalogue.processors import windows_11
from kringspoor.core.errors import KringspoorError
from kringspoor.core.ladder import Ladder

LADDER = (SHIPPED / "ladders" / "ugent.toml").read_text(encoding="utf-8")
LIFETIME = (SHIPPED / "lifetimes" / "ku-leuven.toml").read_text(encoding="utf-8")
PIECES = ("[", "]", "=", '"', "\n", "[[rungs]]", "[step]", "1", "true", "[1, 2]", "{}", "\x00", "é")


@st.composite
def _mangled(draw: st.DrawFn, text: str) -> str:
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 12))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[start + length :]
    return text


@given(_mangled(LADDER), _mangled(LIFETIME))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_mangled_ladder_or_lifetime_is_read_or_refused(
    tmp_path: Path, ladder: str, lifetime: str
) -> None:
    path = tmp_path / "mangled.toml"
    catalogue = load()
    path.write_text(ladder, encoding="utf-8")
    try:
        assert isinstance(catalogue.ladder(path), Ladder)
    except KringspoorError as refused:
        assert str(refused).startswith("mangled.toml: ")
    path.write_text(lifetime, encoding="utf-8")
    try:
        assert catalogue.lifetime(path).every_category.target_months
    except KringspoorError as refused:
        assert str(refused).startswith("mangled.toml: ")


@given(st.text(max_size=60))
def test_any_text_is_a_model_a_maker_and_a_processor_or_unknown(text: str) -> None:
    assert model_name(text).plain == " ".join(sorted(model_name(text).plain.split()))
    assert windows_11(text) in (True, False, None)
    makers = load().maker_names
    assert makers.named(text) is None or makers.named(text) in load().makers.values()
    assert makers.in_text(text)[1] in ("", *load().categories)
