"""Lists of participants and of months paid, taken in from files: the kinds registry owns."""

from savings_app.registry.actions.importing.contributions import CONTRIBUTIONS
from savings_app.registry.actions.importing.participants import PARTICIPANTS

__all__ = ["CONTRIBUTIONS", "PARTICIPANTS"]
