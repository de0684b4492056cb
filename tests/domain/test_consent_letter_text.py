"""The whole text of the request for consent, in both languages, as it was looked at and agreed.

Who means to change a word of it changes tests/examples too: UPDATE_GOLDEN=1 writes them anew, and
the difference is read before it is kept. A change of what a consent says is a new version of its
words (`consents.rules.WORDS`), or nobody can tell later what was agreed to.
"""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from lxml import html
from sqlalchemy.orm import Session

from savings_app.documents.rendering import render_html
from savings_app.documents.rules import DocumentKind
from tests.builders import actor_of, make_account, make_recipient, make_user
from tests.domain.test_documents import ask

EXAMPLES = Path(__file__).parent.parent / "examples"


def text_of(page: str) -> str:
    """A line for each block, spaces made one; boxes as [ ]."""
    tree = html.fromstring(page)
    for gone in tree.xpath("//style | //script | //svg | //title"):
        gone.drop_tree()
    for box in tree.xpath("//*[contains(@class, 'tick')]"):
        box.text = "[ ]"
    for block in tree.xpath("//p | //tr | //h1 | //h2 | //th | //td | //br | //li | //div"):
        block.tail = "\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_letter_says_what_was_agreed_word_for_word(
    session: Session, today: date, now: datetime, language: str
) -> None:
    recipient = make_recipient(session, full_name="Hartin Uji")
    make_account(session, recipient=recipient, number="003901012345678")
    document = ask(
        session,
        recipient,
        today,
        now,
        kind=DocumentKind.CONSENT,
        actor=actor_of(make_user(session)),
    )
    document.language = language
    told = text_of(render_html(document, address="http://layanan.invalid"))
    told = told.replace(document.token, "TOKEN").replace(document.number, "PP-2026-0001")
    told = re.sub(r"BB-2026-\d{4}", "BB-2026-0001", told)
    golden = EXAMPLES / f"consent_letter_{language}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(told)
    assert told == golden.read_text()
