"""The numbers behind the first page: categories, sources side by side, years past and to come."""

from __future__ import annotations

from collections.abc import Iterable

from kringspoor.assess.answer import Answer, CategoryLine
from kringspoor.assess.plan import Plan
from kringspoor.assess.report.charts import drawn, ledger_spec, plan_name, plan_spec, spread_spec
from kringspoor.assess.report.explanation import Sources, title_of
from kringspoor.assess.report.markup import Child, Markup, details, table, tag
from kringspoor.assess.report.words import Amount, Speaker


def section(name: str, title: str, speaker: Speaker, *children: Child) -> Markup:
    """A part of the page with its heading and a name to link to."""
    return tag("section", tag("h2", title, id=f"{speaker.language}-{name}"), *children)


def hint(text: str) -> Markup:
    """One sentence under a heading that says what the part is for."""
    return tag("p", text, class_="hint")


def _twin(speaker: Speaker, inside: Markup) -> Markup:
    return details(speaker("Als tabel", "As a table"), inside, class_="twin")


def categories(answer: Answer, speaker: Speaker) -> Markup:
    """One line for each kind of device."""
    title = speaker("Per soort", "By kind")
    heads = [
        speaker("soort", "kind"),
        speaker("toestellen", "devices"),
        speaker("maken", "making"),
        speaker("tussen", "between"),
        speaker("per jaar", "a year"),
        speaker("tussen", "between"),
        speaker("aandeel maken", "share of making"),
        speaker("massa", "mass"),
    ]
    rows = [_category(line, speaker) for line in answer.categories]
    said = speaker(
        "Maken telt één keer, bij de aankoop. Per jaar is het maken gespreid over de levensduur "
        "van het beleid, plus een jaar stroom.",
        "Making counts once, at purchase. A year is the making spread over the lifetime of the "
        "policy, plus a year of electricity.",
    )
    return section("kinds", title, speaker, hint(said), table(title, heads, rows))


def _category(line: CategoryLine, speaker: Speaker) -> list[Child]:
    cells: list[Child] = [speaker.say(line.name), speaker.count(line.device_count)]
    for figure in (line.embodied, line.yearly):
        amount = speaker.amount(figure)
        cells += [_short(amount), amount.range]
    return [*cells, _short(speaker.amount(line.production)), _short(speaker.amount(line.mass))]


def _short(amount: Amount) -> str:
    """Value and unit; the head of the column says what of."""
    unit = amount.unit.removesuffix(" per jaar").removesuffix(" a year")
    return f"{amount.value} {unit.replace(' CO₂e', '')}".strip()


def sources(answer: Answer, known: Sources, speaker: Speaker) -> Markup:
    """Sources side by side: the fleet under each rule, and each category by source."""
    title = speaker("Bronnen naast elkaar", "Sources side by side")
    said = speaker(
        "Bronnen verschillen, vaak meer dan wat een beslissing uitmaakt. Hier staat wat elke "
        "bron van dezelfde vloot zou zeggen.",
        "Sources differ, often by more than a decision turns on. This is what each would say of "
        "the same fleet.",
    )
    return section(
        "sources",
        title,
        speaker,
        hint(said),
        _rules(answer, speaker),
        _spread(answer, known, speaker),
    )


def _rules(answer: Answer, speaker: Speaker) -> Markup:
    heads = [
        speaker("bron of regel", "source or rule"),
        speaker("maken", "making"),
        speaker("tussen", "between"),
        speaker("besparing", "saving"),
    ]
    chosen = speaker(" (gekozen)", " (chosen)")
    rows = []
    for line in answer.sources:
        amount = speaker.amount(line.embodied)
        name = speaker.say(line.name) + (chosen if line.is_chosen else "")
        rows.append([name, _short(amount), amount.range, _short(speaker.amount(line.saving))])
    return table(speaker("De hele vloot per bron", "The whole fleet by source"), heads, rows)


def _spread(answer: Answer, known: Sources, speaker: Speaker) -> Markup:
    if not answer.spreads:
        return Markup("")
    titles = {s: title_of(s, known) for each in answer.spreads for s in each.by_source_kg}
    widest = answer.spreads[0]
    said = speaker(
        f"Eén toestel maken, per bron. Het verst uit elkaar: {speaker.say(widest.name)}, "
        f"een factor {speaker.count(widest.spread_ratio, 1)}.",
        f"Making one device, by source. Furthest apart: {speaker.say(widest.name)}, "
        f"a factor {speaker.count(widest.spread_ratio, 1)}.",
    )
    heads = [
        speaker("soort", "kind"),
        speaker("bron", "source"),
        speaker("kg CO₂e per toestel", "kg CO₂e a device"),
    ]
    rows = [
        [speaker.say(each.name), titles[source], speaker.count(kg)]
        for each in answer.spreads
        for source, kg in sorted(each.by_source_kg.items(), key=lambda pair: pair[1])
    ]
    twin = table(speaker("Eén toestel per bron", "One device by source"), heads, rows, texts=2)
    chart = drawn(spread_spec(answer.spreads, titles, speaker), speaker, said)
    return tag("figure", chart, tag("figcaption", said), _twin(speaker, twin))


def ledger(answer: Answer, speaker: Speaker) -> Markup:
    """The making of purchases, booked in the year they were bought."""
    title = speaker("Per aankoopjaar", "By year of purchase")
    said = speaker(
        "Al het maken in het jaar van aankoop, zoals een klimaatboekhouding het vraagt. "
        "Alleen toestellen die er nog zijn.",
        "All of the making in the year of purchase, as carbon accounting asks. Only devices "
        "that are still there.",
    )
    heads = [
        speaker("jaar", "year"),
        speaker("toestellen", "devices"),
        speaker("maken", "making"),
    ]
    rows = [
        [
            speaker("onbekend", "unknown") if line.year is None else str(line.year),
            speaker.count(line.device_count),
            speaker.amount(line.embodied).line(),
        ]
        for line in answer.bought
    ]
    chart = drawn(ledger_spec(answer.bought, speaker), speaker, title)
    twin = _twin(speaker, table(title, heads, rows))
    return section("ledger", title, speaker, hint(said), tag("figure", chart, twin))


def plan(answer: Answer, speaker: Speaker) -> Markup:
    """What falls due in the next years, under the policy and under every what-if."""
    title = speaker("Vervangingen, vijf jaar vooruit", "Replacements, five years ahead")
    undated = speaker.count(answer.plans[""].undated_count)
    said = speaker(
        "Welke toestellen aan hun doel komen, in welk begrotingsjaar, en wat nieuwe kosten. "
        f"{undated} toestellen zonder aankoopdatum staan in geen enkel jaar.",
        "Which devices reach their target, in which budget year, and what new ones cost. "
        f"{undated} devices without a purchase date are in no year.",
    )
    chart = drawn(plan_spec(answer.plans, answer.category_names, speaker), speaker, title)
    tables = [_plan_table(asked, each, answer, speaker) for asked, each in answer.plans.items()]
    return section(
        "plan",
        title,
        speaker,
        hint(said),
        tag("figure", tag("figcaption", speaker("Toestellen per jaar", "Devices a year")), chart),
        tables,
    )


def _plan_table(asked: str, plan: Plan, answer: Answer, speaker: Speaker) -> Markup:
    name = plan_name(asked, answer.category_names, speaker)
    heads = [
        speaker("jaar", "year"),
        speaker("toestellen", "devices"),
        speaker("aankoop", "purchase"),
        speaker("maken", "making"),
    ]
    cells = [plan.of_year(year) for year in plan.years]
    rows: Iterable[list[Child]] = [
        [
            str(cell.year),
            speaker.count(cell.device_count),
            speaker.euros(cell.price_cents),
            speaker.kilograms(cell.embodied_g / 1000),
        ]
        for cell in cells
    ]
    total: list[Child] = [
        speaker("samen", "together"),
        speaker.count(sum(cell.device_count for cell in cells)),
        speaker.euros(sum(cell.price_cents for cell in cells)),
        speaker.kilograms(sum(cell.embodied_g for cell in cells) / 1000),
    ]
    return table(name, heads, [*rows, total])
