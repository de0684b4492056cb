"""What banks do in the sample data: each method is one real action."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from uuid import UUID

from savings_app.banks.actions.products import TermFacts, add_product
from savings_app.banks.kinds import Contract, ProductKind
from savings_app.banks.queries.products import list_own_products
from savings_app.cli.demo.bank_csv import bank_csv
from savings_app.cli.demo.plan_deeds import PlanDeeds
from savings_app.deposits.actions import (
    AnswerGiven,
    ask_name_check,
    record_answers,
    record_name_answers,
    say_account_status,
)
from savings_app.deposits.kinds import AccountStatus, Answer
from savings_app.deposits.queries import find_kept_questions
from savings_app.money import ZERO, Rupiah
from savings_app.reconciliation.actions.deciding import decide_line
from savings_app.reconciliation.actions.files import import_file
from savings_app.reconciliation.actions.matching import Choice, confirm_matches
from savings_app.reconciliation.actions.products import say_product
from savings_app.reconciliation.actions.sorting import sort_lines
from savings_app.reconciliation.kinds import LineClass
from savings_app.reconciliation.queries.listing import LineFilter, list_standings
from savings_app.reconciliation.queries.standings import settle
from savings_app.reconciliation.readers import read_bank_file

SAMPLE_PRODUCT = "Tabungan Contoh"


class BankDeeds(PlanDeeds):
    """What the banks of a family are asked, answer and send."""

    def name_asked(self, i: int = 0) -> None:
        """The Dinas asks the bank whether the account is in this name (consent 2)."""
        ask_name_check(
            self.session,
            actor=self.world.caseworker,
            account_id=self._account(i),
            now=self.now,
        )

    def name_answered(self, i: int = 0, *, bank: str = "BRI", matches: bool = True) -> None:
        record_name_answers(
            self.session,
            actor=self.world.officers[bank],
            answers={self._account(i): matches},
            now=self.now,
        )

    def bank_says(self, answer: Answer, on: date, i: int = 0, *, bank: str = "BRI") -> None:
        """The officer's word on the account for the last day of a month."""
        account_id, officer = self._account(i), self.world.officers[bank]
        questions = find_kept_questions(
            self.session, actor=officer, on=on, account_ids=[account_id]
        )
        record_answers(
            self.session,
            actor=officer,
            on=on,
            answers=[AnswerGiven(account_id, questions[account_id].asked, answer)],
            request_key=self.request_key(),
            today=self.today,
            now=self.now,
        )

    def bank_sends(
        self,
        account_id: UUID,
        *lines: tuple[date, Rupiah, str],
        bank: str,
        opening: Rupiah = ZERO,
        period: tuple[date, date] | None = None,
    ) -> None:
        """A file of the bank about one account (amounts below zero left it), imported whole."""
        data = bank_csv(self.numbers[account_id].full, lines, opening=opening, period=period)
        import_file(
            self.session,
            actor=self.world.officers[bank],
            bank_id=self.world.banks[bank],
            sha256=sha256(data).hexdigest(),
            size=len(data),
            found=read_bank_file(data, name="mutasi.csv"),
            now=self.now,
        )

    def officer_confirms(self, account_id: UUID, *, bank: str) -> None:
        """What is proposed for this account is what the lines are."""
        officer = self.world.officers[bank]
        proposals = settle(
            self.session, actor=officer, numbers=[self.numbers[account_id]]
        ).proposals
        confirm_matches(
            self.session,
            actor=officer,
            choices=[Choice(row.line.line.id, row.target.id) for row in proposals.values()],
            now=self.now,
        )

    def officer_decides(self, account_id: UUID, text: str, *, bank: str) -> None:
        """The line with this remark is other money in: nobody's payout and nobody's deposit."""
        officer, number = self.world.officers[bank], self.numbers[account_id]
        sort_lines(self.session, bank_id=self.world.banks[bank], now=self.now)
        waiting = list_standings(self.session, actor=officer, wanted=LineFilter()).rows
        (line,) = [row for row in waiting if row.number == number and row.text == text]
        decide_line(
            self.session,
            actor=officer,
            line_id=line.id,
            kind=LineClass.OTHER_IN,
            reason="Kiriman saudara, kata pemilik rekening.",
            now=self.now,
        )

    def officer_says_product(self, account_id: UUID, *, bank: str, rate: int, fee: Rupiah) -> None:
        """The account is of a savings account as no bank sells it: `rate` in hundredths a year."""
        officer = self.world.officers[bank]
        own = list_own_products(self.session, actor=officer, today=self.today)
        known = [row.product.id for row in own if row.product.name == SAMPLE_PRODUCT]
        say_product(
            self.session,
            actor=officer,
            account_id=account_id,
            product_id=known[0] if known else self._add_product(bank, rate, fee),
            starts=self.today,
            today=self.today,
            now=self.now,
        )

    def _add_product(self, bank: str, rate: int, fee: Rupiah) -> UUID:
        return add_product(
            self.session,
            actor=self.world.officers[bank],
            name=SAMPLE_PRODUCT,
            kind=ProductKind.SAVINGS,
            contract=Contract.CONVENTIONAL,
            terms=TermFacts(
                starts=self.today.replace(month=1, day=1),
                rate=rate,
                nisbah=None,
                fee_month=fee,
                minimum_opening=None,
                minimum_balance=None,
                note="Contoh untuk latihan: produk ini tidak dijual bank mana pun.",
                source="Data contoh",
            ),
            now=self.now,
        ).id

    def bank_closed(self, account_id: UUID, *, bank: str) -> None:
        """The bank says that the account is closed since today."""
        say_account_status(
            self.session,
            actor=self.world.officers[bank],
            account_id=account_id,
            on=self.today,
            status=AccountStatus.CLOSED,
            request_key=self.request_key(),
            today=self.today,
            now=self.now,
        )

    def _account(self, i: int) -> UUID:
        account_id = self.heirs[i].account_id
        assert account_id is not None  # noqa: S101  a slip in a story
        return account_id
