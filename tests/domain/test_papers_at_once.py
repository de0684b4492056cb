"""Several officers at one case in the same moment, on real connections with real commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from savings_app.cases.actions.paper_files import NewFile
from savings_app.cases.actions.paper_receipts import issue_receipt
from savings_app.cases.actions.papers import match_papers_to_case, receive_papers, set_paper
from savings_app.cases.kinds import BringsIt, PaperFileType, PaperState
from savings_app.cases.models import PaperFile, PaperReceipt
from savings_app.cases.queries.cases import list_papers
from savings_app.db import get_session, transaction
from savings_app.storage import StoredFile
from tests.builders import NOW, TODAY, actor_of, make_case, make_recipient, make_user

AT_ONCE = 5


def test_receipts_have_no_gap_and_files_each_a_place(own_app: Flask) -> None:
    with own_app.app_context(), transaction() as session:
        actor = actor_of(make_user(session))
        case = make_case(session)
        make_recipient(session, case=case)
        match_papers_to_case(session, case=case)
        paper, *others = [paper.id for paper in list_papers(session, case_id=case.id)]
        receive_papers(
            session, actor=actor, case_id=case.id, paper_ids=others, today=TODAY, now=NOW
        )
        case_id = case.id

    def give(key: UUID) -> str:
        with own_app.app_context(), transaction() as session:
            return issue_receipt(
                session, actor=actor, case_id=case_id, request_key=key, today=TODAY, now=NOW
            ).number

    def send(digit: int) -> None:
        new = NewFile(StoredFile(uuid4(), str(digit) * 64, 10), PaperFileType.JPEG, 1)
        with own_app.app_context(), transaction() as session:
            set_paper(
                session,
                actor=actor,
                paper_id=paper,
                version=None,
                state=PaperState.MISSING,
                brings=BringsIt.FAMILY,
                reason=None,
                received_on=None,
                files=[new],
                today=TODAY,
                now=NOW,
            )

    keys = [uuid4() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        # One receipt and one photo are clicked twice.
        numbers = list(pool.map(give, [*keys, keys[0]]))
        list(pool.map(send, [*range(AT_ONCE), 0]))

    with own_app.app_context():
        serials = get_session().scalars(select(PaperReceipt.serial)).all()
        places = get_session().scalars(select(PaperFile.position)).all()
    assert sorted(serials) == list(range(1, AT_ONCE + 1))
    assert numbers[0] == numbers[-1]
    assert sorted(places) == list(range(1, AT_ONCE + 1))
