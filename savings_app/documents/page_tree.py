"""A printed page as the tree it is laid out from."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import lxml.html

WHITE_SPACE = re.compile(r"\s+")
SVG = "http://www.w3.org/2000/svg"
# HTML knows no capital letters in names; SVG does.
SVG_NAMES = {"viewbox": "viewBox"}
FONT = "Source Sans 3"


def parse_page(html: str) -> ElementTree.Element:
    """The tree of a page of ours; what stands inside a drawing is named as SVG names it."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
    page = lxml.html.document_fromstring(html.encode(), parser=parser)
    for drawing in page.iter("svg"):
        drawing.set("xmlns", SVG)
        drawing.set("font-family", FONT)  # a drawing inherits none; the machine's would be taken
        if drawing.find("title") is None:
            _name(drawing, drawing.getparent().get("title", ""))
        for read, meant in SVG_NAMES.items():
            if read in drawing.attrib:
                drawing.set(meant, drawing.attrib.pop(read))
    for paragraph in {line_break.getparent() for line_break in page.iter("br")}:
        _break_lines(paragraph)
    written = lxml.html.tostring(page, encoding="utf-8", method="xml")
    return ElementTree.fromstring(written)  # noqa: S314  written by lxml a moment ago, from our page


def _break_lines(paragraph: Any) -> None:
    """Line breaks as characters: each element of them costs as much as a cell of a table."""
    paragraph.set("class", f"{paragraph.get('class', '')} lines")
    for element in paragraph.iter():
        element.text = element.text and WHITE_SPACE.sub(" ", element.text)
        if element is not paragraph:
            element.tail = element.tail and WHITE_SPACE.sub(" ", element.tail)
    for line_break in paragraph.findall("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
        line_break.drop_tag()


def _name(drawing: Any, called: str) -> None:
    """A drawing without words of its own is called what the element around it is called."""
    title = lxml.html.Element("title")
    title.text = called
    drawing.insert(0, title)
