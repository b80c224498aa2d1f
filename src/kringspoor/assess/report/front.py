"""The first page: the fleet in one sentence, the loop, four figures, what to do now."""

from __future__ import annotations

from kringspoor.assess.answer import Answer, StepLine
from kringspoor.assess.report.explanation import mark
from kringspoor.assess.report.flows import TURN_WORDS, Flow, Flows, flows_of, is_action
from kringspoor.assess.report.loop import NARROW, WIDE, loop_svg
from kringspoor.assess.report.markup import Child, Markup, details, joined, listed, table, tag
from kringspoor.assess.report.words import Amount, Speaker, out_of_files
from kringspoor.core.figure import STATUS_WORDS, Figure
from kringspoor.core.words import Text

FOUR = ("embodied", "yearly", "saving", "saving_eur")
FOUR_TITLES: dict[str, Text] = {
    "embodied": Text(nl="Dit heeft het maken gekost", en="What making it has cost"),
    "yearly": Text(nl="Dit kost een jaar gebruik", en="What a year of having it costs"),
    "saving": Text(nl="Dit vermijden de stappen", en="What the steps avoid"),
    "saving_eur": Text(nl="Dit stelt u uit aan aankoop", en="Purchases the steps put off"),
}


def front(answer: Answer, speaker: Speaker) -> Markup:
    """Everything a person with one minute reads."""
    return joined(
        tag("h1", _headline(answer, speaker)),
        tag("p", _lead(answer, speaker), class_="lead"),
        _loop(answer, speaker),
        _four(answer, speaker),
        to_do(answer, speaker),
    )


def _headline(answer: Answer, speaker: Speaker) -> str:
    count = speaker.count(answer.devices_count)
    amount = speaker.amount(answer.totals.embodied)
    making = f"{amount.value}\u00a0{amount.unit}"
    return speaker(
        f"{count} toestellen, {making} om ze te maken",
        f"{count} devices, {making} to make them",
    )


def _lead(answer: Answer, speaker: Speaker) -> str:
    kinds = len([line for line in answer.categories if line.category])
    source = out_of_files(answer, speaker)
    active = sum(line.device_count for line in answer.steps if is_action(line))
    day = speaker.day(answer.setting.today)
    policy = answer.setting.ladder
    return speaker(
        f"{kinds} soorten toestellen{source}, op {day}, volgens de ladder van "
        f"{policy.name_nl}. Voor {speaker.count(active)} toestellen is er nu iets te doen.",
        f"{kinds} kinds of devices{source}, on {day}, under the ladder of "
        f"{policy.name_en}. "
        f"For {speaker.count(active)} devices there is something to do now.",
    )


def _loop(answer: Answer, speaker: Speaker) -> Markup:
    flows = flows_of(answer)
    name = f"{speaker.language}-loop"
    left = speaker.count(answer.left_count)
    caption = speaker(
        "De kringloop. De breedte van een band is het aantal toestellen: ringen blijven of keren "
        f"terug, takken gaan weg, gestreept is onbekend. {left} toestellen zijn al weg of zoek "
        "en tellen niet mee.",
        "The loop. A band is as wide as its number of devices: rings stay or return, branches "
        f"leave, striped is unknown. {left} devices have left or are lost and are not counted.",
    )
    keys = [
        joined(_keyed(each, speaker), " ", tag("b", speaker.count(each.device_count)))
        for each in flows.routes
    ]
    return tag(
        "figure",
        loop_svg(flows, speaker, WIDE, f"{name}-wide"),
        loop_svg(flows, speaker, NARROW, f"{name}-narrow"),
        listed(keys, class_="keys"),
        tag("figcaption", caption),
        details(speaker("Als tabel", "As a table"), _twin(flows, speaker), class_="twin"),
        class_="emblem",
    )


def _keyed(flow: Flow, speaker: Speaker) -> Markup:
    return joined(tag("span", "", class_=f"key {flow.turn}"), speaker.say(flow.name))


def _twin(flows: Flows, speaker: Speaker) -> Markup:
    whole = flows.device_count or 1
    rows: list[list[Child]] = [
        [
            _keyed(each, speaker),
            speaker.say(TURN_WORDS[each.turn]),
            speaker.count(each.device_count),
            speaker.percent(each.device_count / whole),
        ]
        for each in flows.routes
    ]
    heads = [
        speaker("weg", "route"),
        speaker("richting", "direction"),
        speaker("toestellen", "devices"),
        speaker("aandeel", "share"),
    ]
    return table(speaker("De kringloop in cijfers", "The loop in figures"), heads, rows, texts=2)


def _four(answer: Answer, speaker: Speaker) -> Markup:
    cards = [
        _card(name, speaker.say(FOUR_TITLES[name]), getattr(answer.totals, name), speaker)
        for name in FOUR
    ]
    return tag("ul", cards, class_="four")


def _card(name: str, title: str, figure: Figure, speaker: Speaker) -> Markup:
    amount = speaker.amount(figure)
    between = speaker("tussen {} en {}", "between {} and {}")
    ends = amount.range.split(" – ")
    said = between.format(*ends) if len(ends) == 2 else ""
    return tag(
        "li",
        tag("h2", title),
        tag("p", tag("b", amount.value), " ", amount.unit, class_="value"),
        tag("p", said, class_="range") if said else Markup(""),
        tag(
            "p",
            speaker.say(STATUS_WORDS[figure.status]),
            mark(name, speaker),
            class_="status",
        ),
    )


def to_do(answer: Answer, speaker: Speaker) -> Markup:
    """The steps, those that ask something first, each with its reasons."""
    lines = sorted(answer.steps, key=lambda line: not is_action(line))
    return tag(
        "section",
        tag("h2", speaker("Wat nu te doen", "What to do now"), id=f"{speaker.language}-do"),
        tag(
            "p",
            speaker("Open een stap om te lezen waarom.", "Open a step to read why it is proposed."),
            class_="hint screen-only",
        ),
        tag("ol", _steps(lines, speaker), class_="steps"),
    )


def _steps(lines: list[StepLine], speaker: Speaker) -> list[Markup]:
    kilograms = speaker.column([line.saving for line in lines])
    euros = speaker.column([line.saving_eur for line in lines])
    return [
        tag("li", _step(line, speaker, _gain(line.saving, kg), _gain(line.saving_eur, eur)))
        for line, kg, eur in zip(lines, kilograms.amounts, euros.amounts, strict=True)
    ]


def _step(line: StepLine, speaker: Speaker, kilograms: Child, euros: Child) -> Markup:
    name = speaker.say(Text(nl=line.step.name_nl, en=line.step.name_en))
    note = speaker.say(Text(nl=line.step.note_nl, en=line.step.note_en))
    reasons = [
        joined(
            tag("b", speaker.count(reason.device_count)), tag("span", speaker.say(reason.sentence))
        )
        for reason in line.reasons
    ]
    summary = joined(
        tag("span", speaker.count(line.device_count), class_="count"),
        tag("span", name, class_="name"),
        tag("span", kilograms, class_="gain"),
        tag("span", euros, class_="gain"),
    )
    text = tag("p", note, class_="hint") if note else Markup("")
    return details(summary, text, listed(reasons, class_="reasons"))


def _gain(figure: Figure, amount: Amount) -> Child:
    """What a step saves. Nought is nothing to show, unknown is."""
    if figure.value == 0:
        return ""
    spread = tag("small", f" ({amount.range})") if amount.range else Markup("")
    return joined(f"{amount.value} {amount.unit}".strip(), spread)
