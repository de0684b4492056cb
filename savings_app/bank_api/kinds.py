"""Codes of the interface for banks. Pure, so that rules, tables and pages share them."""

from __future__ import annotations

from enum import StrEnum

from savings_app.actors import Permission
from savings_app.banks.kinds import DataPass

LONGEST_NAME = 80  # of a client


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


class RegistrationState(StrEnum):
    """Of an account a bank registered; the bank is told no more than this."""

    RECEIVED = "received"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"  # the family says it is not hers, or nobody said anything


class DecidedBy(StrEnum):
    """Who said whose a registered account is."""

    FAMILY = "family"
    STAFF = "staff"
    NOBODY = "nobody"  # its time ran out


class MismatchAbout(StrEnum):
    """What a report is about: something this service told the bank of, or the bank sent."""

    PLEDGE = "pledge"
    REGISTRATION = "account"
    FILE = "transactions"


class MismatchKind(StrEnum):
    UNKNOWN_ACCOUNT = "unknown_account"
    OTHER_NAME = "other_name"
    OTHER_AMOUNT = "other_amount"
    CLOSED_ACCOUNT = "closed_account"
    WRONG_LINE = "wrong_line"
    OTHER = "other"


class EventKind(StrEnum):
    """What a bank's system is told of when it happens."""

    PLEDGE_MADE = "pledge.made"
    PLEDGE_CHANGED = "pledge.changed"
    PLEDGE_CANCELLED = "pledge.cancelled"
    ACCOUNT_CONFIRMED = "account.confirmed"
    CONSENT_REVOKED = "consent.revoked"
    MISMATCH_ANSWERED = "mismatch.answered"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class DeliveryFailure(StrEnum):
    """Why the last try did not arrive."""

    REFUSED = "refused"  # an answer other than 2xx
    UNREACHABLE = "unreachable"
    FORBIDDEN_ADDRESS = "forbidden_address"  # the name leads to no public machine
    INTERRUPTED = "interrupted"  # our own worker stopped meanwhile
