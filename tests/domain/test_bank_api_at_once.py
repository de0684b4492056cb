"""The same call sent by several at the same moment: real requests and real commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select

from savings_app import clock
from savings_app.bank_api.models import ApiRequest, ApiUse
from savings_app.consents.kinds import AnswerScope
from savings_app.db import get_session, transaction
from savings_app.reconciliation.models import BankFile
from tests.api_clients import bearer, make_api_client, make_token
from tests.domain.bank_rows import make_agreed
from tests.web.test_bank_api_transactions import PUSH, body_of

AT_ONCE = 5


def test_a_call_sent_five_times_at_once_runs_once_and_all_hear_the_same(own_app: Flask) -> None:
    with own_app.app_context(), transaction() as session:
        _recipient, account = make_agreed(session, scope=AnswerScope.LINES)
        token = make_token(session, make_api_client(session), now=clock.now_utc())
        sent = body_of(account.number.full)
    headers = {**bearer(token), "Idempotency-Key": str(uuid4())}

    def push(_number: int) -> tuple[int, bytes]:
        answer = own_app.test_client().post(PUSH, json=sent, headers=headers)
        return answer.status_code, answer.data

    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(push, range(AT_ONCE)))

    assert {status for status, _data in told} == {200}
    assert len({data for _status, data in told}) == 1
    with own_app.app_context():
        for table in (BankFile, ApiRequest):
            assert get_session().scalar(select(func.count()).select_from(table)) == 1
        assert get_session().scalar(select(func.sum(ApiUse.calls))) == AT_ONCE
