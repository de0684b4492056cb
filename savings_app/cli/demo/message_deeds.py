"""Reminders a family of the sample data gets: its number made sure once, one sent, one refused."""

from __future__ import annotations

from uuid import UUID

from savings_app.cli.demo.after_deeds import AfterDeeds
from savings_app.outbox.actions import claim_message, note_failure, note_sent
from savings_app.outbox.kinds import Channel, Failure
from savings_app.outbox.queries import list_due
from savings_app.reminders.actions.contacts import choose_contact, verify_contact
from savings_app.reminders.actions.sending import queue_reminders
from savings_app.reminders.address_rules import CODE_DIGITS
from savings_app.tasks.reminders import letterhead


class MessageDeeds(AfterDeeds):
    """What the outbox did. Nothing leaves this machine: only the word of a server is written."""

    def wants_short_messages(self, number: str, i: int = 0) -> None:
        """By SMS; the code that came is typed in."""
        message = choose_contact(
            self.session,
            actor=self.actor(i),
            channel=Channel.SMS,
            address=number,
            offered={Channel.SMS},
            head=letterhead(),
            now=self.now,
        )
        assert message is not None  # noqa: S101  only a letter has none
        (code,) = (
            word.strip(",")
            for word in message.text.split()
            if word.strip(",").isdigit() and len(word.strip(",")) == CODE_DIGITS
        )
        self._leaves(message.id)
        verify_contact(self.session, actor=self.actor(i), code=code, now=self.now)

    def morning_of_reminders(self, *, refused: bool = False) -> None:
        """What is due to anybody is queued and leaves, or its number is refused."""
        queue_reminders(self.session, head=letterhead(), today=self.today, now=self.now)
        for message_id in list_due(self.session, now=self.now):
            self._leaves(message_id, refused=refused)

    def _leaves(self, message_id: UUID, *, refused: bool = False) -> None:
        claim_message(self.session, message_id=message_id, now=self.now)
        if refused:
            note_failure(
                self.session,
                message_id=message_id,
                failure=Failure.ADDRESS_REFUSED,
                now=self.now,
            )
        else:
            note_sent(self.session, message_id=message_id, now=self.now)
