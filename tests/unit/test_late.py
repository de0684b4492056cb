"""The one who died is spoken of with the word that is due; both words where nobody wrote it."""

from __future__ import annotations

import pytest

from savings_app.registry.nik import Sex
from savings_app.words.late import late


@pytest.mark.parametrize(
    ("sex", "word"),
    [
        (Sex.MALE, "almarhum"),
        (Sex.FEMALE, "almarhumah"),
        (None, "almarhum/\u200balmarhumah"),
    ],
)
def test_the_word_follows_the_sex_the_registry_has(sex: Sex | None, word: str) -> None:
    assert late(sex) == word
