"""A family of the sample data and its wishes: each method is one real action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from uuid import UUID

from savings_app.cases.actions import complaints, receipts
from savings_app.cases.kinds import ComplaintAbout
from savings_app.cli.demo.bank_csv import bank_csv
from savings_app.cli.demo.plan_deeds import PlanDeeds
from savings_app.consents.actions import give_consent, revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.actions import (
    AnswerGiven,
    ask_name_check,
    make_pledge,
    record_answers,
    record_name_answers,
)
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.queries import find_kept_questions
from savings_app.money import ZERO, Rupiah
from savings_app.reconciliation.actions.files import import_file
from savings_app.reconciliation.actions.matching import Choice, confirm_matches
from savings_app.reconciliation.queries.standings import settle
from savings_app.reconciliation.readers import read_bank_file


class Family(PlanDeeds):
    """What the recipients say, allow and mean to save, and what the banks answer."""

    def agrees(self, kind: ConsentKind, i: int = 0, *, scope: AnswerScope | None = None) -> None:
        """One consent; the one to claim help is given on paper, with the caseworker."""
        by_staff = kind is ConsentKind.CLAIM_HELP
        give_consent(
            self.session,
            actor=self.world.caseworker if by_staff else self.actor(i),
            recipient_id=self.heirs[i].id,
            kind=kind,
            scope=scope,
            now=self.now,
        )

    def takes_back(self, kind: ConsentKind, i: int = 0) -> None:
        revoke_consent(
            self.session,
            actor=self.actor(i),
            recipient_id=self.heirs[i].id,
            kind=kind,
            now=self.now,
        )

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

    # --- what arrived -----------------------------------------------------------------------------

    def says_all_arrived(self, i: int = 0) -> None:
        receipts.confirm_all_arrived(
            self.session, actor=self.actor(i), request_key=self.request_key(), now=self.now
        )

    def says_missing(self, i: int = 0, *, arrived: Rupiah, text: str) -> None:
        """Not all of it: a complaint opens by itself."""
        receipts.report_missing(
            self.session,
            actor=self.actor(i),
            amount=arrived,
            text=text,
            request_key=self.request_key(),
            now=self.now,
        )

    def complains(self, about: ComplaintAbout, text: str, i: int = 0) -> UUID:
        return complaints.open_complaint(
            self.session,
            actor=self.actor(i),
            recipient_id=self.heirs[i].id,
            about=about,
            text=text,
            request_key=self.request_key(),
            now=self.now,
        ).id

    def answered(self, complaint_id: UUID, text: str) -> None:
        complaints.answer_complaint(
            self.session,
            actor=self.world.supervisor,
            complaint_id=complaint_id,
            answer=text,
            now=self.now,
        )

    # --- pledges and what the bank answers --------------------------------------------------------

    def means_to_keep(
        self, amount: Rupiah, i: int = 0, *, years: int = 3, goal: str = "Sekolah anak"
    ) -> str:
        """*Disimpan*, in the account where the santunan arrived."""
        return self._pledge(PledgeKind.KEPT, self._account(i), amount, i, years, goal)

    def means_to_pay_in(
        self, amount: Rupiah, account_id: UUID, i: int = 0, *, years: int = 5, goal: str
    ) -> str:
        """*Disetor*, into another account; returns the code for the transfer's remark."""
        return self._pledge(PledgeKind.PAID_IN, account_id, amount, i, years, goal)

    def _pledge(
        self, kind: PledgeKind, account_id: UUID, amount: Rupiah, i: int, years: int, goal: str
    ) -> str:
        pledge = make_pledge(
            self.session,
            actor=self.actor(i),
            kind=kind,
            account_id=account_id,
            amount=amount,
            until_on=self.today.replace(year=self.today.year + years, day=1),
            goal=goal,
            request_key=self.request_key(),
            today=self.today,
            now=self.now,
        )
        return pledge.code

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
        self, account_id: UUID, *lines: tuple[date, Rupiah, str], bank: str, opening: Rupiah = ZERO
    ) -> None:
        """A file of the bank about one account (amounts below zero left it), imported whole."""
        data = bank_csv(self.numbers[account_id].full, lines, opening=opening)
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

    def _account(self, i: int) -> UUID:
        account_id = self.heirs[i].account_id
        assert account_id is not None  # noqa: S101  a slip in a story
        return account_id

    def ways_in(self) -> list[Mapping[str, str]]:
        """The unused codes of this family."""
        return [
            {
                "case": self.case_number,
                "recipient": heir.number,
                "code": heir.code,
                "birth_date": heir.person.born_on.isoformat(),
            }
            for heir in self.heirs
            if heir.code is not None
        ]
