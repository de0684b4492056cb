"""A whole file in memory: the search for circles stands still, and goes on afterwards."""

from __future__ import annotations

import gc

import pytest

from savings_app.imports.bulk import without_collecting


def test_the_search_stands_still_only_inside() -> None:
    with without_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), without_collecting():
        raise ValueError("broken")
    assert gc.isenabled()


def test_whoever_had_it_off_already_keeps_it_off() -> None:
    gc.disable()
    try:
        with without_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
