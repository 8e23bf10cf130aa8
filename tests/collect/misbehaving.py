"""A loopback server that misbehaves in named ways, byte by byte: each path is one way."""

import gzip
import json
import socketserver
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import brotli
import zstandard

from .feeds import item, rss, simple

CAP = 1_000_000  # max_body_bytes in these tests
Write = Callable[[bytes], None]


@dataclass(frozen=True)
class Way:
    """One way to misbehave and what has to come of it."""

    answer: Callable[[Write, str], None]  # (write, own address)
    outcome: str
    n_entries: int | None = None
    defect: str | None = None
    reason: str = ""
    catalogue: dict[str, str] = field(default_factory=dict)  # keys of the source


def head(status: int = 200, *lines: str, length: int | None = None) -> bytes:
    size = [f"Content-Length: {length}"] if length is not None else []
    return "\r\n".join([f"HTTP/1.1 {status} X", *size, "Connection: close", *lines, "", ""]).encode("latin-1")


def says(body: bytes | str = b"", *lines: str, status: int = 200) -> Callable[[Write, str], None]:
    raw = body.encode() if isinstance(body, str) else body
    return lambda write, base: write(
        head(status, *[x.replace("BASE", base) for x in lines], length=len(raw)) + raw
    )


def drips(pieces: list[bytes], pause_s: float) -> Callable[[Write, str], None]:
    def answer(write: Write, base: str) -> None:
        for piece in pieces:
            write(piece)
            time.sleep(pause_s)

    return answer


def raw(data: bytes) -> Callable[[Write, str], None]:
    return lambda write, base: write(data)


def hangs(before: bytes = b"") -> Callable[[Write, str], None]:
    return drips([before], 4.0)


RAW_DEFLATE = zlib.compressobj(wbits=-15)
RAW_BODY = RAW_DEFLATE.compress(simple()) + RAW_DEFLATE.flush()
LONG = rss(item(n, title="Long " * 50) for n in range(200))
BOMB = bytes(50_000_000)
CHALLENGE = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
ENTITY_BOMB = (
    "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {b} '{('&' + a + ';') * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><rss version='2.0'><channel><item><title>&i;</title></item></channel></rss>"
)
XXE = (
    "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    "<rss version='2.0'><channel><item><title>A</title><description>&x;</description></item></channel></rss>"
)
ARXIV_ERROR = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/api/errors#x</id>"
    "<title>Error</title><summary>bad id</summary></entry></feed>"
)
LATIN = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><item><title>Åre är här</title></item></channel></rss>"
RESET = ("X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 90")
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "title": "A"}]})
CHUNKED = head(200, "Transfer-Encoding: chunked")
GZ = "Content-Encoding: gzip"

PAGE = {"kind": "page", "rules": '{"item": "li"}'}
SITEMAP = {"kind": "sitemap"}

WAYS: dict[str, Way] = {
    # what servers say
    "behaves": Way(says(simple()), "ok", 3),
    "not-modified-unasked": Way(says(status=304), "http_error", reason="304"),
    "no-content": Way(says(status=204), "empty"),
    "empty-body": Way(says(b""), "empty"),
    "blank-body": Way(says(b" \r\n\t "), "empty"),
    "partial-content": Way(says(simple(), status=206), "ok", 3),
    "multiple-choices": Way(says("pick", status=300), "http_error"),
    "unauthorised": Way(says("no", status=401), "http_error", reason="401"),
    "forbidden": Way(says("no", status=403), "http_error", reason="403"),
    "not-found": Way(says("<html>404</html>", status=404), "http_error", reason="404"),
    "gone": Way(says(status=410), "gone"),
    "teapot": Way(says(status=418), "http_error"),
    "legal": Way(says(status=451), "http_error", reason="451"),
    "server-error": Way(says(status=500), "http_error"),
    "bad-gateway": Way(says("<html>", status=502), "http_error"),
    "odd-status": Way(says(status=999), "http_error", reason="999"),
    "rate-limit-seconds": Way(says("", "Retry-After: 120", status=429), "rate_limited", reason="120"),
    "rate-limit-date": Way(says("", "Retry-After: Mon, 02 Mar 2026 13:00:00 GMT", status=429), "rate_limited", reason="3600"),
    "rate-limit-bare": Way(says(status=429), "rate_limited"),
    "rate-limit-by-403": Way(says("", "Retry-After: 60", status=403), "rate_limited"),
    "rate-limit-reset": Way(says("", *RESET, status=429), "rate_limited", reason="90"),
    "unavailable-retry": Way(says("", "Retry-After: 60", status=503), "rate_limited"),
    "unavailable": Way(says(status=503), "http_error"),
    "challenge-403": Way(says(CHALLENGE, status=403), "blocked"),
    "challenge-503": Way(says(CHALLENGE, status=503), "blocked"),
    "challenge-200": Way(says(CHALLENGE), "blocked"),
    "challenge-header": Way(says("", "cf-mitigated: challenge", status=403), "blocked"),
    # where they send us
    "redirect-relative": Way(says("", "Location: /behaves", status=302), "ok", 3),
    "redirect-without-location": Way(says(status=301), "http_error"),
    "redirect-to-itself": Way(says("", "Location: /redirect-to-itself", status=301), "http_error", reason="circle"),
    "redirect-in-a-circle": Way(says("", "Location: /redirect-back", status=302), "http_error", reason="circle"),
    "redirect-back": Way(says("", "Location: /redirect-in-a-circle", status=302), "http_error", reason="circle"),
    "redirect-for-ever": Way(says("", "Location: /hop-1", status=302), "http_error", reason="redirects"),
    "redirect-to-file": Way(says("", "Location: file:///etc/passwd", status=301), "refused"),
    "redirect-to-ftp": Way(says("", "Location: ftp://127.0.0.1/x", status=302), "refused"),
    "redirect-to-private": Way(says("", "Location: http://10.0.0.1/x", status=302), "refused"),
    "redirect-to-metadata": Way(says("", "Location: http://169.254.169.254/latest", status=302), "refused"),
    "redirect-to-loopback": Way(says("", "Location: http://127.0.0.1:1/x", status=302), "refused"),
    "redirect-to-mapped": Way(says("", "Location: http://[::ffff:127.0.0.1]/x", status=302), "refused"),
    "redirect-to-decimal": Way(says("", "Location: http://2130706433/x", status=302), "refused"),
    "redirect-to-localhost": Way(says("", "Location: http://localhost/x", status=302), "refused"),
    "redirect-with-password": Way(says("", "Location: http://a:b@example.org/x", status=302), "refused"),
    "redirect-to-nonsense": Way(says("", "Location: http://[bad", status=302), "refused"),
    "redirect-to-longest": Way(says("", "Location: /" + "x" * 5000, status=302), "refused"),
    # how they pack it
    "gzip": Way(says(gzip.compress(simple()), GZ), "ok", 3),
    "gzip-twice": Way(says(gzip.compress(gzip.compress(simple())), "Content-Encoding: gzip, gzip"), "ok", 3),
    "deflate": Way(says(zlib.compress(simple()), "Content-Encoding: deflate"), "ok", 3),
    "deflate-raw": Way(says(RAW_BODY, "Content-Encoding: deflate"), "ok", 3),
    "brotli": Way(says(brotli.compress(simple()), "Content-Encoding: br"), "ok", 3),
    "zstd": Way(says(zstandard.ZstdCompressor().compress(simple()), "Content-Encoding: zstd"), "ok", 3),
    "gzip-file": Way(says(gzip.compress(simple()), "Content-Type: application/gzip"), "ok", 3),
    "gzip-claimed": Way(says(simple(), GZ), "ok", 3),
    "gzip-cut": Way(says(gzip.compress(LONG, 1)[:2500], GZ), "ok", defect="body_cut_off"),
    "gzip-noise": Way(says(b"\x07\x01\x02" * 50, GZ), "bad_encoding"),
    "encoding-unknown": Way(says(b"\x07\x01\x02" * 50, "Content-Encoding: rot13"), "bad_encoding"),
    "encoding-named-utf8": Way(says(simple(), "Content-Encoding: UTF-8"), "ok", 3),
    "gzip-bomb": Way(says(gzip.compress(BOMB), GZ), "too_large"),
    "brotli-bomb": Way(says(brotli.compress(BOMB, quality=5), "Content-Encoding: br"), "too_large"),
    "zstd-bomb": Way(says(zstandard.ZstdCompressor().compress(BOMB), "Content-Encoding: zstd"), "too_large"),
    "deflate-bomb": Way(says(zlib.compress(BOMB), "Content-Encoding: deflate"), "too_large"),
    "gzip-file-bomb": Way(says(gzip.compress(BOMB)), "too_large"),
    "too-big": Way(says(bytes(CAP + 1)), "too_large"),
    # how they break off
    "silence": Way(hangs(), "timeout"),
    "headers-then-silence": Way(hangs(head(length=100)), "timeout"),
    "dripping": Way(drips([head(length=1000), *[b"<"] * 1000], 0.1), "timeout"),
    "hangs-up": Way(raw(b""), "unreachable"),
    "not-http": Way(raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "unreachable"),
    "http-0-9": Way(raw(simple()), "unreachable"),
    "header-without-end": Way(raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000), "unreachable"),
    "many-headers": Way(raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 50_000 + b"\r\n"), "unreachable"),
    "body-shorter-than-told": Way(raw(head(length=100_000) + simple()), "ok", 3, "body_cut_off"),
    "body-longer-than-told": Way(raw(head(length=len(simple()) - 40) + simple()), "ok", 3),
    "chunks-cut": Way(
        raw(CHUNKED + b"%x\r\n" % len(simple()) + simple() + b"\r\nfff\r\nab"), "ok", 3, "body_cut_off"
    ),
    "chunk-nonsense": Way(raw(head(200, "Transfer-Encoding: chunked") + b"zz\r\nabc\r\n"), "unreachable"),
    "early-hints": Way(
        raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" + head(length=len(simple())) + simple()), "ok", 3
    ),
    # what they say it is, and what it is
    "image-type": Way(says(simple(), "Content-Type: image/png"), "ok", 3),
    "html-type": Way(says(simple(), "Content-Type: text/html"), "ok", 3),
    "web-page": Way(says("<!DOCTYPE html><title>Home</title>"), "not_a_feed"),
    "login-page": Way(says("<html><form><input type=password></form></html>"), "not_a_feed", reason="password"),
    "plain-text": Way(says("Service temporarily unavailable"), "not_a_feed"),
    "binary": Way(says(b"\x89PNG\r\n\x1a\n" + bytes(range(256))), "not_a_feed"),
    "path-as-body": Way(says("/etc/passwd"), "not_a_feed"),
    "address-as-body": Way(says("http://127.0.0.1/secret"), "not_a_feed"),
    "other-xml": Way(says("<?xml version='1.0'?><urlset><url><loc>x</loc></url></urlset>"), "not_a_feed"),
    "json-error": Way(says('{"error": "over quota"}'), "not_a_feed", reason="over quota"),
    "json-broken": Way(says('{"version": "https://jsonfeed.org/version/1", "items": [{'), "parse_failed"),
    "json-deep": Way(says("[" * 100_000), "parse_failed"),
    "json-feed": Way(says(JSON_FEED), "ok", 1),
    "xml-hopeless": Way(says("<rss version='2.0'><channel><<<item"), "parse_failed"),
    "arxiv-error": Way(says(ARXIV_ERROR), "http_error", reason="bad id"),
    "empty-feed": Way(says(rss([])), "ok", 0),
    "junk-before": Way(says(b"<br />\n<b>Warning</b>: headers already sent" + simple()), "ok", 3, "junk_before_feed"),
    "bare-ampersand": Way(says(rss([item(1, title="R & D & all")])), "ok", 1, "ampersands_escaped"),
    "names-of-html": Way(says(rss([item(1, title="R&nbsp;D &hellip;")])), "ok", 1, "ampersands_escaped"),
    "junk-after": Way(says(simple() + b"<script>sent()</script>"), "ok", 3, "junk_after_feed"),
    "control-characters": Way(says(rss([item(1, title="a\x00\x08b")])), "ok", 1, "control_characters"),
    "cut-xml": Way(says(simple()[:-60]), "ok", 3, "not_well_formed"),
    "latin-as-utf8": Way(says(LATIN.encode("latin-1")), "ok", 1),
    "utf8-as-latin": Way(says(LATIN, "Content-Type: text/xml; charset=iso-8859-1"), "ok", 1),
    "utf16": Way(says(LATIN.replace("utf-8", "utf-16").encode("utf-16")), "ok", 1),
    "ids-all-equal": Way(says(rss(item(n, guid="same") for n in range(3))), "ok", 3, "id_repeated"),
    "dates-unreadable": Way(says(rss([item(1, date="the day before")])), "ok", 1, "date_unreadable"),
    "date-in-the-future": Way(says(rss([item(1, date="Mon, 02 Mar 2099 10:00:00 GMT")])), "ok", 1, "date_future"),
    "date-of-1970": Way(says(rss([item(1, date="Thu, 01 Jan 1970 00:00:00 GMT")])), "ok", 1, "date_placeholder"),
    "entity-bomb": Way(says(ENTITY_BOMB), "ok"),
    "external-entity": Way(says(XXE), "ok", 1),
    "deep-markup": Way(says("<rss><channel><item><description>" + "<a><b>" * 2_000), "ok", 1),
    "doctype-bomb": Way(says("<!DOCTYPE " * 2_000 + "<rss version='2.0'><channel><item><title>a"), "ok", 1),
    # in the clothes of a list page, a sitemap or an API
    "page-rebuilt": Way(says("<title>New look</title>"), "not_a_feed", reason="fits item", catalogue=PAGE),
    "page-of-a-challenge": Way(says(CHALLENGE), "blocked", catalogue=PAGE),
    "page-without-links": Way(says("<li>a<li>b"), "not_a_feed", reason="no link", catalogue=PAGE),
    "page-of-scripts": Way(says("<li><a href='javascript:x()'>a</a><li><a href='/b'>b</a>"), "ok", 1, catalogue=PAGE),
    "page-of-endless-items": Way(says("<li>" * 50_000 + "<a href='/b'>b</a>"), "not_a_feed", reason="first 2000", catalogue=PAGE),
    "sitemap-of-sitemaps": Way(
        says("<sitemapindex><sitemap><loc>http://x.example/1.xml</loc></sitemap></sitemapindex>"),
        "not_a_feed", reason="1.xml", catalogue=SITEMAP),
    "sitemap-as-page": Way(says("<html><title>Map</title>"), "not_a_feed", reason="Map", catalogue=SITEMAP),
    "sitemap-cut": Way(says("<urlset><url><loc>http://x.example/1</loc></url><url><lo"), "ok",
                       defect="not_well_formed", catalogue=SITEMAP),
    "api-of-another-kind": Way(says('{"results": []}'), "not_a_feed", reason="'crossref'", catalogue={"kind": "crossref"}),
    "markup-bomb": Way(says("<rss><channel><item><description>" + "<a><b>" * 160_000), "parse_timeout"),
}  # fmt: skip


@dataclass
class Misbehaving:
    """The server; `seen` holds the raw request heads by path."""

    seen: dict[str, list[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                request = b""
                while b"\r\n\r\n" not in request:
                    piece = self.request.recv(65_536)
                    if not piece:
                        return
                    request += piece
                    if request[:1] == b"\x16":  # a TLS greeting
                        self.request.sendall(head(400, length=0))
                        return
                path = request.split(b" ")[1].decode("latin-1").strip("/")
                outer.seen.setdefault(path, []).append(request)
                try:
                    outer.answer(path, self.request.sendall)
                except OSError:
                    return  # the client has had enough

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False
            allow_reuse_address = True
            request_queue_size = 256

        self._server = Server(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.base = f"http://{self.host}"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    def answer(self, path: str, write: Write) -> None:
        if path.startswith("hop-"):
            says("", f"Location: /hop-{int(path[4:]) + 1}", status=302)(write, self.base)
        elif path in WAYS:
            WAYS[path].answer(write, self.base)
        else:
            says("<html>no such way</html>", status=404)(write, self.base)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
