"""The door in the triggers of bank lines comes and goes, and what is stored stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.db import make_engine, migrate
from savings_app.retention.models import ErasureDeclaration
from tests.builders import load_reference, make_account, make_consent, make_recipient
from tests.databases import POSTGRESQL, SQLITE, Databases
from tests.domain.bank_rows import make_line

EMPTY = "UPDATE bank_line SET text = '', content_hash = 'erased:x'"


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def engine(request: pytest.FixtureRequest, databases: Databases) -> Iterator[sa.Engine]:
    engine = make_engine(databases.new(request.param))
    yield engine
    engine.dispose()


def is_refused(engine: sa.Engine, *, declared: bool = False) -> bool:
    with Session(engine) as session:
        if declared:
            session.add(ErasureDeclaration(id=uuid4(), seal_id=uuid4()))
            session.flush()
        try:
            session.execute(sa.text(EMPTY))
        except sa.exc.DBAPIError as refused:
            return "append-only" in str(refused)
        finally:
            session.rollback()
    return False


def test_an_installation_with_lines_goes_down_and_up_and_its_lines_stay_protected(
    engine: sa.Engine,
) -> None:
    with Session(engine) as session:
        load_reference(session)
        recipient = make_recipient(session)
        lines = AnswerScope.LINES
        make_consent(session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=lines)
        account = make_account(session, recipient=recipient)
        make_line(session, account=account, amount=50_000, on=date(2026, 11, 10), text="SETOR")
        session.commit()
    assert is_refused(engine)
    assert not is_refused(engine, declared=True)
    while "retention_period" in sa.inspect(engine).get_table_names():
        migrate(engine, "-1")
    assert is_refused(engine)
    migrate(engine)
    assert is_refused(engine)
    assert not is_refused(engine, declared=True)
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT text FROM bank_line")).scalars().all() == [
            "SETOR"
        ]
        if engine.dialect.name == POSTGRESQL:
            with pytest.raises(sa.exc.DBAPIError, match="append-only"):
                connection.execute(sa.text("TRUNCATE bank_line CASCADE"))
