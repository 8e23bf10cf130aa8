"""Numbers under which authorities keep a matter: what they look like in text, and when two of them mean two matters. Pure."""

from __future__ import annotations

import re

FILE_REF = re.compile(
    r"\b(?:[A-ZÅÄÖ]{1,6}\s?\d{4}/\d{1,6}(?:/\d+)?|[A-Z]{1,6}/\d{4}/\d{1,6}|[A-Z]{2,4}\s\d{4}-\d{1,5}|COM\(20\d\d\)\s?\d+|"
    r"20\d\d/\d\d:[A-Za-zÅÄÖ]+\d+|"
    r"(?:Prop|Dir|SOU|Ds|Bet|Skr)\.?\s?20\d\d(?:/\d\d)?:\d+|\d{4}/\d{4}\((?:COD|NLE|INI)\)|(?:EU\)\s)?20\d\d/\d{3,4}\b|"
    r"[A-Z]{2,6}-20\d\d-[A-Z0-9-]*\d+|dnr\.?\s?[\w./:-]*\d[\w./:-]*)",
)
_ACT = re.compile(r"^(?:eu\))?20\d\d/\d{3,4}$")  # a law, which many matters name
_SERIAL = re.compile(r"\d+(?:\(\w+\))?$")


def folded(file_ref: str) -> str:
    """A number without spaces and capitals: as two documents would have to write the same one."""
    one = "".join(file_ref.casefold().removeprefix("dnr").split())
    return re.sub(r"^\.|(?<=[a-zåäö])\.", "", one)


def file_refs_in(text: str) -> frozenset[str]:
    """Folded numbers of files that a text names. Numbers of laws in force are none: many matters name the same law."""
    found = {folded(m.group(0)).rstrip(".,:") for m in FILE_REF.finditer(text)}
    return frozenset(f for f in found if not _ACT.match(f))


def register_of(file_ref: str) -> str | None:
    """The series that a number is of ("jd/2026/" of JD/2026/0417); None for a law's number."""
    one = folded(file_ref)
    if _ACT.match(one):
        return None
    return _SERIAL.sub("", one) + ("(cod)" if one.endswith(")") else "")


def are_two_files(a: str, b: str) -> bool:
    """Whether two numbers are of one register and differ: one authority keeps them apart."""
    return folded(a) != folded(b) and register_of(a) is not None and register_of(a) == register_of(b)
