"""A loopback web server that shows the sample edition as it stood at the moment of a shared clock."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from horizon.demo.edition import Edition
from horizon.demo.render import render
from horizon.types import Clock


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # the default of 5 makes every further connection at once wait a second


class SampleServer:
    """Serves on a free port of 127.0.0.1 while used as a context manager; answers conditional requests with 304."""

    def __init__(self, edition: Edition, clock: Clock) -> None:
        sources = {source.path: source for source in edition.sources.values()}

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                source = sources.get(self.path)
                moment = clock.now()
                if source is None or edition.is_dead(source, moment):
                    self._answer(404, b"<html><body><h1>404 Not Found</h1></body></html>", "text/html", None)
                    return
                body, content_type = render(source, edition.shown(source, moment), moment)
                etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
                if self.headers.get("If-None-Match") == etag:
                    self._answer(304, b"", None, etag)
                else:
                    self._answer(200, body, content_type, etag)

            def _answer(self, status: int, body: bytes, content_type: str | None, etag: str | None) -> None:
                self.send_response(status)
                if content_type:
                    self.send_header("Content-Type", content_type)
                if etag:
                    self.send_header("ETag", etag)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # the fetch log tells more
                return

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def host(self) -> str:
        """host:port, for the allow-list."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
