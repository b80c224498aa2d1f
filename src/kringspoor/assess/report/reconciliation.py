"""How the files agree: what matched, what stands in one file alone, what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kringspoor.assess.answer import Answer
from kringspoor.assess.fleet import HOW_NAMES, ROLE_NAMES, Conflict, Doubt, Fleet
from kringspoor.assess.report.markup import (
    Child,
    Markup,
    details,
    joined,
    listed,
    quoted,
    table,
    tag,
)
from kringspoor.assess.report.parts import hint, section
from kringspoor.assess.report.tally import tallied
from kringspoor.assess.report.words import Speaker
from kringspoor.core.calendar import date_of
from kringspoor.core.device import short_name
from kringspoor.core.errors import Where
from kringspoor.formats.reading import Fate

MOST_LISTED = 50


def matching(fleet: Fleet, answer: Answer, speaker: Speaker) -> Markup:
    """The three files against each other."""
    title = speaker("Hoe de bestanden op elkaar passen", "How the files agree")
    return section(
        "files",
        title,
        speaker,
        _files(fleet, speaker),
        _joins(fleet, speaker),
        _alone(fleet, answer, speaker),
        _conflicts(fleet, speaker),
        _doubts(fleet, speaker),
    )


def _files(fleet: Fleet, speaker: Speaker) -> Markup:
    heads = [
        speaker("bestand", "file"),
        speaker("is een", "is a"),
        speaker("toestellen", "devices"),
        speaker("loten", "lots"),
        speaker("dubbel", "seen again"),
        speaker("geen toestel", "no device"),
        speaker("problemen", "problems"),
        speaker("alleen hier", "only here"),
    ]
    rows: list[list[Child]] = [
        [
            quoted(seen.table.file),
            speaker.say(ROLE_NAMES[seen.role]),
            *(speaker.count(seen.count(fate)) for fate in FATES),
            speaker.count(len(seen.only_here)),
        ]
        for seen in fleet.files
    ]
    caption = speaker("Wat er van elke rij geworden is", "What became of every row")
    return table(caption, heads, rows, texts=2)


FATES = (Fate.DEVICE, Fate.LOT, Fate.SECOND_SIGHTING, Fate.NOT_A_DEVICE, Fate.PROBLEM)


def _joins(fleet: Fleet, speaker: Speaker) -> Markup:
    found = fleet.count_joins()
    if not found:
        return Markup("")
    rows = [
        [speaker.say(HOW_NAMES[how]), speaker.count(count)]
        for how, count in sorted(found.items(), key=lambda pair: -pair[1])
    ]
    heads = [speaker("gekoppeld door", "joined by"), speaker("paren", "pairs")]
    return table(speaker("Zo zijn toestellen gekoppeld", "How devices were joined"), heads, rows)


def _alone(fleet: Fleet, answer: Answer, speaker: Speaker) -> Markup:
    parts = (
        (speaker("gekocht en nooit gezien", "bought and never seen"), fleet.never_seen),
        (speaker("gezien en nooit gekocht", "seen and never bought"), fleet.never_bought),
    )
    return joined(
        *(
            details(
                f"{speaker.count(len(found))} {title}",
                _device_table(title, found, fleet, answer, speaker),
                class_="list",
            )
            for title, found in parts
            if found
        )
    )


def _device_table(
    title: str, found: Sequence[int], fleet: Fleet, answer: Answer, speaker: Speaker
) -> Markup:
    heads = [
        speaker("inventarisnummer", "asset tag"),
        speaker("soort", "kind"),
        speaker("merk en model", "make and model"),
        speaker("gekocht", "bought"),
        speaker("waar", "where"),
    ]
    rows = [_device(each, fleet, answer, speaker) for each in found[:MOST_LISTED]]
    return joined(table(title, heads, rows, texts=5, is_titled=True), _rest(len(found), speaker))


def _device(device_no: int, fleet: Fleet, answer: Answer, speaker: Speaker) -> list[Child]:
    def cell(name: str) -> str:
        return str(fleet.columns[name][device_no] or "")

    category = answer.category_names.get(cell("category"))
    days = fleet.columns["purchased_days"][device_no]
    return [
        quoted(cell("tag") or cell("serial") or "?"),
        speaker.say(category) if category else "",
        quoted(f"{cell('make')} {cell('model')}".strip()),
        speaker.day(date_of(days)) if isinstance(days, int) else "",
        quoted(fleet.sightings.where(fleet.members[device_no][0]).spoken(speaker.language)),
    ]


def _rest(count: int, speaker: Speaker) -> Markup:
    if count <= MOST_LISTED:
        return Markup("")
    more = speaker.count(count - MOST_LISTED)
    return hint(speaker(f"En nog {more}.", f"And {more} more."))


def _conflicts(fleet: Fleet, speaker: Speaker) -> Markup:
    if not fleet.conflicts:
        return Markup("")
    heads = [
        speaker("inventarisnummer", "asset tag"),
        speaker("gegeven", "fact"),
        speaker("wat de bestanden zeggen (het eerste telt)", "what files say (the first counts)"),
    ]
    rows = [_conflict(each, fleet, speaker) for each in fleet.conflicts[:MOST_LISTED]]
    count = speaker.count(len(fleet.conflicts))
    title = speaker(
        f"{count} keer zeggen bestanden iets anders", f"{count} times files say different things"
    )
    return details(
        title,
        table(title, heads, rows, texts=3, is_titled=True),
        _rest(len(fleet.conflicts), speaker),
        class_="list",
    )


def _conflict(conflict: Conflict, fleet: Fleet, speaker: Speaker) -> list[Child]:
    tag_cell = fleet.columns["tag"][conflict.device_no]
    said = [
        joined(
            quoted(str(each.value)),
            tag("small", " ", quoted(fleet.sightings.files[each.sighting.file_no])),
        )
        for each in conflict.said
    ]
    return [quoted(str(tag_cell or "?")), speaker.say(short_name(conflict.field)), listed(said)]


def _doubts(fleet: Fleet, speaker: Speaker) -> Markup:
    """What a person should look at: likely pairs, and numbers that stand on two devices."""
    items: list[Child] = [
        joined(tag("b", quoted(each.key)), " ", speaker.say(each.text)) for each in fleet.clashes
    ]
    items += [_doubt(each, fleet, speaker) for each in fleet.doubts]
    short = [each for each in fleet.lots if each.missing_count > 0]
    items += [
        speaker(
            f"een lot van {speaker.count(each.bought_count)}: "
            f"{speaker.count(each.found_count)} gevonden",
            f"a lot of {speaker.count(each.bought_count)}: {speaker.count(each.found_count)} found",
        )
        for each in short
    ]
    if not items:
        return Markup("")
    title = speaker("Kijk dit zelf na", "Look at these yourself")
    return details(
        f"{title} ({speaker.count(len(items))})",
        hint(
            speaker(
                "Met --write-matches krijgt u deze paren in een bestand waarin u beslist.",
                "With --write-matches you get these pairs in a file to decide in.",
            )
        ),
        listed(items[:MOST_LISTED]),
        _rest(len(items), speaker),
        class_="list",
    )


def _doubt(doubt: Doubt, fleet: Fleet, speaker: Speaker) -> Markup:
    """Two places that may be one device, and what speaks for it."""
    left, right = (
        quoted(fleet.sightings.where(each).spoken(speaker.language))
        for each in (doubt.left_no, doubt.right_no)
    )
    joined_now = speaker("nu gekoppeld", "joined now")
    apart = speaker("nu apart", "apart now")
    state = joined_now if doubt.is_joined else apart
    likeness = speaker.percent(doubt.score_share)
    return joined(
        left, " ↔ ", right, tag("small", f" {state}, {likeness}: "), speaker.say(doubt.text)
    )


def unread(fleet: Fleet, speaker: Speaker) -> Markup:
    """What could not be read, most frequent first, and the option or the fix that mends it."""
    title = speaker("Wat niet gelezen kon worden", "What could not be read")
    found = [_question_list(fleet, speaker), _problem_table(fleet, speaker)]
    if fleet.unplaced:
        said = speaker("Woorden die geen soort noemen", "Words that name no kind")
        words = [
            joined(quoted(each.words), f": {speaker.count(each.devices_count)}")
            for each in fleet.unplaced[:MOST_LISTED]
        ]
        found.append(details(said, listed(words), class_="list"))
    if not any(found):
        found = [tag("p", speaker("Alles is gelezen.", "Everything was read."))]
    return section("unread", title, speaker, found)


def _question_list(fleet: Fleet, speaker: Speaker) -> Markup:
    items = [
        joined(
            quoted(Where(seen.table.file, None, asked.column).spoken(speaker.language)),
            f": {speaker.say(asked.what)} ",
            speaker(
                f"{speaker.count(len(asked.rows))} rijen hangen ervan af. Antwoord met ",
                f"{speaker.count(len(asked.rows))} rows depend on it. Answer with ",
            ),
            joined(*_either(asked.options, speaker)),
        )
        for seen in fleet.files
        for asked in seen.table.reading.questions
    ]
    return listed(items, class_="questions") if items else Markup("")


def _either(options: Sequence[str], speaker: Speaker) -> Iterable[Markup]:
    for i, option in enumerate(options):
        yield joined(speaker(" of ", " or ") if i else "", tag("code", option))


def _problem_table(fleet: Fleet, speaker: Speaker) -> Markup:
    heads = [
        speaker("waar (de eerste keer)", "where (the first time)"),
        speaker("wat", "what"),
        speaker("hoe het beter wordt", "how to mend it"),
        speaker("keer", "times"),
    ]
    rows: list[list[Child]] = [
        [
            quoted(Where(seen.table.file, each.row_no, each.column).spoken(speaker.language)),
            quoted(speaker.say(each.what)),
            quoted(speaker.say(each.hint)),
            speaker.count(count),
        ]
        for seen in fleet.files
        for each, count in tallied(seen)
    ]
    if not rows:
        return Markup("")
    caption = speaker("Problemen per bestand", "Problems by file")
    return table(caption, heads, rows[:MOST_LISTED], texts=3)


def assumptions(fleet: Fleet, speaker: Speaker) -> Markup:
    """What was taken for granted, and for how many devices."""
    if not fleet.assumptions:
        return Markup("")
    title = speaker("Aannames", "Assumptions")
    items = [
        speaker.say(each.text)
        for each in sorted(fleet.assumptions, key=lambda each: -each.devices_count)
    ]
    said = speaker(
        "Geen bestand zegt dit; wij namen het aan. Een kolom met het gegeven maakt het zeker.",
        "No file says this; it was assumed. A column with the fact makes it certain.",
    )
    return section("assumed", title, speaker, hint(said), listed(items))
