"""Mail: sent to a real local SMTP server, in several parts, once."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from horizon.config import MailSettings
from horizon.errors import ConfigError
from horizon.publish import mail
from horizon.storage.store import Store
from tests.publish.made import digest


class Inbox:
    """What the server took; refuses addresses that begin with `no`."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("no"):
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        self.mails.append((list(envelope.rcpt_tos), message))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, MailSettings]]:
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    settings = MailSettings(
        host="127.0.0.1", port=controller.port, security="none", sender="scan@horizon.example",
        recipients=("ada@cluster.example", "bo@cluster.example"),
    )  # fmt: skip
    try:
        yield handler, settings
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def deliver(store: Store, settings: MailSettings) -> int:
    d = digest()
    return mail.deliver(store, settings, d, "hash", password=None, now=d.as_of)


def test_a_digest_arrives_as_text_and_page_and_only_once(inbox: tuple[Inbox, MailSettings]) -> None:
    box, settings = inbox
    store = Store.in_memory()
    assert deliver(store, settings) == 2
    assert deliver(store, settings) == 0  # the run is repeated
    ((recipients, message),) = box.mails
    assert sorted(recipients) == ["ada@cluster.example", "bo@cluster.example"]
    assert "ada@" not in str(message)  # recipients do not see each other
    assert (
        message["Subject"].strip()
        == "Signal digest 2026-W39: Sodium-ion cells for grid and depot storage, part 1"
    )
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None and html is not None
    assert (
        "Ostsee Zellen is in talks" in text.get_content()
        and "Ostsee Zellen is in talks" in html.get_content()
    )
    assert "<script" not in html.get_content() and "src=" not in html.get_content()
    (page,) = message.iter_attachments()
    assert (
        page.get_filename() == "norrvik-2026-09-21.html" and "Content-Security-Policy" in page.get_content()
    )


def test_a_server_that_refuses_is_told_and_tried_again(inbox: tuple[Inbox, MailSettings]) -> None:
    box, settings = inbox
    store = Store.in_memory()
    refused = settings.model_copy(update={"recipients": ("no@cluster.example",)})
    with pytest.raises(mail.MailNotSentError, match=r"127\.0\.0\.1"):
        deliver(store, refused)
    assert store.count("core_delivery") == 0 and box.mails == []
    assert deliver(store, settings) == 2


def test_an_absent_server_is_told_with_the_mend() -> None:
    settings = MailSettings(
        host="127.0.0.1",
        port=_free_port(),
        security="none",
        sender="a@b.example",
        recipients=("c@d.example",),
    )
    with pytest.raises(mail.MailNotSentError, match=r"\[mail\] in horizon\.toml"):
        deliver(Store.in_memory(), settings)


def test_a_missing_sender_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match=r"mail\.sender"):
        deliver(Store.in_memory(), MailSettings(host="127.0.0.1", recipients=("c@d.example",)))


def test_the_same_digest_gives_the_same_message_and_no_header_can_be_smuggled_in() -> None:
    settings = MailSettings(sender="a@b.example")
    made = digest()
    first = replace(made.items[0], label="Cells\r\nBcc: evil@x.example")
    made = replace(made, items=(first, *made.items[1:]))
    one, two = mail.compose(made, settings), mail.compose(made, settings)
    assert one["Bcc"] is None and "\n" not in str(one["Subject"])
    assert one["Message-ID"] == two["Message-ID"] and one["Date"] == two["Date"]
