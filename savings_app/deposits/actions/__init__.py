"""Pledges made, changed and cancelled; what bank officers answer; deposits confirmed."""

from savings_app.deposits.actions.account_words import (
    ask_for_day,
    say_account_status,
    take_back_account_status,
)
from savings_app.deposits.actions.answers import (
    AnswerGiven,
    AnswersOutcome,
    correct_answer,
    record_answers,
    take_back_answers,
)
from savings_app.deposits.actions.balances import say_balance_checked
from savings_app.deposits.actions.deposits import (
    LineMoney,
    record_deposit,
    record_deposits,
    reverse_deposit,
    reverse_deposits,
)
from savings_app.deposits.actions.names import (
    NamesOutcome,
    ask_name_check,
    open_numbers,
    record_name_answers,
)
from savings_app.deposits.actions.photos import hand_in_photo, note_photo_read, remove_photo
from savings_app.deposits.actions.pledges import cancel_pledge, change_pledge, make_pledge

__all__ = [
    "AnswerGiven",
    "AnswersOutcome",
    "LineMoney",
    "NamesOutcome",
    "ask_for_day",
    "ask_name_check",
    "cancel_pledge",
    "change_pledge",
    "correct_answer",
    "hand_in_photo",
    "make_pledge",
    "note_photo_read",
    "open_numbers",
    "record_answers",
    "record_deposit",
    "record_deposits",
    "record_name_answers",
    "remove_photo",
    "reverse_deposit",
    "reverse_deposits",
    "say_account_status",
    "say_balance_checked",
    "take_back_account_status",
    "take_back_answers",
]
