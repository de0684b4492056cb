"""The few sentences that are sent. Neutral: a telephone is shared, and a number may be wrong.

No amount, no name, no word of a death. The sender and how to stop stand in each.
"""

from __future__ import annotations

from dataclasses import dataclass

from savings_app.experiments.rules import Wording
from savings_app.outbox.kinds import Channel
from savings_app.reminders.kinds import Reason
from savings_app.reminders.rules import Reminder
from savings_app.words import gettext
from savings_app.words.language import current_language


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, and the service's own address."""

    sender: str
    address: str

    def stop(self, token: str) -> str:
        """The page that stops everything, without signing in."""
        return f"{self.address}/stop/{token}"


def code_text(code: str, *, head: Letterhead, token: str) -> tuple[str, str]:
    """Subject and text of the message that carries a code."""
    return (
        gettext("Kode dari %(sender)s", sender=head.sender),
        gettext(
            "%(sender)s: kode Anda %(code)s, berlaku 30 menit. Bukan Anda yang meminta? Abaikan, "
            "atau hentikan di %(stop)s",
            sender=head.sender,
            code=code,
            stop=head.stop(token),
        ),
    )


def reminder_text(
    reminder: Reminder,
    *,
    channel: Channel,
    head: Letterhead,
    token: str,
    wording: Wording | None = None,
) -> tuple[str, str]:
    """Subject and text: a goal, a reason, and how to stop. `wording`: one that is tried out.

    Whatever the wording, the sender and how to stop stand in it: they are not part of it.
    """
    said = (
        wording.said(current_language(), goal=reminder.goal)
        if wording is not None
        else ordinary_words(reminder)
    )
    if channel is Channel.LETTER:
        stop = gettext(
            "Tidak ingin surat lagi? Katakan kepada petugas Dinas atau buka %(stop)s",
            stop=head.stop(token),
        )
        signed = gettext("Dari: %(sender)s", sender=head.sender)
        return gettext("Pengingat"), f"{said[:1].upper()}{said[1:]}\n\n{signed}\n\n{stop}"
    text = gettext(
        "%(sender)s: %(said)s Berhenti: %(stop)s",
        sender=head.sender,
        said=said,
        stop=head.stop(token),
    )
    return gettext("Pengingat dari %(sender)s", sender=head.sender), text


def ordinary_words(reminder: Reminder) -> str:
    """What is said where nothing is tried out."""
    goal = reminder.goal
    if reminder.reason is Reason.PLEDGE_DATE:
        if goal:
            return gettext(
                "tanggal yang Anda pilih untuk “%(goal)s” sudah dekat. Lihat lagi rencananya; "
                "boleh diteruskan, boleh diubah.",
                goal=goal,
            )
        return gettext(
            "tanggal yang Anda pilih sudah dekat. Lihat lagi rencananya; boleh diteruskan, boleh "
            "diubah."
        )
    if reminder.reason is Reason.SCHOLARSHIP:
        return gettext(
            "bulan Juli waktunya mengurus bantuan sekolah anak untuk tahun ini. Siapkan surat "
            "keterangan sekolah; petugas dapat membantu."
        )
    if reminder.reason is Reason.BALANCE_CHECK:
        return gettext(
            "rekening yang lama tidak dipakai dapat tertidur. Datang ke bank membawa buku dan "
            "kartu, cukup satu transaksi kecil, supaya tetap hidup."
        )
    if goal:
        return gettext(
            "bulan ini belum ada kabar tentang “%(goal)s”. Tidak perlu khawatir; kalau ingin tahu, "
            "tanyakan di bank dengan buku Anda.",
            goal=goal,
        )
    return gettext(
        "bulan ini belum ada kabar dari bank. Tidak perlu khawatir; kalau ingin tahu, tanyakan di "
        "bank dengan buku Anda."
    )
