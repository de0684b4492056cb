"""The style of documents inside a page of the web: the same rules, for what lies in `.sheet`."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# @page and @font-face: of paper. A page of ours loads no font of a document.
_AT_RULE = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]|\{[^{}]*\})*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_ROOT = {"html", "body", ":root"}


def within_sheet(css: str) -> str:
    """Every rule of a printed document, for that document on a page."""
    plain = _AT_RULE.sub("", _COMMENT.sub("", css))
    rules = []
    for selectors, body in _RULE.findall(plain):
        inside = ",".join(_inside(one.strip()) for one in selectors.split(","))
        rules.append(f"{inside}{{{' '.join(body.split())}}}")
    return "\n".join(rules)


def _inside(selector: str) -> str:
    first, _space, rest = selector.partition(" ")
    if first in _ROOT:
        return f".sheet {rest}".strip()
    return f".sheet {selector}"
