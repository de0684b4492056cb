"""The case, its heirs, papers, letters and accounts: each method is one real action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from savings_app.access.passwords import make_hash
from savings_app.cases.actions import heirs, letters, opening, papers
from savings_app.cases.actions.accounts import record_account
from savings_app.cases.kinds import (
    AccountPurpose,
    PaperKind,
    PaperState,
    Programme,
    Relation,
    SchoolLevel,
)
from savings_app.cases.letter_codes import seal
from savings_app.cases.people_rules import ADULT_AGE, HeirFacts
from savings_app.cases.queries.cases import list_papers
from savings_app.cli.demo.days import SampleHeir
from savings_app.cli.demo.paper_deeds import PaperDeeds
from savings_app.cli.demo.people import Person
from savings_app.cli.demo.world import draw_code
from savings_app.money import Rupiah
from savings_app.registry.actions import ParticipantFacts, add_participant
from savings_app.registry.rules import KpjTaken, NikTaken, Payer, Segment, Sex
from savings_app.storage import sealing_key

TRIES = 20


class CaseDeeds(PaperDeeds):
    """What the caseworker writes down before the claim."""

    def opens(
        self,
        *,
        died: int,
        sex: Sex = Sex.MALE,
        age: int = 52,
        months: int | None = 44,
        programme: Programme = Programme.JKM,
        wage: Rupiah | None = None,
        children: Sequence[SchoolLevel] = (),
        category: str = "pekerja_rentan_kabupaten",
        payer: Payer = Payer.APBD,
    ) -> None:
        """Participant and case, on the day the story reached. `died` is an offset from today."""
        self.deceased = self.people.draw(sex, age=age)
        self.died_on = self.world.today + timedelta(days=died)
        participant_id = self._participant(months, category, payer)
        reporter = self.people.draw(Sex.MALE, age=40)
        case = opening.open_case(
            self.session,
            actor=self.world.caseworker,
            participant_id=participant_id,
            died_on=self.died_on,
            programme=programme,
            wage=wage,
            children=children,
            reporter_name=reporter.full_name,
            reporter_relation=self.rng.choice(("kepala dusun", "saudara", "tetangga")),
            reporter_phone=reporter.phone,
            today=self.today,
            now=self.now,
        )
        self.case_id, self.case_number = case.id, case.number

    def _participant(self, months: int | None, category: str, payer: Payer) -> UUID:
        """The deceased in the registry; a number somebody has already is drawn again."""
        for _try in range(TRIES):
            person = self.deceased
            facts = ParticipantFacts(
                full_name=person.full_name,
                nik=person.nik,
                nik_missing_reason=None,
                kpj=self.people.card(),
                born_on=person.born_on,
                sex=person.sex,
                segment=Segment.BPU,
                category=category,
                payer=payer,
                months_contributed=months,
                region_code=self.village,
            )
            try:
                participant = add_participant(
                    self.session,
                    actor=self.world.caseworker,
                    facts=facts,
                    today=self.today,
                    now=self.now,
                )
            except (NikTaken, KpjTaken):
                nik = self.people.nik(person.sex, person.born_on)
                self.deceased = replace(person, nik=nik)
            else:
                return participant.id
        raise LookupError("no free number was drawn")

    @property
    def clan(self) -> str:
        return self.deceased.full_name.rpartition(" ")[2]

    def heir(
        self,
        relation: Relation,
        *,
        sex: Sex = Sex.FEMALE,
        age: int = 45,
        receives: bool = True,
        school: SchoolLevel | None = None,
        guardian: Person | None = None,
    ) -> None:
        """Somebody of the family; a recipient joins `heirs`."""
        clan = self.clan if relation is Relation.CHILD else None
        person = self.people.draw(sex, age=age, clan=clan)
        ends = _of_age(person.born_on) if guardian else None
        row = heirs.add_heir(
            self.session,
            actor=self.world.caseworker,
            case_id=self.case_id,
            facts=HeirFacts(
                full_name=person.full_name,
                relation=relation,
                is_recipient=receives,
                nik=person.nik,
                born_on=person.born_on,
                phone=person.phone if not guardian else None,
                school_level=school,
                guardian_name=guardian.full_name if guardian else None,
                guardian_nik=guardian.nik if guardian else None,
                guardian_proof="Surat keterangan wali dari desa" if guardian else None,
                guardian_until=ends,
            ),
            today=self.today,
            now=self.now,
        )
        if receives:
            number = f"{self.case_number}-{row.position}"
            self.heirs.append(SampleHeir(row.id, person, number))

    def shares(self, *parts: Rupiah) -> None:
        """What the recipients state themselves, in their order."""
        heirs.state_shares(
            self.session,
            actor=self.world.caseworker,
            case_id=self.case_id,
            shares={heir.id: part for heir, part in zip(self.heirs, parts, strict=True)},
            seen=None,
            now=self.now,
        )

    def papers(self, *but: PaperKind) -> None:
        """The family brings all its papers, but for some."""
        rows = list_papers(self.session, case_id=self.case_id)
        papers.receive_papers(
            self.session,
            actor=self.world.caseworker,
            case_id=self.case_id,
            paper_ids=[row.id for row in rows if row.kind not in but],
            today=self.today,
            now=self.now,
        )

    def paper_unavailable(self, kind: PaperKind, reason: str, next_step: str) -> None:
        """One paper cannot be had yet, why, and what is done about it."""
        rows = list_papers(self.session, case_id=self.case_id)
        row = next(row for row in rows if row.kind is kind)
        papers.set_paper(
            self.session,
            actor=self.world.caseworker,
            paper_id=row.id,
            version=None,
            state=PaperState.UNAVAILABLE,
            brings=row.brings,
            reason=reason,
            received_on=None,
            next_step=next_step,
            follow_up_on=self.today + timedelta(days=10),
            today=self.today,
            now=self.now,
        )

    def disputed(self) -> None:
        """Sengketa."""
        opening.set_dispute(
            self.session,
            actor=self.world.caseworker,
            case_id=self.case_id,
            version=None,
            disputed=True,
            now=self.now,
        )

    def letter(self, i: int = 0, *, reason: str | None = None) -> None:
        """A new letter for the recipient, given to them in person the same day."""
        code = draw_code(self.rng)
        row = letters.issue_letter(
            self.session,
            actor=self.world.caseworker,
            recipient_id=self.heirs[i].id,
            code_hash=make_hash(code),
            code_sealed=seal(code, key=sealing_key()),
            reason=reason,
            now=self.now,
        )
        letters.hand_over_letter(
            self.session,
            actor=self.world.caseworker,
            letter_id=row.id,
            on=self.today,
            today=self.today,
            now=self.now,
        )
        self.learn(i, code=code, letter_id=row.id)

    def signs_in(self, i: int = 0, *, word: str) -> None:
        """The family uses its code, which ends it, and chooses its kata masuk."""
        letter_id = self.heirs[i].letter_id
        assert letter_id is not None  # noqa: S101  a slip in a story
        letters.record_family_sign_in(
            self.session, letter_id=letter_id, secret_ok=True, now=self.now
        )
        letters.choose_word(
            self.session, actor=self.actor(i), word_hash=make_hash(word), now=self.now
        )
        self.learn(i, code=None)

    def account(
        self, i: int = 0, *, bank: str = "BRI", holder: str | None = None, saving: bool = False
    ) -> UUID:
        """An account from the passbook shown; `saving` is one for a pledge's own money."""
        heir = self.heirs[i]
        number = self.people.account(bank)
        account = record_account(
            self.session,
            actor=self.world.caseworker,
            recipient_id=heir.id,
            bank_id=self.world.banks[bank],
            number=number,
            holder_name=holder or heir.person.full_name,
            purpose=AccountPurpose.SAVING if saving else AccountPurpose.BENEFIT,
            name_accepted=holder is not None,
            now=self.now,
        )
        self.numbers[account.id] = number
        if not saving:
            self.learn(i, account_id=account.id)
        return account.id


def _of_age(born_on: date) -> date:
    # The first of the month: 29 February has no such day eighteen years later.
    return born_on.replace(year=born_on.year + ADULT_AGE, day=1)
