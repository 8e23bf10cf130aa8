"""The parser process: reads jobs from stdin, answers on stdout, touches nothing else.

Started as `python -m horizon.collect.worker`. It limits its own memory and refuses to open files (other than the code and
data of installed packages), to connect and to start programs: whatever a hostile feed makes a parser do, it stays here.
"""

from __future__ import annotations

import gc
import json
import resource
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any, BinaryIO, TypeVar

from horizon.collect.page import PageJob, read_page
from horizon.collect.parse import ParseJob, parse
from horizon.collect.parsed import ParsedFeed, to_json
from horizon.collect.robots import RobotsJob, judge
from horizon.collect.sitelinks import LinksJob, NamedFeeds, named_feeds
from horizon.garbage import MANY

T = TypeVar("T")
HEADER = struct.Struct(">IId")  # bytes of the description and of the body, seconds that the other side waits
ANSWER = struct.Struct(">I")
GRACE_S = 1.0  # in which the other side ends a job that takes too long; after that it is no longer there
MEMORY_BYTES = 1_500_000_000
# What parser libraries are known to throw at hostile input; anything else ends this process, which is an outcome too.
PARSER_ERRORS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, OSError, RuntimeError,
                 StopIteration)  # fmt: skip
FORBIDDEN = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.fork",
             "os.posix_spawn", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink",
             "shutil.rmtree", "urllib.Request", "ftplib.connect", "ctypes.dlopen")  # fmt: skip


class ForbiddenError(RuntimeError):
    """The parser tried to leave its process."""


def watch() -> None:
    """From now on this process may read installed packages and nothing else."""
    allowed = tuple({*(p for p in sys.path if p), sys.prefix, sys.base_prefix, sys.exec_prefix})

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode = arguments[0], arguments[1]
            is_read = not isinstance(mode, str) or not set(mode) & set("wax+")
            if isinstance(path, int) or (is_read and str(path).startswith((*allowed, "/usr/share/zoneinfo"))):
                return
            raise ForbiddenError(f"the parser tried to open {path!r}")
        if event in FORBIDDEN:
            raise ForbiddenError(f"the parser tried {event}")

    sys.addaudithook(hook)


def limit() -> None:
    """Bound memory and forbid writing files; a limit the system does not know is left out."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(description: bytes, body: bytes) -> ParsedFeed:
    """Parse one feed; what a parser library throws at hostile input becomes an outcome."""
    found = _guarded(lambda: parse(ParseJob(body=body, **json.loads(description))))
    return ParsedFeed(outcome="parse_failed", reason=found) if isinstance(found, str) else found


def _guarded(task: Callable[[], T]) -> T | str:
    """What a task gives, or why it failed."""
    try:
        return task()
    except ForbiddenError as exc:
        return str(exc)
    except (MemoryError, RecursionError) as exc:
        return f"too deep or too big to parse ({type(exc).__name__})"
    except PARSER_ERRORS as exc:
        return f"the parser failed: {type(exc).__name__}: {exc}"[:300]


def answer_bytes(description: bytes, body: bytes) -> bytes:
    """The answer to a job of any kind, for the pipe: a feed, or with "task" what else is read: pages, robots.txt."""
    told = json.loads(description)
    task = told.pop("task", None)
    if task is None:
        return to_json(answer(description, body))
    found = _guarded(lambda: asdict(_TASKS[task](body, told)))
    if isinstance(found, str):
        found = {"outcome": "parse_failed", "reason": found}
    return json.dumps(found, ensure_ascii=False).encode()


_TASKS: dict[str, Callable[[bytes, dict[str, Any]], Any]] = {
    "page": lambda body, told: read_page(PageJob(body=body, **told)),
    "links": lambda body, told: NamedFeeds(named=named_feeds(LinksJob(body=body, **told))),
    "robots": lambda body, told: judge(RobotsJob(body=body, **told)),
}


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer jobs until the other side goes away."""
    while header := source.read(HEADER.size):
        n_description, n_body, timeout_s = HEADER.unpack(header)
        description, body = source.read(n_description), source.read(n_body)
        # a process that is killed ends nobody else: without this its parser would go on for ever
        signal.setitimer(signal.ITIMER_REAL, timeout_s + GRACE_S)
        data = answer_bytes(description, body)
        signal.setitimer(signal.ITIMER_REAL, 0)
        sink.write(ANSWER.pack(len(data)) + data)
        sink.flush()


def main() -> None:
    """Close the doors, then serve."""
    import ctypes  # noqa: F401 - opens the program itself when loaded; libraries for pages load it later

    import feedparser  # noqa: F401 - loaded before the door is closed

    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not spoil the answers
    limit()
    watch()
    gc.freeze()  # the libraries
    gc.set_threshold(MANY)
    serve(source, sink)


if __name__ == "__main__":
    main()
