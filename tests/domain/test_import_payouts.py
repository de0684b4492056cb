"""Payout lists of BPJS: each row is new, the same, or refused by name; and all is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.actions.importing import PAYOUTS
from savings_app.cases.actions.payouts import record_payout
from savings_app.cases.kinds import PayoutKind, Stage
from savings_app.cases.models import Account, Case, Claim, Heir, Payout
from savings_app.cases.money_rules import ImportNeedsPerson
from savings_app.imports.actions.applying import undo_batch
from savings_app.imports.handlers import Assessment
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    make_account,
    make_case,
    make_participant,
    make_payout,
    make_recipient,
    make_user,
)
from tests.domain.taking_in import four, look, take_in, told

HEADINGS = "No;Nama TK;KPJ;Nama Ahli Waris;No Rekening;Bank;Program;Jumlah Dibayar;Tgl Bayar"


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def case(session: Session, actor: Actor) -> Case:
    """A claim of 1 November, with a widow who has an account."""
    case = make_case(session, participant=make_participant(session))
    make_account(session, recipient=make_recipient(session, case=case), number="003900000987654")
    claim(session, case, actor)
    return case


def claim(session: Session, case: Case, actor: Actor) -> None:
    session.add(
        Claim(
            case_id=case.id,
            filed_on=date(2026, 11, 2),
            receipt_number="TT-77",
            due_on=date(2026, 11, 5),
            recorded_by=actor.user_id,
            recorded_at=NOW,
            returned_on=None,
            return_reason=None,
        )
    )
    session.flush()


def kpj(case: Case) -> str:
    assert case.kpj is not None
    return case.kpj.full


def row(case: Case, **changed: str) -> str:
    cells = {
        "no": "1",
        "name": case.full_name,
        "kpj": kpj(case),
        "recipient": "HARTIN UJI",
        "account": "003900000987654",
        "bank": "BRI",
        "kind": "JKM",
        "amount": "42.000.000",
        "day": "10/11/2026",
        **changed,
    }
    return ";".join(cells.values())


def listed(*rows: str, headings: str = HEADINGS) -> bytes:
    titles = "BPJS KETENAGAKERJAAN CABANG GORONTALO\nDAFTAR PEMBAYARAN KLAIM\n"
    return "\n".join([titles + headings, *rows]).encode()


def seen(session: Session, *rows: str) -> Assessment:
    return look(session, listed(*rows), handler=PAYOUTS)


def test_a_list_becomes_payouts_by_the_rules_of_a_hand(
    session: Session, actor: Actor, case: Case
) -> None:
    data = listed(row(case), row(case, kind="Beasiswa", amount="3,000,000.00"))
    assert four(look(session, data, handler=PAYOUTS)) == (2, 0, 0, 0)
    assert session.scalars(select(Payout)).all() == []  # a look writes nothing

    _batch, done = take_in(session, data, handler=PAYOUTS, actor=actor)

    assert four(done) == (2, 0, 0, 0)
    paid = session.execute(select(Payout.kind, Payout.amount, Payout.paid_on, Payout.recorded_by))
    assert set(paid.all()) == {
        (PayoutKind.BENEFIT, Rupiah.of(42_000_000), date(2026, 11, 10), actor.user_id),
        (PayoutKind.SCHOLARSHIP, Rupiah.of(3_000_000), date(2026, 11, 10), actor.user_id),
    }
    assert case.stage is Stage.PAID


def test_a_payout_written_down_by_hand_is_the_same_and_not_a_second(
    session: Session, actor: Actor, case: Case
) -> None:
    account = session.scalars(select(Account)).one()
    make_payout(session, account=account)
    data = listed(row(case))
    assert four(look(session, data, handler=PAYOUTS)) == (0, 0, 1, 0)
    take_in(session, data, handler=PAYOUTS, actor=actor)
    assert session.scalar(select(func.count()).select_from(Payout)) == 1


def test_the_list_of_next_month_that_repeats_this_one_adds_only_its_news(
    session: Session, actor: Actor, case: Case
) -> None:
    take_in(session, listed(row(case)), handler=PAYOUTS, actor=actor)
    more = listed(row(case), row(case, kind="Beasiswa", amount="1.500.000"))
    _batch, done = take_in(session, more, handler=PAYOUTS, actor=actor)
    assert four(done) == (1, 0, 1, 0)
    assert session.scalar(select(func.count()).select_from(Payout)) == 2


def test_less_than_the_law_gives_is_taken_in_and_turns_the_case_short(
    session: Session, actor: Actor, case: Case
) -> None:
    take_in(session, listed(row(case, amount="40.000.000")), handler=PAYOUTS, actor=actor)
    assert case.stage is Stage.SHORT


@pytest.mark.parametrize(
    ("changed", "place", "what"),
    [
        ({"kpj": "00000000009"}, "KPJ", "Tidak ada urusan santunan dengan nomor ini"),
        ({"kpj": ""}, "KPJ", "KPJ, NIK, dan nomor santunan semuanya kosong"),
        ({"account": "003900000111111"}, "No Rekening", "tidak tercatat untuk penerima"),
        ({"account": "7,5E+15"}, "No Rekening", "dipendekkan oleh lembar kerja"),
        ({"account": "", "recipient": "Orang Lain"}, "Nama Ahli Waris", "tidak punya rekening"),
        ({"amount": "empat puluh dua juta"}, "Jumlah Dibayar", "bukan jumlah uang"),
        ({"amount": ""}, "Jumlah Dibayar", "Jumlahnya kosong"),
        ({"amount": "-42000000"}, "Jumlah Dibayar", "bukan jumlah uang"),
        ({"day": ""}, "Tgl Bayar", "Tanggal dibayarnya kosong"),
        ({"day": "31/11/2026"}, "Tgl Bayar", "Tanggal ini tidak ada"),
        ({"day": "30/09/2026"}, "Tgl Bayar", "meninggal"),
        ({"day": "01/11/2026"}, "Tgl Bayar", "klaim"),
        ({"day": "24/11/2026"}, "Tgl Bayar", ""),
        ({"kind": "Asuransi"}, "Program", "tidak dikenal"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name_with_its_place(
    session: Session, case: Case, changed: dict[str, str], place: str, what: str
) -> None:
    done = seen(session, row(case, **changed))
    assert four(done) == (0, 0, 0, 1)
    where, why = told(done)[0]
    assert where == f"line 4, column {place}"
    assert what in why


def test_a_case_without_a_claim_has_nothing_paid(session: Session, case: Case) -> None:
    session.scalars(select(Claim)).one().returned_on = date(2026, 11, 5)
    session.flush()
    assert four(seen(session, row(case))) == (0, 0, 0, 1)
    assert four(seen(session, row(case, kind="JHT"))) == (1, 0, 0, 0)


def test_two_recipients_are_told_apart_by_account_or_name_and_never_guessed(
    session: Session, case: Case
) -> None:
    brother = make_recipient(session, case=case, full_name="Jafar Uji")
    make_account(session, recipient=brother, number="003900000555555")
    assert four(seen(session, row(case, recipient="Jafar Uji", account=""))) == (1, 0, 0, 0)
    # Zeros that a spreadsheet dropped.
    assert four(seen(session, row(case, account="3900000555555"))) == (1, 0, 0, 0)
    guessed = seen(session, row(case, recipient="", account=""))
    assert four(guessed) == (0, 0, 0, 1)
    assert "lebih dari satu penerima" in told(guessed)[0][1]


def test_another_name_at_the_account_is_taken_and_pointed_out(session: Session, case: Case) -> None:
    done = seen(session, row(case, recipient="Orang Lain", name="Nama Lain"))
    assert four(done) == (1, 0, 0, 0)
    assert [place for place, _what in told(done)] == [
        "line 4, column Nama TK",
        "line 4, column Nama Ahli Waris",
    ]


def test_the_same_santunan_twice_in_one_file_is_refused_and_two_scholarships_are_two(
    session: Session, case: Case
) -> None:
    done = seen(
        session,
        row(case),
        row(case),
        row(case, kind="Beasiswa", amount="1.500.000"),
        row(case, kind="Beasiswa", amount="1.500.000"),
    )
    assert four(done) == (3, 0, 0, 1)


def test_numbers_that_name_two_cases_are_refused(session: Session, case: Case) -> None:
    other = make_case(session, participant=make_participant(session, full_name="Lain Uji"))
    headings = HEADINGS.replace("No;", "Nomor Santunan;")
    data = listed(row(case, no=other.number), headings=headings)
    assert "lebih dari satu urusan" in told(look(session, data, handler=PAYOUTS))[0][1]
    good = listed(row(case, no=case.number.lower(), kpj=""), headings=headings)
    assert four(look(session, good, handler=PAYOUTS)) == (1, 0, 0, 0)


def test_another_region_is_refused(session: Session, case: Case) -> None:
    done = look(session, listed(row(case)), handler=PAYOUTS, region="75.03.06")
    assert four(done) == (0, 0, 0, 1)
    assert "di luar wilayah" in told(done)[0][1]


def test_money_is_written_down_by_somebody(session: Session, case: Case) -> None:
    with pytest.raises(ImportNeedsPerson):
        take_in(session, listed(row(case)), handler=PAYOUTS)


def undo(session: Session, actor: Actor, batch: ImportBatch) -> int:
    _batch, left = undo_batch(
        session,
        handler=PAYOUTS,
        actor=actor,
        batch_id=batch.id,
        version=None,
        reason="Daftar bulan yang salah",
        today=TODAY,
        now=NOW,
    )
    return len(left)


def test_a_list_is_taken_back_by_rows_of_its_own_with_the_reason(
    session: Session, actor: Actor, case: Case
) -> None:
    data = listed(row(case))
    batch, _done = take_in(session, data, handler=PAYOUTS, actor=actor)
    assert undo(session, actor, batch) == 0
    amounts = session.scalars(select(Payout.amount)).all()
    assert sum(amount.sen for amount in amounts) == 0
    reversal = session.scalars(select(Payout).where(Payout.reverses_id.is_not(None))).one()
    assert reversal.reason == "Daftar bulan yang salah"
    assert case.stage is Stage.CLAIMED
    # And the same file can be taken in again: what was reversed is not "the same".
    _again, done = take_in(session, data, handler=PAYOUTS, actor=actor)
    assert four(done) == (1, 0, 0, 0)


def test_what_was_recorded_by_hand_meanwhile_stays_when_a_list_is_taken_back(
    session: Session, actor: Actor, case: Case
) -> None:
    batch, _done = take_in(session, listed(row(case)), handler=PAYOUTS, actor=actor)
    recipient = session.scalars(select(Heir)).one()
    account = session.scalars(select(Account)).one()
    hand = record_payout(
        session,
        actor=actor,
        recipient_id=recipient.id,
        account_id=account.id,
        kind=PayoutKind.JHT,
        amount=Rupiah.of(900_000),
        paid_on=date(2026, 11, 12),
        request_key=batch.id,
        today=TODAY,
        now=NOW,
    )
    undo(session, actor, batch)
    assert session.scalar(select(Payout.id).where(Payout.reverses_id == hand.id)) is None


@pytest.mark.parametrize(
    ("amounts", "pointed_out"),
    [
        (["42.000.000"], []),
        (["20.000.000", "22.000.000"], []),
        (["42,50"], ["Rp42,50"]),
        (["420.000.000"], ["Rp420.000.000"]),
        (["42.000.000", "4.200.000"], ["Rp46.200.000", "Rp46.200.000"]),
    ],
)
def test_a_santunan_that_is_not_what_the_law_gives_is_pointed_out_and_not_refused(
    session: Session, case: Case, amounts: list[str], pointed_out: list[str]
) -> None:
    done = seen(session, *[row(case, amount=amount) for amount in amounts])
    assert four(done) == (len(amounts), 0, 0, 0)
    notes = told(done)
    assert {place for place, _what in notes} <= {
        "line 4, column Jumlah Dibayar",
        "line 5, column Jumlah Dibayar",
    }
    for (_place, what), becomes in zip(notes, pointed_out, strict=True):
        assert "Bukan jumlah yang biasa" in what
        assert f"menjadi {becomes}, menurut hukum Rp42.000.000" in what


def test_what_was_paid_before_counts_where_a_list_pays_the_rest(
    session: Session, actor: Actor, case: Case
) -> None:
    take_in(session, listed(row(case, amount="40.000.000")), handler=PAYOUTS, actor=actor)
    assert told(seen(session, row(case, amount="2.000.000"))) == []
    assert "Rp44.000.000" in told(seen(session, row(case, amount="4.000.000")))[0][1]
    assert told(seen(session, row(case, kind="JHT", amount="4.000.000"))) == []
