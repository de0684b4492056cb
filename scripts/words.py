"""Collect every text of code and pages, and check that each one has its English.

    words.py extract   write messages.pot and bring each catalogue up to date with it
    words.py check     fail when messages.pot is out of date or a message has no English
    words.py compile   write the .mo files the application reads

Indonesian is the source: the text in the code is what an Indonesian reads.
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

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "savings_app" / "translations"
TEMPLATE = FOLDER / "messages.pot"
PLACE = re.compile(r"%\(\w+\)[sd]")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
LANGUAGES = ("en",)
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


def catalogue_path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="savings_app", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract() -> int:
    """Bring the files up to date; a text that is no longer used leaves its catalogue."""
    template = extracted()
    TEMPLATE.write_bytes(as_text(template, header=False))
    for language in LANGUAGES:
        catalog = read_catalogue(language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        catalog.header_comment = "# English of savings_app; the source text is Indonesian."
        catalog.fuzzy = False
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_text(catalog, header=True))
        missing = sum(1 for message in messages(catalog) if problem(message))
        print(f"{language}: {len(catalog)} messages, {missing} to translate or put right")
    return 0


def messages(catalog: Catalog) -> Iterator[Message]:
    """All but the header."""
    return (message for message in catalog if message.id)


def forms(text: object) -> list[str]:
    return list(text) if isinstance(text, list | tuple) else [str(text or "")]


def problem(message: Message) -> str | None:
    """What is wrong with a translation, or None."""
    texts = forms(message.string)
    if message.fuzzy or not all(texts):
        return "has no translation"
    wanted = set(PLACE.findall(forms(message.id)[-1]))
    if any(set(PLACE.findall(text)) != wanted for text in texts[-1:]):
        return f"does not keep {', '.join(sorted(wanted)) or 'its text free of places'}"
    return None


def check() -> int:
    """Print each message that is missing or wrong; 1 when there is one."""
    template = extracted()
    problems = []
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != as_text(template, header=False):
        problems.append("messages.pot is out of date: run `make words`")
    for language in LANGUAGES:
        catalog = read_catalogue(language)
        for message in messages(template):
            found = catalog.get(message.id, message.context)
            wrong = "is not in the catalogue" if found is None else problem(found)
            if wrong:
                where, line = message.locations[0]
                problems.append(f"{language}: {where}:{line}: {forms(message.id)[0]!r} {wrong}")
    print("\n".join(problems) or "Every message has its English.")
    return 1 if problems else 0


def compile_catalogues() -> int:
    """Write the .mo files that are older than their catalogue."""
    for language in LANGUAGES:
        source = catalogue_path(language)
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime > source.stat().st_mtime:
            continue
        with compiled.open("wb") as file:
            write_mo(file, read_catalogue(language))
    return 0


if __name__ == "__main__":
    commands = {"extract": extract, "check": check, "compile": compile_catalogues}
    command = commands.get(sys.argv[1] if len(sys.argv) > 1 else "")
    sys.exit(command() if command else __doc__)
