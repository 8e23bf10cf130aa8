"""A digest as an e-mail of several parts, and its way to an SMTP server. Nothing is sent twice."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from horizon.config import MailSettings
from horizon.errors import ConfigError, RetryLaterError
from horizon.pictures.svg import Table
from horizon.publish.charts import heat_of, radar_of
from horizon.publish.harmless import title_text
from horizon.publish.html import environment, to_html
from horizon.publish.phrases import Phrases
from horizon.publish.records import Digest
from horizon.storage.store import Store

PASSWORD = "HORIZON_SMTP_PASSWORD"  # name of the environment variable; the secret never stands in a file
TIMEOUT_S = 30.0


class MailNotSentError(RetryLaterError):
    """The server did not take the mail; the next run tries again."""


def compose(digest: Digest, settings: MailSettings) -> EmailMessage:
    """The message: plain text and HTML side by side, the whole page attached. The same digest gives the same message."""
    p = Phrases.of(digest)
    message = EmailMessage()
    message["Subject"] = subject(digest)
    message["From"] = sender(settings)
    message["To"] = sender(settings)  # recipients are told to the server only
    message["Date"] = format_datetime(digest.as_of.astimezone(UTC))
    name = hashlib.sha256(f"{digest.system_id} {digest.week_on} {digest.as_of}".encode()).hexdigest()[:24]
    message["Message-ID"] = f"<{name}@{sender(settings).domain or 'horizon.invalid'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(plain_text(digest), cte="quoted-printable")
    html = (
        environment()
        .get_template("mail.html.j2")
        .render(d=digest, p=p, w=p.w, tables=[(name, table) for name, table in tables(digest) if table.rows])
    )
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.add_attachment(
        to_html(digest).encode(),
        maintype="text",
        subtype="html",
        filename=f"{digest.system_id}-{digest.week_on}.html",
    )
    return message


def tables(digest: Digest) -> list[tuple[str, Table]]:
    """Radar and heat map as tables, by the key of their heading; no heat map where the engine was not judged."""
    heat = heat_of(digest)
    return [("radar", radar_of(digest)[1]), *([("heat", heat[1])] if heat else [])]


def subject(digest: Digest) -> str:
    """Title, week and the first signal, on one line."""
    p = Phrases.of(digest)
    number = digest.week_on.isocalendar().week
    first = digest.items[0].label if digest.items else p.w["none"].rstrip(".").lower()
    return title_text(
        f"{p.w['title']} {digest.week_on.isocalendar().year}-W{number:02d}: {first}", longest=120
    )


def plain_text(digest: Digest) -> str:
    """The front of the digest for people who read mail as text."""
    p = Phrases.of(digest)
    w = p.w
    lines = [f"{w['title']}: {digest.system_name}", p.week(digest), ""]
    lines += [w["fictional"], ""] if digest.is_fictional else []
    lines += [" ".join(s.text for s in digest.bottom_line), ""]
    for c in digest.changes:
        lines.append(f"* {w[c.kind]}: {c.label} ({c.reason}){' ' + c.told.text if c.told else ''}")
    for number, item in enumerate(digest.items, 1):
        lines += ["", f"{number}. {item.label}", f"   {item.development.text}", f"   {item.effect.text}"]
        for e in item.evidence:
            against = f" ({w['denies']})" if e.stance == "contradicts" else ""
            lines += [f"   - {e.title}, {p.origin(e)}{against}", f"     {e.url}" if e.url else ""]
        lines.append(
            f"   {w['action']}: {w[item.action]}, {item.action_reason}. {w['emergence']}: {p.emergence(item)}."
        )
    if digest.counter_view:
        lines += ["", w["counter_view"], digest.counter_view.text]
    if digest.calendar:
        lines += ["", w["calendar"]]
        lines += [f"* {p.on(c)}, {p.days_left(c)}: {p.policy_stage(c)}. {c.label}" for c in digest.calendar]
    for name, table in tables(digest):
        lines += ["", w[name]] if table.rows else []
        lines += [
            f"* {'; '.join(f'{c}: {v}' for c, v in row.items() if v != '–')}" for row in table.records()
        ]
    lines += ["", w["mail_greeting"], p.as_of(digest)]
    return "\n".join(lines) + "\n"


def sender(settings: MailSettings) -> Address:
    """The From address. Raises ConfigError when none is set."""
    if not settings.sender or "@" not in settings.sender:
        raise ConfigError("mail.sender is not set; put an address into [mail] of horizon.toml")
    name, _, domain = settings.sender.rpartition("@")
    return Address(display_name="Horizon", username=name, domain=domain)


def deliver(
    store: Store,
    settings: MailSettings,
    digest: Digest,
    digest_hash: str,
    *,
    password: str | None,
    now: datetime,
) -> int:
    """Send a digest to those who have not got it for its week; returns to how many.

    Raises MailNotSentError when the server refuses or can not be reached, ConfigError for a missing sender.
    """
    told = sorted(set(settings.recipients))
    key = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
    known = {
        "system_id": digest.system_id,
        "week_on": digest.week_on,
        "channel": "mail",
        "recipients_hash": key,
    }
    if not told or store.rows("publish/delivered", **known):
        return 0
    send(compose(digest, settings), settings, told, password=password)
    row = {**known, "n_recipients": len(told), "digest_hash": digest_hash, "sent_at": now}
    store.append("core_delivery", [row])
    return len(told)


def send(
    message: EmailMessage, settings: MailSettings, recipients: list[str], *, password: str | None
) -> None:
    """Hand a message to the server. Raises MailNotSentError naming the server and its answer."""
    where = f"{settings.host}:{settings.port}"
    try:
        with _connect(settings) as server:
            if settings.user:
                server.login(settings.user, password or "")
            refused = server.send_message(message, from_addr=sender(settings).addr_spec, to_addrs=recipients)
    except (OSError, smtplib.SMTPException) as exc:
        raise MailNotSentError(
            f"mail server {where}: {exc}. Check [mail] in horizon.toml and ${PASSWORD}."
        ) from exc
    if refused:
        raise MailNotSentError(f"mail server {where} refused {', '.join(sorted(refused))}")


def _connect(settings: MailSettings) -> smtplib.SMTP:
    host = settings.host or "localhost"
    if settings.security == "tls":
        return smtplib.SMTP_SSL(host, settings.port, timeout=TIMEOUT_S, context=ssl.create_default_context())
    server = smtplib.SMTP(host, settings.port, timeout=TIMEOUT_S)
    if settings.security == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server
