"""Three years of an organisation of the demo, told in the order in which it happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from kringspoor.cli import demo_around as around
from kringspoor.cli.demo_fleet import (
    SINCE_MONTHS,
    TRIP_MONTHS,
    Thing,
    columns_of,
    fleet,
    lists,
)
from kringspoor.cli.demo_lives import Lives
from kringspoor.cli.demo_shapes import Shape
from kringspoor.core.calendar import days_of, month_after
from kringspoor.core.guards.facts import MethodClass, RiskContext
from kringspoor.core.pool import PoolKind
from kringspoor.core.states import Route
from kringspoor.people.models import Membership, Organisation, Unit
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.checkpoints import make_checkpoint
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.pools import Loan, keep_pool, lend
from kringspoor.use.models import Pool
from kringspoor.use.rules.lifetimes import About

Act = Callable[[datetime], None]
UNPROVEN_COUNT = 5  # of the disks in devices that are back
OVERDUE_DAYS = (30, 12, 5)  # of loans
DORMANT_DAYS = 240


class Story:
    """What happens in one organisation, and when; it is told from the first day to the last."""

    def __init__(
        self,
        shape: Shape,
        organisation: Organisation,
        today: date,
        members: Mapping[str, Membership],
    ) -> None:
        self.shape, self.organisation = shape, organisation
        self.today, self.members = today, members
        self.things = fleet(shape, today)
        self.lives = Lives(organisation, members["asset_manager"], members["admin"])
        self.acts: list[tuple[datetime, Act]] = []

    def tell(self) -> None:
        """Plan everything, then do it in the order of its days."""
        self._plan()
        for at, act in sorted(self.acts, key=lambda each: each[0]):
            act(at)

    def _plan(self) -> None:
        start = month_after(self.today, -SINCE_MONTHS)
        self.on(start, self._begin, hour=7)
        self._rules(start)
        for day, some in lists(self.things, self.today):
            if some:
                self.on(day, self._list(some), hour=8)
        for months in range(SINCE_MONTHS, 0, -1):
            day = month_after(self.today, -months) + timedelta(days=1)
            self.on(day, self._sign, hour=18)
        self.ago(2, self._sign, hour=18)
        for trip, months in enumerate(self._trips()):
            self._leave(trip, month_after(self.today, -months))
        self._mishaps()
        self._pools()
        self._second_lives()
        self._back()
        self.ago(4, self._seen, hour=6)
        if not self.shape.parent:
            self.ago(0, self._ask, hour=8)

    def on(self, day: date, act: Act, hour: int = 9) -> None:
        """Let something happen on a day."""
        self.acts.append((datetime.combine(day, time(hour, len(self.acts) % 60), UTC), act))

    def ago(self, days: int, act: Act, hour: int = 9) -> None:
        """Let something happen so many days ago."""
        self.on(self.today - timedelta(days=days), act, hour)

    def tags(self, part: str) -> list[str]:
        """The labels of the devices that have this part in the story."""
        return [each.tag for each in self.things if each.part == part]

    def _begin(self, at: datetime) -> None:
        around.make_partners(self.shape, self.lives, self.today, at)

    def _rules(self, start: date) -> None:
        """Rules of its own: what the child inherits, and four years that became five."""
        slug = self.shape.slug
        if slug == "grootstad":
            self.on(start, self._ruled((48, 60), "smartphone", "updates stoppen na vijf jaar"))
            self.on(start, self._ruled((36, 48), "tablet", "batterij is niet te vervangen"))
        if slug == "dijlestad":
            self.on(start, self._ruled((36, 48), "laptop", "vier jaar garantie ter plaatse"))
            self.on(
                date(self.today.year - 1, 3, 3),
                self._ruled((48, 60), "laptop", "vijf jaar blijkt haalbaar"),
            )
        parent = self.organisation.parent
        if parent is not None:
            self.ago(100, lambda at: around.opt_out(parent, self.lives, at))

    def _ruled(self, months: tuple[int, int], category: str, reason: str) -> Act:
        return lambda at: around.set_rule(months, About(category), reason, lives=self.lives, at=at)

    def _list(self, some: Sequence[Thing]) -> Act:
        def take_in(at: datetime) -> None:
            import_devices(
                columns_of([each.fields for each in some]), name=f"register {at:%Y-%m}.csv",
                key=f"demo {self.shape.slug} {at:%Y-%m-%d}", **self.lives.by(at),
            )  # fmt: skip

        return take_in

    def _sign(self, at: datetime) -> None:
        make_checkpoint(**self.lives.by(at))

    def _seen(self, at: datetime) -> None:
        """The tool that manages devices says when each was last seen; some were not for months."""
        rows = [
            {
                "tag": each.tag,
                "last_seen_days": days_of(at.date())
                - (DORMANT_DAYS + no if no % 25 == 0 else no % 9),
            }
            for no, each in enumerate(self.things, start=1)
            if each.part in ("use", "ending", "order", "second", "reserve", "pool")
        ]
        key = f"demo {self.shape.slug} seen"
        import_devices(columns_of(rows), name="beheer.csv", key=key, **self.lives.by(at))

    def _leave(self, trip: int, day: date) -> None:
        """Devices leave together: handed in, judged, erased, made ready, and received."""
        tags = self.tags(f"trip-{trip}")
        routes = self.shape.routes
        route = routes[trip % len(routes)]
        rest = [each.tag for each in self.things if each.tag in tags and self._is_leased(each)]
        groups = [(rest, Route.LESSOR), ([each for each in tags if each not in rest], route)]
        for some, way in groups:
            if some:
                self._leave_by(some, way, day)

    def _is_leased(self, thing: Thing) -> bool:
        return bool(thing.fields["ownership"] == "leased")

    def _leave_by(self, tags: list[str], route: Route, day: date) -> None:
        lives, grade = self.lives, "D" if route is Route.RECYCLED else "B"
        steps: tuple[tuple[int, Act], ...] = (
            (0, partial(lives.come_back, tags)),
            (3, partial(lives.erase, tags)),
            (4, lambda at: lives.screen(tags, at, grade)),
            (6, partial(self._prepare, tags, route)),
            (9, partial(lives.go, tags, route)),
        )
        for days, act in steps:
            self.on(day + timedelta(days=days), act)
        if route is Route.RECYCLED:
            self.on(day + timedelta(days=5), partial(lives.take_batteries_out, tags))

    def _prepare(self, tags: list[str], route: Route, at: datetime) -> None:
        partner = around.partner_for(route, self.organisation)
        self.lives.prepare(tags, route, partner, at)

    def _trips(self) -> Sequence[int]:
        count = self.shape.trips_count
        return TRIP_MONTHS[-count:] if count else ()

    def _ask(self, at: datetime) -> None:
        around.ask_and_plan(self.lives, self.members["service_desk"].user, self.today, at)
        around.give_list(self.lives, at)

    def _mishaps(self) -> None:
        lives = self.lives
        for no, tag in enumerate(self.tags("lost")):
            self.ago(600 - 250 * no, partial(lives.lose, tag))
        for tag in self.tags("wrong"):
            self.ago(430, partial(lives.strike_off, tag))

    def _pools(self) -> None:
        parts = [each for each in ("reserve", "loan", "social", "pool") if self.tags(each)]
        every = [tag for each in parts for tag in self.tags(each)]
        if not every:
            return
        lent = [*self.tags("loan"), *self.tags("social")]
        self.ago(200, partial(self.lives.come_back, lent))
        self.ago(197, lambda at: self.lives.erase(lent, at, MethodClass.CLEAR))
        self.ago(196, partial(self.lives.screen, every))
        for part in parts:
            self.ago(190, self._filled(part))
        self.ago(70, self._lent)

    def _filled(self, part: str) -> Act:
        kind, name = {
            "reserve": (PoolKind.RESERVE, "Reserve ICT"),
            "loan": (PoolKind.LOAN, "Uitleendienst"),
            "social": (PoolKind.SOCIAL, "Sociale uitleen"),
            "pool": (PoolKind.SHARED, "Tweede leven"),
        }[part]
        tags = self.tags(part)

        def fill(at: datetime) -> None:
            fields = {"name": name, "kind": kind.value, "cap_count": len(tags) + 1,
                      "loan_days": 14 if part == "loan" else None}  # fmt: skip
            pool = keep_pool(None, fields, **self.lives.by(at))
            due = 2 if part == "reserve" else 0  # their day to be looked at again is over
            if due:
                self.lives.keep(tags[:due], pool, self.today - timedelta(days=3), at)
            self.lives.keep(tags[due:], pool, self.today + timedelta(days=120), at)

        return fill

    def _lent(self, at: datetime) -> None:
        """Some are lent: three loans are over by now, and in the social pool nobody has a name."""
        late = [self.today - timedelta(days=each) for each in OVERDUE_DAYS]
        due = [*late, self.today + timedelta(days=20)]
        for no, (tag, day) in enumerate(zip(self.tags("loan"), due, strict=False)):
            self._lend(tag, "loan", f"student-{no + 101}", day, at)
        for tag in self.tags("social"):
            self._lend(tag, "social", "", self.today + timedelta(days=200), at)

    def _lend(self, tag: str, kind: str, holder: str, due_on: date, at: datetime) -> None:
        with scope(self.organisation):
            pool, unit = Pool.objects.get(kind=kind), Unit.objects.order_by("name").first()
        (device,) = self.lives.found((tag,))
        loan = Loan(holder, unit, RiskContext.INTERNAL, due_on)
        lend(device, pool, loan, today=at.date(), **self.lives.by(at))

    def _second_lives(self) -> None:
        tags, lives = self.tags("second"), self.lives
        if not tags:
            return
        self.ago(150, partial(lives.come_back, tags))
        self.ago(147, partial(lives.erase, tags))
        self.ago(146, lambda at: lives.screen(tags, at, "A"))
        for no, tag in enumerate(tags):
            holder = f"medewerker-{no + 201}"
            self.ago(140 - no, partial(lives.serve_again, tag, holder))

    def _back(self) -> None:
        """What came back and waits: some listed, some of those erased, some screened."""
        back, screened, lives = self.tags("back"), self.tags("screened"), self.lives
        if not back:
            return
        erased = [*back[UNPROVEN_COUNT:], *screened]
        self.ago(20, partial(lives.come_back, screened))
        self.ago(9, partial(lives.come_back, back))
        self.ago(5, partial(lives.erase, erased))
        self.ago(3, partial(lives.screen, screened))
