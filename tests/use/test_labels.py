"""Labels are rendered and read again with a reader of barcodes, as a phone would."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from xml.sax.saxutils import escape

import pytest
import vl_convert
import zxingcpp
from PIL import Image, ImageOps
from pypdf import PdfReader

from kringspoor.core.errors import Refused
from kringspoor.use.labels import KINDS, LAYOUTS, Kind, Label, Layout, address_of, as_pdf, sheet
from kringspoor.use.labels.codes import module_mm, squares_of
from kringspoor.use.labels.lettering import FONT, THOUSANDTHS, plain, shortened, width_em

DOTS_PER_INCH = 300
RENDERED = DOTS_PER_INCH * 72 / 96  # the renderer takes a pixel of 1/96 inch for a point
READ_AS = {"qr": "QR Code", "data-matrix": "Data Matrix"}
SHEETS = [(slug, kind) for slug in LAYOUTS for kind in KINDS]
SMALL, ROLL = LAYOUTS["avery-l4731"], LAYOUTS["brother-dk-11209"]


def label(no: int, *, leads: bool = True) -> Label:
    tag = f"GENT-{no:05}"
    address = address_of("https://kringspoor.gent.be", "gent", tag) if leads else ""
    return Label(tag, "Stad Gent", "HP EliteBook 840 G5", address)


def picture(page: str, ppi: float = RENDERED) -> Image.Image:
    drawn = Image.open(BytesIO(vl_convert.svg_to_png(page, ppi=ppi))).convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    whole = Image.alpha_composite(paper, drawn).convert("L")
    return ImageOps.expand(whole, border=(0, 0, 2, 2), fill=255)  # a side is rounded down


def cut_out(whole: Image.Image, layout: Layout, position_no: int) -> Image.Image:
    place, scale = layout.place(position_no), DOTS_PER_INCH / Decimal("25.4")
    x, y = place.x_mm, place.y_mm
    box = (x, y, x + layout.width_mm, y + layout.height_mm)
    return whole.crop(tuple(round(side * scale) for side in box))  # type: ignore[arg-type]


def read(part: Image.Image) -> list[tuple[str, str]]:
    return [(str(each.format), each.text) for each in zxingcpp.read_barcodes(part)]


def read_in_order(page: str, layout: Layout) -> list[list[tuple[str, str]]]:
    whole = picture(page)
    return [read(cut_out(whole, layout, no + 1)) for no in range(layout.per_page)]


@pytest.mark.parametrize(("slug", "kind"), SHEETS)
def test_every_code_of_a_full_sheet_reads_as_what_it_says_in_order(slug: str, kind: Kind) -> None:
    layout = LAYOUTS[slug]
    is_narrow = layout is SMALL and kind == "qr"
    labels = [label(no, leads=not is_narrow) for no in range(1, layout.per_page + 1)]
    (page,) = sheet(labels, layout, kind)
    expected = [[(READ_AS[kind], each.content)] for each in labels]
    assert read_in_order(page, layout) == expected


@pytest.mark.parametrize("tag", ["PC/12", "café-é-ł-ß", "a b&c<d>\"'", "x" * 60, "0000123", "½€"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_tag_with_odd_letters_is_read_unchanged(tag: str, kind: Kind) -> None:
    (page,) = sheet([Label(tag, "Universität & Söhne")], ROLL, kind)
    assert read(picture(page)) == [(READ_AS[kind], tag)]


@pytest.mark.parametrize("slug", LAYOUTS)
def test_labels_stay_on_the_page_and_off_each_other(slug: str) -> None:
    layout = LAYOUTS[slug]
    places = [layout.place(no + 1) for no in range(layout.per_page)]
    for place in places:
        assert 0 <= place.x_mm <= layout.page_width_mm - layout.width_mm
        assert 0 <= place.y_mm <= layout.page_height_mm - layout.height_mm
    for one, other in combinations(places, 2):
        is_beside = abs(one.x_mm - other.x_mm) >= layout.width_mm
        assert is_beside or abs(one.y_mm - other.y_mm) >= layout.height_mm


@pytest.mark.parametrize(("slug", "kind"), SHEETS)
def test_what_a_printer_may_miss_stays_blank_however_long_the_text(slug: str, kind: Kind) -> None:
    layout = LAYOUTS[slug]
    wide = Label("WWWWWWWWWWWWMM", "Interuniversitair Ziekenhuisconsortium " * 3, "mW" * 40)
    whole = picture(sheet([wide], layout, kind, start_no=layout.per_page)[0])
    dots = DOTS_PER_INCH / Decimal("25.4")
    part = cut_out(whole, layout, layout.per_page)
    left, top, right, bottom = ImageOps.invert(part).getbbox() or (0, 0, 0, 0)
    assert left >= layout.edge_x_mm * dots - 2
    assert top >= layout.edge_y_mm * dots - 2
    assert part.width - right >= layout.edge_x_mm * dots - 2
    assert part.height - bottom >= layout.edge_y_mm * dots - 2
    assert read(part) == [(READ_AS[kind], wide.tag)]


@pytest.mark.parametrize(("slug", "kind"), SHEETS)
def test_the_quiet_zone_of_a_code_is_blank_and_its_modules_can_be_read(
    slug: str, kind: Kind
) -> None:
    layout = LAYOUTS[slug]
    (page,) = sheet([Label("PC-0001", "Stad Gent", "Dell")], layout, kind)
    (placed,) = re.findall(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)", page)
    x, y, module = map(Decimal, placed)
    count = len(squares_of("PC-0001", kind))
    quiet = KINDS[kind].quiet_count * module - Decimal("0.001")
    text_x = Decimal(re.findall(r'<text x="([\d.]+)"', page)[0])
    assert module >= Decimal("0.33")
    assert min(x, y, layout.height_mm - y - count * module) >= quiet
    assert text_x - x - count * module >= quiet


def test_a_sheet_that_was_begun_goes_on_where_it_was_left() -> None:
    labels = [label(no, leads=False) for no in range(1, 9)]
    layout = LAYOUTS["avery-l7160"]
    first, second = sheet(labels, layout, "qr", start_no=19)
    found = [[text for _, text in each] for each in read_in_order(first, layout)]
    assert found == [[]] * 18 + [["GENT-00001"], ["GENT-00002"], ["GENT-00003"]]
    found = [[text for _, text in each] for each in read_in_order(second, layout)]
    assert found == [[f"GENT-{no:05}"] for no in range(4, 9)] + [[]] * 16


@pytest.mark.parametrize("start_no", [0, -1, 22])
def test_a_start_that_the_sheet_does_not_have_is_refused(start_no: int) -> None:
    with pytest.raises(Refused, match="choose a start from 1 to 21") as refused:
        sheet([label(1)], LAYOUTS["avery-l7160"], "qr", start_no=start_no)
    assert refused.value.code == "label-start"


def test_a_code_too_fine_to_read_is_refused_with_what_does_fit() -> None:
    with pytest.raises(Refused) as refused:
        sheet([label(1)], SMALL, "qr")
    assert refused.value.code == "label-too-small"
    assert refused.value.spoken("nl") == (
        "de QR-code van GENT-00001 heeft 12,6 mm nodig, en Avery L4731, 189 per A4 (25,4 × 10 mm)"
        " heeft 10,0 mm (dit past: QR met alleen het inventarisnummer; Data Matrix;"
        " Data Matrix met alleen het inventarisnummer; Avery L4732, 80 per A4 (35,6 × 16,9 mm);"
        " Avery L7160, 21 per A4 (63,5 × 38,1 mm); Brother DK-11209, rol (62 × 29 mm))"
    )
    assert "this fits: QR with the tag alone; Data Matrix;" in refused.value.spoken("en")


@pytest.mark.parametrize(("slug", "kind"), SHEETS)
def test_a_refusal_of_size_never_names_less_than_there_is(slug: str, kind: Kind) -> None:
    layout = LAYOUTS[slug]
    with pytest.raises(Refused) as refused:
        for length in range(1, 2000, 40):
            sheet([Label("A" * length, "Gent")], layout, kind)
    need, have = re.findall(r"(?:needs|has) ([\d.]+) mm", refused.value.spoken("en"))
    assert float(need) > float(have)


def test_a_code_that_fits_nowhere_says_to_put_less_in_it() -> None:
    with pytest.raises(Refused, match="put less in it"):
        sheet([Label("x" * 1800, "Gent")], ROLL, "qr")
    with pytest.raises(Refused, match="no room for 4000 characters"):
        sheet([Label("x" * 4000, "Gent")], ROLL, "qr")


@pytest.mark.parametrize("tag", ["", "  ", "PC-😀", "PC\n1", "ПК-1", "a\u202eb", "\ud800"])
def test_a_tag_that_a_label_cannot_show_is_refused_in_both_languages(tag: str) -> None:
    with pytest.raises(Refused, match="cannot stand on a label") as refused:
        sheet([Label(tag, "Gent")], ROLL, "qr")
    assert "kan niet op een etiket" in refused.value.spoken("nl")


def test_no_labels_make_no_sheet() -> None:
    with pytest.raises(Refused, match="no device was chosen"):
        sheet([], ROLL, "qr")


@pytest.mark.parametrize("tag", [".", ".."])
def test_a_tag_that_a_browser_takes_for_a_folder_has_no_address(tag: str) -> None:
    with pytest.raises(Refused):
        address_of("https://kringspoor.gent.be", "gent", tag)


def test_modules_are_whole_dots_of_a_printer_and_never_too_fine() -> None:
    for layout in LAYOUTS.values():
        found = [module_mm(count, "qr", layout) for count in range(10, 60)]
        dots = [float(each / Decimal("25.4") * 300) for each in found if each is not None]
        assert dots
        assert all(each == pytest.approx(round(each)) and round(each) >= 4 for each in dots)


def test_the_pdf_has_every_page_at_its_true_size_with_text_to_search() -> None:
    pages = sheet([label(no) for no in range(1, 50)], LAYOUTS["avery-l7160"], "qr", start_no=5)
    read_again = PdfReader(BytesIO(as_pdf(pages))).pages
    assert len(read_again) == len(pages) == 3
    for page in read_again:
        sides = [float(side) * 25.4 / 72 for side in page.mediabox[2:]]
        assert sides == pytest.approx([210, 297], abs=0.01)
    assert "GENT-00049" in read_again[2].extract_text()


def test_a_roll_has_a_page_for_every_label() -> None:
    labels = [label(no) for no in range(1, 4)]
    (first, *_) = read_again = PdfReader(BytesIO(as_pdf(sheet(labels, ROLL, "data-matrix")))).pages
    assert len(read_again) == 3
    assert float(first.mediabox[3]) * 25.4 / 72 == pytest.approx(29, abs=0.01)


def test_the_same_labels_give_the_same_bytes() -> None:
    labels = [label(no) for no in range(1, 30)]
    one, other = (sheet(labels, LAYOUTS["avery-l4732"], "qr") for _ in range(2))
    assert one == other
    assert as_pdf(one) == as_pdf(other)


def test_a_page_needs_nothing_beside_it_and_runs_nothing() -> None:
    (page,) = sheet([Label("A&<b>", '"Gent" & <i>')], ROLL, "qr")
    assert not re.search(r"href|url\(|<script|style=|<image|<i>", page)
    assert "A&amp;&lt;b&gt;" in page


@pytest.mark.parametrize(("slug", "kind"), SHEETS)
def test_a_tag_of_any_usual_length_is_shown_whole(slug: str, kind: Kind) -> None:
    for length in range(1, 10):
        for tag in ("LT-0000001"[-length:], "GENT-00173"[:length]):
            (page,) = sheet([Label(tag, "Stad Gent")], LAYOUTS[slug], kind)
            assert f">{tag}</text>" in page


def test_what_is_under_the_tag_has_one_size_on_a_sheet() -> None:
    models = ["Dell", "HP EliteBook 840 G5", "Lenovo ThinkPad X1 Carbon Gen 11 (21HM)"]
    labels = [Label("GENT-00001", "Stad Gent", each) for each in models]
    (page,) = sheet(labels, LAYOUTS["avery-l4732"], "qr")
    sizes = re.findall(r'font-size="([\d.]+)">([^<]+)<', page)
    assert len({size for size, text in sizes if text != "GENT-00001"}) == 1
    assert "HP EliteBook 840 G5" in page


def test_a_long_tag_keeps_its_end_which_tells_devices_apart() -> None:
    tag = "GENT-2026-LAPTOP-STADSDIENSTEN-00123"
    (page,) = sheet([Label(tag, "Gent")], SMALL, "data-matrix")
    shown = re.findall(r">([^<>]+)</text>", page)[0]
    assert "…" in shown and shown.startswith("GENT-2") and shown.endswith("00123")


def test_the_widths_we_reckon_with_hold_every_letter() -> None:
    for letter in "".join(THOUSANDTHS) + "éÉñçÅøßæłșț@W…—“”‘’":
        repeated = escape(letter) * 10
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="70">'
            '<rect width="600" height="70" fill="#fff"/>'
            f'<text x="25" y="50" font-size="50" font-family="{FONT}">|{repeated}|</text></svg>'
        )
        left, _, right, _ = ImageOps.invert(picture(svg, ppi=72)).getbbox() or (0, 0, 0, 0)
        assert right - left <= 50 * (10 * width_em(letter) + 2 * width_em("|")) + 1, letter


def test_a_line_that_only_explains_leaves_out_what_cannot_be_shown() -> None:
    assert plain("Stad 😀 Gent\u202e") == "Stad Gent"
    assert shortened("", Decimal(1)) == ""
    assert shortened("abc", Decimal("0.1")) == "…"
