"""An answer about a fleet that does not exist, as large as asked, to show and to measure with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from kringspoor.assess.answer import (
    Answer,
    CategoryLine,
    ReasonLine,
    RungLine,
    SourceLine,
    Spread,
    StepLine,
    Totals,
    YearLine,
)
from kringspoor.assess.fleet import (
    Assumption,
    Clash,
    Columns,
    Conflict,
    Doubt,
    FileSeen,
    Fleet,
    Join,
    LotCount,
    Said,
    Sighting,
    Sightings,
    Table,
    Unplaced,
)
from kringspoor.assess.plan import Plan, PlanCell
from kringspoor.assess.sentences import reason_sentence
from kringspoor.assess.setting import Setting
from kringspoor.catalogue.facts import load
from kringspoor.core.calendar import build_calendar
from kringspoor.core.device import NAMES
from kringspoor.core.figure import Figure, Status
from kringspoor.core.quantity import Range
from kringspoor.core.words import Text
from kringspoor.formats.reading import Fate, Problem, Question, Reading

CATALOGUE = load()
TODAY = date(2026, 11, 24)
HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> & \"quotes\""
FILES = ("aankoopregister.csv", "beheer.csv", "telling <2026>.xlsx")
FLEET_WORD = Text(nl="hele vloot", en="whole fleet")
STEPS = {  # step: (devices of a thousand, kg and euro saved each, reason codes)
    "keep": (430, 0, 0, ("keep", "leased")),
    "extend": (120, 41, 190, ("extend_in_window", "extend_in_good_state")),
    "plan_replacement": (110, 0, 0, ("plan_replacement", "support_ends", "worn")),
    "inspect": (90, 0, 0, ("unknown:purchased_days", "unknown:grade", "unknown:category")),
    "other_os": (60, 88, 310, ("other_os",)),
    "upgrade": (45, 64, 120, ("little_memory", "weak_battery")),
    "redeploy": (40, 97, 420, ("redeploy", "idle_and_young")),
    "school": (38, 71, 0, ("school",)),
    "parts": (25, 0, 0, ("parts", "irreparable")),
    "recycle": (20, 0, 0, ("recycle",)),
    "repair": (12, 55, 180, ("broken_after_warranty",)),
    "return_to_lessor": (7, 0, 0, ("leased_term_over",)),
    "ask": (3, 0, 0, ("ask",)),
}
KINDS = {  # category: (devices of a thousand, kg each)
    "laptop": (400, 241),
    "monitor": (310, 205),
    "desktop": (110, 220),
    "smartphone": (70, 56),
    "dock": (45, 24),
    "ip_phone": (30, 18),
    "printer": (20, 96),
    "tablet": (9, 91),
    "switch": (4, 180),
    "server": (2, 1280),
}


def figure(
    nl: str, en: str, value: float | None, unit: str, *, spread: float = 0.3, **more: Any
) -> Figure:
    """An estimated figure with a relative spread."""
    interval = None if not value or not spread else Range(value * (1 - spread), value, value * 1.4)
    status: Status = "unknown" if value is None else "estimated"
    found = Figure(Text(nl=nl, en=en), value, unit, status, interval=interval, decimals=0)
    return replace(found, **more)


def setting() -> Setting:
    """Ghent's ladder on Belgian electricity."""
    ladder = CATALOGUE.ladder("ghent")
    return Setting(
        today=TODAY,
        country="BE",
        kg_per_kwh=0.141,
        grid_ratio=0.1,
        grid_year=2025,
        grid_source="ember",
        calendar=build_calendar({2020: 0.16, 2025: 0.141}, TODAY),
        ladder=ladder,
        lifetime=CATALOGUE.lifetime("ghent"),
        steps=CATALOGUE.steps_of(ladder),
        profiles=CATALOGUE.profiles,
    )


def synthetic_answer(size: int = 1000, *, has_fleet: bool = True) -> Answer:
    """The answer for about ``size`` devices; the shares are always the same."""
    under = setting()
    names = {s: Text(c.name_nl, c.name_en) for s, c in CATALOGUE.categories.items()}
    categories = tuple(_category_line(k, names[k], size) for k in KINDS)
    embodied = sum(float(line.embodied.value or 0) for line in categories)
    return Answer(
        setting=under,
        fleet=synthetic_fleet(size) if has_fleet else None,
        devices_count=size,
        left_count=size // 20,
        uncategorised_count=size // 50,
        totals=_totals(embodied, size),
        categories=categories,
        steps=tuple(_step_line(slug, under, size) for slug in STEPS),
        rungs=_rungs(size),
        bought=_bought(size),
        sources=_sources(embodied),
        spreads=_spreads(names, size),
        plans={"": _plan(size, 60), "laptop=48": _plan(size, 48), "laptop=72": _plan(size, 72)},
        category_names=names,
    )


def _category_line(slug: str, name: Text, size: int) -> CategoryLine:
    share, each_kg = KINDS[slug]
    count = size * share // 1000
    return CategoryLine(
        category=slug,
        name=name,
        device_count=count,
        embodied=figure("productie", "making", count * each_kg, "kg CO2e", scope=name),
        yearly=figure("voetafdruk per jaar", "footprint a year", count * 60, "kg CO2e/year"),
        production=figure("aandeel van de productie", "share of production", 82.0, "%", spread=0),
        mass=figure("massa", "mass", count * 2.1, "kg", spread=0),
    )


def _totals(embodied: float, size: int) -> Totals:
    count = figure("toestellen", "devices", size, "", spread=0, status="measured")
    grid = figure("stroomfactor", "grid factor", 0.141, "kg CO2e/kWh", decimals=3, source="ember")
    making = figure(
        "productie",
        "making",
        embodied,
        "kg CO2e",
        formula="core.estimate.Estimate, summed per factor row",
        source="boavizta-pcf, impactco2",
        scope=FLEET_WORD,
        inputs=(count,),
    )
    power = figure("stroomverbruik", "electricity", size * 48, "kWh/year", inputs=(count,))
    return Totals(
        embodied=making,
        yearly=figure(
            "voetafdruk per jaar",
            "footprint a year",
            embodied / 5 + size * 6.8,
            "kg CO2e/year",
            formula="core.footprint.yearly_kg",
            inputs=(making, power, grid),
        ),
        use_to_date=figure("stroom tot vandaag", "electricity to date", size * 18, "kg CO2e"),
        electricity=power,
        mass=figure("massa", "mass", size * 3.4, "kg", spread=0),
        production=figure("aandeel productie", "share of production", 82, "%", spread=0),
        saving=figure(
            "besparing van de stappen",
            "saving of the steps",
            size * 18.4,
            "kg CO2e",
            formula="core.saving.avoided_kg",
            source="boavizta-pcf",
            note=Text(nl="wat nul kan zijn, telt niet mee", en="what may be nought is left out"),
        ),
        saving_eur=figure("uitgestelde aankoop", "purchases put off", size * 71, "EUR"),
    )


def _step_line(slug: str, under: Setting, size: int) -> StepLine:
    share, kg, eur, codes = STEPS[slug]
    count = size * share // 1000
    left, reasons = count, []
    for i, code in enumerate(codes):
        part = left if i == len(codes) - 1 else left * 2 // 3
        left -= part
        reasons.append(ReasonLine(code, reason_sentence(code, under), part))
    return StepLine(
        step=under.steps[slug],
        device_count=count,
        saving=figure("besparing", "saving", count * kg, "kg CO2e"),
        saving_eur=figure("uitgesteld", "put off", count * eur, "EUR"),
        reasons=tuple(reasons),
    )


def _rungs(size: int) -> tuple[RungLine, ...]:
    rows = (
        ("exact", Text(nl="exact model", en="exact model"), 0.62, 0.0),
        ("family", Text(nl="zelfde reeks", en="same series"), 0.14, 0.12),
        ("category", Text(nl="alleen de categorie", en="category only"), 0.24, 0.31),
        ("none", Text(nl="geen factor gevonden", en="no factor found"), 0.0, None),
    )
    return tuple(RungLine(r, name, int(size * share), share, e) for r, name, share, e in rows)


def _bought(size: int) -> tuple[YearLine, ...]:
    shares = {None: 90, 2018: 60, 2019: 110, 2020: 190, 2021: 90, 2022: 120, 2023: 130, 2024: 80}
    shares |= {2025: 70, 2026: 60}
    return tuple(
        YearLine(
            year,
            size * share // 1000,
            figure("productie van aankopen", "making", size * share // 1000 * 190, "kg CO2e"),
        )
        for year, share in shares.items()
    )


def _sources(embodied: float) -> tuple[SourceLine, ...]:
    rows = (
        ("median", Text(nl="mediaan van de bronnen", en="median of the sources"), 1.0),
        ("conservative", Text(nl="voorzichtig", en="conservative"), 1.6),
        ("ecodiag", Text(nl="EcoDiag (CNRS)", en="EcoDiag (CNRS)"), 1.15),
        ("impactco2", Text(nl="ADEME Impact CO2", en="ADEME Impact CO2"), 0.74),
    )
    return tuple(
        SourceLine(
            rule,
            name,
            figure("productie", "making", embodied * ratio, "kg CO2e", source=rule),
            figure("besparing", "saving", embodied * ratio / 11, "kg CO2e", spread=0),
            rule == "median",
        )
        for rule, name, ratio in rows
    )


def _spreads(names: dict[str, Text], size: int) -> tuple[Spread, ...]:
    said = {
        "monitor": {
            "impactco2": 65.0,
            "boavizta-pcf": 346.0,
            "ecodiag": 430.0,
            "ivl-inrego": 510.0,
        },
        "laptop": {
            "impactco2": 156.0,
            "boavizta-pcf": 241.0,
            "ecodiag": 183.0,
            "ivl-inrego": 280.0,
        },
        "smartphone": {"impactco2": 39.0, "boavizta-pcf": 56.0, "ecodiag": 30.0},
        "desktop": {"impactco2": 189.0, "boavizta-pcf": 220.0, "base-ademe": 169.0},
    }
    return tuple(
        Spread(
            slug,
            names[slug],
            size * KINDS[slug][0] // 1000,
            by_source,
            max(by_source.values()) / min(by_source.values()),
        )
        for slug, by_source in said.items()
    )


def _plan(size: int, laptop_months: int) -> Plan:
    years = tuple(range(2027, 2032))
    months = dict.fromkeys(KINDS, 60) | {"laptop": laptop_months}
    cells = [
        PlanCell(
            slug,
            year,
            count,
            count * (KINDS[slug][1] * 400 + 9_900),
            count * KINDS[slug][1] * 1000,
        )
        for slug in sorted(KINDS)
        for i, year in enumerate(years)
        if (count := size * KINDS[slug][0] * 12 * (5 + (i * 7) % 4) // 6 // 1000 // months[slug])
    ]
    return Plan(years, months, tuple(cells), size * 9 // 100)


def synthetic_fleet(size: int) -> Fleet:
    """Three files that do not agree."""
    columns: Columns = {name: [None] * size for name in (*NAMES, "category")}
    slugs = [slug for slug, (share, _) in KINDS.items() for _ in range(share)]
    for i in range(size):
        columns["tag"][i] = HOSTILE if i == 1 else f"VB-{i:05d}"
        columns["make"][i] = ("HP", "Dell", "Lenovo")[i % 3]
        columns["model"][i] = ("EliteBook 840 G8", "P2419H", "ThinkPad T14")[i % 3]
        columns["category"][i] = slugs[i * len(slugs) // size]
        columns["quantity_count"][i] = 1
        columns["purchased_days"][i] = 18_000 + i % 2000
    everything = Sightings(
        files=FILES,
        columns=columns,
        file_nos=[i % 3 for i in range(size)],
        row_nos=[i + 2 for i in range(size)],
        serial_keys=[None] * size,
        tag_keys=[None] * size,
        model_keys=[None] * size,
        are_lots=[False] * size,
    )
    ways = ("serial",) * 6 + ("tag",) * 2 + ("score", "person")
    joins = tuple(Join(i, i + 1, ways[i % len(ways)], 0.8) for i in range(size * 6 // 10))  # type: ignore[arg-type]
    first, second = Sighting(0, 7), Sighting(1, 12)
    return Fleet(
        columns=columns,
        members=[(i,) for i in range(size)],
        sightings=everything,
        files=tuple(_file_seen(i, size) for i in range(len(FILES))),
        winners={},
        joins=joins,
        conflicts=tuple(
            Conflict(i, "model", (Said(first, "EliteBook 840 G8"), Said(second, HOSTILE)))
            for i in range(size // 100)
        ),
        clashes=(
            Clash(
                "tag-twice",
                "VB-00017",
                (first, second),
                Text(nl="staat twee keer in één bestand", en="stands twice in one file"),
            ),
        ),
        doubts=(
            Doubt(3, 4, False, 0.61, Text(nl="kan hetzelfde zijn", en="may be the same device")),
        ),
        lots=(LotCount(5, 100, 96, ()),),
        never_seen=tuple(range(0, size, 12)),
        never_bought=tuple(range(1, size, 30)),
        not_looked_for=tuple(range(2, size, 90)),
        assumptions=(
            Assumption(
                "state-in-use",
                size // 3,
                Text(
                    nl=f"Zonder toestand: {size // 3} toestellen, gelezen als in gebruik.",
                    en=f"Without a state: {size // 3} devices, read as in use.",
                ),
            ),
        ),
        unplaced=(Unplaced("Kofferbak <b>", 3),),
    )


def _file_seen(file_no: int, size: int) -> FileSeen:
    rows = size // 3
    fates = dict.fromkeys(range(2, rows + 2), Fate.DEVICE)
    fates |= {rows + 2: Fate.NOT_A_DEVICE, rows + 3: Fate.PROBLEM, rows + 4: Fate.SECOND_SIGHTING}
    bad_date = Problem(
        "bad-date",
        rows + 3,
        "Aankoopdatum",
        HOSTILE,
        Text(nl=f"'{HOSTILE}' is geen datum", en=f"'{HOSTILE}' is not a date"),
        Text(nl="schrijf dag/maand/jaar", en="write day/month/year"),
    )
    no_serial = Problem(
        "no-serial",
        40,
        None,
        "",
        Text(nl="het serienummer ontbreekt", en="the serial number is missing"),
        Text(nl="vul het in", en="fill it in"),
    )
    asked = Question(
        "day-or-month",
        "Aankoopdatum",
        tuple(range(10, 52)),
        Text(nl="is 03/04/2021 maart of april?", en="is 03/04/2021 March or April?"),
        ("--day-first", "--month-first"),
    )
    reading = Reading(
        file=FILES[file_no],
        format=("generic-table", "intune", "generic-table")[file_no],
        fates=fates,
        problems=[bad_date, *[no_serial] * (2 + file_no)],
        questions=[asked] if file_no == 0 else [],
        dropped=("Gebruiker", "E-mail"),
        encoding="cp1252",
        separator=";",
    )
    table = Table(reading, {"row_no": list(range(2, rows + 2))}, fates)
    roles = ("register", "management", "count")
    alone = tuple(range(file_no, size, 12))
    return FileSeen(table, roles[file_no], {"register": 0.9}, fates, alone)  # type: ignore[arg-type]
