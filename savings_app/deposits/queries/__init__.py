"""Reads of pledges, of what a bank officer may see, and of what the banks said."""

from savings_app.deposits.queries.bank import (
    BankWork,
    GivenAnswer,
    KeptQuestion,
    NameQuestion,
    count_given_answers,
    find_kept_questions,
    find_name_questions,
    get_bank_work,
    get_given_answer,
    list_given_answers,
    list_kept_questions,
    list_name_questions,
)
from savings_app.deposits.queries.pledges import (
    PledgeRow,
    find_pledge_by_code,
    get_own_pledge,
    get_pledge_of_bank,
    list_pledge_accounts,
    list_pledges,
    sum_kept,
)
from savings_app.deposits.queries.progress import (
    BankNews,
    MonthNews,
    PledgeProgress,
    Progress,
    Source,
    get_progress,
)
from savings_app.deposits.queries.scope import accounts_seen_by_bank

__all__ = [
    "BankNews",
    "BankWork",
    "GivenAnswer",
    "KeptQuestion",
    "MonthNews",
    "NameQuestion",
    "PledgeProgress",
    "PledgeRow",
    "Progress",
    "Source",
    "accounts_seen_by_bank",
    "count_given_answers",
    "find_kept_questions",
    "find_name_questions",
    "find_pledge_by_code",
    "get_bank_work",
    "get_given_answer",
    "get_own_pledge",
    "get_pledge_of_bank",
    "get_progress",
    "list_given_answers",
    "list_kept_questions",
    "list_name_questions",
    "list_pledge_accounts",
    "list_pledges",
    "sum_kept",
]
