"""Several files, one fleet: who is the same device, what is known of it, what does not agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kringspoor.assess.assume import DEFAULTS, Default, assume
from kringspoor.assess.fleet import (
    Assumption,
    Columns,
    FileSeen,
    Fleet,
    Role,
    Sightings,
    Table,
    Unplaced,
)
from kringspoor.assess.groups import Groups
from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.lots import count_lots
from kringspoor.assess.match import (
    Matching,
    doubt_lookalikes,
    join_by_barcode,
    join_by_serial,
    join_by_tag,
)
from kringspoor.assess.matches_file import Fix, decide
from kringspoor.assess.merge import members_of, merge
from kringspoor.assess.normalise import normalise
from kringspoor.assess.pool import pool
from kringspoor.assess.presence import presence
from kringspoor.assess.roles import holds, role_of, role_order
from kringspoor.assess.score import join_by_score
from kringspoor.assess.teach import teach_kinds, teach_models
from kringspoor.core.collecting import without_collecting
from kringspoor.formats.reading import Fate, Reading


def gather(
    readings: Iterable[Reading],
    lexicon: Lexicon,
    fixes: Sequence[Fix] = (),
    defaults: Sequence[Default] = DEFAULTS,
) -> Fleet:
    """From readings to one fleet: normalise every file, then reconcile them."""
    with without_collecting():
        return reconcile([normalise(each, lexicon) for each in readings], fixes, defaults)


def reconcile(
    tables: Sequence[Table], fixes: Sequence[Fix] = (), defaults: Sequence[Default] = DEFAULTS
) -> Fleet:
    """Join the tables into one fleet. The order of the files changes nothing in who is joined.

    ``defaults`` is what is taken for granted where no file says anything.
    """
    shares = holds(tables)
    roles = [role_of(each) for each in shares]
    seen = pool(tables)
    stated = teach_kinds(seen.columns, seen.model_keys)
    work = _match(seen, roles, fixes)
    merged = merge(seen, members_of(work.groups.roots()), shares)
    stated += teach_models(merged.columns)
    lots = count_lots(merged, seen, roles)
    found = presence(merged, seen, roles, {no for each in lots for no in each.found})
    stated += assume(merged.columns, work.joins, lots, defaults)
    fates = _fates(tables, seen, merged.members)
    return Fleet(
        columns=merged.columns,
        members=merged.members,
        sightings=seen,
        files=tuple(
            FileSeen(table, role, held, fate, alone)
            for table, role, held, fate, alone in zip(
                tables, roles, shares, fates, found.only_here, strict=True
            )
        ),
        winners=merged.winners,
        joins=tuple(work.joins),
        conflicts=tuple(merged.conflicts),
        clashes=tuple(work.clashes),
        doubts=tuple(work.doubts),
        lots=lots,
        never_seen=found.never_seen,
        never_bought=found.never_bought,
        not_looked_for=found.not_looked_for,
        assumptions=(*_mended(tables), *stated),
        unplaced=_unplaced(merged.columns),
    )


def _match(seen: Sightings, roles: Sequence[Role], fixes: Sequence[Fix]) -> Matching:
    """What a person says first, then serial numbers, barcodes, tags, and likeness for the rest."""
    decisions = decide(fixes, seen)
    work = Matching(seen, Groups(len(seen), decisions.different))
    for left, right in decisions.same:
        work.join(left, right, "person")
    join_by_serial(work)
    if len(roles) > 1:
        join_by_barcode(work)
    join_by_tag(work)
    if len(roles) > 1:
        join_by_score(work, [role_order(each) for each in roles])
        doubt_lookalikes(work)
    return work


def _fates(
    tables: Sequence[Table], seen: Sightings, members: list[tuple[int, ...]]
) -> list[dict[int, Fate]]:
    """Each file's fates; a row joined with an earlier one of its own file is a second sighting."""
    fates = [dict(each.fates) for each in tables]
    for each in (several for several in members if len(several) > 1):
        first: set[int] = set()
        for at in each:
            file_no, row_no = seen.at(at)
            if file_no in first and fates[file_no].get(row_no) is Fate.DEVICE:
                fates[file_no][row_no] = Fate.SECOND_SIGHTING
            first.add(file_no)
    return fates


def _mended(tables: Sequence[Table]) -> list[Assumption]:
    """What was mended in each of the files."""
    return [each for table in tables for each in table.assumptions]


def _unplaced(columns: Columns) -> tuple[Unplaced, ...]:
    """The words of devices without a category, those of most devices first."""
    waiting: Counter[str] = Counter()
    names = ("kind", "model", "description", "make")
    for at, category in enumerate(columns["category"]):
        if category is None:
            said = (columns[name][at] for name in names)
            words = next((each for each in said if isinstance(each, str)), "")
            waiting[words] += int(columns["quantity_count"][at] or 0)
    return tuple(
        Unplaced(words, count)
        for words, count in sorted(waiting.items(), key=lambda each: (-each[1], each[0]))
    )
