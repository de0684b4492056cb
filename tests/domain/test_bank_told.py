"""Which bank and month is missing, and what is odd about a statement beside those before it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import event
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.banks.kinds import DataPass
from savings_app.cases.models import Account, Heir
from savings_app.consents.actions import revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.money import Rupiah
from savings_app.reconciliation.actions.files import import_file
from savings_app.reconciliation.models import BankFile, BankFileState, BankSection
from savings_app.reconciliation.queries.files import assess_file
from savings_app.reconciliation.queries.statements import list_odd
from savings_app.reconciliation.queries.told import list_told
from savings_app.reconciliation.readers import read_bank_file
from savings_app.reconciliation.told_rules import BankTold, MonthStand, MonthTold
from tests.bank_files import Row, csv_file, csv_section
from tests.builders import (
    NOW,
    actor_of,
    family_actor,
    find_agreement,
    get_bank,
    load_reference,
    make_user,
)
from tests.camt_files import ACCOUNT, entry, message, record
from tests.domain.bank_rows import make_agreed, make_officer

TODAY = date(2026, 11, 23)
OLD = datetime(2025, 1, 1, tzinfo=UTC)
_serial = count(1)


def agreed(session: Session, *, bank: str = "BRI", since: datetime = OLD) -> Account:
    _recipient, account = make_agreed(session, bank=bank, scope=AnswerScope.LINES)
    account.recorded_at = since
    session.flush()
    return account


def tell(
    session: Session,
    account: Account,
    first: date,
    last: date,
    *,
    state: BankFileState = BankFileState.APPLIED,
    closing: int | None = None,
    format: str = "csv",
) -> None:
    """A statement of an applied file about these days; a pull has no row on them here."""
    days = (None, None) if format == "snap" else (first, last)
    file = BankFile(
        id=uuid4(), bank_id=account.bank_id, stored_name=uuid4(), sha256=f"{next(_serial):064}",
        size=1, format=format, state=state, uploaded_by=None, uploaded_at=NOW, applied_at=NOW,
        first_on=days[0], last_on=days[1], rows_in=0, rows_new=0, rows_same=0, rows_refused=0,
        problems=[],
    )  # fmt: skip
    session.add(file)
    session.flush()
    session.add(
        BankSection(
            file_id=file.id, account_id=account.id, currency="IDR", opening=None,
            closing=None if closing is None else Rupiah.of(closing),
            first_on=first, next_on=last + timedelta(days=1),
        )
    )  # fmt: skip
    session.flush()


def stands(told: BankTold) -> dict[int, MonthStand]:
    """By month of 2026."""
    return {one.month.month: one.stand(TODAY) for one in told.months if one.month.year == 2026}


def of(session: Session, actor: Actor) -> BankTold:
    name = get_bank(session, "BRI").name
    return next(one for one in list_told(session, actor=actor, today=TODAY) if one.name == name)


def test_a_month_is_covered_partly_told_missing_or_not_due(session: Session) -> None:
    officer = make_officer(session)
    account = agreed(session)
    tell(session, account, date(2026, 6, 1), date(2026, 7, 15))
    tell(session, account, date(2026, 7, 16), date(2026, 7, 31))  # together all of July
    tell(session, account, date(2026, 8, 1), date(2026, 8, 20))
    tell(session, account, date(2026, 8, 22), date(2026, 8, 31))  # the 21st is in none
    tell(session, account, date(2026, 11, 1), date(2026, 11, 20))
    told = of(session, officer)
    assert {month: stand.value for month, stand in stands(told).items() if month > 4} == {
        5: "belum_ada", 6: "lengkap", 7: "lengkap", 8: "sebagian", 9: "belum_ada",
        10: "belum_ada", 11: "belum_waktunya",
    }  # fmt: skip
    assert told.last_on == date(2026, 11, 20)
    assert len(told.months) == 12


def test_files_that_overlap_hide_no_gap_after_them(session: Session) -> None:
    officer = make_officer(session)
    account = agreed(session)
    tell(session, account, date(2026, 9, 1), date(2026, 9, 20))
    tell(session, account, date(2026, 9, 5), date(2026, 9, 25))
    tell(session, account, date(2026, 9, 10), date(2026, 9, 12))
    tell(session, account, date(2026, 9, 27), date(2026, 9, 30))
    assert stands(of(session, officer))[9] is MonthStand.PARTLY


def test_one_account_that_was_left_out_makes_the_month_partly_told(session: Session) -> None:
    officer = make_officer(session)
    one, _other = agreed(session), agreed(session)
    tell(session, one, date(2026, 9, 1), date(2026, 9, 30))
    (september,) = [m for m in of(session, officer).months if m.month == date(2026, 9, 1)]
    assert september == MonthTold(date(2026, 9, 1), accounts=2, reached=1, full=1)
    assert september.stand(TODAY) is MonthStand.PARTLY


def pulled(session: Session, account: Account, first: date, last: date) -> None:
    tell(session, account, first, last, format="snap")


def test_a_month_is_told_by_pulls_only_once_every_account_was_pulled(session: Session) -> None:
    officer = make_officer(session)
    one, other = agreed(session), agreed(session)
    pulled(session, one, date(2026, 9, 1), date(2026, 9, 30))
    (september,) = [m for m in of(session, officer).months if m.month == date(2026, 9, 1)]
    assert september == MonthTold(date(2026, 9, 1), accounts=2, reached=1, full=1)
    assert september.stand(TODAY) is MonthStand.PARTLY
    pulled(session, other, date(2026, 8, 30), date(2026, 10, 2))
    assert stands(of(session, officer))[9] is MonthStand.COVERED
    assert stands(of(session, officer))[10] is MonthStand.PARTLY  # the first two days of one
    # Who takes his consent back is no longer asked for, and the bank owes no month of him.
    revoke_consent(
        session, actor=family_actor(session.get_one(Heir, other.recipient_id)),
        recipient_id=other.recipient_id, kind=ConsentKind.BANK_ANSWERS, now=NOW,
    )  # fmt: skip
    (september,) = [m for m in of(session, officer).months if m.month == date(2026, 9, 1)]
    assert september == MonthTold(date(2026, 9, 1), accounts=1, reached=1, full=1)


def test_two_pulls_that_meet_tell_the_month_and_a_day_between_them_does_not(
    session: Session,
) -> None:
    officer = make_officer(session)
    account = agreed(session)
    # June: 1-15 and 16-30 meet. July: 1-15 and 15-31 share a day. August: the 16th is in none.
    for first, last in ((1, 15), (16, 30)):
        pulled(session, account, date(2026, 6, first), date(2026, 6, last))
    for first, last in ((1, 15), (15, 31)):
        pulled(session, account, date(2026, 7, first), date(2026, 7, last))
    for first, last in ((1, 15), (17, 31)):
        pulled(session, account, date(2026, 8, first), date(2026, 8, last))
    # September: from the 2nd on. October: up to the 30th.
    pulled(session, account, date(2026, 9, 2), date(2026, 9, 30))
    pulled(session, account, date(2026, 10, 1), date(2026, 10, 30))
    found = stands(of(session, officer))
    assert {month: found[month].value for month in range(6, 11)} == {
        6: "lengkap", 7: "lengkap", 8: "sebagian", 9: "sebagian", 10: "sebagian",
    }  # fmt: skip


def test_a_file_and_a_pull_of_one_account_tell_a_month_together(session: Session) -> None:
    officer = make_officer(session)
    account = agreed(session)
    tell(session, account, date(2026, 9, 1), date(2026, 9, 12))
    pulled(session, account, date(2026, 9, 13), date(2026, 9, 30))
    assert stands(of(session, officer))[9] is MonthStand.COVERED


def test_an_account_is_asked_for_from_the_month_it_came(session: Session) -> None:
    officer = make_officer(session)
    account = agreed(session, since=datetime(2026, 9, 14, tzinfo=UTC))
    tell(session, account, date(2026, 9, 15), date(2026, 10, 31))
    found = stands(of(session, officer))
    assert (found[8], found[9], found[10]) == (
        MonthStand.NOTHING, MonthStand.COVERED, MonthStand.COVERED,
    )  # fmt: skip


def test_a_file_taken_back_tells_of_nothing(session: Session) -> None:
    officer = make_officer(session)
    account = agreed(session)
    tell(session, account, date(2026, 9, 1), date(2026, 9, 30), state=BankFileState.UNDONE)
    told = of(session, officer)
    assert stands(told)[9] is MonthStand.MISSING
    assert told.last_on is None


def test_months_begin_with_the_banks_first_agreement(session: Session) -> None:
    officer = make_officer(session)
    agreement = find_agreement(session)
    agreement.starts = date(2026, 8, 17)
    agreed(session)
    assert [one.month for one in of(session, officer).months] == [
        date(2026, month, 1) for month in (11, 10, 9, 8)
    ]


def test_an_officer_is_told_of_his_own_bank_and_only_while_lines_may_pass(
    session: Session,
) -> None:
    officer = make_officer(session)
    assert [one.name for one in list_told(session, actor=officer, today=TODAY)] == [
        get_bank(session, "BRI").name
    ]
    agreement = find_agreement(session)
    agreement.data = [one for one in agreement.data if one.data is not DataPass.LINES]
    session.flush()
    assert list_told(session, actor=officer, today=TODAY) == []


def test_the_dinas_is_told_of_its_banks_by_name_and_of_its_own_families(session: Session) -> None:
    account = agreed(session)
    tell(session, account, date(2026, 9, 1), date(2026, 9, 30))
    caseworker = actor_of(make_user(session))
    told = list_told(session, actor=caseworker, today=TODAY)
    names = [one.name for one in told]
    assert names == sorted(names)
    assert get_bank(session, "BRI").name in names
    assert stands(of(session, caseworker))[9] is MonthStand.COVERED
    elsewhere = actor_of(make_user(session, region="75.01"))
    assert list_told(session, actor=elsewhere, today=TODAY) == []
    nobody = actor_of(make_user(session, role=Role.ADMINISTRATOR))
    assert list_told(session, actor=nobody, today=TODAY) == []


def test_one_statement_tells_of_all_banks_whatever_there_is(session: Session) -> None:
    caseworker = actor_of(make_user(session))
    load_reference(session)

    def statements() -> int:
        seen: list[str] = []
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *given: seen.append(given[2]))
        list_told(session, actor=caseworker, today=TODAY)
        return len(seen)

    few = statements()
    for number in range(1, 9):
        account = agreed(session)
        tell(session, account, date(2026, number, 1), date(2026, number, 28))
    session.expire_all()
    seen: list[str] = []
    event.listen(
        session.connection(), "before_cursor_execute", lambda *given: seen.append(given[2])
    )
    told = list_told(session, actor=caseworker, today=TODAY)
    assert len(seen) == few
    assert len(told) >= 1


# --- what is odd about a statement ----------------------------------------------------------------


def odd(session: Session, data: bytes) -> list[str]:
    bank = get_bank(session, "BRI")
    found = read_bank_file(data)
    preview = assess_file(session, bank_id=bank.id, found=found)
    return [
        one.what for one in list_odd(session, bank=bank, found=found, sections=preview.sections)
    ]


def take_in(session: Session, data: bytes) -> None:
    import_file(
        session, actor=None, bank_id=get_bank(session, "BRI").id, sha256=f"{next(_serial):064}",
        size=len(data), found=read_bank_file(data), now=NOW,
    )  # fmt: skip


def statement(account: Account, *days: int, opening: int = 0, month: int = 11) -> bytes:
    rows = [Row(date(2026, month, day), 1_000) for day in days]
    return csv_file(csv_section(account.number.full, rows, opening=opening))


def test_a_statement_that_goes_on_where_the_last_ended_is_not_odd(session: Session) -> None:
    make_officer(session)
    account = agreed(session)
    assert odd(session, statement(account, 2, 3)) == []
    take_in(session, statement(account, 2, 3))
    assert odd(session, statement(account, 4, 5, opening=2_000)) == []


def test_a_gap_another_balance_and_an_overlap_are_told_and_nothing_is_refused(
    session: Session,
) -> None:
    make_officer(session)
    account = agreed(session)
    take_in(session, statement(account, 2, 3))
    (gap,) = odd(session, statement(account, 6, opening=2_000))
    assert gap.startswith("Rekening koran sebelumnya berakhir 3 November 2026")
    (jump,) = odd(session, statement(account, 4, opening=5_000))
    assert jump.startswith("Saldo awalnya lain dari saldo akhir rekening koran sampai 3 November")
    (overlap,) = odd(session, statement(account, 3, 4, opening=1_000))
    assert overlap.startswith("Hari-hari sampai 3 November 2026 sudah diceritakan")
    take_in(session, statement(account, 6, opening=5_000))  # told, not refused


def test_two_statements_of_one_file_follow_one_another(session: Session) -> None:
    make_officer(session)
    account = agreed(session)
    one, other = statement(account, 2), statement(account, 3, opening=1_000)
    assert odd(session, one + b"\n" + other) == []
    assert len(odd(session, one + b"\n" + statement(account, 3, opening=7_000))) == 1


def test_an_older_file_is_compared_with_what_was_before_it(session: Session) -> None:
    make_officer(session)
    account = agreed(session)
    take_in(session, statement(account, 10, opening=50_000))
    assert odd(session, statement(account, 3)) == []


def test_a_number_of_another_length_than_the_banks_is_a_warning(session: Session) -> None:
    make_officer(session)
    found = odd(session, csv_file(csv_section("12345678", [Row(TODAY, 5)])))
    assert found == ["Nomor rekening ini 8 angka; bank ini biasanya memakai 15."]


def notice(kind: str, reference: str, remark: str) -> bytes:
    booked = "<BookgDt><Dt>2026-11-10</Dt></BookgDt>"
    name = f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else ""
    one = entry("1000.00", booked=booked + name, remark=remark)
    return message(record(one), kind=kind).encode()


def test_a_notice_and_the_statement_under_one_name_are_one_line_and_else_a_warning(
    session: Session,
) -> None:
    make_officer(session)
    account = agreed(session)
    account.number = type(account.number)(ACCOUNT)
    session.flush()
    take_in(session, notice("054", "BK-1", "PEMBERITAHUAN"))
    same = notice("053", "BK-1", "REKENING KORAN")
    bank = get_bank(session, "BRI")
    preview = assess_file(session, bank_id=bank.id, found=read_bank_file(same))
    assert (preview.new, preview.same) == (0, 1)
    assert [one for one in odd(session, same) if "arah dan jumlah yang sama" in one] == []
    unnamed = notice("053", "", "REKENING KORAN")
    told = [one for one in odd(session, unnamed) if "arah dan jumlah yang sama" in one]
    assert len(told) == 1
