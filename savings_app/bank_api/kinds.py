"""Codes of the interface for banks. Pure, so that rules, tables and pages share them."""

from __future__ import annotations

from enum import StrEnum

from savings_app.actors import Permission
from savings_app.banks.kinds import DataPass


class Scope(StrEnum):
    """What a client may do: each code is one kind of call."""

    ACCOUNTS = "accounts:register"
    TRANSACTIONS = "transactions:push"
    PLEDGES = "pledges:read"
    MISMATCHES = "mismatches:report"


# The same call by an officer at his desk needs this permission, and these data to pass.
NEEDS: dict[Scope, Permission] = {
    Scope.ACCOUNTS: Permission.ACCOUNT_CONFIRM_NAME,
    Scope.TRANSACTIONS: Permission.BANK_FILE_UPLOAD,
    Scope.PLEDGES: Permission.MATCH_CONFIRM,
    Scope.MISMATCHES: Permission.MATCH_CONFIRM,
}
PASSING: dict[Scope, DataPass | None] = {
    Scope.ACCOUNTS: DataPass.NAMES,
    Scope.TRANSACTIONS: DataPass.LINES,
    Scope.PLEDGES: DataPass.PLEDGES,
    Scope.MISMATCHES: None,  # a report is about what passed before; any agreement will do
}


class TokenWay(StrEnum):
    """How a token was asked for: what is called with it must be called in the same way."""

    OAUTH = "oauth2"
    SNAP = "snap"
