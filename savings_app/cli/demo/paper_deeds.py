"""Photos of papers, receipts, and the questions about heirs: each method is one real action."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from savings_app import storage
from savings_app.cases.actions.heir_search import answer_step, refer_dispute
from savings_app.cases.actions.paper_files import NewFile
from savings_app.cases.actions.paper_receipts import issue_receipt
from savings_app.cases.actions.papers import set_paper
from savings_app.cases.kinds import HeirAnswer, HeirStep, PaperKind, ReferredTo
from savings_app.cases.paper_scans import read_scan
from savings_app.cases.queries.cases import list_papers
from savings_app.cli.demo.days import Days
from savings_app.storage import FileKind

A4 = (594, 841)


class PaperDeeds(Days):
    """What comes with the papers."""

    def scans(self, *kinds: PaperKind) -> None:
        """A photo of each of these papers: a white sheet; no paper of a person is invented."""
        for paper in list_papers(self.session, case_id=self.case_id):
            if paper.kind in kinds:
                set_paper(
                    self.session,
                    actor=self.world.caseworker,
                    paper_id=paper.id,
                    version=None,
                    state=paper.state,
                    brings=paper.brings,
                    reason=paper.reason,
                    received_on=paper.received_on,
                    next_step=paper.next_step,
                    follow_up_on=paper.follow_up_on,
                    files=[self._photo()],
                    today=self.today,
                    now=self.now,
                )

    def _photo(self) -> NewFile:
        sheet = Image.new("RGB", A4, "white")
        sheet.paste(tuple(self.rng.choices(range(120, 230), k=3)), (40, 60, A4[0] - 40, 100))
        buffer = BytesIO()
        sheet.save(buffer, "JPEG")
        clean = read_scan(buffer.getvalue(), name="contoh.jpg")
        return NewFile(storage.store(FileKind.PAPER, clean.data), clean.type, clean.pages)

    def receipt_for_papers(self) -> None:
        """The tanda terima of what came so far."""
        issue_receipt(
            self.session,
            actor=self.world.caseworker,
            case_id=self.case_id,
            request_key=self.request_key(),
            today=self.today,
            now=self.now,
        )

    def answers(self, *answers: HeirAnswer) -> None:
        """The family answers who is there, in the order of the law."""
        for step, answer in zip(HeirStep, answers, strict=False):
            answer_step(
                self.session,
                actor=self.world.caseworker,
                case_id=self.case_id,
                step=step,
                version=None,
                answer=answer,
                said_by="Pelapor, saat kunjungan pertama",
                said_on=self.today,
                note=None,
                today=self.today,
                now=self.now,
            )

    def refers_to(self, place: ReferredTo) -> None:
        """The dispute is taken there."""
        refer_dispute(
            self.session,
            actor=self.world.caseworker,
            case_id=self.case_id,
            referred_to=place,
            referred_on=self.today,
            request_key=self.request_key(),
            today=self.today,
            now=self.now,
        )
