"""Plans beside each other: what each holds, each number as a figure, and how they differ."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from kringspoor.catalogue.additions import user_folder
from kringspoor.catalogue.entries import Source
from kringspoor.catalogue.facts import load
from kringspoor.core.figure import STATUS_WORDS, Figure
from kringspoor.core.planning import UNKNOWN_TERMS, Difference, Plan, Sum, Terms, difference
from kringspoor.core.quantity import Range
from kringspoor.core.words import NOTHING, Text, euros, number
from kringspoor.people.language import language
from kringspoor.use.forms.plan import PlanForm
from kringspoor.use.models import PlanScenario
from kringspoor.use.rules.plan import Fleet, Scenario, factor_of, horizon_from, kind_of, plan_of
from kringspoor.use.tables import category_name, category_names

POLICY = Text(nl="Het beleid van vandaag", en="The policy of today")
WHAT_IF = Text(nl="Uw plan", en="Your plan")
UNKNOWN_KIND = Text(nl="soort onbekend", en="kind unknown")
TONNES_FROM_KG = 10_000
LEAST_KG = 0.5
MOST_CHANGES_COUNT = 3  # more do not fit in a sentence


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the plans beside each other. ``query`` is the address that asks for it."""

    name: str
    scenario: Scenario
    plan: Plan
    query: str = ""
    kept_no: int | None = None  # of a plan that was kept


def compared(
    form: PlanForm, fleet: Fleet, kept: Sequence[PlanScenario], today: date
) -> list[Compared]:
    """The policy, the what-if if it is another, and the kept plans that were chosen."""
    said = language()
    horizon = horizon_from(today, form.fiscal_month_no, form.later_years)
    asked = form.scenario
    policy = asked.as_policy()
    found = [Compared(POLICY.spoken(said), policy, plan_of(fleet, policy, horizon))]
    if asked != policy:
        query = urlencode(form.changed)
        found.append(Compared(WHAT_IF.spoken(said), asked, plan_of(fleet, asked, horizon), query))
    chosen = form.cleaned_data.get("beside") or []
    for each in kept:
        if each.pk in chosen:
            scenario = PlanForm(each.asked, fleet).scenario
            plan, query = plan_of(fleet, scenario, horizon), urlencode(each.asked)
            found.append(Compared(each.name, scenario, plan, query, each.pk))
    return found


def kind_name(category: str) -> str:
    """A category as a person says it; that it is unknown where it is."""
    return category_name(category) if category else UNKNOWN_KIND.spoken(language())


def _kind(category: str) -> Text:
    return (
        category_names().get(category, Text(nl=category, en=category))
        if category
        else (UNKNOWN_KIND)
    )


def period(plan: Plan) -> str:
    """The years of a plan, from the first to the last."""
    names = plan.horizon.names()
    return f"{names[0]} – {names[-1]}"


def figures(plan: Plan, fleet: Fleet, scenario: Scenario) -> dict[str, Figure]:
    """What a plan holds in all its years together: devices, money, making and mass."""
    total = plan.total()
    return {
        "devices": Figure(
            Text(nl="te vervangen toestellen", en="devices to replace"),
            float(total.device_count), "devices", "estimated",
            formula="core.planning.schedule", period=period(plan),
            inputs=tuple(_devices_by_kind(plan)), note=_undated(plan), decimals=0,
        ),
        "cost": Figure(
            Text(nl="aankoop", en="purchase"),
            total.cost_eur, "EUR", "estimated", formula="core.planning.cost_eur",
            period=period(plan), inputs=tuple(_prices(plan, fleet, scenario)),
            note=_missing(total.unpriced_count), decimals=0,
        ),
        "emitted": kilograms(
            Text(nl="maken van nieuwe toestellen", en="making new devices"), total, plan
        ),
        "hardware": Figure(
            Text(nl="apparatuur die erin gaat en eruit komt", en="hardware that comes and goes"),
            total.hardware_kg, "kg", "estimated", formula="core.planning.Plan.total",
            period=period(plan), inputs=tuple(_masses(plan)), decimals=0,
        ),
    }  # fmt: skip


def kilograms(
    name: Text, total: Sum, plan: Plan, *, tonnes_from_kg: float = TONNES_FROM_KG
) -> Figure:
    """What making emits, with its interval, in tonnes where kilograms are many."""
    known = total.emitted_kg.interval() if total.emitted_kg.mid else None
    return in_tonnes(
        Figure(
            name,
            total.emitted_kg.mid,
            "kg CO2e",
            "estimated",
            formula="core.planning.emitted_kg",
            source="kringspoor-uncertainty",
            interval=known,
            period=period(plan),
            inputs=tuple(_factors(plan)),
            note=_missing(total.unweighed_count),
            decimals=0,
        ),
        tonnes_from_kg,
    )


def in_tonnes(told: Figure, from_kg: float = TONNES_FROM_KG) -> Figure:
    """The same figure in tonnes when it is ten thousand kilograms or more, or as many as asked.

    Units: kg CO2e -> t CO2e.
    """
    value, spread = float(told.value or 0), told.interval
    if abs(value) < from_kg:
        return told
    return Figure(
        told.name, value / 1000, "t CO2e", told.status, told.formula, told.source,
        spread and Range(spread.low / 1000, spread.mid / 1000, spread.high / 1000),
        told.scope, told.period, told.inputs, told.note,
        decimals=0 if abs(value) >= TONNES_FROM_KG else 1,
    )  # fmt: skip


def _devices_by_kind(plan: Plan) -> Iterator[Figure]:
    for each, years in plan.schedule.devices.items():
        if sum(years):
            yield Figure(_kind(each), float(sum(years)), "devices", "estimated", decimals=0)


def price_figure(category: str, terms: Terms, fleet: Fleet, scenario: Scenario) -> Figure:
    """What one new device of a category costs, and who says so."""
    kind, note = kind_of(category), NOTHING
    source = source_names([kind.price_source]) if kind else ""
    if category in scenario.price_eur:
        source, note = "", GIVEN
    elif category in fleet.paid:
        source, note = "", PAID.filled(count=fleet.paid[category].device_count)
    return Figure(
        _kind(category),
        terms.price_eur,
        "EUR",
        "unknown" if terms.price_eur is None else "reported",
        source=source,
        note=note,
        decimals=0,
    )


def _prices(plan: Plan, fleet: Fleet, scenario: Scenario) -> Iterator[Figure]:
    for each in plan.schedule.categories:
        yield price_figure(each, plan.terms.get(each, UNKNOWN_TERMS), fleet, scenario)


def source_names(slugs: Iterable[str]) -> str:
    """Sources as a reader knows them."""
    known = load(user_folder(os.environ)).sources
    return ", ".join(dict.fromkeys(_source_name(known[each]) for each in slugs if each in known))


def _source_name(source: Source) -> str:
    if source.kind == "illustrative":
        return STATUS_WORDS["illustrative"].spoken(language())
    return source.short_title or source.title


def _factors(plan: Plan) -> Iterator[Figure]:
    for each in plan.schedule.categories:
        factor = factor_of(each)
        made = plan.terms[each].embodied_kg
        yield Figure(
            _kind(each),
            factor.embodied_kg,
            "kg CO2e",
            "unknown" if made is None else "estimated",
            formula="catalogue.factor_ladder.FactorLadder.find",
            source=source_names(factor.sources),
            interval=made.interval() if made else None,
            decimals=0,
        )


def _masses(plan: Plan) -> Iterator[Figure]:
    for each in plan.schedule.categories:
        if (mass_kg := plan.terms[each].mass_kg) is not None:
            yield Figure(
                _kind(each),
                mass_kg,
                "kg",
                "reported",
                source=source_names([factor_of(each).mass_source]),
            )


def _undated(plan: Plan) -> Text:
    count = sum(plan.schedule.undated.values())
    return UNDATED.filled(count=count) if count else NOTHING


def _missing(count: int) -> Text:
    return LEFT_OUT.filled(count=count) if count else NOTHING


def sentence(one: Compared, policy: Compared, fleet: Fleet, *, sees_prices: bool) -> str:
    """What a plan changes and what that makes, in one line a council can read."""
    said = language()
    gap = difference(one.plan, policy.plan)
    parts = [_devices(gap), *([_money(gap)] if sees_prices else []), _emitted(gap)]
    told = ", ".join(each.spoken(said) for each in parts)
    years = one.plan.horizon.years_count
    ends = Text(nl="in {years} jaar", en="in {years} years").filled(years=years).spoken(said)
    changes = "; ".join(each.spoken(said) for each in _changes(one.scenario, fleet)) or one.name
    return f"{changes[:1].upper()}{changes[1:]}: {told} {ends}."


def _changes(asked: Scenario, fleet: Fleet) -> Iterator[Text]:
    """What a plan does otherwise than the policy."""
    if len(asked.target_months) > MOST_CHANGES_COUNT:
        yield MANY_CHANGES.filled(count=len(asked.target_months))
    else:
        for category, months in asked.target_months.items():
            before = " – ".join(str(each) for each in fleet.targets.get(category, ()))
            names = {"nl": _kind(category).nl, "en": _kind(category).en}
            yield Text(nl=f"{names['nl']} {months} in plaats van {before} maanden",
                       en=f"{names['en']} {months} instead of {before} months")  # fmt: skip
    if share := 100 * asked.buying.second_hand_share:
        yield Text(nl=f"{share:g} % tweedehands".replace(".", ","), en=f"{share:g} % second-hand")
    if asked.spread_months != 0:
        yield SPREAD


def _devices(gap: Difference) -> Text:
    count = gap.device_count
    if not count:
        return Text(nl="evenveel toestellen", en="as many devices")
    nl, en = (number(abs(count), said) for said in ("nl", "en"))
    if count < 0:
        return Text(nl=f"{nl} toestellen minder", en=f"{en} fewer devices")
    return Text(nl=f"{nl} toestellen meer", en=f"{en} more devices")


def _money(gap: Difference) -> Text:
    nl, en = (euros(abs(round(gap.cost_eur)), said) for said in ("nl", "en"))
    if not round(gap.cost_eur):
        return Text(nl="evenveel geld", en="as much money")
    more = gap.cost_eur > 0
    return Text(nl=f"{nl} {'meer' if more else 'minder'}", en=f"{en} {'more' if more else 'less'}")


def _emitted(gap: Difference) -> Text:
    kg, more = gap.emitted_kg, gap.emitted_kg.mid > 0
    if abs(kg.mid) < LEAST_KG:
        return Text(nl="evenveel CO₂e", en="as much CO₂e")
    spread = kg if more else Range(-kg.high, -kg.mid, -kg.low)
    told = in_tonnes(
        Figure(NOTHING, spread.mid, "kg CO2e", "estimated", interval=spread, decimals=0)
    )
    nl, en = told.spoken("nl"), told.spoken("en")
    return Text(nl=f"{nl} {'meer' if more else 'minder'}", en=f"{en} {'more' if more else 'less'}")


GIVEN = Text(nl="door u ingevuld", en="filled in by you")
PAID = Text(
    nl="mediaan van {count} aankopen in de laatste 36 maanden",
    en="median of {count} purchases in the last 36 months",
)
UNDATED = Text(
    nl="zonder aankoopdatum, en dus in geen enkel jaar: {count}",
    en="without a purchase date, so in no year: {count}",
)
LEFT_OUT = Text(
    nl="zonder gekende waarde, en dus niet meegeteld: {count}",
    en="without a known value, so left out: {count}",
)
MANY_CHANGES = Text(
    nl="een andere levensduur voor {count} soorten", en="another lifetime for {count} kinds"
)
SPREAD = Text(nl="pieken gespreid", en="peaks spread")
