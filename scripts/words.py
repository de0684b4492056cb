"""Collect every text of code and pages, and check that each one has its English.

    words.py missing [NAME]   put every message without a translation into NAME.po, to be filled in
    words.py check            fail when a message has no English, or is no longer used
    words.py extract          fold every .po into messages.po and bring it up to date
    words.py compile          write the .mo file the application reads

Indonesian is the source: the text in the code is what an Indonesian reads. The other languages
stand in translations/languages.toml; one that is complete, as English, must have every text. Its
texts are in messages.po; what is written at the same time by several people waits in files of
their own beside it, so that they do not edit the same lines.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from savings_app.words.language import SOURCE_LANGUAGE, read_languages

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "savings_app" / "translations"
MAIN = "messages"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
PLACE = re.compile(r"%\(\w+\)[sd]")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
# Every language but the source, as translations/languages.toml has them.
LANGUAGES = {code: entry for code, entry in read_languages().items() if code != SOURCE_LANGUAGE}
# Lines of a catalogue's header that would differ for every person and hour.
RESTLESS = re.compile(
    rb'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|'
    rb'Generated-By|Project-Id-Version):[^"]*"\n'
)


def extracted() -> Catalog:
    """Every message the code and the templates hold now."""
    catalog = Catalog(project="savings_app", charset="utf-8")
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    for name in ("savings_app", "templates"):
        for path, line, text, comments, context in extract_from_dir(
            ROOT / name,
            [(pattern.removeprefix(f"{name}/"), method) for pattern, method in methods],
            {pattern.removeprefix(f"{name}/"): value for pattern, value in options.items()},
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
        ):
            place = [(f"{name}/{path}", line)]
            catalog.add(text, None, place, auto_comments=comments, context=context)
    return catalog


def as_text(catalog: Catalog, *, header: bool) -> bytes:
    """The file of a catalogue, without line numbers: they would change with every edit."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=98, no_location=True, omit_header=not header, sort_output=True)
    return RESTLESS.sub(b"", buffer.getvalue())


def catalogue_path(language: str, name: str = MAIN) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{name}.po"


def other_paths(language: str) -> list[Path]:
    """The files beside messages.po that wait to be folded into it."""
    main = catalogue_path(language)
    return sorted(path for path in main.parent.glob("*.po") if path != main)


def read_file(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, project="savings_app", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write_file(path: Path, catalog: Catalog) -> None:
    name = LANGUAGES[path.parent.parent.name].name
    catalog.header_comment = f"# {name} of savings_app; the source text is Indonesian."
    catalog.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_text(catalog, header=True))


def read_catalogue(language: str) -> Catalog:
    """messages.po, then the others by name; what a later one has translated counts."""
    catalog = read_file(catalogue_path(language), language)
    for path in other_paths(language):
        for message in messages(read_file(path, language)):
            if is_translated(message) or catalog.get(message.id, message.context) is None:
                # Without this the catalogue would keep the text it has.
                catalog.delete(message.id, message.context)
                catalog[message.id] = message
    return catalog


def extract() -> int:
    """Bring messages.po up to date; a text that is no longer used leaves it."""
    template = extracted()
    for language in LANGUAGES:
        catalog = read_catalogue(language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        write_file(catalogue_path(language), catalog)
        for path in other_paths(language):
            path.unlink()
        wrong = sum(1 for message in messages(catalog) if problem(message))
        print(f"{language}: {len(catalog)} messages, {wrong} to translate or put right")
    return 0


def missing(name: str) -> int:
    """Write NAME.po: what it has in English already, and every message that has none anywhere."""
    if name == MAIN or not NAME.fullmatch(name):
        print(f"A name of small letters, digits, - and _, other than {MAIN}: not {name!r}.")
        return 1
    template = extracted()
    for language in LANGUAGES:
        known = read_catalogue(language)
        path = catalogue_path(language, name)
        catalog = read_file(path, language)
        for message in [message for message in messages(catalog) if not is_translated(message)]:
            catalog.delete(message.id, message.context)
        found = [
            message
            for message in messages(template)
            if not is_translated(known.get(message.id, message.context))
        ]
        for message in found:
            catalog[message.id] = message
        if found or path.exists():
            write_file(path, catalog)
        print(f"{language}: {len(found)} messages to translate in {path.relative_to(FOLDER)}")
    return 0


def messages(catalog: Catalog) -> Iterator[Message]:
    """All but the header."""
    return (message for message in catalog if message.id)


def forms(text: object) -> list[str]:
    return list(text) if isinstance(text, list | tuple) else [str(text or "")]


def is_translated(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(forms(message.string))


def problem(message: Message) -> str | None:
    """What is wrong with a translation, or None."""
    if not is_translated(message):
        return "has no translation"
    return misplaced(message)


def misplaced(message: Message) -> str | None:
    """Whether a translation keeps the places that facts are put into; None when it does."""
    texts = forms(message.string)
    wanted = set(PLACE.findall(forms(message.id)[-1]))
    if any(set(PLACE.findall(text)) != wanted for text in texts[-1:]):
        return f"does not keep {', '.join(sorted(wanted)) or 'its text free of places'}"
    return None


def check() -> int:
    """Print each message that is missing or wrong; 1 when there is one."""
    template = extracted()
    problems = []
    for language, entry in LANGUAGES.items():
        catalog = read_catalogue(language)
        for message in messages(template):
            wrong = fault(catalog.get(message.id, message.context), complete=entry.is_complete)
            if wrong:
                where, line = message.locations[0]
                problems.append(f"{language}: {where}:{line}: {forms(message.id)[0]!r} {wrong}")
        problems += unused(language, catalog, template)
    print("\n".join(problems) or "Every message has its English.")
    return 1 if problems else 0


def fault(message: Message | None, *, complete: bool) -> str | None:
    """What is wrong with a catalogue's message; none needs to be there in one still growing."""
    if message is None:
        return "is not in the catalogue" if complete else None
    if complete:
        return problem(message)
    return misplaced(message) if is_translated(message) else None


def unused(language: str, catalog: Catalog, template: Catalog) -> list[str]:
    """What nothing shows any more; nobody has to fold for it while other files still wait."""
    if other_paths(language):
        return []
    return [
        f"{language}: {forms(message.id)[0]!r} is no longer used: run `make words`"
        for message in messages(catalog)
        if template.get(message.id, message.context) is None
    ]


def compile_catalogues() -> int:
    """Write the .mo files that are older than one of their catalogues."""
    for language in LANGUAGES:
        main = catalogue_path(language)
        compiled = main.with_suffix(".mo")
        texts = [path for path in (main, *other_paths(language)) if path.exists()]
        newest = max((path.stat().st_mtime for path in texts), default=0)
        if not texts or (compiled.exists() and compiled.stat().st_mtime > newest):
            continue
        with compiled.open("wb") as file:
            write_mo(file, read_catalogue(language))
    return 0


def main(arguments: list[str]) -> int | str | None:
    """What to exit with."""
    match arguments:
        case ["missing"]:
            return missing("new")
        case ["missing", name]:
            return missing(name)
        case ["check"]:
            return check()
        case ["extract"]:
            return extract()
        case ["compile"]:
            return compile_catalogues()
    return __doc__


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
