"""The page of the replacement plan: the answer, the picture, the tables, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kringspoor.core.figure import Figure
from kringspoor.core.planning import Plan
from kringspoor.core.words import NOTHING, euros, number
from kringspoor.people.language import language
from kringspoor.use.forms.plan import PlanForm
from kringspoor.use.models import PlanScenario
from kringspoor.use.rules.plan import Fleet, kind_of
from kringspoor.use.tables import verdicts
from kringspoor.use.tables.plan import (
    TONNES_FROM_KG,
    Compared,
    figures,
    kilograms,
    kind_name,
    sentence,
)
from kringspoor.use.tables.plan_assumptions import Resting, assumptions, resting
from kringspoor.use.tables.plan_chart import chart

MEASURES = ("devices", "cost", "emitted", "hardware")
SUGGESTED_COUNT = 2


def page(
    form: PlanForm,
    fleet: Fleet,
    plans: Sequence[Compared],
    kept: Sequence[PlanScenario],
    *,
    sees_prices: bool,
) -> dict[str, Any]:
    """Everything the page shows."""
    shown = plans[1] if len(plans) > 1 else plans[0]
    return {
        "form": form,
        "is_empty": not fleet.targets,
        "sees_prices": sees_prices,
        "sentences": _sentences(plans, fleet, sees_prices),
        "suggestions": _suggestions(fleet) if len(plans) == 1 else [],
        "compared": [_compared(no, each, fleet, sees_prices) for no, each in enumerate(plans)],
        "chart": chart(plans),
        "years": [_years(each, sees_prices) | {"is_open": each is shown} for each in plans],
        "kinds": _kinds(shown, sees_prices),
        "fields": [_fields(form, each, fleet) for each in fleet.targets],
        "asked": urlencode(form.changed),
        "kept": [
            {"number": each.pk, "name": each.name, "url": f"?{urlencode(each.asked)}"}
            for each in kept
        ],
        "assumptions": assumptions(shown),
        "resting": [_resting(each, sees_prices) for each in resting(shown, fleet)],
    }


def _sentences(plans: Sequence[Compared], fleet: Fleet, sees_prices: bool) -> list[str]:
    """What each plan changes; with its name where there are several. A sign keeps its amount."""
    told = [(each.name, _kept_whole(sentence(each, plans[0], fleet, sees_prices=sees_prices)))
            for each in plans[1:]]  # fmt: skip
    return [said if len(told) == 1 else f"{name}. {said}" for name, said in told]


def _kept_whole(said: str) -> str:
    for sign in ("€ ", " kg CO", " ton CO", " t CO", " – "):
        said = said.replace(sign, sign.replace(" ", "\N{NO-BREAK SPACE}"))
    return said


def _suggestions(fleet: Fleet) -> list[dict[str, str]]:
    """One press to a first what-if: the largest categories, a year shorter and longer."""
    found = []
    for category in list(fleet.targets)[:SUGGESTED_COUNT]:
        months = fleet.targets[category]
        if not category or len(months) != 1:
            continue
        for years in (months[0] / 12 - 1, months[0] / 12 + 1):
            said = number(years, language(), 0 if years.is_integer() else 1)
            label = _("{name} {years} years").format(name=kind_name(category), years=said)
            found.append({"label": label, "url": f"?years_{category}={years:g}"})
    return found


def _compared(no: int, each: Compared, fleet: Fleet, sees_prices: bool) -> dict[str, Any]:
    """A row of the comparison, with a figure for each measure."""
    known = figures(each.plan, fleet, each.scenario)
    wanted = [name for name in MEASURES if sees_prices or name != "cost"]
    return {
        "name": each.name,
        "url": f"?{each.query}" if each.query else "?",
        "figures": [_shown(f"p{no}-{name}", known[name]) for name in wanted],
    }


def _shown(name: str, told: Figure) -> dict[str, Any]:
    """A figure in a column of its own, whose head says that it counts devices."""
    shown = verdicts.figure(name, told, language()) | {"period": told.period}
    if told.unit == "devices":
        shown["value"] = number(float(told.value or 0), language())
    return shown


def _years(each: Compared, sees_prices: bool) -> dict[str, Any]:
    """A plan year by year, with what has no year."""
    plan, said = each.plan, language()
    overdue, names = sum(plan.schedule.overdue.values()), plan.horizon.names()
    rows = [[name, *_cells(plan, None, index, sees_prices)] for index, name in enumerate(names)]
    undated = sum(plan.schedule.undated.values())
    return {
        "name": each.name,
        "rows": rows,
        "total": [_("together"), *_cells(plan, None, None, sees_prices)],
        "overdue": number(overdue, said) if overdue else "",
        "undated": number(undated, said) if undated else "",
    }


def _cells(
    plan: Plan, category: str | None, year_index: int | None, sees_prices: bool
) -> list[str]:
    """Devices, money, making and mass of a part of a plan, as text; a column has one unit."""
    total, said = plan.total(category, year_index), language()
    is_large = plan.total().emitted_kg.mid >= TONNES_FROM_KG
    is_weighed = total.unweighed_count < total.device_count or not total.device_count
    made = kilograms(NOTHING, total, plan, tonnes_from_kg=0 if is_large else TONNES_FROM_KG)
    money = euros(round(total.cost_eur), said)
    is_priced = total.unpriced_count < total.device_count or not total.device_count
    return [
        number(total.device_count, said),
        *([money if is_priced else euros(None, said)] if sees_prices else []),
        made.spoken(said).partition(" (")[0] if is_weighed else number(None, said),
        f"{number(total.hardware_kg, said)} kg",
    ]


def _kinds(shown: Compared, sees_prices: bool) -> dict[str, Any]:
    """A plan category by category: devices each year, then everything together."""
    plan, said = shown.plan, language()
    rows = []
    for category in plan.schedule.categories:
        years = plan.schedule.devices.get(category, (0,) * plan.horizon.years_count)
        undated = plan.schedule.undated.get(category, 0)
        rows.append(
            {
                "name": kind_name(category),
                "years": [number(each, said) for each in years],
                "undated": number(undated, said),
                "cells": _cells(plan, category, None, sees_prices),
            }
        )
    return {"name": shown.name, "years": plan.horizon.names(), "rows": rows}


def _fields(form: PlanForm, category: str, fleet: Fleet) -> dict[str, Any]:
    """The fields of one category, with what holds today."""
    months = [number(each / 12, language(), 0 if each % 12 == 0 else 1)
              for each in fleet.targets[category]]  # fmt: skip
    count = sum(each.device_count for each in fleet.held if each.category == category)
    return {
        "name": kind_name(category),
        "count": number(count, language()),
        "policy": " – ".join(months),
        "years": form[f"years_{category}"],
        "price": form[f"price_{category}"],
        "usual_price": euros(_price_of(category, fleet), language()),
    }


def _price_of(category: str, fleet: Fleet) -> float | None:
    """The price that counts when nobody fills one in. Units: -> eur."""
    if category in fleet.paid:
        return fleet.paid[category].price_eur
    kind = kind_of(category)
    return kind.reference_price_eur.mid if kind else None


def _resting(each: Resting, sees_prices: bool) -> list[str]:
    said = language()
    price = [each.price.spoken(said), each.price_source] if sees_prices else []
    made = [each.making.spoken(said), each.making.source]
    return [each.category, each.months, *price, *made, each.mass.spoken(said), each.mass.source]
