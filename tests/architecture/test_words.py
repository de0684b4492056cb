"""Every refusal has its sentence. (That every message has its English: `make lint`.)"""

from __future__ import annotations

from collections.abc import Iterator

from savings_app.errors import DomainError
from savings_app.words.refusals import REFUSALS
from tests.architecture.modules import import_everything


def refusals(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("savings_app."):
            yield child
        yield from refusals(child)


def test_every_refusal_has_a_sentence() -> None:
    import_everything()
    silent = [
        f"{refusal.__module__}.{refusal.__name__}"
        for refusal in refusals()
        if not any(kind.__name__ in REFUSALS for kind in refusal.__mro__)
    ]
    assert silent == []


def test_every_sentence_belongs_to_a_refusal() -> None:
    import_everything()
    assert sorted(set(REFUSALS) - {refusal.__name__ for refusal in refusals()}) == []


def test_two_refusals_never_share_a_name() -> None:
    import_everything()
    by_name: dict[str, set[str]] = {}
    for refusal in refusals():
        by_name.setdefault(refusal.__name__, set()).add(refusal.__module__)
    assert {name: homes for name, homes in by_name.items() if len(homes) > 1} == {}
