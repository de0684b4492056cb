"""The claim, what BPJS paid, and visits beside the family's device."""

from __future__ import annotations

from uuid import UUID

from savings_app.cases.actions import claims, payouts, visits
from savings_app.cases.kinds import PayoutKind
from savings_app.cases.queries.cases import get_entitlement, get_recipient
from savings_app.cli.demo.case_deeds import CaseDeeds
from savings_app.money import Rupiah


class MoneyDeeds(CaseDeeds):
    """What the caseworker records as it happens."""

    def claims(self) -> UUID:
        """Handed in at BPJS today."""
        return claims.file_claim(
            self.session,
            actor=self.world.caseworker,
            case_id=self.case_id,
            filed_on=self.today,
            receipt_number=f"LA-{self.rng.randrange(10**8):08}",
            today=self.today,
            now=self.now,
        ).id

    def returned(self, claim_id: UUID, *, reason: str) -> None:
        claims.return_claim(
            self.session,
            actor=self.world.caseworker,
            claim_id=claim_id,
            returned_on=self.today,
            reason=reason,
            today=self.today,
            now=self.now,
        )

    def own(self, i: int = 0) -> Rupiah:
        """What the law, or the heirs' own word, gives this recipient."""
        recipient = get_recipient(
            self.session, actor=self.world.caseworker, recipient_id=self.heirs[i].id
        )
        own = get_entitlement(self.session, recipient=recipient).own
        assert own is not None  # noqa: S101  a slip in a story
        return own

    def paid(
        self,
        i: int = 0,
        *,
        amount: Rupiah | None = None,
        kind: PayoutKind = PayoutKind.BENEFIT,
    ) -> UUID:
        """BPJS paid into the recipient's account today; without an amount, all of it."""
        account_id = self.heirs[i].account_id
        assert account_id is not None  # noqa: S101  a slip in a story
        return payouts.record_payout(
            self.session,
            actor=self.world.caseworker,
            recipient_id=self.heirs[i].id,
            account_id=account_id,
            kind=kind,
            amount=amount or self.own(i),
            paid_on=self.today,
            request_key=self.request_key(),
            today=self.today,
            now=self.now,
        ).id

    def payout_reversed(self, payout_id: UUID, *, reason: str) -> None:
        payouts.reverse_payout(
            self.session,
            actor=self.world.supervisor,
            payout_id=payout_id,
            reason=reason,
            request_key=self.request_key(),
            now=self.now,
        )

    def sits_down(self, i: int = 0) -> UUID:
        """From now on the caseworker sits beside this recipient's device."""
        self.assisted = True
        return visits.begin_visit(
            self.session,
            actor=self.world.caseworker,
            recipient_id=self.heirs[i].id,
            now=self.now,
        ).id

    def stands_up(self, visit_id: UUID, *, signed: bool = True) -> None:
        """The visit ends; mostly its page is signed at once."""
        self.assisted = False
        row = visits.end_visit(
            self.session, actor=self.world.caseworker, visit_id=visit_id, now=self.now
        )
        if signed:
            visits.record_signature(
                self.session,
                actor=self.world.caseworker,
                visit_id=row.id,
                signed_on=self.today,
                began_on=self.today,
                today=self.today,
                now=self.now,
            )
