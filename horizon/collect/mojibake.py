"""Text that was encoded twice: UTF-8 whose bytes somebody read as Windows-1252 ("FÃ¶rslag", "â€˜secretâ€™"), put right.

Such text often stands beside sound text, so it is mended sequence by sequence. A sequence alone can be honest ("PÅ”" ends a
quotation in Swedish capitals), so nothing is touched unless the text holds at least one that no honest text has. Pure.
"""

from __future__ import annotations

import re

_BYTES = {
    chr(n): n for n in range(0x80, 0x100)
}  # C1 controls stand for themselves where Windows-1252 has a hole
_BYTES |= {
    bytes([n]).decode("cp1252"): n for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_TAIL = "[" + "".join(re.escape(c) for c, n in _BYTES.items() if n < 0xC0) + "]"
_SEQUENCE = re.compile(f"[\xc2-\xdf]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}}")
_LEAD = re.compile(
    f"[\xc2-\xf4]{_TAIL}"
)  # how every sequence begins; most texts have none, and one look is cheaper than three
_PUNCTUATION = frozenset("‘’“”•–—…«»°\xa0")  # what may follow a capital letter in honest text
MAX_PASSES = 2  # text encoded three times exists


def mended(text: str | None) -> str | None:
    """The text with doubly encoded characters read as what they were; the same text where there are none."""
    if text is None or text.isascii() or not _LEAD.search(text):
        return text
    for _ in range(MAX_PASSES):
        if not any(_is_proof(m, text) for m in _SEQUENCE.finditer(text)):
            break
        text = _SEQUENCE.sub(_decoded, text)
        # a no-break space at the end, half of such a sequence, is lost with the other white space
        text = text[:-1] if text.endswith("\xc2") else text[:-1] + "à" if text.endswith("\xc3") else text
    return text


def _decoded(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[c] for c in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _is_proof(found: re.Match[str], text: str) -> bool:
    """Whether honest text never holds this: a letter with a sign after it that no sentence puts there, or in a place where no
    capital stands."""
    sequence = found[0]
    if _decoded(found) == sequence:
        return False
    if any(sign not in _PUNCTUATION for sign in sequence[1:]):
        return True
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    is_accented = sequence[0] == "\xc3" and sequence[1] != "\xa0" and after.islower()
    # ß is no capital: it ends many a German word, also before a dash or a closing quotation mark
    return len(sequence) == 2 and sequence[0] not in "ß×" and (before.islower() or is_accented)
