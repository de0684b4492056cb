"""One measured figure beside its floor: what the same work costs without us."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """`value` and `floor` in the same `unit`, from the same run; `most` is the promised limit."""

    name: str
    value: float
    floor: float
    unit: str
    most: float | None = None

    @property
    def ratio(self) -> float:
        return self.value / self.floor if self.floor else float("inf")

    @property
    def is_kept(self) -> bool:
        return self.most is None or self.value <= self.most


def milliseconds(work: Callable[[], object], *, rounds: int = 7) -> float:
    """The median time of `work`, after one round that warms up."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return median(times) * 1000


def in_turn(*works: Callable[[], object], rounds: int = 15) -> list[float]:
    """The median milliseconds of each, one after the other in every round: what slows the machine
    for a while slows all of them.
    """
    for work in works:
        work()
    times: list[list[float]] = [[] for _work in works]
    for _ in range(rounds):
        for work, found in zip(works, times, strict=True):
            started = time.perf_counter()
            work()
            found.append(time.perf_counter() - started)
    return [median(found) * 1000 for found in times]
