"""A small news site with one misbehaving page a path, and robots.txt files to go with it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .feeds import item, rss
from .misbehaving import CHALLENGE, Misbehaving, Write, drips, hangs, head, raw, says

TITLE = "Lantern makers of Norrby vote for a common workshop"
SENTENCES = [
    f"In the {place} the makers spoke for {n} hours about glass, brass and the price of light in the dark months of winter."
    for n, place in enumerate(["harbour", "market", "school", "chapel", "library", "station"], 2)
]
NAV = "<nav><ul>" + "".join(f"<li><a href='/s/{n}'>Section {n}</a></li>" for n in range(20)) + "</ul></nav>"
ARTICLE = (
    f"<!DOCTYPE html><html><head><title>{TITLE} | Norrby Post</title></head><body>{NAV}<article><h1>{TITLE}</h1>"
    + "".join(f"<p>{s}</p>" for s in SENTENCES)
    + "</article><footer>All rights</footer></body></html>"
)
FRONT = "<!DOCTYPE html><html><title>Welcome</title><body>" + "".join(
    f"<p>Please choose which cookies we may put on your machine before you go on, choice {n} of many.</p>"
    for n in range(9)
)
META = "<meta name='tdm-reservation' content='1'>"
ALLOW = says("User-agent: *\nDisallow: /private\n", "Content-Type: text/plain")
HUGE = "<!DOCTYPE html><html><title>x</title><body>" + "<div><p>a" * 100_000


@dataclass(frozen=True)
class PageWay:
    """One way for a page, or for the robots.txt before it, to misbehave, and what has to come of it."""

    outcome: str
    page: Callable[[Write, str], None] = field(default=says(ARTICLE, "Content-Type: text/html"))
    robots: Callable[[Write, str], None] = ALLOW
    reason: str = ""
    is_asked: bool = True  # whether the page may be asked for at all


def redirect(to: str) -> Callable[[Write, str], None]:
    return says("", f"Location: {to}", status=302)


PAGE_WAYS: dict[str, PageWay] = {
    # what robots.txt says
    "robots-allows": PageWay("ok"),
    "robots-missing": PageWay("ok", robots=says(status=404)),
    "robots-forbidden": PageWay("ok", robots=says(status=403)),
    "robots-gone": PageWay("ok", robots=says(status=410)),
    "robots-empty": PageWay("ok", robots=says("")),
    "robots-a-web-page": PageWay("ok", robots=says("<!DOCTYPE html><title>Not here</title>")),
    "robots-for-others": PageWay("ok", robots=says("User-agent: Elsewhere\nDisallow: /")),
    "robots-with-a-mark": PageWay(
        "robots_denied", robots=says("\ufeffUser-agent: *\nDisallow: /"), is_asked=False
    ),
    "robots-denies": PageWay(
        "robots_denied", robots=says("User-agent: *\nDisallow: /"), reason="forbids", is_asked=False
    ),
    "robots-names-us": PageWay(
        "robots_denied",
        robots=says("User-agent: *\nAllow: /\n\nUser-agent: horizon\nDisallow: /"),
        is_asked=False,
    ),
    "robots-in-latin": PageWay(
        "robots_denied", robots=says(b"# \xe5\nUser-agent: *\nDisallow: /"), is_asked=False
    ),
    "robots-server-error": PageWay("robots_unknown", robots=says(status=500), reason="500", is_asked=False),
    "robots-rate-limit": PageWay("robots_unknown", robots=says(status=429), reason="429", is_asked=False),
    "robots-silent": PageWay("robots_unknown", robots=hangs(), reason="no ", is_asked=False),
    "robots-hangs-up": PageWay("robots_unknown", robots=raw(b""), is_asked=False),
    "robots-too-big": PageWay("robots_unknown", robots=says(b"#" * 1_000_001), is_asked=False),
    "robots-challenge": PageWay("robots_unknown", robots=says(CHALLENGE, status=403), is_asked=False),
    "robots-to-private": PageWay(
        "robots_unknown", robots=redirect("http://10.0.0.1/"), reason="public", is_asked=False
    ),
    "robots-in-a-circle": PageWay("robots_unknown", robots=redirect("/robots.txt"), is_asked=False),
    # what the page is
    "page-missing": PageWay("http_error", says(status=404), reason="404"),
    "page-gone": PageWay("gone", says(status=410)),
    "page-server-error": PageWay("server_error", says(status=503), reason="503"),
    "page-rate-limit": PageWay("rate_limited", says("", "Retry-After: 120", status=429), reason="120"),
    "page-challenge": PageWay("blocked", says(CHALLENGE)),
    "page-challenge-403": PageWay("blocked", says(CHALLENGE, status=403)),
    "page-silent": PageWay("timeout", hangs()),
    "page-dripping": PageWay("timeout", drips([head(length=1000), *[b"<"] * 1000], 0.1)),
    "page-not-http": PageWay("unreachable", raw(b"SSH-2.0\r\n")),
    "page-empty": PageWay("empty", says("")),
    "page-too-big": PageWay("too_large", says(bytes(1_000_001))),
    "page-packed-wrong": PageWay("bad_encoding", says(b"\x07\x01\x02" * 50, "Content-Encoding: gzip")),
    "page-a-pdf": PageWay(
        "not_a_page", says(b"%PDF-1.7 \x00\x01", "Content-Type: application/pdf"), reason="pdf"
    ),
    "page-an-image": PageWay("not_a_page", says(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))),
    "page-a-feed": PageWay("not_a_page", says(rss([item(1)]))),
    "page-json": PageWay("not_a_page", says("{}")),
    "page-a-path": PageWay("not_a_page", says("/etc/passwd")),
    "page-of-consent": PageWay("other_page", says(FRONT), reason="title"),
    "page-of-menus": PageWay("no_text", says(f"<!DOCTYPE html><title>{TITLE}</title>{NAV}")),
    "page-cut-short": PageWay(
        "no_text", says(f"<!DOCTYPE html><title>{TITLE}</title><p>More"), reason="feed gives"
    ),
    "page-reserved-by-header": PageWay("reserved", says(ARTICLE, "tdm-reservation: 1"), reason="site"),
    "page-reserved-by-head": PageWay(
        "reserved", says(ARTICLE.replace("<head>", f"<head>{META}")), reason="page"
    ),
    "page-in-latin": PageWay(
        "ok", says(ARTICLE.replace("All", "Å").encode("latin-1"), "Content-Type: text/html; charset=latin-1")
    ),
    "page-as-xhtml": PageWay("ok", says('<?xml version="1.0" encoding="utf-8"?>' + ARTICLE)),
    "page-of-endless-paragraphs": PageWay("other_page", says(HUGE)),
    # where it sends us
    "page-moved": PageWay("ok", redirect("/page/robots-allows")),
    "page-moved-to-private": PageWay("refused", redirect("http://169.254.169.254/latest"), reason="public"),
    "page-moved-to-file": PageWay("refused", redirect("file:///etc/passwd")),
    "page-moved-to-forbidden": PageWay("robots_denied", redirect("/private/x"), reason="forbids"),
    "page-moved-in-a-circle": PageWay(
        "http_error", redirect("/page/page-moved-in-a-circle"), reason="circle"
    ),
}


class NewsSite(Misbehaving):
    """One origin for each way, because a robots.txt speaks for an origin: /feed, /page/NAME and its robots.txt."""

    name: str = "robots-allows"

    def answer(self, path: str, write: Write) -> None:
        way = PAGE_WAYS[self.name]
        if path == "robots.txt":
            way.robots(write, self.base)
        elif path == "feed":
            says(rss([item(1, title=TITLE, link=f"{self.base}/page/{self.name}")]))(write, self.base)
        elif path == f"page/{self.name}":
            way.page(write, self.base)
        else:
            says(ARTICLE, "Content-Type: text/html")(write, self.base)
