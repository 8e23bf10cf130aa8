"""Which characters the bytes of a feed mean. The declaration is often wrong; bytes that are valid UTF-8 hardly ever are
anything else, so they win over whatever is declared."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"{\x00", "utf-16-le"),
    (b"Lo\xa7\x94", "cp037"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{2,40})\s*["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
# browsers read these names as their supersets, and so do publishers write them
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
              "euc_kr": "cp949", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"}  # fmt: skip
MAX_BAD_SHARE = 0.05  # of the non-ASCII characters; above it the text is not UTF-8 with a few broken bytes


def to_text(body: bytes, content_type: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Text of a body and what had to be overridden: encoding_override, encoding_guessed, bad_bytes_replaced."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return _with_known(body[len(bom) :], name)
    for start, name in _UNMARKED:
        if body.startswith(start):
            return _with_known(body, name)
    declared = _declared(body)
    charset = _codec((_CHARSET.search(content_type or "") or [None, None])[1])
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, declared, charset)
    if text.isascii():
        seven_bit = next(
            (n for n in (declared, charset) if n in ("iso2022_jp", "hz", "iso2022_kr", "utf-7")), None
        )
        return (body.decode(seven_bit, "replace") if seven_bit and seven_bit != "utf-7" else text), ()
    told = declared or charset
    return text, () if told in (None, "utf-8") else ("encoding_override",)


def _with_known(body: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    text = body.decode(name, "replace")
    return text, ("bad_bytes_replaced",) if "\ufffd" in text else ()


def _not_utf8(body: bytes, declared: str | None, charset: str | None) -> tuple[str, tuple[str, ...]]:
    for name in (declared, charset):
        if name and name != "utf-8":
            text = body.decode(_SUPERSETS.get(name, name), "replace")
            n_bad = text.count("\ufffd")
            if n_bad == 0:
                return text, ()
            if n_bad <= MAX_BAD_SHARE * _n_wide(text):
                return text, ("bad_bytes_replaced",)
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") <= MAX_BAD_SHARE * _n_wide(text):
        return text, ("bad_bytes_replaced",)
    from charset_normalizer import from_bytes  # needed for few feeds only

    best = from_bytes(body[:200_000]).best()
    if best is not None and best.encoding not in ("ascii", "utf_8"):
        text = body.decode(best.encoding, "replace")
        return text, ("encoding_guessed", "bad_bytes_replaced") if "\ufffd" in text else ("encoding_guessed",)
    return body.decode("cp1252", "replace"), ("encoding_guessed",)


def _n_wide(text: str) -> int:
    return sum(not c.isascii() for c in text)


def _declared(body: bytes) -> str | None:
    match = _DECLARED.match(body[:500])
    return _codec(match[1].decode("ascii")) if match else None


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    # codecs such as "zip" or "rot13" are not character sets; utf-16 without a mark can not be meant by bytes we could read
    return (
        info.name
        if getattr(info, "_is_text_encoding", True) and not info.name.startswith(("utf-16", "utf-32"))
        else None
    )
