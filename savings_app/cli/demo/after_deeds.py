"""Handing over in public, and complaints that did not end with the first answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from savings_app.actors import Actor
from savings_app.cases.actions import complaints, hand_overs, public_reports
from savings_app.cases.hand_over_kinds import Occasion
from savings_app.cases.hand_over_rules import Witness
from savings_app.cases.kinds import ComplaintAbout
from savings_app.cases.people_rules import HeirFacts
from savings_app.cases.queries.heirs import get_heir
from savings_app.cli.demo.money_deeds import MoneyDeeds
from savings_app.corrections.actions import request_for_heir, take_step
from savings_app.corrections.fact_rules import heir_columns
from savings_app.corrections.kinds import CorrectionStep
from savings_app.documents.actions import request_document
from savings_app.documents.rules import DocumentKind, Wanted
from savings_app.literacy import actions as literacy
from savings_app.registry.rules import Sex
from savings_app.support import actions as support
from savings_app.support.kinds import SupportKind, SupportStepKind
from savings_app.words.language import SOURCE_LANGUAGE


class AfterDeeds(MoneyDeeds):
    """What happens beside the money: prayer, witnesses, and words that go further up."""

    def hand_over_planned(self, *, in_days: int) -> UUID:
        """At the prayer of the 40th day or thereabouts, at the family's home."""
        plan = hand_overs.Plan(
            on=self.world.today + timedelta(days=in_days),
            place="Rumah keluarga",
            occasion=Occasion.FORTIETH_DAY,
            office="Dinas Nakerkum Kabupaten Bone Bolango",
        )
        return hand_overs.plan_hand_over(
            self.session,
            actor=self.world.caseworker,
            case_ids=[self.case_id],
            plan=plan,
            now=self.now,
        ).id

    def handed_over(self, hand_over_id: UUID) -> None:
        """Before two witnesses; the berita acara is made for the first recipient."""
        imam, headman, official = (self.people.draw(Sex.MALE, age=age) for age in (58, 44, 51))
        hand_overs.hold_hand_over(
            self.session,
            actor=self.world.caseworker,
            hand_over_id=hand_over_id,
            held=hand_overs.Held(
                on=self.today,
                witnesses=(
                    Witness(imam.full_name, "imam desa", imam.nik),
                    Witness(headman.full_name, "kepala dusun", headman.nik),
                ),
                present={self.case_id},
                officials=official.full_name,
            ),
            today=self.today,
            now=self.now,
        )
        request_document(
            self.session,
            actor=self.world.caseworker,
            wanted=Wanted(DocumentKind.HANDOVER, SOURCE_LANGUAGE),
            recipient_id=self.heirs[0].id,
            today=self.today,
            now=self.now,
        )

    def invited_to_learn(self, *, in_days: int, topic: str) -> UUID:
        """To a meeting at the hall of the desa."""
        plan = literacy.SessionPlan(
            on=self.world.today + timedelta(days=in_days),
            region_code=self.village,
            place="Balai desa",
            topic=topic,
            leader_id=self.world.caseworker.user_id,
            starts_at="09.00",
            lessons=("dua-celengan",),
        )
        return literacy.plan_session(
            self.session,
            actor=self.world.caseworker,
            case_ids=[self.case_id],
            plan=plan,
            request_key=self.request_key(),
            today=self.today,
            now=self.now,
        ).id

    def came_to_learn(self, session_id: UUID, *, people: int) -> None:
        """The first recipient came, and others of the family with her."""
        literacy.hold_session(
            self.session,
            actor=self.world.caseworker,
            learning_session_id=session_id,
            attendance=literacy.Attendance(
                on=self.today, people={self.case_id: people}, recipients={self.heirs[0].id}
            ),
            today=self.today,
            now=self.now,
        )
        literacy.record_answers(
            self.session,
            actor=self.world.caseworker,
            learning_session_id=session_id,
            answered=people,
            counts={f"dua-celengan-{place}": (place - 1, people) for place in (1, 2, 3)},
            now=self.now,
        )

    def asks_support(self, kind: SupportKind, wish: str, i: int = 0) -> UUID:
        """The family itself, on its own page."""
        return support.ask_support(
            self.session,
            actor=self.actor(i),
            recipient_id=self.heirs[i].id,
            kind=kind,
            wish=wish,
            today=self.today,
            now=self.now,
        ).id

    def support_step(self, support_id: UUID, kind: SupportStepKind, note: str) -> None:
        """The caseworker spoke with the family, or knows how it ended."""
        support.record_support_step(
            self.session,
            actor=self.world.caseworker,
            support_id=support_id,
            version=None,
            kind=kind,
            on=self.today,
            note=note,
            today=self.today,
            now=self.now,
        )

    def appeals(self, complaint_id: UUID, text: str, i: int = 0) -> None:
        """The answer was not enough: the Inspektorat looks at it."""
        complaints.appeal_complaint(
            self.session,
            actor=self.actor(i),
            complaint_id=complaint_id,
            text=text,
            now=self.now,
        )

    def correction_asked(self, *, reason: str, i: int = 0) -> UUID:
        """The NIK of a recipient to whom money went: not the caseworker's to change alone."""
        _case, heir = get_heir(self.session, actor=self.world.caseworker, heir_id=self.heirs[i].id)
        person = self.heirs[i].person
        nik = heir.nik
        while nik == heir.nik:
            nik = self.people.nik(person.sex, person.born_on)
        return request_for_heir(
            self.session,
            actor=self.world.caseworker,
            heir_id=heir.id,
            version=heir.version,
            facts=replace(HeirFacts(**heir_columns(heir)), nik=nik),  # type: ignore[arg-type]
            reason=reason,
            evidence="KTP, dilihat di rumahnya",
            now=self.now,
        ).id

    def correction_agreed(self, request_id: UUID, *, by: Actor) -> None:
        """One yes; so much money went to this recipient that it is not the last one needed."""
        take_step(
            self.session,
            actor=by,
            request_id=request_id,
            version=None,
            step=CorrectionStep.APPROVE,
            reason=None,
            today=self.today,
            now=self.now,
        )

    def neighbour_reports(self, about: ComplaintAbout, text: str) -> None:
        """Somebody of the desa, on the public page, without a name. Nobody holds the code."""
        public_reports.send_report(
            self.session,
            report=public_reports.Report(about=about, text=text, place=self.village),
            code_hash="-",
            sender=None,
            request_key=self.request_key(),
            now=self.now,
        )
