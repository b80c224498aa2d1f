"""G5, G7, G11, G12 and the conditions of an exit: ours to give, to whom, and with which papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kringspoor.core.guards.facts import Facts, PartnerRole
from kringspoor.core.guards.refusal import Refusal, unrecorded
from kringspoor.core.repair import RepairRoute
from kringspoor.core.states import EXIT, Guard, LegalClass, Route, State, Transition
from kringspoor.core.words import Text

ROLES: Mapping[Route, tuple[PartnerRole, ...]] = {
    Route.SCHOOL: (PartnerRole.SCHOOL,),
    Route.DONATED: (PartnerRole.REUSE, PartnerRole.REFURBISHER),
    Route.TRADED_IN: (PartnerRole.SUPPLIER, PartnerRole.MANUFACTURER, PartnerRole.REFURBISHER),
    Route.LESSOR: (PartnerRole.LESSOR,),
    Route.RECYCLED: (PartnerRole.PRO, PartnerRole.PROCESSOR),
}
EXPORT_GRADES = ("A", "B")
PACK = {
    "has_function_test": Text(nl="functietest per toestel", en="function test of each device"),
    "has_contract": Text(nl="overdrachtscontract", en="contract of transfer"),
    "has_declaration": Text(nl="verklaring 'geen afval'", en="declaration that it is no waste"),
    "has_packing": Text(nl="verpakking", en="packing"),
}


def way_out_chosen(step: Transition, facts: Facts) -> Refusal | None:
    """The way out is known and is the one taken; waste only goes to recycling."""
    if facts.route is None:
        return unrecorded(Guard.ROUTE, "de weg naar buiten", "the way out")
    if step.target is not State.TO_LEAVE and EXIT[facts.route] is not step.target:
        return Refusal(
            "route.other",
            Text(
                nl=f"voorbereid voor '{facts.route.text.nl}', niet '{step.target.text.nl}'",
                en=f"prepared for '{facts.route.text.en}', not '{step.target.text.en}'",
            ),
            Text(nl="zet het toestel terug en kies opnieuw", en="put it back and choose again"),
        )
    if facts.legal_class is None:
        return unrecorded(Guard.ROUTE, "of het product of afval is", "whether it is waste")
    if facts.legal_class is LegalClass.WASTE and facts.route is not Route.RECYCLED:
        return _is_waste(Guard.ROUTE)
    return None


def not_yet_waste(step: Transition, facts: Facts) -> Refusal | None:
    """What became waste does not become a product again here."""
    if facts.legal_class is None:
        return unrecorded(Guard.PRODUCT, "of het product of afval is", "whether it is waste")
    return _is_waste(Guard.PRODUCT) if facts.legal_class is LegalClass.WASTE else None


def _is_waste(guard: Guard) -> Refusal:
    return Refusal(
        f"{guard}.waste",
        Text(nl="het toestel is afval", en="the device is waste"),
        Text(nl="geef het aan een vergunde verwerker", en="give it to an authorised processor"),
    )


def only_what_is_ours(step: Transition, facts: Facts) -> Refusal | None:
    """G5: what is leased or rented is used, repaired by its lessor and returned; no more.

    Source: fair-ict-flanders (Leuven rents; its devices go back to the supplier).
    """
    if facts.ownership is None:
        return unrecorded(Guard.G5, "van wie het toestel is", "whose device it is")
    is_hired, is_ours = facts.ownership.is_hired, facts.ownership.is_ours
    if step.target is State.IN_REPAIR:
        if not is_hired:
            return None
        if facts.repair is None or facts.repair.route is None:
            return unrecorded(Guard.G5, "wie herstelt", "who repairs")
        is_allowed = facts.repair.route is RepairRoute.LESSOR
    elif step.target is not State.TO_DISMANTLE and facts.route is Route.LESSOR:
        is_allowed = is_hired
    else:
        is_allowed = is_ours
    if is_allowed:
        return None
    owner = facts.ownership.text
    return Refusal(
        "G5.not_ours" if not is_ours else "G5.no_lessor",
        Text(
            nl=f"dit kan niet: het toestel is {owner.nl}",
            en=f"not with a device that is {owner.en}",
        ),
        _remedy_of_owner(is_hired, is_ours),
        {"ownership": str(facts.ownership)},
    )


def _remedy_of_owner(is_hired: bool, is_ours: bool) -> Text:
    if is_hired:
        return Text(
            nl="laat de verhuurder herstellen, of geef het aan de verhuurder terug",
            en="let the lessor repair it, or return it to the lessor",
        )
    if is_ours:
        return Text(nl="kies een andere weg naar buiten", en="choose another way out")
    return Text(nl="geef het aan de eigenaar terug", en="return it to its owner")


def partner_authorised(step: Transition, facts: Facts) -> Refusal | None:
    """G7: on the day of the transfer the partner holds an authorisation for this route.

    Recycling only goes to an authorised processor or a producer responsibility organisation.
    Source: fair-ict-flanders (Ghent: Recupel and Bebat; KU Leuven: named processors).
    """
    if facts.route is None or facts.route is Route.STAFF:
        return None  # a colleague needs no permit; a route nobody chose is refused by ROUTE
    if facts.partner is None or facts.partner.authorisations is None:
        return unrecorded(Guard.G7, "de partner en zijn vergunningen", "the partner's permits")
    roles = ROLES[facts.route]
    held = [each for each in facts.partner.authorisations if each.role in roles]
    known = [(each.valid_from, each.valid_to) for each in held]
    day = _day_of_transfer(step, facts)
    if any(since and until and since <= day <= until for since, until in known):
        return None
    if any(since is None or until is None for since, until in known):
        return unrecorded(
            Guard.G7, "tot wanneer de vergunning geldt", "until when the permit holds"
        )
    wanted = " / ".join(each.text.nl for each in roles), " / ".join(each.text.en for each in roles)
    return Refusal(
        "G7.not_valid" if held else "G7.no_role",
        Text(
            nl=f"{facts.partner.name} heeft op {day} geen geldige vergunning: {wanted[0]}",
            en=f"{facts.partner.name} has no valid permit on {day}: {wanted[1]}",
        ),
        Text(
            nl="voeg de nieuwe vergunning toe, of kies een andere partner",
            en="add the new permit, or choose another partner",
        ),
        {"partner": facts.partner.name, "day": day.isoformat()},
    )


def _day_of_transfer(step: Transition, facts: Facts) -> date:
    if step.target is not State.TO_LEAVE and facts.deed and facts.deed.received_on:
        return facts.deed.received_on
    return facts.today


def export_proven(step: Transition, facts: Facts) -> Refusal | None:
    """G11: across a border each device is tested, grade B or better, with contract and packing.

    Source: weee-annex-vi.
    """
    if facts.route is None or facts.route is Route.STAFF:
        return None
    if facts.partner is None or not facts.partner.country:
        return unrecorded(Guard.G11, "het land van de partner", "the partner's country")
    country = facts.partner.country
    if country == facts.home_country:
        return None
    if facts.route is Route.RECYCLED:
        return _not_abroad(
            "waste",
            country,
            Text(nl="afval uitvoeren kan hier niet", en="waste is not exported from here"),
            Text(nl="kies een verwerker in eigen land", en="choose a processor at home"),
        )
    if not facts.grade:
        return unrecorded(Guard.G11, "de graad na screening", "the grade after screening")
    if facts.grade not in EXPORT_GRADES:
        return _not_abroad(
            "grade",
            country,
            Text(nl=f"graad {facts.grade} is te laag", en=f"grade {facts.grade} is too low"),
            Text(nl="laat het herstellen of recycleer het", en="have it repaired or recycle it"),
        )
    lacking = [
        text for name, text in PACK.items() if getattr(facts.export_pack, name, None) is not True
    ]
    if not lacking:
        return None
    papers = Text(
        nl=", ".join(each.nl for each in lacking), en=", ".join(each.en for each in lacking)
    )
    return _not_abroad(
        "incomplete",
        country,
        Text(nl=f"er ontbreekt: {papers.nl}", en=f"missing: {papers.en}"),
        Text(nl=f"voeg toe: {papers.nl}", en=f"add: {papers.en}"),
    )


def _not_abroad(reason: str, country: str, why: Text, remedy: Text) -> Refusal:
    return Refusal(
        f"G11.{reason}",
        Text(nl=f"uitvoer naar {country}: {why.nl}", en=f"export to {country}: {why.en}"),
        remedy,
        {"country": country},
    )


def deed_received(step: Transition, facts: Facts) -> Refusal | None:
    """Who received the device has said so, in a deed or receipt that is not of tomorrow."""
    if facts.deed is None or not facts.deed.reference:
        return unrecorded(Guard.DEED, "het ontvangstbewijs", "the deed or receipt")
    if facts.deed.received_on is None:
        return unrecorded(Guard.DEED, "wanneer het ontvangen is", "when it was received")
    if facts.deed.received_on <= facts.today:
        return None
    return Refusal(
        "deed.future",
        Text(
            nl=f"het ontvangstbewijs is van {facts.deed.received_on}, dat moet nog komen",
            en=f"the receipt is of {facts.deed.received_on}, which is still to come",
        ),
        Text(nl="verbeter de datum", en="mend the date"),
        {"received_on": facts.deed.received_on.isoformat()},
    )
