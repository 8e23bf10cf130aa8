"""The text of a web page -> its element tree. Pure; runs in the parser process."""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from horizon.collect.links import absolute


def tree_of(text: str) -> Any | None:
    """The root element, comments left out; None when there is no markup at all."""
    parser = html.HTMLParser(huge_tree=False, no_network=True, remove_comments=True, encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # an empty document
        return None


def base_of(root: Any, url: str) -> str:
    """What the page's relative links are relative to: its first base element, else its own address."""
    named = root.xpath("//base/@href")
    return absolute(str(named[0]), url)[0] or url if named else url
