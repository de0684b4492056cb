"""What is sent of a paper is known by its content, made small, and says nothing of itself."""

from __future__ import annotations

import resource
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageFile

from savings_app.cases.kinds import PaperFileType
from savings_app.cases.paper_scans import read_scan
from savings_app.cases.scan_rules import (
    LARGEST_PICTURE,
    LONG_SIDE,
    MOST_PAGES,
    PdfLocked,
    PdfTooLong,
    PictureTooLarge,
    ScanDamaged,
    ScanHeic,
    ScanUnknown,
)
from savings_app.config import MEGABYTE, TEMPLATES, from_environment
from savings_app.errors import DomainError
from savings_app.pdf_bounds import PdfOutOfBounds, check_pdf
from savings_app.storage import LARGEST_BYTES, FileKind
from tests import scans


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_as_a_jpeg_that_names_no_place_and_no_camera(form: str) -> None:
    sent = scans.photo(form=form)
    assert scans.GPS.encode() in sent

    clean = read_scan(sent, name="IMG_1.jpg")

    assert (clean.type, clean.pages) == (PaperFileType.JPEG, 1)
    assert scans.GPS.encode() not in clean.data
    with Image.open(BytesIO(clean.data)) as kept:
        assert dict(kept.getexif()) == {}
        assert kept.format == "JPEG"


def test_a_photo_taken_with_the_phone_turned_is_kept_upright() -> None:
    clean = read_scan(scans.photo((400, 300), orientation=6), name="miring.jpg")

    with Image.open(BytesIO(clean.data)) as kept:
        assert kept.size == (300, 400)
        # Turned right by a quarter: what was left (black) is at the top.
        assert kept.convert("L").getpixel((150, 20)) == 0
        assert kept.convert("L").getpixel((150, 380)) == 255


def test_twelve_million_pixels_of_detail_become_less_than_a_megabyte() -> None:
    noisy = Image.effect_noise((4000, 3000), 60).convert("RGB")
    buffer = BytesIO()
    noisy.save(buffer, "JPEG", quality=50)

    clean = read_scan(buffer.getvalue(), name="foto.jpg")

    assert len(clean.data) < LARGEST_PICTURE
    with Image.open(BytesIO(clean.data)) as kept:
        assert max(kept.size) == LONG_SIDE


def test_what_is_see_through_stands_on_white() -> None:
    buffer = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(buffer, "PNG")

    clean = read_scan(buffer.getvalue(), name="kosong.png")

    with Image.open(BytesIO(clean.data)) as kept:
        assert kept.getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (scans.bomb(), PictureTooLarge),
        (scans.HEIC, ScanHeic),
        (scans.SVG, ScanUnknown),
        (b"<html><script>alert(1)</script>", ScanUnknown),
        (b"GIF89a" + bytes(100), ScanUnknown),
        (b"MZ" + bytes(100), ScanUnknown),
        (scans.photo()[:-400], ScanDamaged),
        (scans.photo(form="PNG")[:80], ScanDamaged),
        (b"\xff\xd8\xff<script>alert(1)</script>", ScanDamaged),
        (b"%PDF-1.7\nbukan", ScanDamaged),
        (scans.pdf(password="rahasia"), PdfLocked),
        (scans.pdf(5000), PdfTooLong),
        (scans.pdf(MOST_PAGES + 1), PdfTooLong),
    ],
    ids=lambda one: one.__name__ if isinstance(one, type) else "",
)
def test_what_is_no_photo_and_no_pdf_is_refused_by_its_name(
    sent: bytes, why: type[DomainError]
) -> None:
    with pytest.raises(why) as refused:
        read_scan(sent, name="kk.jpg")
    assert refused.value.facts["name"] == "kk.jpg"


def test_a_pdf_keeps_its_pages_and_nothing_that_acts_or_tells() -> None:
    sent = scans.acting_pdf()

    clean = read_scan(sent, name="akta.pdf")

    assert (clean.type, clean.pages) == (PaperFileType.PDF, 2)
    with pikepdf.open(BytesIO(clean.data)) as kept:
        assert set(kept.Root.keys()) == {"/Type", "/Pages"}
        assert dict(kept.docinfo) == {}
        assert not kept.attachments
        everything = b"".join(found.unparse(resolved=True) for found in kept.objects)
        for word in (b"JavaScript", b"Launch", b"/AA", b"Annots", b"/EF", b"Penulis", b"Metadata"):
            assert word not in everything
        image = kept.pages[0].Resources.XObject.Foto
        assert scans.GPS.encode() not in image.read_raw_bytes()
        assert isinstance(image, pikepdf.Stream)
        assert pikepdf.PdfImage(image).as_pil_image().size == (400, 300)
    assert b"jahat" not in clean.data


def test_a_pdf_that_is_a_web_page_too_is_only_a_pdf_afterwards() -> None:
    clean = read_scan(scans.polyglot(), name="dua.pdf")

    assert clean.data.startswith(b"%PDF-")
    assert b"script" not in clean.data


def test_a_photo_packed_once_more_inside_a_pdf_says_nothing_either() -> None:
    with pikepdf.open(BytesIO(scans.pdf(picture=scans.photo()))) as made:
        image = made.pages[0].Resources.XObject.Foto
        packed = zlib.compress(image.read_raw_bytes())
        both = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
        image.write(packed, filter=both)
        buffer = BytesIO()
        made.save(buffer, stream_decode_level=pikepdf.StreamDecodeLevel.none)

    clean = read_scan(buffer.getvalue(), name="rangkap.pdf")

    with pikepdf.open(BytesIO(clean.data)) as kept:
        image = kept.pages[0].Resources.XObject.Foto
        assert image.Filter == pikepdf.Name.DCTDecode
        assert scans.GPS.encode() not in image.read_raw_bytes()


def test_the_same_file_sent_twice_is_kept_alike() -> None:
    for sent in (scans.photo(), scans.acting_pdf()):
        assert read_scan(sent, name="a") == read_scan(sent, name="b")


def test_what_was_written_into_a_form_stays_as_ink() -> None:
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(200, 300))
        ink = made.make_stream(b"0 0 1 rg 0 0 50 50 re f")
        ink.Type, ink.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        ink.BBox = [0, 0, 50, 50]
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[10, 10, 60, 60],
            F=4,
            AP=pikepdf.Dictionary(N=ink),
        )
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(stamp)])
        buffer = BytesIO()
        made.save(buffer)

    clean = read_scan(buffer.getvalue(), name="cap.pdf")

    with pikepdf.open(BytesIO(clean.data)) as kept:
        assert "/Annots" not in kept.pages[0]
        drawn = kept.pages[0].Contents
        streams = drawn if isinstance(drawn, pikepdf.Array) else [drawn]
        assert b"Do" in b"".join(stream.read_bytes() for stream in streams)


def test_a_photo_that_breaks_off_is_damaged_also_where_documents_are_rendered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """WeasyPrint, once imported, tells Pillow to fill up what is missing."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(ScanDamaged):
        read_scan(scans.photo()[:-400], name="foto.jpg")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_small_pdf_that_unpacks_to_gigabytes_takes_none_of_our_memory() -> None:
    sent = scans.pdf_bomb(megabytes=700)
    assert len(sent) < 5_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(ScanDamaged):
        read_scan(sent, name="bom.pdf")
    with pytest.raises(PdfOutOfBounds):
        check_pdf(sent)

    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert kilobytes < 100_000
    check_pdf(scans.pdf(2))


def test_the_page_of_a_paper_says_how_much_is_taken(tmp_path: Path) -> None:
    """A megabyte of the request is left for the form around the files."""
    page = (TEMPLATES / "government" / "paper_form.html").read_text(encoding="utf-8")
    each = LARGEST_BYTES[FileKind.PAPER] // MEGABYTE
    settings = from_environment({"SAVINGS_APP_DATA": str(tmp_path)})
    together = int(str(settings["MAX_CONTENT_LENGTH"])) // MEGABYTE - 1
    assert f"tiap berkas paling besar {each} MB, bersama {together} MB" in page
