"""How the one who died is spoken of."""

from __future__ import annotations

from savings_app.words.language import gettext


def late(sex: str | None) -> str:
    """The word before the name: of a man ("L"), of a woman ("P"), or of whom nobody wrote it."""
    if sex == "L":
        return gettext("almarhum")
    # The long pair may break behind its stroke on a telephone, never within a word.
    return gettext("almarhumah") if sex == "P" else gettext("almarhum/\u200balmarhumah")
