"""Photos and PDFs for tests, made in the test: good ones, and what a hostile hand would send."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pikepdf
from PIL import Image

GPS = "Kwandang"


def photo(
    size: tuple[int, int] = (400, 300), *, form: str = "JPEG", orientation: int = 1, text: str = GPS
) -> bytes:
    """A photo with a place, a camera and a comment in it; the left half black, the right white."""
    picture = Image.new("RGB", size, "white")
    picture.paste("black", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = f"Kamera {text}"
    exif.get_ifd(0x8825).update({1: "N", 2: (0.0, 33.0, 5.0), 3: "E", 4: (123.0, 3.0, 9.0)})
    buffer = BytesIO()
    more = {"comment": text.encode()} if form == "JPEG" else {}
    picture.save(buffer, form, exif=exif, **more)
    return buffer.getvalue()


def bomb() -> bytes:
    """A PNG of 60,000 × 60,000 in a few hundred kilobytes."""
    side = 60_000
    row = zlib.compressobj(9)
    packed = b"".join(row.compress(bytes(1 + side // 8)) for _ in range(side // 50)) + row.flush()

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def pdf(pages: int = 1, *, picture: bytes | None = None, password: str = "") -> bytes:
    """A PDF of so many pages; with a `picture`, it stands on the first as it is."""
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(200, 300))
        if picture is not None:
            _place(made, picture)
        buffer = BytesIO()
        locked = pikepdf.Encryption(user=password, owner=password) if password else False
        made.save(buffer, encryption=locked)
    return buffer.getvalue()


def _place(made: pikepdf.Pdf, picture: bytes) -> None:
    with Image.open(BytesIO(picture)) as shown:
        width, height = shown.size
    image = made.make_stream(picture)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height = width, height
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    image.Filter = pikepdf.Name.DCTDecode
    page = made.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Foto=image))
    page.Contents = made.make_stream(b"q 180 0 0 120 10 150 cm /Foto Do Q")


def acting_pdf() -> bytes:
    """A PDF that would run a script, start a program, open an attachment, and names its author."""
    with pikepdf.open(BytesIO(pdf(2, picture=photo()))) as made:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('jahat')")
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="jahat.exe")
        made.Root.OpenAction = made.make_indirect(script)
        made.Root.AA = pikepdf.Dictionary(WC=launch)
        made.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("a"), script])
        )
        made.attachments["jahat.html"] = b"<script>jahat()</script>"
        made.docinfo["/Author"] = "Nama Penulis"
        with made.open_metadata() as told:
            told["dc:creator"] = ["Nama Penulis"]
        page = made.pages[0]
        page.AA = pikepdf.Dictionary(O=script)
        page.Annots = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Link,
                    Rect=[0, 0, 100, 100],
                    A=launch,
                )
            ]
        )
        buffer = BytesIO()
        made.save(buffer)
    return buffer.getvalue()


def polyglot() -> bytes:
    """A PDF that a careless browser would read as a page."""
    html = b"\n%<html><script>alert('jahat')</script></html>\n"
    good = pdf()
    at = good.index(b"\n") + 1
    return good[:at] + html + good[at:] + html


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'


def pdf_bomb(*, megabytes: int) -> bytes:
    """A small PDF whose table of objects is one stream that unpacks to so many megabytes."""
    packing = zlib.compressobj(1)
    nothing = bytes(1024 * 1024)
    packed = b"".join(packing.compress(nothing) for _ in range(megabytes)) + packing.flush()
    head = b"%PDF-1.5\n"
    table = (
        b"1 0 obj\n<< /Type /XRef /Size 2 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length "
        + str(len(packed)).encode()
        + b" >>\nstream\n"
    )
    end = b"\nendstream\nendobj\nstartxref\n" + str(len(head)).encode() + b"\n%%EOF\n"
    return head + table + packed + end
