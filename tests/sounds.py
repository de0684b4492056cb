"""Opus files made of nothing but RFC 3533 and RFC 7845: what staff might send, whole or broken."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SILENCE = b"\xf8\xff\xfe"  # one frame of 20 ms, mono, in which nothing sounds
A_FRAME = 960  # samples
SKIPPED = 312


def crc(data: bytes) -> int:
    """Ogg's checksum, a bit at a time."""
    register = 0
    for byte in data:
        register ^= byte << 24
        for _ in range(8):
            register = (register << 1) ^ (0x104C11DB7 if register & 0x80000000 else 0)
    return register


def page(
    packets: Sequence[bytes],
    *,
    number: int,
    position: int = 0,
    flags: int = 0,
    stream: int = 4711,
    goes_on: bool = False,
) -> bytes:
    """One Ogg page holding whole packets, or a part of one that goes on."""
    lengths = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    if goes_on:
        lengths = lengths[:-1]
    before = b"OggS\x00" + struct.pack("<BqII", flags, position, stream, number)
    after = bytes([len(lengths)]) + lengths + b"".join(packets)
    return before + struct.pack("<I", crc(before + bytes(4) + after)) + after


def opus_head(channels: int = 1) -> bytes:
    return b"OpusHead" + struct.pack("<BBHIhB", 1, channels, SKIPPED, 16_000, 0, 0)


def opus_tags(*comments: str) -> bytes:
    texts = [one.encode() for one in ("pembuat", *comments)]
    vendor, *rest = (struct.pack("<I", len(one)) + one for one in texts)
    return b"OpusTags" + vendor + struct.pack("<I", len(rest)) + b"".join(rest)


def make_opus(
    seconds: float = 2, *, comments: Sequence[str] = (), packet: bytes = SILENCE
) -> bytes:
    """A file that plays for `seconds`, in pages of fifty packets."""
    meant = SKIPPED + round(seconds * 48_000)
    packets = [packet] * -(-meant // A_FRAME)
    pages = [
        page([opus_head()], number=0, flags=2),
        page([opus_tags(*comments)], number=1),
    ]
    for begin in range(0, len(packets), 50):
        held = packets[begin : begin + 50]
        is_last = begin + 50 >= len(packets)
        position = meant if is_last else (begin + 50) * A_FRAME
        pages.append(page(held, number=len(pages), position=position, flags=4 if is_last else 0))
    return b"".join(pages)
