"""The language of this request or task, and gettext in it. Indonesian is the source text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.support import LazyProxy, NullTranslations, Translations

CATALOGS = Path(__file__).resolve().parent.parent / "translations"
SOURCE_LANGUAGE = "id"


@dataclass(frozen=True, slots=True)
class Language:
    """One entry of `languages.toml`. `dates` is the locale that names its months."""

    code: str
    name: str
    dates: str
    is_complete: bool


def read_languages(folder: Path = CATALOGS) -> Mapping[str, Language]:
    """The languages people can choose, by code, in the order they are offered."""
    entries = tomllib.loads((folder / "languages.toml").read_text(encoding="utf-8"))
    return {
        code: Language(code, entry["name"], entry.get("dates", code), entry.get("complete", False))
        for code, entry in entries.items()
    }


LANGUAGES = read_languages()

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


@cache
def _catalog(language: str) -> NullTranslations:
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    return Translations.load(CATALOGS, [language])


def current_language() -> str:
    """The code of one of `LANGUAGES`."""
    return _language.get()


def date_locale() -> str:
    """The locale that names the months of the language in use."""
    return LANGUAGES[_language.get()].dates


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
