"""Undoes Content-Encoding while a body streams in, and stops at a cap on the decoded bytes.

A client's own decoder inflates a whole network chunk before anybody can count: 300 kB of gzip became 67 MB in one piece.
Here no step ever holds more than the cap plus one step of output.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Protocol

import brotli
import zstandard

STEP = 256 * 1024
ZSTD_WINDOW = 8 * 1024 * 1024  # what RFC 9659 allows for HTTP
ENCODINGS = "gzip, deflate, br, zstd"


class TooLargeError(Exception):
    """The decoded body passed the cap."""


class BadEncodingError(Exception):
    """The body is not what Content-Encoding says and can not be decoded."""


class _Layer(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...
    def finish(self, room: int) -> bytes: ...


class Decoder:
    """Feed it raw chunks; `finish` gives the body. Raises TooLargeError as soon as the cap is passed.

    Salvage: a stream that breaks off keeps what was decoded (is_damaged); a body that was never encoded although the
    header says so is taken as it is.
    """

    def __init__(self, content_encoding: str | None, cap: int) -> None:
        names = [n.strip().lower() for n in (content_encoding or "").split(",")]
        # encodings are listed in the order they were applied, so the last is undone first
        self._names = [
            n for n in reversed(names) if n not in ("", "identity", "none", "utf-8", "utf8", "binary")
        ]
        unknown = [n for n in self._names if n not in _LAYERS]
        self._layers: list[_Layer] = [] if unknown else [_LAYERS[n]() for n in self._names]
        self._unknown = unknown
        self._cap = cap
        self._body = bytearray()
        self._head = b""
        self._n_raw = 0
        self.is_damaged = False

    def feed(self, chunk: bytes) -> None:
        """Take a raw chunk. After damage the rest is ignored."""
        self._n_raw += len(chunk)
        if self._n_raw > self._cap:
            raise TooLargeError(f"more than {self._cap} bytes")
        if self._layers and len(self._head) < STEP:
            self._head += chunk  # kept in case the body turns out not to be encoded at all
        if self.is_damaged:
            return
        try:
            data = chunk
            for layer in self._layers:
                data = layer.feed(data, self._cap + 1 - len(self._body))
        except (zlib.error, brotli.error, zstandard.ZstdError) as exc:
            self._damaged(exc)
            return
        self._take(data)

    def finish(self) -> bytes:
        """The decoded body. Raises BadEncodingError when nothing could be decoded."""
        if self._unknown:
            if looks_plain(self._body[:512]):
                return bytes(self._body)
            raise BadEncodingError(f"unknown Content-Encoding {', '.join(self._unknown)}")
        if not self.is_damaged:
            self._flush()
        if not self._body and self._n_raw and self.is_damaged:
            if self._n_raw == len(self._head) and looks_plain(self._head[:512]):
                self.is_damaged = False
                return self._head
            raise BadEncodingError(f"the body is not {', '.join(self._names)} as the header says")
        return bytes(self._body)

    def _flush(self) -> None:
        data = b""
        try:
            for layer in self._layers:
                room = self._cap + 1 - len(self._body)
                data = (layer.feed(data, room) if data else b"") + layer.finish(room)
        except (zlib.error, brotli.error, zstandard.ZstdError) as exc:
            self._damaged(exc)
            return
        self._take(data)

    def _take(self, data: bytes) -> None:
        self._body += data
        if len(self._body) > self._cap:
            raise TooLargeError(f"more than {self._cap} bytes when decoded")

    def _damaged(self, exc: Exception) -> None:
        self.is_damaged = True
        self._reason = str(exc)


def looks_plain(head: bytes | bytearray) -> bool:
    """Whether bytes look like text of a feed or page rather than a compressed stream."""
    return bytes(head).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"[")


def inflate_file(body: bytes, cap: int) -> bytes | None:
    """A body that is itself a gzip file (feed.xml.gz), inflated; None when it is not one. Raises TooLargeError."""
    if body[:2] != b"\x1f\x8b":
        return None
    decoder = Decoder("gzip", cap)
    decoder.feed(body)
    try:
        return decoder.finish()
    except BadEncodingError:
        return None


class _Zlib:
    """gzip (several members allowed) and deflate (with or without the zlib header, as servers send both)."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._inflate = zlib.decompressobj(wbits)
        self._is_started = False

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        while data and len(out) < room:
            if self._inflate.eof:
                if not (self._wbits > zlib.MAX_WBITS and data[:2] == b"\x1f\x8b"):
                    break  # padding after the end is common
                self._inflate = zlib.decompressobj(self._wbits)
            out += self._some(data, min(STEP, room - len(out)))
            data = self._inflate.unconsumed_tail or self._inflate.unused_data
        self._is_started = True
        return bytes(out)

    def _some(self, data: bytes, limit: int) -> bytes:
        try:
            return self._inflate.decompress(data, limit)
        except zlib.error:
            if self._is_started or self._wbits != zlib.MAX_WBITS:
                raise
            self._wbits = -zlib.MAX_WBITS  # "deflate" without a header
            self._inflate = zlib.decompressobj(self._wbits)
            return self._inflate.decompress(data, limit)

    def finish(self, room: int) -> bytes:
        if not self._inflate.eof and self._is_started:
            raise zlib.error("stream breaks off")
        return b""


class _Brotli:
    def __init__(self) -> None:
        self._inflate = brotli.Decompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray(self._inflate.process(data, output_buffer_limit=STEP))
        while len(out) < room and not self._inflate.can_accept_more_data():
            more = self._inflate.process(b"", output_buffer_limit=STEP)
            if not more:
                break
            out += more
        return bytes(out)

    def finish(self, room: int) -> bytes:
        if not self._inflate.is_finished():
            raise brotli.error("stream breaks off")
        return b""


class _Zstd:
    """The library can not cap the output of one chunk, so the (already capped) raw bytes are kept and read at the end."""

    def __init__(self) -> None:
        self._raw = bytearray()

    def feed(self, data: bytes, room: int) -> bytes:
        self._raw += data
        return b""

    def finish(self, room: int) -> bytes:
        reader = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).stream_reader(
            io.BytesIO(bytes(self._raw)), read_across_frames=True
        )
        out = bytearray()
        while len(out) < room:
            piece = reader.read(min(STEP, room - len(out)))
            if not piece:
                break
            out += piece
        return bytes(out)


_LAYERS: dict[str, Callable[[], _Layer]] = {
    "gzip": lambda: _Zlib(16 + zlib.MAX_WBITS),
    "x-gzip": lambda: _Zlib(16 + zlib.MAX_WBITS),
    "deflate": lambda: _Zlib(zlib.MAX_WBITS),
    "br": _Brotli,
    "zstd": _Zstd,
}
