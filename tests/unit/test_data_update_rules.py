"""Data updates: the stop's day, who approves, what an answer must say, and what a cell may hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

import pytest

from savings_app.data_updates.file_rows import Stated, compare_rows
from savings_app.data_updates.kinds import Answer, Deed, Gap, UpdateState
from savings_app.data_updates.rules import (
    ALLOWED_IN,
    AnswerContradicts,
    AnswerDayBeforeBirth,
    AnswerDayInFuture,
    AnswerNeedsDay,
    AnswerNeedsDetail,
    Approver,
    PeriodUnknown,
    Replacement,
    ReplacementWithoutStop,
    UpdateNotInThisState,
    approval_gaps,
    check_answer,
    check_deed,
    check_period,
    periods_near,
    stops_on,
)
from savings_app.data_updates.sheet.fields import (
    FieldRefused,
    read_answer,
    read_card,
    read_category,
    read_day,
    read_nik,
    read_sex,
)
from savings_app.data_updates.sheet.reading import (
    Cells,
    ListHeadingsMissing,
    ListUnreadable,
    read_list,
    read_table,
)
from savings_app.errors import DomainError
from savings_app.identifiers import KPJ, NIK
from savings_app.imports.kinds import Outcome
from savings_app.imports.readers.types import (
    ImportFileBroken,
    ImportFileEmpty,
    ImportFileUnknown,
)
from savings_app.registry.rules import Sex

TODAY = date(2026, 11, 23)
KEYER, COLLEAGUE, HEAD, SECOND_HEAD = (UUID(int=n) for n in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("answer", "died_on", "day"),
    [
        (Answer.DIED, date(2026, 10, 1), date(2026, 11, 1)),
        (Answer.DIED, date(2026, 10, 31), date(2026, 11, 1)),
        (Answer.DIED, date(2025, 12, 4), date(2026, 1, 1)),
        (Answer.MOVED, None, date(2026, 12, 1)),
        (Answer.NOT_ELIGIBLE, None, date(2026, 12, 1)),
    ],
)
def test_the_month_of_the_death_is_the_last_one_paid(
    answer: Answer, died_on: date | None, day: date
) -> None:
    assert stops_on(answer=answer, died_on=died_on, approved_on=TODAY) == day


def test_a_list_approved_in_december_stops_in_january() -> None:
    day = stops_on(answer=Answer.MOVED, died_on=None, approved_on=date(2026, 12, 31))
    assert day == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("approvers", "gaps"),
    [
        ([], (Gap.SECOND, Gap.SUPERVISOR, Gap.UNINVOLVED)),
        ([KEYER], (Gap.SECOND, Gap.SUPERVISOR, Gap.UNINVOLVED)),
        ([HEAD], (Gap.SECOND,)),
        ([COLLEAGUE], (Gap.SECOND, Gap.SUPERVISOR)),
        ([HEAD, HEAD], (Gap.SECOND,)),  # one person is one person
        ([KEYER, COLLEAGUE], (Gap.SUPERVISOR,)),
        ([KEYER, HEAD], ()),
        ([COLLEAGUE, HEAD], ()),
        ([KEYER, COLLEAGUE, HEAD], ()),
    ],
)
def test_two_persons_approve_one_a_supervisor_one_who_had_no_hand_in_it(
    approvers: list[UUID], gaps: tuple[Gap, ...]
) -> None:
    given = [Approver(one, is_supervisor=one == HEAD) for one in approvers]
    assert approval_gaps(given, involved={KEYER}) == gaps


def test_a_supervisor_who_keyed_it_needs_somebody_who_did_not() -> None:
    given = [Approver(HEAD, is_supervisor=True), Approver(KEYER, is_supervisor=False)]
    assert approval_gaps(given, involved={HEAD, KEYER}) == (Gap.UNINVOLVED,)
    given.append(Approver(COLLEAGUE, is_supervisor=False))
    assert approval_gaps(given, involved={HEAD, KEYER}) == ()


# State by deed, written out: what is not named here is refused.
TABLE = {
    UpdateState.DRAFT: {Deed.SEND_OUT, Deed.ANSWER, Deed.CANCEL},
    UpdateState.OUT: {Deed.SEND_OUT, Deed.ANSWER, Deed.CANCEL},
    UpdateState.BACK: {Deed.SEND_OUT, Deed.ANSWER, Deed.SUBMIT, Deed.CANCEL},
    UpdateState.SUBMITTED: {Deed.SEND_BACK, Deed.APPROVE, Deed.CANCEL},
    UpdateState.APPROVED: {Deed.DELIVER, Deed.REVERSE},
    UpdateState.DELIVERED: {Deed.DELIVER, Deed.REVERSE},
    UpdateState.CANCELLED: set(),
}


@pytest.mark.parametrize("state", UpdateState)
@pytest.mark.parametrize("deed", Deed)
def test_every_deed_is_for_some_states_and_refused_in_the_others(
    state: UpdateState, deed: Deed
) -> None:
    assert set(ALLOWED_IN) == set(Deed)
    if deed in TABLE[state]:
        check_deed(deed, state)
        return
    with pytest.raises(UpdateNotInThisState):
        check_deed(deed, state)


@pytest.mark.parametrize(
    ("answer", "died_on", "detail", "replaced", "refused"),
    [
        (Answer.WORKING, None, None, False, None),
        (Answer.NONE, None, None, False, None),
        (Answer.DIED, TODAY, "imam", False, None),
        (Answer.DIED, TODAY, "imam", True, None),
        (Answer.MOVED, None, "Manado", True, None),
        (Answer.DIED, None, "imam", False, AnswerNeedsDay),
        (Answer.DIED, date(2026, 11, 24), "imam", False, AnswerDayInFuture),
        (Answer.DIED, date(1970, 8, 16), "imam", False, AnswerDayBeforeBirth),
        (Answer.DIED, TODAY, None, False, AnswerNeedsDetail),
        (Answer.DOUBLE_PAYER, None, None, False, AnswerNeedsDetail),
        (Answer.WORKING, TODAY, None, False, AnswerContradicts),
        (Answer.WORKING, None, None, True, ReplacementWithoutStop),
        (Answer.NONE, None, None, True, ReplacementWithoutStop),
    ],
)
def test_an_answer_says_what_it_must(
    answer: Answer,
    died_on: date | None,
    detail: str | None,
    replaced: bool,  # noqa: FBT001  a column of the table above
    refused: type[DomainError] | None,
) -> None:
    def check() -> None:
        check_answer(
            answer=answer,
            died_on=died_on,
            detail=detail,
            replaced=replaced,
            born_on=date(1970, 8, 17),
            today=TODAY,
        )

    if refused is None:
        check()
        return
    with pytest.raises(refused):
        check()


def test_periods_are_months_and_half_years() -> None:
    for period in periods_near(TODAY):
        check_period(period)
    assert periods_near(TODAY) == [
        "2026-11",
        "2026-12",
        "2027-01",
        "2026-10",
        "2026-09",
        "2026-S2",
        "2027-S1",
    ]
    assert periods_near(date(2026, 1, 5))[3:] == ["2025-12", "2025-11", "2026-S1", "2026-S2"]
    for wrong in ("2026-13", "2026", "2026-S3", "", "26-11", "2026-11-01"):
        with pytest.raises(PeriodUnknown):
            check_period(wrong)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("MENINGGAL", Answer.DIED),
        (" meninggal  dunia ", Answer.DIED),
        ("Alm.", Answer.DIED),
        ("ok", Answer.WORKING),
        ("OK!", Answer.WORKING),
        ("Masih bekerja", Answer.WORKING),
        ("masih_bekerja", Answer.WORKING),
        ("PINDAH", Answer.MOVED),
        ("dobel", Answer.DOUBLE_PAYER),
        ("TMS", Answer.NOT_ELIGIBLE),
        ("", Answer.NONE),
        ("-", Answer.NONE),
    ],
)
def test_an_answer_in_free_spelling_is_recognised(cell: str, answer: Answer) -> None:
    assert read_answer(cell) is answer


@pytest.mark.parametrize("cell", ["x", "v", "1", "ya", "mungkin", "meninggal?? pindah", 3.0])
def test_what_is_not_certain_is_refused(cell: object) -> None:
    with pytest.raises(FieldRefused, match="answer_unknown"):
        read_answer(cell)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("4/10/2026", date(2026, 10, 4)),
        ("04-10-2026", date(2026, 10, 4)),
        ("04.10.2026", date(2026, 10, 4)),
        ("2026-10-04", date(2026, 10, 4)),
        (date(2026, 10, 4), date(2026, 10, 4)),
        ("", None),
        ("0", None),
    ],
)
def test_days_are_read_day_first(cell: object, day: date | None) -> None:
    assert read_day(cell) == day


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31/02/2026", "day_impossible"),
        ("10/31/2026", "day_impossible"),  # never re-read as month first
        ("4/10/1026", "day_impossible"),
        ("4 Oktober", "day_unreadable"),
        ("4/10/26", "day_unreadable"),
        (46299.0, "day_unreadable"),
    ],
)
def test_a_day_no_calendar_has_is_refused(cell: object, why: str) -> None:
    with pytest.raises(FieldRefused, match=why):
        read_day(cell)


@pytest.mark.parametrize(
    "cell", ["7503111708709101", " 7503 1117 0870 9101", "7503.1117.0870.9101"]
)
def test_a_nik_as_text_is_read(cell: str) -> None:
    assert read_nik(cell) == NIK("7503111708709101")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("7.5E+15", "number_damaged"),
        ("7,50311E+15", "number_damaged"),
        (7503111708709101.0, "number_damaged"),
        (7503111708709101, "number_damaged"),
        ("75031117O8709101", "nik_shape"),
        ("750311170870910", "nik_shape"),
    ],
)
def test_a_damaged_nik_is_refused_by_name(cell: object, why: str) -> None:
    with pytest.raises(FieldRefused, match=why):
        read_nik(cell)


def test_unknown_is_never_a_key() -> None:
    for cell in ("", "0", "-", 0.0, "belum ada"):
        assert read_nik(cell) is None
        assert read_card(cell) is None


def test_a_card_number_survives_as_a_number_and_not_as_a_power() -> None:
    assert read_card(12345678901.0) == KPJ("12345678901")
    assert read_card("01234567891") == KPJ("01234567891")
    with pytest.raises(FieldRefused, match="number_damaged"):
        read_card("1.23E+10")
    with pytest.raises(FieldRefused, match="kpj_shape"):
        read_card(1234567891.0)


def test_sex_and_category_in_any_case() -> None:
    names = {"Pekerja rentan": "pekerja_rentan"}
    assert read_sex("Perempuan") is Sex.FEMALE
    assert read_sex("l") is Sex.MALE
    assert read_category("PEKERJA  RENTAN", names) == "pekerja_rentan"
    assert read_category("pekerja_rentan", names) == "pekerja_rentan"
    with pytest.raises(FieldRefused, match="sex_unknown"):
        read_sex("x")
    with pytest.raises(FieldRefused, match="category_unknown"):
        read_category("lain", names)


def line(number: int, name: str, **more: object) -> Stated:
    facts: dict[str, object] = {
        "answer": Answer.NONE,
        "died_on": None,
        "detail": None,
        "note": None,
        "replacement": None,
        "version": 1,
    }
    return Stated(
        line_id=uuid4(),
        number=number,
        full_name=name,
        born_on=date(1970, 8, 17),
        **{**facts, **more},  # type: ignore[arg-type]
    )


def cells_of(*rows: Sequence[object]) -> Cells:
    return Cells("csv", rows, range(1, len(rows) + 1))


def read(
    *rows: list[object], head: Sequence[object] | None = None
) -> list[tuple[Outcome, list[str]]]:
    """What becomes of these rows beside LINES."""
    head = head or ["No", "Nama peserta", "NIK", "Jawaban", "Keterangan", "Kunci (jangan diubah)"]
    cells = cells_of(["Pemutakhiran"], [], head, *rows)
    compared = compare_rows(read_list(cells, categories={}), LINES, today=TODAY)
    return [(one.outcome, [str(p["why"]) for p in one.problems]) for one in compared]


LINES = [
    line(1, "Abdul Uji"),
    line(2, "Bunga Uji", answer=Answer.WORKING),
    line(3, "Cinta Uji", answer=Answer.MOVED, detail="Manado"),
]
KEYS = [str(one.line_id) for one in LINES]


def test_the_key_says_whose_row_it_is_whatever_stands_beside_it() -> None:
    outcomes = read(
        ["3", "Nama lain", "7,5E+15", "pindah", "Manado", KEYS[2]],
        ["x", "", 7.5e15, "ok", "", KEYS[0].upper()],
        ["1", "", "", "meninggal", "", KEYS[1]],
    )
    assert outcomes == [
        (Outcome.SAME, []),
        (Outcome.NEW, []),
        (Outcome.REFUSED, ["day_needed"]),
    ]


def test_without_a_key_the_number_counts_where_the_name_agrees() -> None:
    outcomes = read(
        [1.0, " ABDUL  uji ", "", "ok", "", ""],
        ["2", "Orang Lain", "", "ok", "", ""],
        ["9", "Orang Baru", "", "ok", "", ""],
        ["", "Orang Baru", "", "ok", "", "rusak"],
        ["3", "Cinta Uji", "", "tms", "sudah ASN", str(uuid4())],
    )
    assert outcomes == [
        (Outcome.NEW, []),
        (Outcome.REFUSED, ["other_person"]),
        (Outcome.REFUSED, ["not_on_list"]),
        (Outcome.REFUSED, ["not_on_list"]),
        (Outcome.REFUSED, ["other_list"]),
    ]


def test_one_line_twice_in_a_file_is_refused_the_second_time() -> None:
    outcomes = read(
        ["1", "Abdul Uji", "", "ok", "", KEYS[0]], ["1", "Abdul Uji", "", "pindah", "X", KEYS[0]]
    )
    assert outcomes == [(Outcome.NEW, []), (Outcome.REFUSED, ["line_twice"])]


def test_columns_may_stand_in_any_order_and_blank_rows_are_nothing() -> None:
    head = ["KUNCI  (jangan diubah)", "jawaban", "Keterangan"]
    assert read([KEYS[1], "PINDAH", "Limboto"], ["", "", ""], [], head=head) == [
        (Outcome.CHANGED, [])
    ]


def test_a_file_without_our_headings_is_refused() -> None:
    with pytest.raises(ListHeadingsMissing):
        read_list(cells_of(["Nama", "NIK"], ["A", "1"]), categories={})
    with pytest.raises(ListHeadingsMissing):
        read_list(cells_of(), categories={})


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"PK\x03\x04 broken", ImportFileBroken),
        (b"\x01\x02", ImportFileUnknown),
        (b"", ImportFileEmpty),
        (b'No;Jawaban\r\n1;"ok\r\n2;ok', ListUnreadable),
    ],
)
def test_bytes_that_are_no_table_are_refused(data: bytes, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        read_table(data)


def test_a_row_is_named_by_its_line_in_the_file() -> None:
    cells = read_table(b"Pemutakhiran\r\n\r\nNo;Nama peserta;Jawaban\r\n1;Abdul Uji;x\r\n")
    assert [one.row for one in read_list(cells, categories={})] == [4]


def test_what_was_stated_survives_being_kept() -> None:
    instead = Replacement(
        full_name="Baru Uji",
        nik=NIK("7503111708709101"),
        kpj=KPJ("01234567891"),
        born_on=date(1990, 1, 2),
        sex=Sex.FEMALE,
        category="bpd",
    )
    stated = line(4, "Dewi Uji", answer=Answer.DIED, died_on=TODAY, detail="imam")
    with_replacement = line(5, "Edi Uji", answer=Answer.MOVED, detail="x", replacement=instead)
    for one in (stated, with_replacement):
        assert Stated.from_json(one.to_json()).says() == one.says()
