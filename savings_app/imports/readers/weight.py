"""What an XLSX unpacks to, weighed a piece at a time before anything holds it.

The sizes a ZIP states of itself are not believed, and neither are its names: any part may be a
sheet. What is written once may also be read many times: a text that every cell refers to, or an
empty sheet whose one cell stands in the far corner.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from savings_app.imports.readers.types import LARGEST_UNPACKED, MOST_CELLS, ImportFileTooWide

_PIECE = 1024 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d+)""")
_FAR_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{2,3})\d""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*<(?:\w+:)?f[\s/>]"""
)
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_USE = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d{1,9})""")
_LETTERS = 26
# How much of one piece is looked at again with the next: a cell's head may be cut in two.
_OVERLAP = 256


@dataclass(slots=True)
class _Scales:
    """What the parts weighed so far."""

    unpacked: int = 0
    area: int = 0  # rows times columns of every sheet
    cells: int = 0
    uses: int = 0
    longest: int = 0
    formula: tuple[int, str] | None = None


@dataclass(slots=True)
class _Part:
    """One part while it is unpacked."""

    rows: int = 0
    columns: int = _LETTERS
    length: int = 0
    texts: list[int] = field(default_factory=list)  # where each shared text begins


def weigh(data: bytes) -> tuple[int, str] | None:
    """The row and column of the first computed cell, if there is one.

    Raises:
        ImportFileTooWide: what it unpacks to would not fit.
        zipfile.BadZipFile, zlib.error, struct.error: it is no ZIP, or a broken one.
    """
    scales = _Scales()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
    for info in infos:
        part = _Part()
        for seen, old in _looked_at(data, info):
            _weigh_piece(scales, part, seen, old)
        scales.area += part.rows * part.columns
        ends = [*part.texts[1:], part.length]
        sizes = (end - begin for begin, end in zip(part.texts, ends, strict=False))
        scales.longest = max(scales.longest, *sizes, 0)
        if max(scales.area, scales.cells) > MOST_CELLS:
            raise ImportFileTooWide(cells=MOST_CELLS)
    if scales.longest * scales.uses > LARGEST_UNPACKED:
        _weigh_texts(data, infos)
    return scales.formula


def _weigh_piece(scales: _Scales, part: _Part, seen: bytes, old: int) -> None:
    scales.unpacked += len(seen) - old
    part.length += len(seen) - old
    if scales.unpacked > LARGEST_UNPACKED:
        raise ImportFileTooWide(cells=MOST_CELLS)
    before = part.length - len(seen)
    part.texts.extend(before + one.start() for one in _new(_SHARED_TEXT, seen, old))
    scales.cells += sum(1 for _one in _new(_CELL, seen, old))
    part.rows = max(part.rows, *map(int, _ROW.findall(seen)), 0)
    part.columns = max([part.columns, *map(_column, set(_FAR_COLUMN.findall(seen)))])
    scales.uses += sum(1 for _one in _new(_USE, seen, old))
    if scales.formula is None and (computed := _FORMULA.search(seen)):
        scales.formula = int(computed[2]), computed[1].decode()


def _new(pattern: re.Pattern[bytes], seen: bytes, old: int) -> Iterator[re.Match[bytes]]:
    """What ends in the new part of a piece; the rest was seen before."""
    return (one for one in pattern.finditer(seen) if one.end() > old)


def _weigh_texts(data: bytes, infos: list[zipfile.ZipInfo]) -> None:
    """Each use of a shared text holds it once more."""
    uses: Counter[int] = Counter()
    tables: list[list[int]] = []
    for info in infos:
        part = _Part()
        for seen, old in _looked_at(data, info):
            part.length += len(seen) - old
            before = part.length - len(seen)
            part.texts.extend(before + one.start() for one in _new(_SHARED_TEXT, seen, old))
            uses.update(int(one[1]) for one in _new(_USE, seen, old))
        tables.append([*part.texts, part.length])
    for begins in tables:
        sizes = [end - begin for begin, end in pairwise(begins)]
        held = sum(sizes[one] * times for one, times in uses.items() if one < len(sizes))
        if held > LARGEST_UNPACKED:
            raise ImportFileTooWide(cells=MOST_CELLS)


def _looked_at(data: bytes, info: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Each piece behind the end of the one before, and how much of it was seen already."""
    tail = b""
    for piece in _unpacked(data, info):
        yield tail + piece, len(tail)
        tail = (tail + piece)[-_OVERLAP:]


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one part, a piece at a time."""
    header = _LOCAL_HEADER.unpack_from(data, part.header_offset)
    begin = part.header_offset + _LOCAL_HEADER.size + header[-2] + header[-1]
    packed = memoryview(data)[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(part.compress_type)
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    while not reader.eof:
        piece = reader.decompress(rest, _PIECE)
        rest = reader.unconsumed_tail
        if not piece and not rest:
            return
        yield piece


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number
