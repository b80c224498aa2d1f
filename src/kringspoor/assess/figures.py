"""The fleet's figures: each total with its formula, inputs, sources and interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kringspoor.assess import sums
from kringspoor.assess.answer import CategoryLine, Totals
from kringspoor.assess.setting import Setting
from kringspoor.assess.totals import Group
from kringspoor.core.estimate import Estimate
from kringspoor.core.figure import Figure
from kringspoor.core.footprint import production_share
from kringspoor.core.quantity import FLOATS, Range
from kringspoor.core.words import NOTHING, Text

Kinds = Mapping[str, Sequence[Any]]
FLEET = Text(nl="hele vloot", en="whole fleet")
KG, KG_YEAR = "kg CO2e", "kg CO2e/year"
RUNG_NAMES = {
    "exact": Text(nl="exact model", en="exact model"),
    "family": Text(nl="zelfde reeks", en="same series"),
    "maker_screen": Text(nl="zelfde merk en schermmaat", en="same make and screen size"),
    "maker": Text(nl="zelfde merk", en="same make"),
    "category": Text(nl="alleen de categorie", en="category only"),
    "none": Text(nl="geen factor gevonden", en="no factor found"),
}
CITED = 4  # sources named in one line; the rest stands in the method appendix


@dataclass(frozen=True, slots=True)
class Part:
    """Some groups of the fleet and the words for them."""

    groups: tuple[Group, ...]
    kinds: Kinds
    scope: Text = FLEET

    def sum(self, name: str) -> int:
        """One whole-number total over the groups."""
        return sum(getattr(group, name) for group in self.groups)

    @property
    def device_count(self) -> int:
        """Devices in this part, each lot counted by its quantity."""
        return self.sum("device_count")

    def sources(self) -> str:
        """The factor sources behind this part, those of most devices first."""
        counted: dict[str, int] = {}
        for group in self.groups:
            for source in self.kinds["factor_sources"][group.kind_no].split("+"):
                counted[source] = counted.get(source, 0) + group.device_count
        named = sorted((s for s in counted if s), key=lambda s: (-counted[s], s))
        return ", ".join(named[:CITED])


def embodied_of(part: Part) -> Figure:
    """What making these devices has emitted, wherever in the world."""
    estimate = sums.embodied(part.groups, part.kinds)
    return _estimated(
        Text(nl="productie", en="making"),
        estimate,
        KG,
        part,
        formula="core.estimate.Estimate",
        inputs=(_count(part), _layer(estimate, "source"), _layer(estimate, "model")),
        note=Text(
            nl="opgeteld per rij van de factortabel", en="summed per row of the factor table"
        ),
    )


def electricity_of(part: Part) -> Figure:
    """What these devices use in a year."""
    return _estimated(
        Text(nl="stroomverbruik", en="electricity"),
        sums.electricity(part.groups, part.kinds),
        "kWh/year",
        part,
        formula="core.estimate.Estimate",
        inputs=(_count(part),),
        note=Text(
            nl="per toestel gemeten, anders van het model, anders van de soort",
            en="measured per device, else of the model, else of the kind",
        ),
    )


def yearly_of(part: Part, setting: Setting) -> Figure:
    """What a year of having these devices emits: making spread over the lifetimes, and power."""
    estimate = sums.yearly(part.groups, part.kinds, setting.kg_per_kwh, setting.grid_ratio)
    return _estimated(
        Text(nl="voetafdruk per jaar", en="footprint a year"),
        estimate,
        KG_YEAR,
        part,
        formula="core.footprint.yearly_kg",
        inputs=(embodied_of(part), electricity_of(part), grid_figure(setting)),
    )


def grid_figure(setting: Setting) -> Figure:
    """The electricity factor of today's year."""
    spread = Estimate.of_ratios(setting.kg_per_kwh, setting.grid_ratio, 0.0).interval()
    return Figure(
        Text(nl="stroomfactor", en="grid factor"),
        setting.kg_per_kwh,
        "kg CO2e/kWh",
        "reported",
        source=setting.grid_source,
        interval=spread,
        scope=Text(nl=setting.country, en=setting.country),
        period=str(setting.grid_year),
        decimals=3,
    )


def production_of(part: Part, setting: Setting) -> Figure:
    """The share of a year's footprint that stems from making: computed, never quoted."""
    yearly = sums.yearly(part.groups, part.kinds, setting.kg_per_kwh, setting.grid_ratio).mid
    used = sums.electricity(part.groups, part.kinds).mid * setting.kg_per_kwh
    share = production_share(FLOATS, yearly - used, used) if yearly > 0 else None
    return Figure(
        Text(nl="aandeel van de productie", en="share of production"),
        None if share is None else 100 * share,
        "%",
        "unknown" if share is None else "calculated",
        formula="core.footprint.production_share",
        scope=part.scope,
        inputs=(
            _plain("voetafdruk per jaar", "footprint a year", yearly, KG_YEAR),
            _plain("waarvan stroom", "of which electricity", used, KG_YEAR),
        ),
        decimals=0,
    )


def use_to_date_of(part: Part, setting: Setting) -> Figure:
    """What the electricity of these devices has emitted since each was bought.

    As sure as their electricity a year and the grid factor of today.
    """
    used = sums.electricity(part.groups, part.kinds)
    kg = part.sum("use_to_date_g") / 1000
    grid = replace(Estimate.of_ratios(kg, setting.grid_ratio, 0.0), mid=0.0)
    return Figure(
        Text(nl="stroom tot vandaag", en="electricity to date"),
        kg,
        KG,
        "estimated",
        formula="core.footprint.use_to_date_kg",
        source=setting.grid_source,
        interval=(used.scaled(kg / used.mid) + grid).interval() if kg and used.mid else None,
        scope=part.scope,
        inputs=(electricity_of(part), grid_figure(setting)),
        note=Text(
            nl="toestellen zonder aankoopdatum tellen niet mee",
            en="devices without a purchase date are not counted",
        ),
        decimals=0,
    )


def mass_of(part: Part) -> Figure:
    """What these devices weigh on a scale."""
    grams = part.sum("mass_g")
    is_known = bool(grams) or not part.device_count
    return Figure(
        Text(nl="massa", en="mass"),
        grams / 1000 if is_known else None,
        "kg",
        "estimated" if is_known else "unknown",
        formula="count x mass",
        scope=part.scope,
        inputs=(_count(part),),
        note=Text(
            nl="massa van het model, anders van de soort", en="mass of the model, else the kind"
        ),
        decimals=0,
    )


def saving_of(part: Part) -> Figure:
    """What the proposed steps avoid: apart from the footprint, never netted against it."""
    interval = sums.saving(part.groups, part.kinds)
    return Figure(
        Text(nl="besparing van de stappen", en="saving of the steps"),
        interval.mid,
        KG,
        "estimated",
        formula="core.saving.avoided_kg",
        source=part.sources(),
        interval=interval if interval.mid else None,
        scope=part.scope,
        inputs=(_count(part),),
        note=Text(
            nl="vermeden uitstoot is geen lagere voetafdruk; wat nul kan zijn, telt niet mee",
            en="avoided emissions are no lower footprint; what may be nought is not counted",
        ),
        decimals=0,
    )


def saving_eur_of(part: Part) -> Figure:
    """What the proposed steps put off or save, after the cost of the steps (deferral)."""
    cents = [part.sum(f"saving{end}_cents") for end in ("_low", "", "_high")]
    low, mid, high = (each / 100 for each in cents)
    return Figure(
        Text(nl="uitgestelde aankoop, netto", en="purchases put off, net"),
        mid,
        "EUR",
        "estimated",
        formula="core.saving.deferred_eur",
        interval=Range(low, mid, high) if mid else None,
        scope=part.scope,
        inputs=(_count(part),),
        note=Text(
            nl="eigen prijs in euro, anders de richtprijs van de soort; min de kost van de stap",
            en="its own price in euro, else the usual price of its kind; less the step's cost",
        ),
        decimals=0,
    )


def totals_of(part: Part, setting: Setting) -> Totals:
    """The fleet in eight figures."""
    return Totals(
        embodied=embodied_of(part),
        yearly=yearly_of(part, setting),
        use_to_date=use_to_date_of(part, setting),
        electricity=electricity_of(part),
        mass=mass_of(part),
        production=production_of(part, setting),
        saving=saving_of(part),
        saving_eur=saving_eur_of(part),
    )


def category_line(category: str, name: Text, part: Part, setting: Setting) -> CategoryLine:
    """One category of the fleet."""
    return CategoryLine(
        category=category,
        name=name,
        device_count=part.device_count,
        embodied=embodied_of(part),
        yearly=yearly_of(part, setting),
        production=production_of(part, setting),
        mass=mass_of(part),
    )


def _estimated(
    name: Text,
    estimate: Estimate,
    unit: str,
    part: Part,
    *,
    formula: str,
    inputs: tuple[Figure, ...],
    note: Text = NOTHING,
) -> Figure:
    is_known = bool(estimate.mid) or not part.device_count  # of an empty part nought is true
    return Figure(
        name,
        estimate.mid if is_known else None,
        unit,
        "estimated" if is_known else "unknown",
        formula=formula,
        source=part.sources(),
        interval=estimate.interval() if estimate.mid else None,
        scope=part.scope,
        inputs=inputs,
        note=note,
        decimals=0,
    )


def _count(part: Part) -> Figure:
    return Figure(
        Text(nl="toestellen", en="devices"),
        float(part.device_count),
        "",
        "measured",
        scope=part.scope,
        decimals=0,
    )


def _layer(estimate: Estimate, layer: str) -> Figure:
    words = {
        "source": Text(nl="fout van de bronnen (gedeeld)", en="error of the sources (shared)"),
        "model": Text(
            nl="spreiding van modellen (middelt uit)", en="spread of models (averages out)"
        ),
    }
    variance = estimate.source_var if layer == "source" else estimate.model_var
    share = 100 * variance**0.5 / estimate.mid if estimate.mid else 0.0
    return Figure(words[layer], share, "%", "calculated", formula="core.estimate.Estimate")


def _plain(nl: str, en: str, value: float, unit: str) -> Figure:
    return Figure(Text(nl=nl, en=en), value, unit, "calculated", decimals=0)
