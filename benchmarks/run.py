"""Print every figure of this folder as a table:  make bench

A benchmark is a module here with `measure() -> Figure | list[Figure]`. It measures its floor in the
same run, so that a ratio means the same on every machine. Exit 1 when a promised limit is broken.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure

NOT_FIGURES = {"__init__", "run", "figure", "service", "many_accounts"}
ROW = "{:<52} {:>12} {:>12} {:>8} {:>12}  {}"


def measured() -> Iterator[Figure]:
    """The figures of each module, in the order of their names."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem in NOT_FIGURES:
            continue
        found = importlib.import_module(f"benchmarks.{path.stem}").measure()
        yield from [found] if isinstance(found, Figure) else found


def row(figure: Figure) -> str:
    most = "" if figure.most is None else f"{figure.most:,.1f}"
    return ROW.format(
        figure.name,
        f"{figure.value:,.1f} {figure.unit}",
        f"{figure.floor:,.1f} {figure.unit}",
        f"{figure.ratio:.2f}",
        most,
        "" if figure.is_kept else "TOO MUCH",
    ).rstrip()


def main() -> int:
    print(ROW.format("figure", "ours", "floor", "ratio", "at most", "").rstrip())
    kept = True
    for figure in measured():
        print(row(figure), flush=True)
        kept = kept and figure.is_kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
