"""Where a device is in its lives, the facets beside that, and the one table of allowed steps.

The table is data: the application asks it, the tests walk it, the documentation prints it. What a
step asks is named by its guards; their rules stand in :mod:`kringspoor.core.guards`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NoReturn, Self

from kringspoor.core.errors import Refused, Unknown
from kringspoor.core.words import Text


class Named(StrEnum):
    """A slug that knows its name in both languages; a slug nobody knows raises Unknown.

    >>> State("in_use").text.nl, State("in_use") == "in_use"
    ('in gebruik', True)
    >>> LegalClass("rubbish")
    Traceback (most recent call last):
    kringspoor.core.errors.Unknown: 'rubbish' is not known (known are: product, waste)
    """

    text: Text

    def __new__(cls, slug: str, nl: str = "", en: str = "") -> Self:
        member = str.__new__(cls, slug)
        member._value_ = slug
        member.text = Text(nl=nl, en=en)
        return member

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        raise Unknown(
            Text(nl=f"'{value}' is niet bekend", en=f"'{value}' is not known"),
            hint=Text(nl="bekend zijn: {known}", en="known are: {known}").filled(
                known=", ".join(cls)
            ),
            code=f"unknown_{cls.__name__.lower()}",
        )


class State(Named):
    """The one workflow state of a device."""

    ORDERED = "ordered", "besteld", "ordered"
    RECEIVED = "received", "geleverd", "received"
    IN_STOCK = "in_stock", "in voorraad", "in stock"
    IN_USE = "in_use", "in gebruik", "in use"
    RETURNED = "returned", "ingeleverd", "returned"
    SCREENED = "screened", "gescreend", "screened"
    IN_REPAIR = "in_repair", "in herstelling", "in repair"
    IN_RESERVE = "in_reserve", "in reserve", "in reserve"
    ON_LOAN = "on_loan", "uitgeleend", "on loan"
    ALLOCATED = "allocated", "toegewezen", "allocated"
    TO_DISMANTLE = "to_dismantle", "te demonteren", "to be dismantled"
    TO_LEAVE = "to_leave", "klaar om te vertrekken", "ready to leave"
    DISMANTLED = "dismantled", "gedemonteerd", "dismantled"
    GONE_SCHOOL = "gone_school", "naar een school", "gone to a school"
    GONE_STAFF = "gone_staff", "verkocht aan personeel", "sold to staff"
    GONE_DONATED = "gone_donated", "geschonken", "donated"
    GONE_TRADED_IN = "gone_traded_in", "ingeruild", "traded in"
    GONE_LESSOR = "gone_lessor", "terug naar de verhuurder", "back to the lessor"
    GONE_RECYCLED = "gone_recycled", "afgevoerd voor recyclage", "gone to recycling"
    LOST_STOLEN = "lost_stolen", "verloren of gestolen", "lost or stolen"
    WRITTEN_OFF = "written_off_correction", "geschrapt (rechtzetting)", "written off (correction)"

    @property
    def is_exit(self) -> bool:
        """Whether the device left the organisation, with proof. Lost is not an exit."""
        return self in EXIT.values()

    @property
    def is_terminal(self) -> bool:
        """Whether nothing follows, save the correction of a mistake by two persons."""
        return all(step.target is State.WRITTEN_OFF for step in allowed(self))


class DataState(Named):
    """What is known of the data on a device's media."""

    NONE = "none", "geen opslagmedia", "no storage media"
    HOLDS = "holds", "bevat gegevens", "holds data"
    ERASED_VERIFIED = "erased_verified", "gewist en nagekeken", "erased and verified"
    MEDIA_REMOVED = "media_removed", "media verwijderd", "media removed"
    MEDIA_DESTROYED = "media_destroyed", "media vernietigd", "media destroyed"


class Ownership(Named):
    """Whose device it is."""

    OWNED = "owned", "eigendom", "owned"
    LEASED = "leased", "geleaset", "leased"
    RENTED = "rented", "gehuurd", "rented"
    SOCIAL_LOAN_POOL = "social_loan_pool", "sociale uitleenpool", "social loan pool"
    PERSONAL = "personal", "van de gebruiker zelf", "the user's own"

    @property
    def is_ours(self) -> bool:
        """Whether the organisation may decide to part with it."""
        return self in (Ownership.OWNED, Ownership.SOCIAL_LOAN_POOL)

    @property
    def is_hired(self) -> bool:
        """Whether a lessor owns it."""
        return self in (Ownership.LEASED, Ownership.RENTED)


class SecurityState(Named):
    """Whether its system still gets security updates."""

    OK = "ok", "veilig", "secure"
    RESTRICTED = "restricted", "beperkt", "restricted"
    UNSUPPORTED = "unsupported", "niet meer ondersteund", "no longer supported"


class LegalClass(Named):
    """Product or waste; the way to waste has no way back."""

    PRODUCT = "product", "product", "product"
    WASTE = "waste", "afval", "waste"


class Route(Named):
    """How a device leaves the organisation."""

    SCHOOL = "school", "naar een school", "to a school"
    STAFF = "staff", "verkoop aan personeel", "sale to staff"
    DONATED = "donated", "schenking", "donation"
    TRADED_IN = "traded_in", "inruil", "trade-in"
    LESSOR = "lessor", "terug naar de verhuurder", "back to the lessor"
    RECYCLED = "recycled", "recyclage", "recycling"


EXIT: Mapping[Route, State] = MappingProxyType(
    {
        Route.SCHOOL: State.GONE_SCHOOL,
        Route.STAFF: State.GONE_STAFF,
        Route.DONATED: State.GONE_DONATED,
        Route.TRADED_IN: State.GONE_TRADED_IN,
        Route.LESSOR: State.GONE_LESSOR,
        Route.RECYCLED: State.GONE_RECYCLED,
    }
)


class Guard(Named):
    """What a step can ask: the guards G1 to G12, and the plain conditions of the table."""

    G1 = "G1", "elk opslagmedium aantoonbaar gewist", "every storage medium proven erased"
    G1B = "G1b", "gewist voor de volgende gebruiker", "erased before the next holder"
    G2 = "G2", "batterijen apart", "batteries apart"
    G3 = "G3", "hogere trede eerst, intern voor extern", "higher rung first, inside before outside"
    G4 = "G4", "herstel langs de juiste weg", "repair by the right route"
    G5 = "G5", "enkel wat van ons is", "only what is ours"
    G6 = "G6", "minimale gebruiksduur", "minimum period of use"
    G7 = "G7", "partner met vergunning", "partner with authorisation"
    G8 = "G8", "begrensde reserve", "bounded reserve"
    G9 = "G9", "veilig in de nieuwe omgeving", "safe in its new context"
    G10 = "G10", "aantallen kloppen", "counts balance"
    G11 = "G11", "uitvoer met bewijs", "export with proof"
    G12 = "G12", "correcte verkoop aan personeel", "fair sale to staff"
    DELIVERY = "delivery", "levering past bij de bestelling", "delivery matches the order"
    HOLDER = "holder", "houder of gebruik gekend", "holder or use known"
    REASON = "reason", "reden gekend", "reason known"
    LOSS = "loss", "verlies gemeld", "loss reported"
    SCREENING = "screening", "recente screening", "recent screening"
    EVALUATED = "evaluated", "herstel beoordeeld", "repair evaluated"
    LAST_USE = "last_use", "geen ander gebruik meer", "no other use left"
    ROUTE = "route", "weg naar buiten gekozen", "way out chosen"
    DEED = "deed", "ontvangstbewijs", "deed or receipt"
    PRODUCT = "product", "nog geen afval", "not yet waste"
    TWO_PERSONS = "two_persons", "rechtzetting door twee personen", "correction by two persons"


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed step, and the guards that are asked before it is taken."""

    source: State
    target: State
    guards: tuple[Guard, ...] = ()


S, G = State, Guard
NEXT_HOLDER = (G.HOLDER, G.G9, G.G1B)
LEND = (G.HOLDER, G.G8, G.G9, G.G1B)
LEAVE = (G.ROUTE, G.G1, G.G2, G.G3, G.G5, G.G6, G.G7, G.G9, G.G11, G.G12)
GO = (G.ROUTE, G.G1, G.G2, G.G5, G.G7, G.G10, G.G11, G.G12, G.DEED)
_IN_HAND = (S.RECEIVED, S.IN_STOCK, S.IN_USE, S.ON_LOAN, S.IN_RESERVE, S.ALLOCATED)
_IN_FLOW = (S.RETURNED, S.SCREENED, S.IN_REPAIR, S.TO_DISMANTLE, S.TO_LEAVE)
HELD = (*_IN_HAND, *_IN_FLOW)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.ORDERED, S.RECEIVED, (G.DELIVERY,)),
    Transition(S.RECEIVED, S.IN_STOCK),
    Transition(S.RECEIVED, S.IN_USE, NEXT_HOLDER),
    Transition(S.IN_STOCK, S.IN_USE, NEXT_HOLDER),
    Transition(S.IN_STOCK, S.ON_LOAN, LEND),
    Transition(S.IN_STOCK, S.RETURNED, (G.REASON,)),
    Transition(S.IN_USE, S.RETURNED, (G.REASON, G.G6)),
    Transition(S.IN_USE, S.IN_REPAIR, (G.G4, G.G5)),
    Transition(S.RETURNED, S.SCREENED, (G.SCREENING,)),
    Transition(S.SCREENED, S.IN_REPAIR, (G.EVALUATED, G.G4, G.G5)),
    Transition(S.IN_REPAIR, S.SCREENED, (G.SCREENING, G.G4)),
    Transition(S.IN_REPAIR, S.TO_LEAVE, LEAVE),  # swapped: the supplier keeps it
    Transition(S.SCREENED, S.IN_STOCK, (G.G3,)),
    Transition(S.SCREENED, S.IN_RESERVE, (G.G3, G.G8, G.G9)),
    Transition(S.SCREENED, S.ON_LOAN, (G.G3, *LEND)),
    Transition(S.SCREENED, S.ALLOCATED, (G.G3,)),
    Transition(S.SCREENED, S.TO_DISMANTLE, (G.EVALUATED, G.LAST_USE, G.G3, G.G5, G.G6)),
    Transition(S.SCREENED, S.TO_LEAVE, LEAVE),
    Transition(S.IN_RESERVE, S.IN_USE, NEXT_HOLDER),
    Transition(S.IN_RESERVE, S.ON_LOAN, LEND),
    Transition(S.IN_RESERVE, S.RETURNED, (G.REASON,)),
    Transition(S.ON_LOAN, S.RETURNED, (G.REASON,)),
    Transition(S.ALLOCATED, S.IN_USE, NEXT_HOLDER),
    Transition(S.ALLOCATED, S.ON_LOAN, LEND),
    Transition(S.ALLOCATED, S.TO_LEAVE, LEAVE),
    Transition(S.ALLOCATED, S.RETURNED, (G.REASON,)),
    Transition(S.TO_DISMANTLE, S.DISMANTLED, (G.G1, G.G2, G.G10)),
    Transition(S.TO_DISMANTLE, S.RETURNED, (G.REASON,)),
    Transition(S.TO_LEAVE, S.RETURNED, (G.REASON, G.PRODUCT)),
    *(Transition(S.TO_LEAVE, state, GO) for state in EXIT.values()),
    *(Transition(state, S.LOST_STOLEN, (G.LOSS,)) for state in HELD),
    Transition(S.LOST_STOLEN, S.RETURNED, (G.REASON, G.PRODUCT)),
    *(Transition(each, S.WRITTEN_OFF, (G.TWO_PERSONS,)) for each in S if each != S.WRITTEN_OFF),
)

_BY_ENDS = {(each.source, each.target): each for each in TRANSITIONS}

_COARSE: Mapping[str, tuple[State, ...]] = {
    "ordered": (S.ORDERED,),
    "in_stock": (S.IN_STOCK, S.RECEIVED, S.IN_RESERVE),
    "in_use": (S.IN_USE,),
    "on_loan": (S.ON_LOAN,),
    "returned": (S.RETURNED, S.SCREENED, S.ALLOCATED, S.TO_DISMANTLE, S.TO_LEAVE),
    "in_repair": (S.IN_REPAIR,),
    "lost": (S.LOST_STOLEN,),
    # A list that says "gone" proves no exit: the device is written off, and counts as untraced.
    "gone": (S.WRITTEN_OFF, S.DISMANTLED, *EXIT.values()),
}
_AS_COARSE = {state: word for word, states in _COARSE.items() for state in states}
_FROM_COARSE = {word: states[0] for word, states in _COARSE.items()} | {"broken": S.RETURNED}


def allowed(source: State | str) -> tuple[Transition, ...]:
    """The steps that lead on from a state.

    >>> [step.target.value for step in allowed("in_use")]
    ['returned', 'in_repair', 'lost_stolen', 'written_off_correction']
    """
    start = State(source)
    return tuple(each for each in TRANSITIONS if each.source is start)


def transition(source: State | str, target: State | str) -> Transition:
    """The step from one state to another; raises Refused where the table has none.

    >>> [guard.value for guard in transition("returned", "screened").guards]
    ['screening']
    >>> transition("gone_donated", "in_use")
    Traceback (most recent call last):
    kringspoor.core.errors.Refused: a device cannot go from 'donated' to 'in use' (nothing follows)
    """
    start, end = State(source), State(target)
    if (step := _BY_ENDS.get((start, end))) is not None:
        return step
    onward = () if start.is_terminal else allowed(start)
    raise Refused(
        Text(
            nl=f"een toestel kan niet van '{start.text.nl}' naar '{end.text.nl}'",
            en=f"a device cannot go from '{start.text.en}' to '{end.text.en}'",
        ),
        hint=Text(
            nl=", ".join(each.target.text.nl for each in onward) or "hierna komt niets meer",
            en=", ".join(each.target.text.en for each in onward) or "nothing follows",
        ),
        code="no_such_transition",
    )


def from_coarse(word: str) -> State:
    """The state in which a device enters from a list that only knows the coarse words.

    >>> from_coarse("broken").value, from_coarse("gone").value
    ('returned', 'written_off_correction')
    """
    if (state := _FROM_COARSE.get(word)) is not None:
        return state
    raise Unknown(
        Text(nl=f"toestand '{word}' is niet bekend", en=f"state '{word}' is not known"),
        hint=Text(nl="bekend zijn: {known}", en="known are: {known}").filled(
            known=", ".join(_FROM_COARSE)
        ),
        code="unknown_state",
    )


def as_coarse(state: State | str) -> str:
    """The coarse word that lists and ladders use for a state.

    >>> as_coarse("in_reserve"), as_coarse("gone_school")
    ('in_stock', 'gone')
    """
    return _AS_COARSE[State(state)]


def legal_class_after(step: Transition, route: Route | None, now: LegalClass) -> LegalClass:
    """Product or waste after a step: recycling and dismantling make waste, nothing unmakes it.

    >>> legal_class_after(transition("screened", "to_leave"), Route.RECYCLED, LegalClass.PRODUCT)
    <LegalClass.WASTE: 'waste'>
    """
    makes_waste = step.target in (S.DISMANTLED, S.GONE_RECYCLED)
    makes_waste |= step.target is S.TO_LEAVE and route is Route.RECYCLED
    return LegalClass.WASTE if makes_waste else now
