"""Every word the user sees: gettext, formats of money, dates and numbers, and refusals."""

from savings_app.words.language import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    current_language,
    gettext,
    lazy_gettext,
    ngettext,
    use_language,
)

_ = gettext

__all__ = [
    "LANGUAGES",
    "SOURCE_LANGUAGE",
    "_",
    "current_language",
    "gettext",
    "lazy_gettext",
    "ngettext",
    "use_language",
]
