"""Every command that the docs show exists, with the options shown; every page that they link to is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from horizon.cli import COMMANDS, cli

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
CODE = re.compile(r"```(?:sh|bash|console|)\n(.*?)```|`(horizon [^`]+)`", re.S)
CALL = re.compile(r"^(?!.*\bprefect\b)(?:.*[\s/&;])?horizon\s+(.*)")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def calls(page: Path) -> list[list[str]]:
    """Arguments of each call of horizon in a page's code, global options cut off."""
    found = []
    for block, inline in CODE.findall(page.read_text(encoding="utf-8")):
        for line in (block or inline).splitlines():
            match = CALL.search(line.split("  #")[0])
            if not match:
                continue
            try:
                words = shlex.split(match[1].split(">")[0])
            except ValueError:  # an apostrophe in prose, or a quote over several lines
                words = match[1].split()
            while words and words[0].startswith("-"):
                words = words[2:] if words[0] in ("-w", "--workspace") else words[1:]
            if words and re.fullmatch(r"[a-z]+", words[0]):
                found.append(words)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_in_the_docs_exist(page: Path) -> None:
    context = click.Context(cli)
    for words in calls(page):
        assert words[0] in COMMANDS, f"{page.name}: horizon {' '.join(words)}"
        command: click.Command | None = cli.get_command(context, words[0])
        rest = words[1:]
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            name = rest.pop(0)
            if "|" in name or name.isupper():
                break
            inner = command.get_command(click.Context(command), name)
            assert inner is not None or command.no_args_is_help is False, (
                f"{page.name}: horizon {' '.join(words)}"
            )
            command = inner or command
        assert command is not None
        options = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
        for word in rest:
            if re.match(r"--[a-z]", word):
                assert word.split("=")[0].rstrip("].,") in options, f"{page.name}: horizon {' '.join(words)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_link_to_what_is_there(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"
