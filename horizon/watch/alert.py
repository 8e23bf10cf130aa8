"""Tells people that a run failed: JSON to a webhook, a plain e-mail. An alert that can not be sent is logged only."""

from __future__ import annotations

import logging
import os
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

import httpx

from horizon.config import Settings
from horizon.errors import ConfigError, RetryLaterError
from horizon.publish.mail import PASSWORD, send, sender

log = logging.getLogger(__name__)
TIMEOUT_S = 10.0


def message(workspace: str, flow: str, text: str, at: datetime) -> dict[str, str]:
    """What is sent. `text` alone reads as a sentence, so that chat tools which show only that are served too."""
    return {
        "text": f"Horizon ({workspace}): the {flow} run stopped at {at:%Y-%m-%d %H:%M} UTC. {text}",
        "workspace": workspace,
        "flow": flow,
        "message": text,
        "at": at.isoformat(),
    }


def tell(settings: Settings, *, flow: str, text: str, at: datetime) -> tuple[str, ...]:
    """Say by every configured way that a run failed; returns the ways that took it."""
    told = message(settings.workspace.name, flow, text, at)
    ways = []
    if settings.alerts.webhook is not None and _post(settings.alerts.webhook, told):
        ways.append("webhook")
    if settings.alerts.mail_to and settings.mail.host and _mail(settings, told, at):
        ways.append("mail")
    return tuple(ways)


def _post(webhook: str, told: dict[str, str]) -> bool:
    try:
        httpx.post(webhook, json=told, timeout=TIMEOUT_S).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        log.warning(
            "alert not sent way=webhook error=%s", type(exc).__name__
        )  # the address may hold a secret
        return False
    return True


def _mail(settings: Settings, told: dict[str, str], at: datetime) -> bool:
    mail = EmailMessage()
    mail["Subject"] = f"Horizon: the {told['flow']} run stopped ({told['workspace']})"
    mail["Date"] = format_datetime(at)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{told['text']}\n\n`horizon status` says what is wrong and the mend.\n")
    try:
        mail["From"] = mail["To"] = sender(settings.mail)
        send(mail, settings.mail, sorted(settings.alerts.mail_to), password=os.environ.get(PASSWORD))
    except (RetryLaterError, ConfigError) as exc:
        log.warning("alert not sent way=mail error=%s", exc)
        return False
    return True
