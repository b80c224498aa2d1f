"""What a plan rests on: each assumption in a sentence, and each price, factor and mass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kringspoor.core.figure import Figure
from kringspoor.core.planning import UNKNOWN_TERMS
from kringspoor.core.words import Text
from kringspoor.people.language import language
from kringspoor.use.rules.plan import Fleet, factor_of, second_hand_step
from kringspoor.use.tables.plan import Compared, kind_name, price_figure, source_names


@dataclass(frozen=True, slots=True)
class Resting:
    """What the numbers of one category rest on, with their sources."""

    category: str
    months: str
    price: Figure
    price_source: str
    making: Figure
    mass: Figure


def resting(shown: Compared, fleet: Fleet) -> Iterator[Resting]:
    """The lifetime, price, factor and mass of each category of a plan."""
    for category in shown.plan.schedule.categories:
        asked = shown.scenario.target_months.get(category)
        months = (asked,) if asked else fleet.targets.get(category, ())
        terms, factor = shown.plan.terms.get(category, UNKNOWN_TERMS), factor_of(category)
        price = price_figure(category, terms, fleet, shown.scenario)
        said = language()
        yield Resting(
            kind_name(category),
            " – ".join(str(each) for each in months),
            price,
            price.note.spoken(said) or price.source,
            Figure(
                MAKING, factor.embodied_kg, "kg CO2e",
                "estimated" if terms.embodied_kg else "unknown",
                source=source_names(factor.sources),
                interval=terms.embodied_kg.interval() if terms.embodied_kg else None, decimals=0,
            ),
            Figure(MASS, terms.mass_kg, "kg", "reported" if terms.mass_kg else "unknown",
                   source=source_names([factor.mass_source])),
        )  # fmt: skip


def assumptions(shown: Compared) -> list[str]:
    """What the plan takes for granted, in sentences."""
    said, buying = language(), shown.scenario.buying
    step = second_hand_step()
    handling = step.handling_kg
    told = [
        WHO,
        WHEN,
        PRICE.filled(growth=f"{100 * buying.growth_share:g}") if buying.growth_share else FLAT,
        MODEL,
        SECOND.filled(
            price=f"{100 * buying.second_hand_price_share:.0f}",
            mid=f"{handling.mid:g}", low=f"{handling.low:g}", high=f"{handling.high:g}",
            source=source_names([step.handling_source]),
        ),
        WASTE,
        SPREAD if shown.scenario.spread_months != 0 else NO_SPREAD,
    ]  # fmt: skip
    return [each.spoken(said) for each in told]


MAKING = Text(nl="maken", en="making")
MASS = Text(nl="massa", en="mass")
WHO = Text(
    nl="Meegeteld: wat in gebruik, uitgeleend of in herstelling is. Toestellen van de gebruiker"
    " zelf tellen niet mee; geleaste toestellen tellen alsof u ze koopt.",
    en="Counted: what is in use, on loan or in repair. Users' own devices are left out; leased"
    " devices count as if you buy them.",
)
WHEN = Text(
    nl="Wat voor het plan begint al aan zijn doel is, wacht in het eerste jaar. Een vervanger die"
    " zelf binnen het plan aan zijn doel komt, telt opnieuw.",
    en="What reaches its target before the plan begins waits in the first year. A replacement that"
    " reaches its own target within the plan counts again.",
)
PRICE = Text(
    nl="De prijzen van vandaag gelden in het eerste jaar; elk jaar daarna {growth} % meer.",
    en="Prices of today hold in the first year; each year after it {growth} % more.",
)
FLAT = Text(nl="De prijzen van vandaag blijven gelden.", en="Prices stay as they are today.")
MODEL = Text(
    nl="Maken telt volgens de middelste bron voor de soort. Van elke soort wordt één model gekocht,"
    " dus fouten middelen niet uit: het interval (95 %) is breed.",
    en="Making counts by the median source for the kind. Of each kind one model is bought, so"
    " errors do not average out: the interval (95 %) is wide.",
)
SECOND = Text(
    nl="Een tweedehands toestel kost {price} % van een nieuw en brengt {mid} kg CO₂e mee"
    " ({low} – {high}; bron: {source}). Het maken ervan is van de eerste eigenaar.",
    en="A second-hand device costs {price} % of a new one and brings {mid} kg CO₂e along"
    " ({low} – {high}; source: {source}). Making it belongs to its first owner.",
)
WASTE = Text(
    nl="Elk toestel dat erin gaat, zet er een van dezelfde massa vrij: voor een volgend leven of"
    " als afval. Verpakking telt niet mee.",
    en="Each device that comes in sets one of the same mass free: for a next life or as waste."
    " Packaging is left out.",
)
SPREAD = Text(
    nl="Gespreid: elk jaar zo gelijk als de vensters toelaten. Geen toestel gaat vroeger weg dan"
    " zijn doel, en geen schuift voorbij het plan.",
    en="Spread: each year as even as the windows allow. No device goes before its target, and none"
    " moves past the plan.",
)
NO_SPREAD = Text(
    nl="Niet gespreid: elk toestel in het jaar waarin het aan zijn doel komt.",
    en="Not spread: each device in the year in which it reaches its target.",
)
