"""One entry, with the state that feedparser keeps while it reads one."""

from __future__ import annotations

import re
from typing import Any

from horizon.collect.quick.element import Elements, UnusualError, address, has_rule, mended
from horizon.collect.quick.words import (
    AUTHORS,
    CONTENTS,
    DATES,
    IGNORED,
    IMAGE_PARTS,
    LANGUAGES,
    OF_PERSON,
    OF_SOURCE,
    PAGE_TYPES,
    PEOPLE,
    PLACES,
    PLAIN,
    SUMMARIES,
    TAG_LISTS,
    TAGS,
    TITLES,
    TRANSPARENT,
)

Found = dict[str, Any]


class Entry:
    """One entry in the making, with the state feedparser keeps for it."""

    def __init__(self, elements: Elements, language: str | None, *, has_content: bool) -> None:
        self._elements = elements
        self.language = language
        self.found: Found = {}
        self._depths: dict[str, int] = {}
        self._has_content = has_content
        self._title_depth = -1

    def take(self, element: Any, name: str, depth: int, language: str | None) -> None:
        """One element of the entry, in the order of the document."""
        elements = self._elements
        if name in DATES:
            self._put(DATES[name], mended(elements.text(element)), depth)
        elif name in TITLES:
            self._title(element, name, depth, language)
        elif name == "link":
            self._link(element)
        elif name in SUMMARIES:
            self._summary(element, name, depth, language)
        elif name in ("guid", "id"):
            self._id(element, depth)
        elif name in AUTHORS:
            self._author(element, depth, language)
        elif name in TAGS:
            self._tag(element, name)
        elif name in CONTENTS:
            self._content(element, CONTENTS[name])
        elif name in TAG_LISTS:
            self._tag_list(element, name)
        elif name == "enclosure":
            self._enclosure(element)
        elif name in PLAIN:
            self._plain(element, name, depth)
        elif name in TRANSPARENT:
            inner = elements.language(element, language)
            for child in element:
                reached = elements.name(child)
                if not reached.startswith("media_"):
                    raise UnusualError
                self.take(child, reached, depth + 1, inner)
        elif name == "source":
            self._source(element)
        elif name in LANGUAGES:
            self._put("language", mended(elements.text(element)), depth)
        elif name == "image":
            self._image(element, language)
        elif name in IGNORED or name.startswith(PLACES):
            self._pass_over(element)
        elif has_rule(name):
            raise UnusualError(name)
        elif len(element):
            # a box that means nothing: what is in it counts, one level down
            inner = elements.language(element, language)
            for child in element:
                reached = elements.name(child)
                if reached == "source":  # its title would stand as deep as the box's own
                    raise UnusualError(reached)
                self.take(child, reached, depth + 1, inner)

    def _pass_over(self, element: Any) -> None:
        """An element without meaning here; what is in it must have none either."""
        of_person = self._elements.name(element) in ("contributor", "itunes_owner")
        for inner in element.iterdescendants():
            name = self._elements.name(inner)
            if of_person and name in ("name", "email", "uri", "url"):
                continue
            if name in PLAIN or (has_rule(name) and not name.startswith(PLACES)):
                raise UnusualError(name)

    def _put(self, key: str, value: Any, depth: int) -> None:
        before = self._depths.get(key)
        if before is None or depth <= before:
            self._depths[key] = depth
            self.found[key] = value

    def _plain(self, element: Any, name: str, depth: int) -> None:
        if element.attrib:
            self.found[name] = {}
            return
        value = self._elements.text(element)
        if name == "comments" and value:
            value = self._elements.join(value, element)
        self._put(name, mended(value), depth)

    def _title(self, element: Any, name: str, depth: int, language: str | None) -> None:
        value = self._elements.content_text(element)
        if not (-1 < self._title_depth <= depth):
            self._put("title", value, depth)
            self.found["title_detail"] = {"language": self._lang(element, language)}
        if value and name != "media_title":
            self._title_depth = depth

    def _lang(self, element: Any, language: str | None) -> str | None:
        found = self._elements.language(element, language)
        return found.replace("_", "-") if found else found

    def _summary(self, element: Any, name: str, depth: int, language: str | None) -> None:
        if "summary" in self.found and not self._has_content:
            self._content(element, "text/plain")
            return
        value = self._elements.content_text(element, SUMMARIES[name])
        self._put("summary", value, depth)
        self.found["summary_detail"] = {"language": self._lang(element, language)}

    def _content(self, element: Any, default: str) -> None:
        self._has_content = True
        value = self._elements.content_text(element, default)
        self.found.setdefault("content", []).append({"value": value})
        self.found.setdefault("summary", value)

    def _id(self, element: Any, depth: int) -> None:
        is_link = self._elements.attributes(element).get("ispermalink", "true") == "true"
        value = self._elements.text(element)
        if is_link and value:
            value = self._elements.join(value, element)
        value = mended(value)
        self._put("id", value, depth)
        self.found.setdefault("guidislink", is_link and "link" not in self.found)
        if is_link:
            self.found.setdefault("link", value)

    def _link(self, element: Any) -> None:
        attributes = self._elements.attributes(element)
        rel = attributes.setdefault("rel", "alternate")
        attributes.setdefault("type", "application/atom+xml" if rel == "self" else "text/html")
        href = address(attributes)
        links = self.found.setdefault("links", [])
        link = {"rel": rel, "type": attributes["type"]}
        links.append(link)
        if href:
            link["href"] = self._elements.join(href, element)
        elif any(k in attributes for k in ("url", "uri", "href")):
            raise UnusualError  # an empty address is a rule of its own
        if "href" in link:
            if rel == "alternate" and attributes["type"] in PAGE_TYPES:
                self.found["link"] = link["href"]
            if len(element):
                raise UnusualError
            return
        value = self._elements.text(element)
        value = mended(self._elements.join(value, element) if value else value)
        if "&" in value:
            value = re.sub("&([A-Za-z0-9_]+);", r"&\g<1>", value.replace("&amp;", "&"))
        self.found["link"] = value
        if value:
            link["href"] = value

    def _enclosure(self, element: Any) -> None:
        if len(element):
            raise UnusualError
        attributes = self._elements.attributes(element)
        link = {"rel": "enclosure"}
        href = address(attributes)
        if href:
            link["href"] = href
        if "type" in attributes:
            link["type"] = attributes["type"]
        self.found.setdefault("links", []).append(link)

    def _author(self, element: Any, depth: int, language: str | None) -> None:
        elements = self._elements
        inner = elements.language(element, language)
        if not len(element):
            self._put("author", mended(elements.text(element)), depth)
            return
        detail: dict[str, str] = {}
        for child in element:
            name = elements.name(child)
            if name in ("name", "email"):
                detail[name] = elements.text(child)
            elif name in ("uri", "url", "homepage"):
                elements.text(child)
            elif name in TITLES:
                self._title(child, name, depth + 1, inner)
            elif has_rule(name) or len(child):
                raise UnusualError
        called, email = detail.get("name"), detail.get("email")
        before = self.found.get("author", "")
        if "@" in before or (before and not called):
            raise UnusualError  # the person before is read again, as a text, and its name stays
        self._put("author", "", depth)
        if called or email:
            self.found["author"] = f"{called} ({email})" if called and email else called or email

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        tags = self.found.setdefault("tags", [])
        value = {"term": term, "scheme": scheme, "label": label}
        if (term or scheme or label) and value not in tags:
            tags.append(value)

    def _tag(self, element: Any, name: str) -> None:
        attributes = self._elements.attributes(element)
        if name == "media_category":
            attributes.setdefault("scheme", "http://search.yahoo.com/mrss/category_schema")
        self._add_tag(
            attributes.get("term"),
            attributes.get("scheme", attributes.get("domain")),
            attributes.get("label"),
        )
        value = mended(self._elements.text(element))
        if not value:
            return
        tags = self.found["tags"]
        if tags and not tags[-1]["term"]:
            tags[-1]["term"] = value
        else:
            self._add_tag(value, None, None)

    def _tag_list(self, element: Any, name: str) -> None:
        if element.attrib:
            raise UnusualError
        scheme = "http://www.itunes.com/" if name == "itunes_keywords" else None
        for term in mended(self._elements.text(element)).split(","):
            if term.strip():
                self._add_tag(term.strip(), scheme, None)

    def _image(self, element: Any, language: str | None) -> None:
        """A picture; its title is the entry's where that has none."""
        self._title_depth = -1
        for child in element:
            name = self._elements.name(child)
            if name not in IMAGE_PARTS or len(child) or (name == "link" and child.attrib):
                raise UnusualError(name)
            if name == "title":
                self._title(child, name, 2, self._elements.language(element, language))

    def _source(self, element: Any) -> None:
        if len(element):
            self._nested_source(element)
            return
        url = self._elements.attributes(element).get("url")
        value = mended(self._elements.text(element))
        source: dict[str, str | None] = {"href": url, "title": value}
        self.found["source"] = {k: v for k, v in source.items() if v is not None and v != ""}
        self._title_depth = -1

    def _nested_source(self, element: Any) -> None:
        """The feed that an entry was taken from, told in elements, as aggregators do."""
        elements = self._elements
        url = elements.attributes(element).get("url")
        source: dict[str, str] = {} if url is None else {"href": url}
        self._title_depth = -1
        for child in element:
            name = elements.name(child)
            if name == "title":
                value = elements.content_text(child)
                if self._title_depth < 0:
                    source["title"] = value
                    self._title_depth = 2 if value else -1
            elif name == "link":
                self._source_link(child, source)
            elif name == "id":
                value = elements.text(child)
                if elements.attributes(child).get("ispermalink", "true") == "true":
                    source.setdefault("link", mended(elements.join(value, child) if value else value))
            elif name in PEOPLE:
                self._person_of_source(child, source)
            elif name not in OF_SOURCE or len(child):
                raise UnusualError(name)
        if any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
            raise UnusualError
        self.found["source"] = source

    def _person_of_source(self, person: Any, source: dict[str, str]) -> None:
        """feedparser takes the address of a source's author for the source's own."""
        elements = self._elements
        for part in person:
            name, value = elements.name(part), elements.text(part)
            if name not in OF_PERSON:
                raise UnusualError(name)
            if name in ("uri", "url"):
                source["href"] = mended(elements.join(value, part) if value else value)

    def _source_link(self, element: Any, source: dict[str, str]) -> None:
        elements = self._elements
        attributes = elements.attributes(element)
        href = address(attributes)
        if not href or len(element):
            raise UnusualError
        is_page = attributes.get("type", "text/html") in PAGE_TYPES
        if attributes.get("rel", "alternate") == "alternate" and is_page:
            source["link"] = elements.join(href, element)
