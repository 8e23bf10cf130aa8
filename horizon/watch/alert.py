"""Tells people that a run failed: one JSON object to a webhook. An alert that can not be sent is logged, never an error."""

from __future__ import annotations

import logging
from datetime import datetime

import httpx

from horizon.config import AlertSettings

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


def tell(settings: AlertSettings, *, workspace: str, flow: str, text: str, at: datetime) -> bool:
    """Send an alert to the webhook; True when it was taken. Does nothing where none is configured."""
    if settings.webhook is None:
        return False
    try:
        answer = httpx.post(settings.webhook, json=message(workspace, flow, text, at), timeout=TIMEOUT_S)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        log.warning(
            "alert not sent flow=%s webhook_error=%s", flow, type(exc).__name__
        )  # the address may hold a secret
        return False
    return True
