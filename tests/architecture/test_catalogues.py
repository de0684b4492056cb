"""English may wait in several files; it is read as one, and folded into one."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from savings_app.config import ROOT
from savings_app.words.merging import merge_groups, merge_texts


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/words.py with three texts in the code, and catalogues in a folder of their own."""
    spec = importlib.util.spec_from_file_location("words", ROOT / "scripts" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def extracted() -> Catalog:
        template = Catalog()
        for text in ("Satu", "Dua", ("%(count)s anak", "%(count)s anak")):
            template.add(text, None, [("page.py", 1)])
        return template

    monkeypatch.setattr(module, "extracted", extracted)
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    (tmp_path / "en" / "LC_MESSAGES").mkdir(parents=True)
    return module


def write(words: ModuleType, name: str, **texts: str) -> Path:
    path: Path = words.catalogue_path("en", name)
    lines = [f'msgid "{source}"\nmsgstr "{english}"\n' for source, english in texts.items()]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_later_file_fills_and_overrides(words: ModuleType) -> None:
    write(words, "messages", Satu="One", Dua="")
    write(words, "a", Satu="", Dua="Two")
    write(words, "b", Dua="Two!")

    catalog = words.read_catalogue("en")

    assert catalog.get("Satu").string == "One"
    assert catalog.get("Dua").string == "Two!"


def test_missing_holds_what_no_file_has_and_keeps_what_is_written(words: ModuleType) -> None:
    write(words, "messages", Satu="One")
    mine = write(words, "mine", Dua="Two", Lama="")

    assert words.main(["missing", "mine"]) == 0

    held = {words.forms(text.id)[0]: text for text in words.messages(words.read_file(mine, "en"))}
    assert sorted(held) == ["%(count)s anak", "Dua"]
    assert held["Dua"].string == "Two"
    assert words.main(["missing", "messages"]) == 1


def test_extract_folds_everything_into_one_file(words: ModuleType) -> None:
    main = write(words, "messages", Satu="One", Lama="Old")
    other = write(words, "mine", Dua="Two")

    assert words.main(["extract"]) == 0

    texts = {words.forms(text.id)[0] for text in words.messages(words.read_file(main, "en"))}
    assert texts == {"Satu", "Dua", "%(count)s anak"}
    assert words.read_catalogue("en").get("Dua").string == "Two"
    assert not other.exists()


def test_a_text_no_longer_used_is_named_once_all_is_folded(
    words: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    write(words, "messages", Satu="One", Lama="Old")
    other = write(words, "mine", Dua="Two")
    assert words.main(["check"]) == 1
    assert "Lama" not in capsys.readouterr().out

    other.unlink()

    assert words.main(["check"]) == 1
    assert "'Lama' is no longer used" in capsys.readouterr().out


def test_two_topics_add_to_one_group_but_never_to_one_code() -> None:
    assert merge_groups([{"told": {"a": "A"}}, {"told": {"b": "B"}}]) == {
        "told": {"a": "A", "b": "B"}
    }
    with pytest.raises(ValueError, match="two texts for a"):
        merge_groups([{"told": {"a": "A"}}, {"told": {"a": "B"}}])
    with pytest.raises(ValueError, match="two texts for NotFound"):
        merge_texts([{"NotFound": "A"}, {"NotFound": "B"}])
