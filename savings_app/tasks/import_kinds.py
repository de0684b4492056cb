"""The kinds of files that can be taken in. A new kind is one line here.

Whoever handles imports (pages, jobs, commands) asks here, so nothing else has to know a kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from savings_app.cases.actions.importing import PAST_CASES, PAYOUTS
from savings_app.corrections.lists import GUARDED_PARTICIPANTS
from savings_app.deaths.actions.importing import DEATHS
from savings_app.errors import NotFound
from savings_app.registry.actions.importing import CONTRIBUTIONS

if TYPE_CHECKING:
    from savings_app.imports.handlers import Handler
    from savings_app.imports.kinds import ImportKind

HANDLERS: tuple[Handler, ...] = (
    GUARDED_PARTICIPANTS,
    CONTRIBUTIONS,
    PAYOUTS,
    PAST_CASES,
    DEATHS,
)


def get_handler(kind: ImportKind | str) -> Handler:
    """
    Raises:
        NotFound: no kind of that name can be taken in here.
    """
    for handler in HANDLERS:
        if handler.kind == kind:
            return handler
    raise NotFound
