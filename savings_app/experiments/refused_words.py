"""What a wording that is tried out may not hold: the one place where these words are written.

Beside the figures and the words of money and mourning that no message holds (`outbox.rules`).
"""

from __future__ import annotations

import re

# Saving is voluntary; nobody is blamed, pressed, or promised anything for it.
PRESSES = re.compile(
    r"\b(\w*boros\w*|\w*hambur\w*|\w*habis\w*|konsumtif|jangan|\w*harus\w*|\w*wajib\w*"
    r"|terlambat|must|wast\w*|should|have to)\b",
    re.IGNORECASE,
)
# Help with the claim, the scholarship and doa arwah stand outside of every trial.
OUTSIDE = re.compile(
    r"\b(klaim|bpjs|beasiswa|pencairan|\w*syarat\w*|mongaruwa|tahlil|doa|claim\w*|scholarship|payout"
    r"|prayers?|condition\w*)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?:|www\.|[@/<>%{}]")
# A word with a capital inside a sentence is a name: a message names nobody.
NAME = re.compile(r"(?<![.?!:“\"])\s([A-Z]\w+)")
