"""`note`, `rate` and `follow`: what readers say goes into the store, the published file and the next digest."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from horizon.cli.shell import Shell, json_option, parse_moment, print_json

who = click.option("--by", "name", help="Who says it; shown in the digest. Default nobody.")
when = click.option("--at", help="When it was said (ISO); default now.")


@click.command("note")
@click.argument("text")
@who
@when
@json_option
@click.pass_obj
def note_command(shell: Shell, text: str, name: str | None, at: str | None, as_json: bool) -> None:
    """Keep a hunch in one line. It becomes a human signal and is tracked from the next judged week on."""
    from horizon.publish import voice

    with shell.workspace().open_store() as store:
        signal_id = voice.note(store, text, author=name, now=_moment(at))
    if as_json:
        print_json({"signal_id": signal_id, "text": text})
    else:
        click.echo(f"noted as {signal_id}; the next judged week looks for it (`horizon explain {signal_id}`)")


@click.command("rate")
@click.argument("signal_id")
@click.argument("verdict", type=click.Choice(["useful", "not", "wrong"]))
@click.option("--why", "comment", help="One line, shown in the digest.")
@who
@when
@json_option
@click.pass_obj
def rate_command(
    shell: Shell,
    signal_id: str,
    verdict: str,
    comment: str | None,
    name: str | None,
    at: str | None,
    as_json: bool,
) -> None:
    """Say whether a signal was useful, not useful or wrong. Several raters may differ; a rater's last word counts."""
    from horizon.publish import voice

    with shell.workspace().open_store() as store:
        label = voice.rate(store, signal_id, verdict, rater=name, comment=comment, now=_moment(at))
    if as_json:
        print_json({"signal_id": signal_id, "label": label, "verdict": verdict})
    else:
        click.echo(f"{label}: {verdict}; the next digest's order takes it in")


@click.command("follow")
@click.argument("topic_id")
@click.option("--stop", is_flag=True, help="Follow it no longer.")
@who
@when
@json_option
@click.pass_obj
def follow_command(
    shell: Shell, topic_id: str, stop: bool, name: str | None, at: str | None, as_json: bool
) -> None:
    """Have a topic in each digest, whether it grows or not."""
    from horizon.publish import voice

    with shell.workspace().open_store() as store:
        label = voice.follow(store, topic_id, follower=name, stop=stop, now=_moment(at))
    if as_json:
        print_json({"topic_id": topic_id, "label": label, "is_following": not stop})
    else:
        click.echo(f"{label}: {'no longer followed' if stop else 'followed'}")


def _moment(text: str | None) -> datetime:
    return parse_moment(text) or datetime.now(UTC)
