"""What every form without signing in needs against programs: one box, one mark, one refusal."""

from __future__ import annotations

from flask import current_app, request
from wtforms import StringField

from savings_app import clock
from savings_app.access.visitor_rules import LeaveThisEmpty, TooManySends, visitor_mark
from savings_app.errors import DomainError
from savings_app.web.forms import MoneyForm
from savings_app.words import lazy_gettext as _

TOO_MANY_REQUESTS = 429


class PublicForm(MoneyForm):
    """Its request key makes a form that was sent twice one report.

    No person sees `website`; what fills it in is a machine, or a browser that helps too much.
    """

    website = StringField(_("Biarkan kosong"))

    def check_person(self) -> None:
        """
        Raises:
            LeaveThisEmpty
        """
        if self.website.data:
            raise LeaveThisEmpty

    def refuse(self, refusal: DomainError) -> int:
        """The refusal on the page, with all that was typed; returns the status of the answer."""
        self.show(refusal)
        return TOO_MANY_REQUESTS if isinstance(refusal, TooManySends) else 200


def sender() -> str | None:
    """What stands for the sender's address during this hour; the address itself goes nowhere."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return visitor_mark(request.remote_addr, secret=secret, now=clock.now_utc())
