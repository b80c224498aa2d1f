"""The numbers behind the first page: categories, sources side by side, years of purchase."""

from __future__ import annotations

from kringspoor.assess.answer import Answer
from kringspoor.assess.report.charts import drawn, ledger_spec, spread_spec
from kringspoor.assess.report.explanation import Sources, title_of
from kringspoor.assess.report.markup import Child, Markup, table, tag
from kringspoor.assess.report.parts import head_of, hint, section, twin_of
from kringspoor.assess.report.words import Speaker

# What is often said of the share of making. Source: fair-ict-flanders.
LEAST_SAID_PERCENT, MOST_SAID_PERCENT = 60, 85


def categories(answer: Answer, speaker: Speaker) -> Markup:
    """One line for each kind of device."""
    title = speaker("Per soort", "By kind")
    lines = answer.categories
    making = speaker.column([line.embodied for line in lines])
    yearly = speaker.column([line.yearly for line in lines])
    mass = speaker.column([line.mass for line in lines])
    between = speaker("tussen", "between")
    heads = [
        speaker("soort", "kind"),
        speaker("toestellen", "devices"),
        head_of(speaker("maken", "making"), making),
        between,
        head_of(speaker("per jaar", "a year"), yearly),
        between,
        speaker("aandeel maken", "share of making"),
        head_of(speaker("massa", "mass"), mass),
    ]
    rows: list[list[Child]] = [
        [
            speaker.say(line.name),
            speaker.count(line.device_count),
            made.value,
            made.range,
            used.value,
            used.range,
            speaker.amount(line.production).line(),
            weighed.value,
        ]
        for line, made, used, weighed in zip(
            lines, making.amounts, yearly.amounts, mass.amounts, strict=True
        )
    ]
    said = speaker(
        "Maken telt één keer, bij de aankoop. Per jaar is het maken gespreid over de levensduur "
        "van het beleid, plus een jaar stroom.",
        "Making counts once, at purchase. A year is the making spread over the lifetime of the "
        "policy, plus a year of electricity.",
    )
    inside = table(title, heads, rows, is_titled=True)
    return section("kinds", title, speaker, hint(said), inside, hint(_often_said(answer, speaker)))


def _often_said(answer: Answer, speaker: Speaker) -> str:
    """The share of making beside what is often said of it: shown, never used.

    Whole percents are compared, as the table shows them.
    """
    known = [line for line in answer.categories if isinstance(line.production.value, int | float)]
    outside = [
        line
        for line in known
        if not LEAST_SAID_PERCENT <= round(float(line.production.value or 0)) <= MOST_SAID_PERCENT
    ]
    whole = speaker.amount(answer.totals.production).line()
    few, all_ = speaker.count(len(outside)), speaker.count(len(known))
    return speaker(
        f"Vaak hoort u dat {LEAST_SAID_PERCENT} tot {MOST_SAID_PERCENT} % van de uitstoot van het "
        f"maken komt. In deze vloot is dat {whole}; {few} van de {all_} soorten liggen erbuiten. "
        "Het deel hangt af van de stroom en van hoelang een toestel dient.",
        f"It is often said that {LEAST_SAID_PERCENT} to {MOST_SAID_PERCENT} % of emissions come "
        f"from making. In this fleet it is {whole}; {few} of {all_} kinds lie outside. The share "
        "depends on the electricity and on how long a device serves.",
    )


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
    lines = answer.sources
    making = speaker.column([line.embodied for line in lines])
    saving = speaker.column([line.saving for line in lines])
    heads = [
        speaker("bron of regel", "source or rule"),
        head_of(speaker("maken", "making"), making),
        speaker("tussen", "between"),
        head_of(speaker("besparing", "saving"), saving),
    ]
    chosen = speaker(" (gekozen)", " (chosen)")
    rows: list[list[Child]] = [
        [
            speaker.say(line.name) + (chosen if line.is_chosen else ""),
            made.value,
            made.range,
            saved.value,
        ]
        for line, made, saved in zip(lines, making.amounts, saving.amounts, strict=True)
    ]
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
    return tag("figure", chart, tag("figcaption", said), twin_of(speaker, twin))


def ledger(answer: Answer, speaker: Speaker) -> Markup:
    """The making of purchases, booked in the year they were bought."""
    title = speaker("Per aankoopjaar", "By year of purchase")
    said = speaker(
        "Al het maken in het jaar van aankoop, zoals een klimaatboekhouding het vraagt. "
        "Alleen toestellen die er nog zijn.",
        "All of the making in the year of purchase, as carbon accounting asks. Only devices "
        "that are still there.",
    )
    making = speaker.column([line.embodied for line in answer.bought])
    heads = [
        speaker("jaar", "year"),
        speaker("toestellen", "devices"),
        head_of(speaker("maken", "making"), making),
    ]
    rows: list[list[Child]] = [
        [
            speaker("onbekend", "unknown") if line.year is None else str(line.year),
            speaker.count(line.device_count),
            made.value,
        ]
        for line, made in zip(answer.bought, making.amounts, strict=True)
    ]
    chart = drawn(ledger_spec(answer.bought, speaker), speaker, title)
    twin = twin_of(speaker, table(title, heads, rows))
    return section("ledger", title, speaker, hint(said), tag("figure", chart, twin))
