"""One batch that a bank tells as one line in one message and as its transactions in another. Pure.

camt has both under one entry (`Ntry`): a statement (053) may book a batch as one, the notification
(054) beside it lists the transactions (`NtryDtls/TxDtls`), and `AcctSvcrRef` of the entry is the
bank's own name for both. A batch and its parts are the same money, so only one of them is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from savings_app.money import ZERO, Rupiah, total
from savings_app.reconciliation.readers.types import Line
from savings_app.reconciliation.rules import LineIdentity, hash_batch


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands of one account: lines, and of each batch the sum of its parts, with its sign."""

    lines: Mapping[str, int]
    parts: Mapping[str, Rupiah]

    def times(self, content_hash: str, amount: Rupiah) -> int:
        """How often this very money is told already, as one line or as all its parts."""
        rest = self.parts.get(content_hash, ZERO)
        # Only whole batches count: of some parts nobody knows what the rest would be.
        whole = rest.sen // amount.sen if amount and rest.sen % amount.sen == 0 else 0
        return self.lines.get(content_hash, 0) + max(0, whole)


def find_told(
    lines: Sequence[Line], identities: Sequence[LineIdentity], kept: Kept, seen: Counter[str]
) -> frozenset[int]:
    """The places among a section's lines that are told already in the other way.

    `seen` goes on from one section of the account to its next: which batches the file told before.
    """
    told: set[int] = set()
    for places in _by_entry(lines):
        first = lines[places[0]]
        batch = first.batch
        if batch is not None:
            name, amount = hash_batch(first.on, batch), batch.signed
        elif first.bank_reference:
            name, amount = identities[places[0]].content_hash, first.signed
        else:
            continue
        seen[name] += 1
        if seen[name] <= kept.times(name, amount):
            told.update(places)
    return frozenset(told)


def _by_entry(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Places of the lines, those of one batch together."""

    def entry(place: int) -> tuple[int, int]:
        line = lines[place]
        return line.place, 0 if line.batch is not None else place + 1

    for _entry, own in groupby(range(len(lines)), key=entry):
        yield list(own)


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line as it is kept. `name`: its hash; `batch`: the hash of what it is a part of;
    `section`: the statement it stood in.
    """

    on: date
    signed: Rupiah
    name: str
    batch: str | None
    section: Hashable


def find_twice(lines: Sequence[StoredLine]) -> dict[int, tuple[int, ...]]:
    """Lines that may be a batch whose parts are lines too, each with the parts it may be.

    Told by another statement under the same name, or of the same day, direction and sum with no
    name that says whether they are one: no rule decides that, a person does.
    """
    groups: dict[tuple[Hashable, str], list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if line.batch is not None:
            groups[line.section, line.batch].append(place)
    alike: dict[Hashable, list[list[int]]] = defaultdict(list)
    for (_section, batch), places in groups.items():
        alike[batch].append(places)
        alike[lines[places[0]].on, total(lines[one].signed for one in places)].append(places)
    found: dict[int, tuple[int, ...]] = {}
    for place, line in enumerate(lines if alike else ()):
        if line.batch is not None:
            continue
        of_line = (*alike.get(line.name, ()), *alike.get((line.on, line.signed), ()))
        others = [one for one in of_line if lines[one[0]].section != line.section]
        if others:
            found[place] = tuple(others[0])
    return found
