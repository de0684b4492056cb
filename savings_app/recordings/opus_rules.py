"""Opus in Ogg: read packet by packet and written anew, so that nothing else is ever served.

RFC 3533 (the pages), RFC 7845 (the two heads), RFC 6716 section 3.1 (how long a packet sounds).
What is written holds the stream's head, an empty list of comments and the sound: no title, no
name, no picture and no place, and nothing before or behind.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from savings_app.errors import DomainError

SAMPLES_A_SECOND = 48_000  # Opus counts so, whatever the microphone did
SIGN = b"OggS"
HEAD = struct.Struct("<4sBBqIIIB")  # sign, version, flags, position, stream, number, CRC, segments
CRC_AT, CRC_END = 22, 26
MOST_SEGMENTS = 255
FULL_SEGMENT = 255
CONTINUED, FIRST, LAST = 1, 2, 4
OPUS_HEAD = struct.Struct("<8sBBHIhB")
NO_COMMENTS = b"OpusTags" + struct.pack("<II", 0, 0)
STREAM = 1
LONGEST_PACKET = SAMPLES_A_SECOND * 120 // 1000
# Milliseconds ×10 of one frame, by the configuration in the first five bits of a packet.
FRAMES = (*(100, 200, 400, 600) * 3, *(100, 200) * 2, *(25, 50, 100, 200) * 4)


class NotOpus(DomainError):
    """Something else than one Opus stream in an Ogg file."""

    field = "file"


class RecordingDamaged(DomainError):
    """It begins as one, but its pages do not hold together."""

    field = "file"


class MoreBehindRecording(DomainError):
    """Bytes or another stream after the stream's end."""

    field = "file"


@dataclass(frozen=True, slots=True)
class OpusStream:
    """`samples` is how long it sounds, at 48,000 a second, without what a player skips at first."""

    channels: int
    skipped: int
    input_rate: int
    gain: int
    packets: Sequence[bytes]
    samples: int


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    position: int
    stream: int
    number: int
    lengths: bytes
    body: bytes


def read_opus(data: bytes) -> OpusStream:
    """
    Raises:
        NotOpus, RecordingDamaged, MoreBehindRecording
    """
    pages = list(_pages(data))
    packets = list(_packets(pages))
    if not packets or not packets[0].startswith(b"OpusHead"):
        raise NotOpus
    channels, skipped, input_rate, gain = _read_head(packets[0])
    if len(packets) < 3 or not packets[1].startswith(b"OpusTags"):  # noqa: PLR2004
        raise RecordingDamaged
    sound = packets[2:]
    whole = sum(_samples(packet) for packet in sound)
    # The last page may say that less of its last packet is meant. Another figure is no length.
    end = pages[-1].position
    samples = (end if skipped < end <= whole else whole) - skipped
    if samples <= 0:
        raise RecordingDamaged
    return OpusStream(channels, skipped, input_rate, gain, sound, samples)


def write_opus(stream: OpusStream) -> bytes:
    """The same sound in pages of our own, with no comment."""
    head = OPUS_HEAD.pack(
        b"OpusHead", 1, stream.channels, stream.skipped, stream.input_rate, stream.gain, 0
    )
    written = [_written([head], flags=FIRST, position=0, number=0)]
    written.append(_written([NO_COMMENTS], flags=0, position=0, number=1))
    position, held, used = 0, list[bytes](), 0
    for packet in stream.packets:
        segments = len(packet) // FULL_SEGMENT + 1
        if used + segments > MOST_SEGMENTS:
            written.append(_written(held, flags=0, position=position, number=len(written)))
            held, used = [], 0
        held.append(packet)
        used += segments
        position += _samples(packet)
    end = stream.samples + stream.skipped
    written.append(_written(held, flags=LAST, position=end, number=len(written)))
    return b"".join(written)


def _written(packets: Sequence[bytes], *, flags: int, position: int, number: int) -> bytes:
    lengths = b"".join(
        bytes([FULL_SEGMENT]) * (len(packet) // FULL_SEGMENT) + bytes([len(packet) % FULL_SEGMENT])
        for packet in packets
    )
    head = HEAD.pack(SIGN, 0, flags, position, STREAM, number, 0, len(lengths))
    page = bytearray(head + lengths + b"".join(packets))
    page[CRC_AT:CRC_END] = struct.pack("<I", checksum(bytes(page)))
    return bytes(page)


def _pages(data: bytes) -> Iterator[_Page]:
    """The pages of one stream, each whole and in its place, the file ending with the last."""
    if not data.startswith(SIGN):
        raise NotOpus
    at, number, stream, ended = 0, 0, None, False
    while at < len(data):
        if ended:
            raise MoreBehindRecording
        page, at = _page(data, at)
        stream = page.stream if stream is None else stream
        if page.number != number or page.stream != stream or bool(page.flags & FIRST) == number > 0:
            raise RecordingDamaged
        number, ended = number + 1, bool(page.flags & LAST)
        yield page


def _page(data: bytes, at: int) -> tuple[_Page, int]:
    """The page that begins there, and where the next does."""
    if len(data) < at + HEAD.size:
        raise RecordingDamaged
    sign, version, flags, position, stream, number, crc, count = HEAD.unpack_from(data, at)
    if sign != SIGN or version:
        raise RecordingDamaged
    lengths = data[at + HEAD.size : at + HEAD.size + count]
    begin = at + HEAD.size + count
    end = begin + sum(lengths)
    if len(lengths) < count or len(data) < end:
        raise RecordingDamaged
    whole = bytearray(data[at:end])
    whole[CRC_AT:CRC_END] = bytes(4)
    if checksum(bytes(whole)) != crc:
        raise RecordingDamaged
    return _Page(flags, position, stream, number, lengths, data[begin:end]), end


def _packets(pages: Sequence[_Page]) -> Iterator[bytes]:
    """What the pages carry; a packet may go on over several of them."""
    open_packet: list[bytes] = []
    for page in pages:
        if bool(page.flags & CONTINUED) != bool(open_packet):
            raise RecordingDamaged
        at = 0
        for length in page.lengths:
            open_packet.append(page.body[at : at + length])
            at += length
            if length < FULL_SEGMENT:
                yield b"".join(open_packet)
                open_packet = []
    if open_packet:
        raise RecordingDamaged


def _read_head(packet: bytes) -> tuple[int, int, int, int]:
    """Channels, skipped samples, rate of the microphone, gain."""
    if len(packet) < OPUS_HEAD.size:
        raise RecordingDamaged
    _sign, version, channels, skipped, rate, gain, family = OPUS_HEAD.unpack_from(packet)
    if version >> 4 or channels not in (1, 2) or family:
        raise NotOpus
    return channels, skipped, rate, gain


def _samples(packet: bytes) -> int:
    """How long one packet sounds."""
    if not packet:
        raise RecordingDamaged
    count = (1, 2, 2)[packet[0] & 3] if packet[0] & 3 < 3 else _counted(packet)  # noqa: PLR2004
    samples = count * FRAMES[packet[0] >> 3] * SAMPLES_A_SECOND // 10_000
    if not 0 < samples <= LONGEST_PACKET:
        raise RecordingDamaged
    return samples


def _counted(packet: bytes) -> int:
    if len(packet) < 2:  # noqa: PLR2004
        raise RecordingDamaged
    return packet[1] & 63


def _crc_table() -> tuple[int, ...]:
    """Ogg's own CRC-32: the common polynomial, not reflected, begun with zero."""
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
        table.append(value & 0xFFFFFFFF)
    return tuple(table)


_TABLE = _crc_table()


def checksum(page: bytes) -> int:
    """The CRC of a page whose own CRC field is zero."""
    value = 0
    for byte in page:
        value = ((value << 8) & 0xFFFFFFFF) ^ _TABLE[(value >> 24) ^ byte]
    return value
