"""`make bench` runs every module of its folder: one that measures nothing would end it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.run import NOT_FIGURES

FOLDER = Path(__file__).parents[2] / "benchmarks"


def test_every_benchmark_has_a_figure_and_what_has_none_is_named() -> None:
    # Read and not imported: some choose the folder of their data when they are.
    measuring = {path.stem for path in FOLDER.glob("*.py") if "\ndef measure(" in path.read_text()}
    assert {path.stem for path in FOLDER.glob("*.py")} - NOT_FIGURES == measuring
