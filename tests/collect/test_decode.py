import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from horizon.collect.decode import BadEncodingError, Decoder, TooLargeError, inflate_file

PACK = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "identity": lambda data: data,
}


def decode(raw: bytes, encoding: str | None, cap: int = 10_000_000, step: int = 1000) -> bytes:
    decoder = Decoder(encoding, cap)
    for start in range(0, len(raw), step):
        decoder.feed(raw[start : start + step])
    return decoder.finish()


@given(st.binary(min_size=1, max_size=5000), st.sampled_from(sorted(PACK)), st.integers(1, 700))
def test_every_encoding_gives_back_what_was_packed(body: bytes, encoding: str, step: int) -> None:
    assert decode(PACK[encoding](body), encoding, step=step) == body


@given(st.binary(min_size=1, max_size=2000))
def test_layers_are_undone_last_first(body: bytes) -> None:
    assert decode(brotli.compress(gzip.compress(body)), "gzip, br") == body


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_stops_at_the_cap_without_filling_memory(encoding: str) -> None:
    bomb = PACK[encoding](bytes(64_000_000))
    assert len(bomb) < 100_000
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        decode(bomb, encoding, cap=1_000_000, step=len(bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_bomb_in_a_bomb_stops_too() -> None:
    bomb = gzip.compress(gzip.compress(bytes(64_000_000)))
    with pytest.raises(TooLargeError):
        decode(bomb, "gzip, gzip", cap=1_000_000)


def test_exactly_the_cap_is_allowed() -> None:
    assert len(decode(gzip.compress(bytes(1000)), "gzip", cap=1000)) == 1000
    with pytest.raises(TooLargeError):
        decode(gzip.compress(bytes(1001)), "gzip", cap=1000)


def test_deflate_without_its_header_is_read() -> None:
    packer = zlib.compressobj(wbits=-15)
    assert decode(packer.compress(b"<rss/>") + packer.flush(), "deflate") == b"<rss/>"


def test_a_stream_that_breaks_off_keeps_what_was_read() -> None:
    text = b"".join(b"<item>%d</item>" % n for n in range(20_000))
    raw = gzip.compress(text)
    decoder = Decoder("gzip", 10_000_000)
    decoder.feed(raw[: len(raw) // 2])
    body = decoder.finish()
    assert decoder.is_damaged
    assert len(body) > 1000
    assert text.startswith(body)


def test_a_plain_body_that_claims_to_be_packed_is_taken_as_it_is() -> None:
    assert decode(b"<rss></rss>", "gzip") == b"<rss></rss>"
    assert decode(b"<rss></rss>", "br") == b"<rss></rss>"
    assert decode(b"<rss></rss>", "made-up") == b"<rss></rss>"


def test_noise_is_named() -> None:
    with pytest.raises(BadEncodingError):
        decode(b"\x00\x01\x02\x03" * 10, "gzip")
    with pytest.raises(BadEncodingError):
        decode(b"\x00\x01\x02\x03" * 10, "made-up")


def test_a_gzip_file_is_inflated() -> None:
    assert inflate_file(gzip.compress(b"<rss/>"), 100) == b"<rss/>"
    assert inflate_file(b"<rss/>", 100) is None
    with pytest.raises(TooLargeError):
        inflate_file(gzip.compress(bytes(1000)), 100)
