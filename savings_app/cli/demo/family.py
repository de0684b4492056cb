"""A family of the sample data and its wishes: each method is one real action."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from savings_app.cases.actions import complaints, receipts
from savings_app.cases.kinds import ComplaintAbout
from savings_app.cli.demo.bank_deeds import BankDeeds
from savings_app.consents.actions import give_consent, revoke_consent
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.actions import (
    make_pledge,
)
from savings_app.deposits.kinds import PledgeKind
from savings_app.money import Rupiah


class Family(BankDeeds):
    """What the recipients say, allow and mean to save."""

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

    # --- what they mean to save ----------------------------------------------------------------

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
