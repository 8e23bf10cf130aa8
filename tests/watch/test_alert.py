"""A failed run is told by webhook and by mail; a way that does not work is no error."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from horizon.config import AlertSettings, MailSettings, Settings, WorkspaceSettings
from horizon.watch import alert
from horizon.workspace import create

AT = datetime(2026, 10, 7, 12, tzinfo=UTC)


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    taken: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/secret", taken
    server.shutdown()
    server.server_close()


def settings(**ways: Any) -> Settings:
    mail = MailSettings(host="127.0.0.1", port=1, security="none", sender="scan@example.org")
    return Settings(workspace=WorkspaceSettings(name="Test"), alerts=AlertSettings(**ways), mail=mail)


def test_nothing_is_sent_where_nothing_is_configured() -> None:
    assert alert.tell(Settings(), flow="scan", text="x", at=AT) == ()


def test_a_webhook_gets_the_message_and_the_mend(hook: tuple[str, list[dict[str, Any]]]) -> None:
    url, taken = hook
    assert alert.tell(settings(webhook=url), flow="digest", text="Free disk space.", at=AT) == ("webhook",)
    assert taken[0]["flow"] == "digest"
    assert (
        taken[0]["text"] == "Horizon (Test): the digest run stopped at 2026-10-07 12:00 UTC. Free disk space."
    )


def test_a_way_that_does_not_work_is_logged_without_its_secret(caplog: pytest.LogCaptureFixture) -> None:
    found = alert.tell(
        settings(webhook="http://127.0.0.1:1/secret", mail_to=("a@example.org",)),
        flow="scan",
        text="x",
        at=AT,
    )
    assert found == ()
    assert "alert not sent way=webhook" in caplog.text
    assert "alert not sent way=mail" in caplog.text
    assert "/secret" not in caplog.text


def test_mail_goes_through_the_server_of_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(alert, "send", lambda mail, server, to, password: sent.append((mail, to)))
    assert alert.tell(settings(mail_to=("b@example.org",)), flow="scan", text="Free disk space.", at=AT) == (
        "mail",
    )
    mail, to = sent[0]
    assert to == ["b@example.org"]
    assert "Free disk space." in mail.get_content()


def test_a_scan_that_stops_is_told(hook: tuple[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    url, taken = hook
    create(tmp_path, name="Test", example=None)  # no system model: the scan stops
    with (tmp_path / "horizon.toml").open("a", encoding="utf-8") as handle:
        handle.write(f'\n[alerts]\nwebhook = "{url}"\n')
    program = str(Path(sys.executable).with_name("horizon"))
    done = subprocess.run([program, "-w", str(tmp_path), "scan"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no system model" in taken[0]["message"]
