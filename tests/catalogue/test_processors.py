"""Whether Windows 11 accepts a processor, from the text inventories hold."""

from __future__ import annotations

import pytest

from kringspoor.catalogue.processors import windows_11

ACCEPTED = (
    "i5-8250U",
    "Core i5 8350U",
    "Intel(R) Core(TM) i7-10610U CPU @ 1.80GHz",
    "Intel(R) Core(TM) i5-1035G1 CPU @ 1.00GHz",
    "11th Gen Intel(R) Core(TM) i5-1135G7 @ 2.40GHz",
    "12th Gen Intel(R) Core(TM) i5-12500T",
    "Intel(R) Core(TM) Ultra 7 155H",
    "Intel(R) Core(TM) 5 120U",
    "Intel Core m3-8100Y",
    "Intel Xeon E-2136",
    "Intel(R) Celeron(R) N4020 CPU @ 1.10GHz",
    "Intel(R) Pentium(R) Silver N5030",
    "AMD Ryzen 5 PRO 5650U with Radeon Graphics",
    "AMD Ryzen 5 2600X Six-Core Processor",
    "AMD Ryzen 3 3250U",
    "AMD Ryzen AI 7 PRO 350",
    "AMD Athlon Gold 3150U",
    "Snapdragon (TM) 850",
    "Snapdragon X Elite",
    "i5 8th gen",
    "Intel(R) Core(TM) i9-7900X CPU @ 3.30GHz",
    "Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz",
    "Intel(R) Xeon(R) W-2123 CPU @ 3.60GHz",
    "Intel Pentium Gold G5400",
    "Intel(R) Pentium(R) Gold 4425Y @ 1.70GHz",
    "Intel(R) Celeron(R) G4900 CPU @ 3.10GHz",
    "Intel(R) Celeron(R) J4125 CPU @ 2.00GHz",
    "Intel(R) Celeron(R) CPU 4205U @ 1.80GHz",
    "Intel Atom x6425E",
    "AMD Athlon 3000G with Radeon Vega Graphics",
    "AMD Ryzen Threadripper 2990WX 32-Core Processor",
)
REFUSED = (
    "Intel(R) Core(TM) i7-7700 CPU @ 3.60GHz",
    "i5-6300U",
    "i7 4790",
    "i5-7Y54",
    "Intel(R) Core(TM) m3-7Y30 CPU @ 1.00GHz",
    "Intel(R) Core(TM) i5 CPU       M 520  @ 2.40GHz",
    "Intel(R) Core(TM)2 Duo CPU E8400 @ 3.00GHz",
    "Intel(R) Xeon(R) CPU E5-2620 v4 @ 2.10GHz",
    "Intel(R) Celeron(R) CPU N3060 @ 1.60GHz",
    "Intel(R) Pentium(R) CPU G4560 @ 3.50GHz",
    "Intel(R) Atom(TM) x5-Z8350 CPU",
    "AMD Ryzen 7 1700 Eight-Core Processor",
    "AMD A9-9425 RADEON R5",
    "AMD FX-8350",
    "Snapdragon 835",
    "6th gen i5",
    "AMD Ryzen 5 2500U with Radeon Vega Mobile Gfx",
    "AMD Ryzen 5 2400G with Radeon Vega Graphics",
    "Intel(R) Pentium(R) CPU N4200 @ 1.10GHz",
    "Intel(R) Core(TM) i7-7740X CPU @ 4.30GHz",
    "Intel Pentium Gold G4560",
)
UNKNOWN = (
    None,
    "",
    "Intel Core i5",
    "i7-7820HQ",  # on the list for some machines only
    "AMD Ryzen, 3rd Gen",  # not a third generation as Intel counts
    "2nd Gen AMD EPYC",
    "Intel(R) Atom(TM) x7-Z8700 CPU",
    "Intel(R) Xeon(R) D-1521",
    "Apple M1",
    "QEMU Virtual CPU version 2.5+",
    "x64",
)


@pytest.mark.parametrize("cpu", ACCEPTED)
def test_a_processor_on_the_list_is_accepted(cpu: str) -> None:
    assert windows_11(cpu) is True


@pytest.mark.parametrize("cpu", REFUSED)
def test_an_older_processor_is_refused(cpu: str) -> None:
    assert windows_11(cpu) is False


@pytest.mark.parametrize("cpu", UNKNOWN)
def test_what_the_text_does_not_tell_stays_unknown(cpu: str | None) -> None:
    assert windows_11(cpu) is None
