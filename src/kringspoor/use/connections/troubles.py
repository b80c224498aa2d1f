"""What can go wrong between two tools, each with where, what and the remedy, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from kringspoor.core.errors import BadInput, KringspoorError
from kringspoor.core.words import Text

PASSING = frozenset({"busy", "slow", "no-connection", "no-such-host", "tool-fault"})
"""Troubles that may be over tomorrow: what was asked is asked again by itself."""


def trouble(code: str, **words: object) -> BadInput:
    """The trouble of that name, filled in."""
    what, hint = _TROUBLES[code]
    return BadInput(what.filled(**_known(words)), hint=hint.filled(**_known(words)), code=code)


def as_kept(error: KringspoorError) -> dict[str, str]:
    """A trouble as it is stored, in both languages."""
    return {
        "code": error.code,
        "nl": error.what.nl,
        "en": error.what.en,
        "hint_nl": error.hint.nl,
        "hint_en": error.hint.en,
    }


def _known(words: Mapping[str, object]) -> dict[str, object]:
    said = words.get("said")
    return {"host": "", "other": "", "status": "", **words, "said": f": {said}" if said else ""}


_TROUBLES: Mapping[str, tuple[Text, Text]] = {
    "address": (
        Text(nl="'{other}' is geen adres van een tool", en="'{other}' is no address of a tool"),
        Text(
            nl="geef een adres zoals https://snipe.voorbeeld.be",
            en="give an address such as https://snipe.example.org",
        ),
    ),
    "not-safe": (
        Text(
            nl="{host} zou uw sleutel onversleuteld krijgen",
            en="{host} would get your key unsealed",
        ),
        Text(nl="gebruik een adres met https://", en="use an address with https://"),
    ),
    "private-address": (
        Text(
            nl="{host} ligt binnen een eigen netwerk, en dat staat niet open",
            en="{host} lies within a private network, which is not open",
        ),
        Text(
            nl="vraag wie Kringspoor beheert om KRINGSPOOR_PRIVATE_CONNECTIONS=1 te zetten",
            en="ask who runs Kringspoor to set KRINGSPOOR_PRIVATE_CONNECTIONS=1",
        ),
    ),
    "never-called": (
        Text(nl="{host} is geen adres van een tool", en="{host} is no address of a tool"),
        Text(nl="kijk het adres na", en="check the address"),
    ),
    "no-such-host": (
        Text(nl="{host} is niet te vinden", en="{host} cannot be found"),
        Text(nl="kijk de naam na", en="check the name"),
    ),
    "no-connection": (
        Text(nl="{host} antwoordt niet", en="{host} does not answer"),
        Text(
            nl="kijk of de tool draait en of een brandmuur dit toelaat",
            en="check that the tool runs and that a firewall lets this through",
        ),
    ),
    "certificate": (
        Text(
            nl="het certificaat van {host} klopt niet", en="the certificate of {host} does not hold"
        ),
        Text(
            nl="vernieuw het, of geef uw eigen certificaatautoriteit met SSL_CERT_FILE",
            en="renew it, or give your own certificate authority with SSL_CERT_FILE",
        ),
    ),
    "slow": (
        Text(nl="{host} antwoordt te traag", en="{host} answers too slowly"),
        Text(nl="probeer het later opnieuw", en="try again later"),
    ),
    "busy": (
        Text(nl="{host} zegt dat het te druk is", en="{host} says it is too busy"),
        Text(
            nl="haal minder vaak op, of verhoog daar de limiet van de API",
            en="fetch less often, or raise the limit of the API there",
        ),
    ),
    "tool-fault": (
        Text(nl="{host} heeft een storing ({status})", en="{host} has a fault ({status})"),
        Text(nl="kijk in het logboek van die tool", en="look in the log of that tool"),
    ),
    "moved": (
        Text(nl="{host} stuurt door naar {other}", en="{host} sends us on to {other}"),
        Text(
            nl="vul dat adres in als het van u is; wij volgen niet vanzelf",
            en="enter that address if it is yours; we do not follow by ourselves",
        ),
    ),
    "elsewhere": (
        Text(nl="{host} verwijst naar {other}", en="{host} points to {other}"),
        Text(nl="wij vragen aan geen ander adres", en="we ask no other address"),
    ),
    "sign-in": (
        Text(
            nl="{host} aanvaardt de sleutel niet{said}", en="{host} does not accept the key{said}"
        ),
        Text(
            nl="maak daar een nieuwe sleutel en vul die in", en="make a new key there and enter it"
        ),
    ),
    "rights": (
        Text(
            nl="de sleutel mag dit niet van {host}{said}",
            en="{host} does not let the key do this{said}",
        ),
        Text(nl="geef de sleutel daar meer rechten", en="give the key more rights there"),
    ),
    "not-found": (
        Text(nl="op {host} staat dit niet", en="this is not on {host}"),
        Text(
            nl="kijk het adres na, en of de API aan staat",
            en="check the address, and that the API is on",
        ),
    ),
    "asked-wrong": (
        Text(
            nl="{host} weigert de vraag ({status}){said}",
            en="{host} refuses the question ({status}){said}",
        ),
        Text(
            nl="kijk de instellingen van de koppeling na", en="check the settings of the connection"
        ),
    ),
    "too-big": (
        Text(nl="het antwoord van {host} is te groot", en="the answer of {host} is too big"),
        Text(
            nl="kijk of dit het adres van de tool is",
            en="check that this is the address of the tool",
        ),
    ),
    "too-many": (
        Text(
            nl="{host} heeft meer dan {status} toestellen",
            en="{host} has more than {status} devices",
        ),
        Text(nl="lees ze in met een bestand", en="take them in from a file"),
    ),
    "not-json": (
        Text(
            nl="het antwoord van {host} is geen heel JSON-antwoord",
            en="the answer of {host} is no whole JSON",
        ),
        Text(
            nl="kijk of het adres dat van de tool is, en niet van een aanmeldpagina",
            en="check that the address is that of the tool, and not of a sign-in page",
        ),
    ),
    "other-answer": (
        Text(nl="{host} antwoordt anders dan {other}", en="{host} does not answer like {other}"),
        Text(nl="kijk of u de juiste tool koos", en="check that you chose the right tool"),
    ),
    "unfinished": (
        Text(
            nl="{host} zegt {status} toestellen te hebben en gaf er minder",
            en="{host} says it has {status} devices and gave fewer",
        ),
        Text(nl="haal opnieuw op", en="fetch again"),
    ),
    "stopped": (
        Text(nl="het ophalen is gestopt", en="the fetching was stopped"),
        Text(nl="haal opnieuw op wanneer u wilt", en="fetch again when you like"),
    ),
    "key-lost": (
        Text(
            nl="de bewaarde sleutel is niet meer te openen",
            en="the stored key can no longer be opened",
        ),
        Text(nl="vul de sleutel opnieuw in", en="enter the key again"),
    ),
}
