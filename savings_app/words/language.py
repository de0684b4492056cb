"""The language of this request or task, and gettext in it. Indonesian is the source text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.support import LazyProxy, NullTranslations, Translations

CATALOGS = Path(__file__).resolve().parent.parent / "translations"
LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
SOURCE_LANGUAGE = "id"

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


@cache
def _catalog(language: str) -> NullTranslations:
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    return Translations.load(CATALOGS, [language])


def current_language() -> str:
    """`"id"` or `"en"`."""
    return _language.get()


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Everything inside speaks `language`; one we do not have falls back to Indonesian."""
    token = _language.set(language if language in LANGUAGES else SOURCE_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str, **facts: object) -> str:
    """`message` in the language in use, its `%(name)s` places filled from `facts`."""
    text = _catalog(_language.get()).gettext(message)
    return text % facts if facts else text


def ngettext(singular: str, plural: str, count: int, **facts: object) -> str:
    """As `gettext`; Indonesian has one form, English two. `%(count)s` is filled."""
    text = _catalog(_language.get()).ngettext(singular, plural, count)
    return text % {"count": count, **facts}


def lazy_gettext(message: str, **facts: object) -> str:
    """A text translated when it is shown: for labels made at import time."""
    # Typed as text because every reader treats it as text.
    return LazyProxy(gettext, message, enable_cache=False, **facts)  # type: ignore[return-value]
