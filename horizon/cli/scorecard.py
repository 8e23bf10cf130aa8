"""`scorecard`: how past flags did as forecasts."""

from __future__ import annotations

import click

from horizon.cli.shell import Shell, json_option, parse_moment, print_json, table

MISS_COLUMNS = [
    "week_on",
    "signal_id",
    "label",
    "emergence_probability",
    "n_later",
    "share_later",
    "share_year",
]


@click.command("scorecard")
@click.option("--as-of", help="As it stood at this moment.")
@json_option
@click.pass_obj
def scorecard_command(shell: Shell, as_of: str | None, as_json: bool) -> None:
    """Hit rate, Brier score and misses of the flags whose eight weeks are over."""
    from datetime import UTC, datetime

    from horizon.signals.forecast import CRITERION
    from horizon.signals.scorecard import MISS_COLUMNS, scorecard

    with shell.workspace().open_store() as store:
        rows = store.rows("status/forecasts", as_of=parse_moment(as_of) or datetime.now(UTC))
    card = scorecard(rows)
    if as_json:
        print_json(card.plain())
        return
    click.echo(f"A flag comes true when: {CRITERION}.")
    click.echo(f"made {card.n_made}, open {card.n_open}, scored {card.n_scored}, unknown {card.n_unknown}")
    if card.hit_rate is None:
        due = f"; the first is due in the week of {card.next_due_on}" if card.next_due_on else ""
        click.echo(f"nothing scored yet{due}")
        return
    click.echo(
        f"came true {card.n_came_true} of {card.n_scored}: {card.hit_rate:.0%}"
        f" (95 % interval {card.hit_low:.0%} to {card.hit_high:.0%}; {card.n_distinct} different matters)"
    )
    if card.brier is not None:
        click.echo(
            f"said on average {card.mean_said:.0%}; Brier score {card.brier:.3f},"
            f" {card.brier_of_hit_rate:.3f} for always saying the hit rate"
        )
    if card.misses:
        click.echo("\nmisses, surest first")
        click.echo(table(card.misses, MISS_COLUMNS, width=48))
