"""Why a step is taken, as a sentence: every reason code in Dutch and in English.

A rung's sentence is made from its conditions, so a ladder that somebody writes tomorrow gets its
sentences without a line of Python. A clause has two readings: the rule in general ("jonger dan
het doel van de levensduur"), and one device against the rule ("42 maanden oud, korter dan ...").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kringspoor.assess.setting import Setting
from kringspoor.core.device import short_name
from kringspoor.core.ladder import Rung, UseProfile
from kringspoor.core.words import LANGUAGES, NOTHING, Language, Text, number

STATE_WORDS: dict[str, Text] = {
    "ordered": Text(nl="besteld", en="ordered"),
    "in_use": Text(nl="in gebruik", en="in use"),
    "in_stock": Text(nl="in voorraad", en="in stock"),
    "on_loan": Text(nl="uitgeleend", en="on loan"),
    "returned": Text(nl="teruggebracht", en="returned"),
    "in_repair": Text(nl="in herstelling", en="in repair"),
    "broken": Text(nl="defect", en="broken"),
    "gone": Text(nl="weg", en="gone"),
    "lost": Text(nl="zoek", en="lost"),
}
OWNERSHIP_WORDS: dict[str, Text] = {
    "owned": Text(nl="eigendom", en="owned"),
    "leased": Text(nl="geleast", en="leased"),
    "rented": Text(nl="gehuurd", en="rented"),
    "personal": Text(nl="van de medewerker zelf", en="the employee's own"),
}
LIMIT_WORDS: dict[str, Text] = {
    "minimum": Text(nl="de minimumleeftijd", en="the minimum age"),
    "target": Text(nl="het doel", en="the target"),
    "window": Text(nl="het einde van de speling", en="the end of the leeway"),
}
ASK = Text(
    nl="de ladder zegt niets over dit geval, beslis samen",
    en="the ladder is silent on this case, decide together",
)
NO_EARLIER = Text(
    nl="geen eerdere stap van de ladder past", en="no earlier step of the ladder fits"
)
MOST_NAMED = 3  # a longer list of kinds is counted, not spelled out
NO_NAMES: Mapping[str, Text] = {}
Unit = tuple[Text, ...]  # of one, and of many where that is another word
MONTHS: Unit = (Text(nl="maand", en="month"), Text(nl="maanden", en="months"))


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition in words: the rule, and the rule with one device's own ``{facts}``."""

    rule: Text
    own: Text = NOTHING


def rung_sentence(
    rung: Rung, profile: UseProfile | None = None, names: Mapping[str, Text] = NO_NAMES
) -> Text:
    """What a rung asks of a device, in one line.

    >>> rung = Rung("upgrade", states=("in_use",), windows_11="refused", max_ram_gb=8)
    >>> rung_sentence(rung).nl
    'in gebruik, Windows 11 wordt geweigerd, werkgeheugen minder dan 8 GB'
    """
    return _joined(each.rule for each in _clauses(rung, profile, names))


def device_sentence(
    rung: Rung,
    facts: Mapping[str, Any],
    profile: UseProfile | None = None,
    names: Mapping[str, Text] = NO_NAMES,
) -> Text:
    """The same with the device's own numbers, as :func:`kringspoor.assess.one.assessed` gives them.

    Units: months, GB, share 0..1.

    >>> facts = {"age_months": 42, "target_months": 60}
    >>> device_sentence(Rung("keep", age="before_target"), facts).nl
    '42 maanden oud, korter dan het doel van 60 maanden'
    """
    kind = names.get(str(facts.get("category")))
    known = {**facts, "category_nl": kind.nl, "category_en": kind.en} if kind else facts
    return _joined(_with_facts(each, known) for each in _clauses(rung, profile, names))


def reason_sentence(code: str, setting: Setting, names: Mapping[str, Text] = NO_NAMES) -> Text:
    """The sentence of a reason code: a rung's, ``unknown:<field>`` or ``ask``."""
    if code.startswith("unknown:"):
        return missing_sentence(code.removeprefix("unknown:"))
    for rung in setting.ladder.rungs:
        if code == (rung.code or rung.step):
            return rung_sentence(rung, setting.profiles.get(rung.fits_profile), names)
    return ASK


def missing_sentence(field: str) -> Text:
    """What nobody knows about a device.

    >>> missing_sentence("purchased_days").nl, missing_sentence("grade").en
    ('aankoopdatum ontbreekt', 'grade A to D is missing')
    """
    if field == "category":
        return Text(nl="soort toestel wordt niet herkend", en="kind of device is not recognised")
    meaning = short_name(field)
    return Text(nl=f"{_noun(meaning.nl)} ontbreekt", en=f"{_noun(meaning.en)} is missing")


def _noun(meaning: str) -> str:
    """The thing itself: without its choices, its units and how it was noted."""
    return re.split(r"[,(]| na screening| after screening", meaning)[0].strip()


def _joined(parts: Iterable[Text]) -> Text:
    kept = list(parts)
    return Text(nl=", ".join(each.nl for each in kept), en=", ".join(each.en for each in kept))


def _clauses(rung: Rung, profile: UseProfile | None, names: Mapping[str, Text]) -> Iterator[Clause]:
    where = list(_of_place(rung, names))
    rest = [*_of_age(rung), *_of_support(rung), *_of_hardware(rung), *_of_profile(profile)]
    yield from where
    yield from rest
    if not rest and ("in_use" in rung.states or not rung.states):
        yield Clause(NO_EARLIER)  # what is in use falls through to here; "lost" speaks for itself


def _of_place(rung: Rung, names: Mapping[str, Text]) -> Iterator[Clause]:
    if rung.states:
        either = _either([STATE_WORDS[each] for each in rung.states])
        yield Clause(either, Text(nl="{state_nl}", en="{state_en}"))
    if rung.ownerships:
        either = _either([OWNERSHIP_WORDS[each] for each in rung.ownerships])
        yield Clause(either, Text(nl="{ownership_nl}", en="{ownership_en}"))
    if rung.categories:
        yield Clause(_kinds(rung.categories, names), Text(nl="{category_nl}", en="{category_en}"))
    if rung.except_categories:
        kinds = _kinds(rung.except_categories, names)
        yield Clause(Text(nl=f"geen {kinds.nl}", en=f"no {kinds.en}"))
    if rung.has_storage is not None:
        yield Clause(
            Text(nl="met opslagmedium", en="with a storage medium")
            if rung.has_storage
            else Text(nl="zonder opslagmedium", en="without a storage medium")
        )


def _kinds(slugs: tuple[str, ...], names: Mapping[str, Text]) -> Text:
    if len(slugs) > MOST_NAMED:
        return Text(nl=f"een van {len(slugs)} soorten", en=f"one of {len(slugs)} kinds")
    return _either([names.get(each, _spelled(each)) for each in slugs])


def _spelled(slug: str) -> Text:
    return Text(nl=slug.replace("_", " "), en=slug.replace("_", " "))


def _either(words: list[Text]) -> Text:
    def listed(parts: list[str], word: str) -> str:
        return f" {word} ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)

    return Text(
        nl=listed([each.nl for each in words], "of"), en=listed([each.en for each in words], "or")
    )


def _of_age(rung: Rung) -> Iterator[Clause]:
    if rung.age:
        side, _, limit = rung.age.partition("_")
        word = LIMIT_WORDS[limit]
        nl, en = ("korter dan", "under") if side == "before" else ("minstens", "at least")
        yield Clause(
            Text(
                nl=f"{'jonger dan' if side == 'before' else 'voorbij'} {word.nl}",
                en=f"{'younger than' if side == 'before' else 'past'} {word.en}",
            ),
            Text(
                nl=f"{{age_months}} maanden oud, {nl} {word.nl} van {{{limit}_months}} maanden",
                en=f"{{age_months}} months old, {en} {word.en} of {{{limit}_months}} months",
            ),
        )
    yield from _limits(
        rung.min_age_months,
        rung.max_age_months,
        MONTHS,
        Text(nl="leeftijd {{}} {limit}", en="age {{}} {limit}"),
        Text(nl="{age_months} maanden oud", en="{age_months} months old"),
    )
    if rung.in_warranty is not None:
        yield Clause(
            Text(nl="onder garantie", en="under warranty")
            if rung.in_warranty
            else Text(nl="garantie is voorbij", en="warranty has ended")
        )


def _of_support(rung: Rung) -> Iterator[Clause]:
    yield from _limits(
        rung.min_support_months,
        rung.max_support_months,
        MONTHS,
        Text(nl="nog {{}} {limit} ondersteuning", en="{{}} {limit} of support left"),
        Text(nl="nu {support_months}", en="now {support_months}"),
    )
    if rung.windows_11:
        yield Clause(
            Text(nl="Windows 11 wordt geweigerd", en="Windows 11 refuses it")
            if rung.windows_11 == "refused"
            else Text(nl="Windows 11 wordt aanvaard", en="Windows 11 accepts it")
        )


def _of_hardware(rung: Rung) -> Iterator[Clause]:
    own_grade = Text(nl="graad {grade}", en="grade {grade}")
    if rung.min_grade:
        yield Clause(
            Text(nl=f"graad {rung.min_grade} of beter", en=f"grade {rung.min_grade} or better"),
            own_grade,
        )
    if rung.max_grade:
        yield Clause(
            Text(nl=f"graad {rung.max_grade} of slechter", en=f"grade {rung.max_grade} or worse"),
            own_grade,
        )
    yield from _limits(
        rung.min_ram_gb,
        rung.max_ram_gb,
        (Text("GB", "GB"),),
        Text(nl="werkgeheugen {{}} {limit}", en="memory {{}} {limit}"),
        Text(nl="nu {ram_gb} GB", en="now {ram_gb} GB"),
    )
    yield from _limits(
        _percent(rung.min_battery_share),
        _percent(rung.max_battery_share),
        (Text("%", "%"),),
        Text(nl="batterij {{}} {limit}", en="battery {{}} {limit}"),
        Text(nl="nu {battery_percent} %", en="now {battery_percent} %"),
    )


def _of_profile(profile: UseProfile | None) -> Iterator[Clause]:
    if profile is not None:
        yield Clause(
            Text(nl=f"sterk genoeg voor {profile.name_nl}", en=f"fit for {profile.name_en}")
        )


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _limits(
    low: float | None, high: float | None, unit: Unit, rule: Text, own: Text
) -> Iterator[Clause]:
    """The clauses of a lower and an upper limit; ``{{}}`` in the rule takes the comparison."""
    sides = (
        (low, Text(nl="minstens", en="at least")),
        (high, Text(nl="minder dan", en="less than")),
    )
    for limit, comparison in sides:
        if limit is None:
            continue
        word = unit[0] if limit == 1 else unit[-1]
        said = Text(
            nl=rule.nl.format(limit=f"{_short(limit, 'nl')} {word.nl}").format(comparison.nl),
            en=rule.en.format(limit=f"{_short(limit, 'en')} {word.en}").format(comparison.en),
        )
        yield Clause(said, Text(nl=f"{said.nl} ({own.nl})", en=f"{said.en} ({own.en})"))


def _with_facts(clause: Clause, facts: Mapping[str, Any]) -> Text:
    """The device's own reading; where one of its facts is unknown, the rule."""
    asked = set(re.findall(r"{(\w+)}", clause.own.nl + clause.own.en))
    spoken = {language: _spoken_facts(facts, language) for language in LANGUAGES}
    if not asked or asked - set(spoken["nl"]):
        return clause.rule
    return Text(nl=clause.own.nl.format(**spoken["nl"]), en=clause.own.en.format(**spoken["en"]))


def _spoken_facts(facts: Mapping[str, Any], language: Language) -> dict[str, str]:
    said = {
        name: _short(value, language) if isinstance(value, int | float) else str(value)
        for name, value in facts.items()
        if value is not None
    }
    if "support_months" in said:
        said["support_months"] = number(max(facts["support_months"], 0), language)
    if facts.get("battery_share") is not None:
        said["battery_percent"] = _short(facts["battery_share"] * 100, language)
    for name, words in (("state", STATE_WORDS), ("ownership", OWNERSHIP_WORDS)):
        if facts.get(name) in words:
            said |= {f"{name}_nl": words[facts[name]].nl, f"{name}_en": words[facts[name]].en}
    return said


def _short(value: float, language: Language) -> str:
    """A number with a decimal only where it has one."""
    return number(value, language, 0 if abs(value - round(value)) < 0.05 else 1)
