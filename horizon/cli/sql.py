"""`sql`."""

from __future__ import annotations

import sys

import click

from horizon.cli.shell import Shell, json_option, print_rows


@click.command("sql")
@click.argument("query", required=False)
@json_option
@click.pass_obj
def sql_command(shell: Shell, query: str | None, as_json: bool) -> None:
    """Ask the published DuckDB file a QUERY (read from stdin when absent). Never touches the private store."""
    from horizon.storage.published import query as ask

    text = query if query is not None else sys.stdin.read()
    rows = ask(shell.workspace().published_file, text)
    print_rows(rows, list(rows[0]) if rows else [], as_json=as_json, empty="no rows")
