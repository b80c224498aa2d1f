"""Joins what numbers could not: one device of a model here with one of the same model there.

Registers rarely hold serial numbers and management tools never hold prices, so many devices share
nothing but make and model. They are paired one to one, the strongest evidence first: same order,
bought close to the enrolment, same place. Two different serial numbers, or two tags of the same
numbering, are never joined. Weak pairs are joined too, so that a device is not counted twice, but
they are marked as doubtful and offered to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import Final

from kringspoor.assess.fleet import Doubt
from kringspoor.assess.match import Matching
from kringspoor.assess.units import Unit, blocks, merged, speaking_tags
from kringspoor.core.words import Text

TERMS: Final[dict[str, tuple[float, Text]]] = {
    "model": (0.50, Text(nl="zelfde merk en model", en="same make and model")),
    "order": (0.35, Text(nl="zelfde bestelbon", en="same order")),
    "near": (0.15, Text(nl="gekocht en ingeschreven kort na elkaar", en="bought near enrolment")),
    "place": (0.15, Text(nl="zelfde plaats of dienst", en="same place or unit")),
    "alike": (0.15, Text(nl="alle kandidaten uit één aankoop", en="candidates of one purchase")),
}
DOUBTFUL_SHARE: Final = 0.6
EARLY_DAYS: Final = 31  # invoices follow deliveries
NEAR_DAYS: Final = 120
SAME_PURCHASE_DAYS: Final = 60
OTHER_PURCHASE_DAYS: Final = 400
_FAR: Final = 10**9
_FEW_COUNT: Final = 50  # candidates looked at, so that a thousand like devices stay quick

Pair = tuple[Unit, Unit]
Share = Callable[[Unit], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One round of pairing: the value both must share, and whether the dates must be close."""

    share: Share
    is_near: bool
    admits_gone: bool = False


def _anything(_: Unit) -> Iterable[str]:
    return ("",)


def _order(unit: Unit) -> Iterable[str]:
    return () if unit.order is None else (unit.order,)


def _places(unit: Unit) -> Iterable[str]:
    return sorted(unit.places)


STAGES: Final = (
    Stage(_order, is_near=False, admits_gone=True),
    Stage(_places, is_near=True),
    Stage(_anything, is_near=True),
    Stage(_places, is_near=False),
    Stage(_anything, is_near=False),
)


def join_by_score(work: Matching, ranks: Sequence[int]) -> None:
    """Pair what is left, model by model, between files of different ranks (0 goes first).

    The rank of a file is its role. Files of one role are parts of one list, such as the sheets of
    a count: two devices in them are two devices.
    """
    if len(set(ranks)) < 2:
        return
    speaking = speaking_tags(work, ranks)
    pairs = list(combinations(sorted(set(ranks)), 2))
    for block in blocks(work, ranks):
        units = block
        for stage, (left, right) in product(_fruitful(block), pairs):
            units = _pair_ranks(work, units, stage, left, right, speaking)


def _fruitful(block: list[Unit]) -> list[Stage]:
    """The rounds in which units of different files can share anything at all."""
    are_dated = any(each.dated_days is not None for each in block)
    shares: tuple[Share, ...] = (_order, _places, _anything)
    meets = {share: _meets(block, share) for share in shares}
    return [each for each in STAGES if meets[each.share] and (are_dated or not each.is_near)]


def _meets(block: list[Unit], share: Share) -> bool:
    ranks: defaultdict[str, set[frozenset[int]]] = defaultdict(set)
    for unit in block:
        for value in share(unit):
            ranks[value].add(unit.ranks)
    return any(len(each) > 1 for each in ranks.values())


def _pair_ranks(
    work: Matching,
    units: list[Unit],
    stage: Stage,
    left_rank: int,
    right_rank: int,
    speaking: frozenset[tuple[int, int]],
) -> list[Unit]:
    """One round between two roles; gives back the units with the new pairs as one."""
    lefts = [u for u in units if left_rank in u.ranks and right_rank not in u.ranks]
    rights = [u for u in units if right_rank in u.ranks and left_rank not in u.ranks]
    if not lefts or not rights:
        return units
    if not any(u.bought_days is not None for u in lefts):
        lefts, rights = rights, lefts
    is_alike = len({(u.order, u.bought_days) for u in lefts}) == 1
    taken: dict[Unit, Unit] = {}
    for left_class, right_class in _compatible(lefts, rights, stage, speaking):
        for left, right in _pairs_in(work, left_class, right_class, stage, taken):
            _join(work, left, right, is_alike)
            taken[left] = taken[right] = merged(left, right)
    if not taken:
        return units
    return list(dict.fromkeys(taken.get(each, each) for each in units))


def _compatible(
    lefts: list[Unit], rights: list[Unit], stage: Stage, speaking: frozenset[tuple[int, int]]
) -> Iterator[tuple[list[Unit], list[Unit]]]:
    """Classes of units that nothing forbids to pair, those that complete each other first."""
    ours, theirs = _classes(lefts), _classes(rights)

    def complete(each: tuple[_Class, _Class]) -> tuple[int, str]:
        facts_count = sum(has + bool(tags) for has, tags, _, _ in each)
        return -facts_count, repr([(has, sorted(t), gone, sorted(r)) for has, t, gone, r in each])

    for mine, other in sorted(product(ours, theirs), key=complete):
        two_serials = mine[0] and other[0]
        two_tags = any(each in speaking for each in product(mine[1], other[1]))
        fit_to_use = not (mine[2] or other[2]) or stage.admits_gone
        if not two_serials and not two_tags and fit_to_use and not mine[3] & other[3]:
            yield ours[mine], theirs[other]


_Class = tuple[bool, frozenset[int], bool, frozenset[int]]


def _classes(units: list[Unit]) -> dict[_Class, list[Unit]]:
    classes: defaultdict[_Class, list[Unit]] = defaultdict(list)
    for each in units:
        classes[each.has_serial, each.tagged_ranks, each.is_gone, each.ranks].append(each)
    return dict(classes)


def _pairs_in(
    work: Matching,
    lefts: list[Unit],
    rights: list[Unit],
    stage: Stage,
    taken: dict[Unit, Unit],
) -> Iterator[Pair]:
    """The pairs of one round, bucket by bucket of the value both must share."""
    buckets: defaultdict[str, tuple[list[Unit], list[Unit]]] = defaultdict(lambda: ([], []))
    for side, units in enumerate((lefts, rights)):
        for unit in units:
            if unit not in taken:
                for value in stage.share(unit):
                    buckets[value][side].append(unit)
    for value in sorted(buckets):
        ours = [each for each in buckets[value][0] if each not in taken]
        theirs = [each for each in buckets[value][1] if each not in taken]
        yield from _closest(work, ours, theirs, is_near=stage.is_near)


def _closest(
    work: Matching, lefts: list[Unit], rights: list[Unit], *, is_near: bool
) -> Iterator[Pair]:
    """One to one: each enrolment takes the latest purchase before it that is still free."""
    waiting = sorted(lefts, key=_by_purchase, reverse=True)
    stack: list[Unit] = []
    unpaired: list[Unit] = []
    for right in sorted(rights, key=_by_date):
        day = right.dated_days
        while waiting and day is not None and _starts(waiting[-1]) <= day + EARLY_DAYS:
            stack.append(waiting.pop())
        if stack and day is not None and _fits(work, stack[-1], right, is_near=is_near):
            yield stack.pop(), right
        else:
            unpaired.append(right)
    if is_near:
        return
    rest = [*stack, *reversed(waiting)]
    for right in unpaired:
        few = islice(rest, _FEW_COUNT)
        fitting = next((each for each in few if _fits(work, each, right, is_near=False)), None)
        if fitting is not None:
            rest.remove(fitting)
            yield fitting, right


def _starts(unit: Unit) -> int:
    return _FAR if unit.bought_days is None else unit.bought_days


def _by_purchase(unit: Unit) -> tuple[int, str]:
    return _starts(unit), unit.content


def _by_date(unit: Unit) -> tuple[int, str]:
    day = unit.dated_days
    return _FAR if day is None else day, unit.content


def _fits(work: Matching, left: Unit, right: Unit, *, is_near: bool) -> bool:
    """Whether dates, orders and people allow the pair; near means that the dates speak for it."""
    if not work.groups.may_join(left.members[0], right.members[0]):
        return False
    if left.order is not None and right.order is not None and left.order != right.order:
        return False
    if left.bought_days is None or right.dated_days is None:
        return not is_near
    gap = right.dated_days - left.bought_days
    if right.bought_days is not None:
        return abs(gap) <= (SAME_PURCHASE_DAYS if is_near else OTHER_PURCHASE_DAYS)
    return gap >= -EARLY_DAYS and (gap <= NEAR_DAYS or not is_near)


def _join(work: Matching, left: Unit, right: Unit, is_alike: bool) -> None:
    terms = ["model"]
    if left.order is not None and left.order == right.order:
        terms.append("order")
    if _fits(work, left, right, is_near=True):
        terms.append("near")
    if left.places & right.places:
        terms.append("place")
    if is_alike and left.bought_days is not None:
        terms.append("alike")
    score = min(1.0, round(sum(TERMS[each][0] for each in terms), 2))
    a, b = sorted((left.members[0], right.members[0]))
    work.join(a, b, "score", score, tuple(terms))
    if score < DOUBTFUL_SHARE:
        work.doubts.append(Doubt(a, b, is_joined=True, score_share=score, text=explained(terms)))


def explained(terms: Iterable[str]) -> Text:
    """The terms of a score in words, each with its weight."""
    chosen = [TERMS[each] for each in terms]
    return Text(
        nl=", ".join(f"{text.nl} (+{share:.2f})".replace(".", ",") for share, text in chosen),
        en=", ".join(f"{text.en} (+{share:.2f})" for share, text in chosen),
    )
