"""What every command shares: the workspace, tables and JSON on stdout, progress and logs on stderr."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from horizon.errors import ConfigError

if TYPE_CHECKING:  # types brings numpy, which --help need not wait for
    from horizon.types import Progress

json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


@dataclass(slots=True)
class Shell:
    """Where the commands run; carried as click's context object."""

    folder: Path
    show_progress: bool

    def workspace(self) -> Any:
        """The loaded workspace. Raises ConfigError with the mend."""
        from horizon.workspace import Workspace

        return Workspace.load(self.folder)

    def progress(self) -> Progress | None:
        """A function that draws bars on stderr, None where nobody watches."""
        return Bars() if self.show_progress else None


class Bars:
    """Draws one line per phase, rewritten in place."""

    def __init__(self) -> None:
        self._what = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._what and what != self._what:
            sys.stderr.write("\n")
        self._what = what
        filled = round(24 * done / total) if total else 24
        sys.stderr.write(f"\r{what:<28.28} {'#' * filled}{'.' * (24 - filled)} {done}/{total}")
        if done >= total:
            sys.stderr.write("\n")
            self._what = ""
        sys.stderr.flush()


def set_up_logging(verbose: int) -> None:
    """Warnings by default, one line a stage with -v, everything with -vv; other libraries stay quiet."""
    logging.basicConfig(
        stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING
    )
    logging.getLogger("horizon").setLevel({0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG))


def print_rows(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool, empty: str = "nothing"
) -> None:
    """A listing: an aligned table for people, one JSON array for machines."""
    if as_json:
        click.echo(
            json.dumps([{c: plain(r.get(c)) for c in columns} for r in rows], ensure_ascii=False, indent=1)
        )
        return
    if not rows:
        click.echo(empty)
        return
    click.echo(table(rows, columns))


def table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, width: int = 60) -> str:
    """Rows as aligned text; long cells are cut with an ellipsis, None shows as a dash."""
    cells = [[cell(row.get(c), width) for c in columns] for row in rows]
    widths = [max([len(c), *(len(row[i]) for row in cells)]) for i, c in enumerate(columns)]
    lines = ["  ".join(c.ljust(w) for c, w in zip(columns, widths, strict=True)).rstrip()]
    lines.append("  ".join("-" * w for w in widths))
    lines += ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join(lines)


def cell(value: Any, width: int) -> str:
    """One value as a person reads it."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list | tuple):
        value = ", ".join(str(v) for v in value)
    text = " ".join(str(value).split())
    return text if len(text) <= width else text[: width - 1] + "…"


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)


def print_json(value: Any) -> None:
    """One JSON value on stdout."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=1))


def write_out(file: Path, text: str) -> None:
    """What --out asked for, as UTF-8. Raises ConfigError naming the file and the mend."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise ConfigError(
            f"--out {file}: can not be written ({exc.strerror}); name a file in a folder that is there and yours"
        ) from exc


def parse_moment(text: str | None) -> datetime | None:
    """An --as-of value: ISO date (its end is meant) or datetime, UTC unless said. Raises ConfigError."""
    if text is None:
        return None
    try:
        if len(text) == 10:
            return datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=1)
        moment = datetime.fromisoformat(text)
    except ValueError as exc:
        raise ConfigError(
            f"--as-of {text!r}: not a date; write 2026-05-18 or 2026-05-18T06:00+02:00"
        ) from exc
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_week(text: str | None) -> date | None:
    """A --week value: any date of the week, or 2026-W20. Returns its Monday. Raises ConfigError."""
    if text is None:
        return None
    try:
        day = datetime.strptime(f"{text}-1", "%G-W%V-%u").date() if "W" in text else date.fromisoformat(text)  # noqa: DTZ007
    except ValueError as exc:
        raise ConfigError(f"--week {text!r}: not a week; write 2026-W20 or any date of it") from exc
    return day - timedelta(days=day.weekday())
