"""What makes a bank line itself, and whether a section adds up. Pure.

Row matching by date, amount and text alone drops real rows: a savings account credits the same
interest every day, and two equal deposits on one day are two deposits. So a line is its content
and how many equal lines of the account came before it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from savings_app.reconciliation.readers.types import Batch, Line, Section


class LineIdentity(NamedTuple):
    """`content_hash` is 64 hexadecimal digits; `occurrence` counts equal lines from 1."""

    content_hash: str
    occurrence: int


# In place of a hash that was erased, before the row's own id: no 64 hexadecimal digits.
ERASED = "erased:"

# BRI appends `WS_OB;<reference>;<information>` from the day after the transaction, so the same
# transaction has two texts (developers.bri.co.id, prosedur rekonsiliasi).
_SUFFIX = "WS_OB;"
_DAY_SUFFIX = re.compile(rf"\s*{_SUFFIX}.*$", re.DOTALL)


def settled_text(text: str) -> str:
    """The text without what the bank appends later, spaces and letter case made equal."""
    if _SUFFIX in text:
        text = _DAY_SUFFIX.sub("", text)
    return " ".join(text.split()).casefold()


def hash_line(line: Line) -> str:
    """The line's content as a hash, the same from whichever file it is read.

    The running balance is left out: one bank gives it in one form of file and not in the other.
    So is the mark of a reversal, and what batch a line is a part of.
    So is all that is told of a movement which the bank calls by a name of its own: a notification
    (camt.054) words it otherwise than the statement (camt.053) of the day after.
    """
    told = (settled_text(line.text), (line.reference or "").strip().casefold())
    if line.bank_reference:
        told = ("", f"bank:{line.bank_reference.strip().casefold()}")
    parts = (line.on.isoformat(), line.direction.value, str(line.amount.sen), *told)
    # A length before each part, so that no text can imitate the seam between two.
    packed = "".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(packed.encode()).hexdigest()


def hash_batch(on: date, batch: Batch) -> str:
    """The hash of what the bank booked as one, as if it told it as one line."""
    one = Line(on, batch.direction, batch.amount, batch.text, bank_reference=batch.bank_reference)
    return hash_line(one)


def identify_lines(sections: Sequence[Section]) -> tuple[tuple[LineIdentity, ...], ...]:
    """The identity of every line of a file, by section, in the file's order.

    Occurrences are counted per account through the whole file, so two statements of one account
    in one file continue one count. A later file that covers whole days again gives the rows it
    shares with an earlier one the same identities.
    """
    seen: Counter[tuple[str, str]] = Counter()
    identities: list[tuple[LineIdentity, ...]] = []
    for section in sections:
        own: list[LineIdentity] = []
        for line in section.lines:
            key = (section.account_text or "", hash_line(line))
            seen[key] += 1
            own.append(LineIdentity(content_hash=key[1], occurrence=seen[key]))
        identities.append(tuple(own))
    return tuple(identities)
