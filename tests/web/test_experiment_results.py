"""What came of an experiment, as a supervisor reads it: intervals, a sentence, and no family."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.cases.models import Heir
from savings_app.deposits.kinds import Answer
from savings_app.experiments.kinds import Variant
from savings_app.experiments.models import Experiment, ExperimentAssignment
from tests.builders import (
    NOW,
    let_staff_see,
    make_account,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.pledged import answer
from tests.trials import joined, make_draft, make_running
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")

LIST = "/government/experiments/"
# Drawn in July: October, the third month, is over on the day the tests stand on.
DRAWN = date(2026, 7, 10)


@pytest.fixture
def supervisor(client: FlaskClient, session: Session) -> FlaskClient:
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    return client


def read(client: FlaskClient, address: str) -> str:
    answered = client.get(address)
    assert answered.status_code == 200
    return html.unescape(" ".join(answered.text.split()))


def drawn(
    session: Session, one: Experiment, variant: Variant, said: Answer | None, *, left: bool = False
) -> Heir:
    """A family whose wording was drawn in July, and what its bank said of October."""
    family = make_recipient(session) if left else joined(session)
    let_staff_see(session, recipient=family)
    session.add(
        ExperimentAssignment(
            experiment_id=one.id,
            case_id=family.case_id,
            variant=variant,
            assigned_on=DRAWN,
            assigned_at=NOW - timedelta(days=136),
        )
    )
    pledge = make_pledge(session, account=make_account(session, recipient=family))
    if said is not None:
        answer(session, pledge, said, on=date(2026, 10, 5))
    return family


def of_variant(session: Session, one: Experiment, variant: Variant, yes: int, no: int) -> None:
    for number in range(yes + no):
        drawn(session, one, variant, Answer.YES if number < yes else Answer.NO)


def main_table(page: str) -> list[str]:
    """The cells of the table of the main outcome, in the order they are read."""
    found = re.search(r"<caption>Hasil utama.*?</table>", page)
    assert found is not None
    cells = re.findall(r"<t[hd][^>]*role=\"(?:cell|rowheader)\"[^>]*>(.*?)</t[hd]>", found.group())
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]


def test_results_stand_with_their_intervals_and_a_plain_sentence(
    supervisor: FlaskClient, session: Session
) -> None:
    one = make_running(session)
    of_variant(session, one, Variant.A, 6, 10)
    of_variant(session, one, Variant.B, 13, 5)
    for _time in range(6):
        drawn(session, one, Variant.B, None)
    page = read(supervisor, f"{LIST}{one.id}")
    assert main_table(page) == [
        "A, kata-kata biasa",
        "6 dari 16",
        "38 % (18 sampai 61)",
        "–",
        "0",
        "0",
        "B",
        "13 dari 18",
        "72 % (49 sampai 88)",
        "+35 poin (+2 sampai +59)",
        "0",
        "6",
    ]
    assert "<strong>B:</strong> lebih sering daripada kata-kata biasa." in page
    # The twelfth month is far away: it waits, and is no zero.
    far = "Simpanan masih ada sesudah 12 bulan</h3> <p>Bulannya belum lewat bagi satu keluarga pun."
    assert far in page


def test_while_the_interval_holds_zero_nothing_is_said(
    supervisor: FlaskClient, session: Session
) -> None:
    one = make_running(session)
    of_variant(session, one, Variant.A, 6, 6)
    of_variant(session, one, Variant.B, 7, 5)
    page = read(supervisor, f"{LIST}{one.id}")
    assert "<strong>B:</strong> belum bisa dikatakan berbeda." in page


@pytest.mark.parametrize(("yes", "no"), [(4, 8), (0, 12), (8, 4), (12, 0)])
def test_a_small_count_shows_nobody(
    supervisor: FlaskClient, session: Session, yes: int, no: int
) -> None:
    one = make_running(session)
    of_variant(session, one, Variant.A, 6, 6)
    of_variant(session, one, Variant.B, yes, no)
    cells = main_table(read(supervisor, f"{LIST}{one.id}"))[6:]
    assert cells[1] == ("kurang dari 5 dari 12" if yes < 5 else "– dari 12")
    assert cells[2:4] == ["–", "–"]
    taken = supervisor.get(f"{LIST}{one.id}/results.csv").text
    rows = list(csv.reader(io.StringIO(taken.removeprefix("\N{BYTE ORDER MARK}")), delimiter=";"))
    kept = next(row for row in rows if row[:2] == ["Simpanan masih ada sesudah 3 bulan", "B"])
    assert kept[4:12] == ["12", "kurang dari 5" if yes < 5 else "–", "", "", "", "", "", ""]


def test_a_few_without_a_word_of_their_bank_cannot_be_worked_out(
    supervisor: FlaskClient, session: Session
) -> None:
    one = make_running(session)
    of_variant(session, one, Variant.A, 6, 6)
    of_variant(session, one, Variant.B, 7, 6)
    for _time in range(3):
        drawn(session, one, Variant.B, None)
    cells = main_table(read(supervisor, f"{LIST}{one.id}"))
    assert cells[1] == "6 dari 12"
    assert cells[4:6] == ["0", "0"]
    # 16 take part: 16 - 13 would be the three, were it told that nobody waits for a month.
    assert cells[7] == "7 dari 13"
    assert cells[10:12] == ["–", "kurang dari 5"]


def test_the_file_holds_what_the_page_shows(supervisor: FlaskClient, session: Session) -> None:
    one = make_running(session)
    of_variant(session, one, Variant.A, 6, 10)
    of_variant(session, one, Variant.B, 13, 5)
    for _time in range(3):
        drawn(session, one, Variant.B, Answer.YES, left=True)
    taken = supervisor.get(f"{LIST}{one.id}/results.csv").text
    rows = list(csv.reader(io.StringIO(taken.removeprefix("\N{BYTE ORDER MARK}")), delimiter=";"))
    assert len(rows) == 1 + 4 * 2
    kept = next(row for row in rows if row[:2] == ["Simpanan masih ada sesudah 3 bulan", "B"])
    assert kept[2:] == [
        "18",
        "kurang dari 5",
        "18",
        "13",
        "72,2",
        "49,1",
        "87,5",
        "34,7",
        "1,5",
        "59,1",
        "0",
        "0",
    ]
    assert supervisor.get(f"{LIST}{one.id}/results.xlsx").status_code == 200


def test_the_statements_of_the_pages_do_not_grow(supervisor: FlaskClient, session: Session) -> None:
    one = make_running(session)
    drawn(session, one, Variant.A, Answer.YES)

    def statements(address: str) -> int:
        seen: list[str] = []
        bind = session.get_bind()

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(bind, "before_cursor_execute", note)
        supervisor.get(address)
        event.remove(bind, "before_cursor_execute", note)
        return len(seen)

    addresses = (LIST, f"{LIST}{one.id}")
    few = [statements(address) for address in addresses]
    of_variant(session, one, Variant.B, 6, 6)
    for _time in range(5):
        make_draft(session)
    assert [statements(address) for address in addresses] == few
