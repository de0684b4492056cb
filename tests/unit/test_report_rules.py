"""Small counts are hidden, and cannot be worked out from the total."""

from __future__ import annotations

import pytest

from savings_app.reports.rules import Hidden, shown_counts


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], []),
        ([0, 5, 12], [0, 5, 12]),
        ([1, 4, 12], [Hidden.FEW, Hidden.FEW, 12]),
        ([3, 12, 7], [Hidden.FEW, 12, Hidden.WITH_IT]),
        ([3, 0], [Hidden.FEW, 0]),
        ([4], [Hidden.FEW]),
    ],
)
def test_under_five_is_hidden_and_one_alone_takes_another_with_it(
    counts: list[int], shown: list[int | Hidden]
) -> None:
    assert shown_counts(counts) == shown
