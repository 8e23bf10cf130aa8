"""`topics list|show|lineage|why` and corrections by hand: `topics move|merge|split|undo|edits`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click

from horizon.cli.shell import Shell, json_option, parse_moment, parse_week, print_json, print_rows, table

as_of_option = click.option("--as-of", help="As judged with the knowledge of this moment.")
reason_option = click.option("--reason", help="Why, for those who read it later.")
NEXT = "the next `horizon scan` judges the last week again with it"


@click.group("topics")
def topics_command() -> None:
    """List and show topics with their lineage; correct them by hand."""


@topics_command.command("list")
@click.option("--week", help="2026-W20 or any date of the week; default the last judged week.")
@as_of_option
@json_option
@click.pass_obj
def list_command(shell: Shell, week: str | None, as_of: str | None, as_json: bool) -> None:
    """Topics alive in a week, largest first."""
    with shell.workspace().open_store() as store:
        rows = store.rows(
            "status/topics", week_on=parse_week(week), as_of=parse_moment(as_of) or datetime.now(UTC)
        )
    columns = ["topic_id", "label", "state", "born_week_on", "n_origins", "n_origins_window", "terms"]
    print_rows(rows, columns, as_json=as_json, empty="no topic yet: no week is judged (`horizon scan`)")


@topics_command.command("show")
@click.argument("topic_id")
@click.option("--parts", type=click.IntRange(2), help="Also the sub-topics, at least so many.")
@json_option
@click.pass_obj
def show_command(shell: Shell, topic_id: str, parts: int | None, as_json: bool) -> None:
    """A topic week by week, its lineage and its documents: how near each is to the topic and to the nearest of its story."""
    workspace = shell.workspace()
    with workspace.open_store() as store:
        shown: dict[str, list[dict[str, Any]]] = {
            "weeks": store.rows("status/topic_weeks", topic_id=topic_id),
            "lineage": store.rows("status/topic_lineage", topic_id=topic_id),
            "documents": store.rows("status/topic_documents", topic_id=topic_id),
        }
        if parts and shown["weeks"]:
            shown["parts"] = _parts(store, workspace, topic_id, parts)
    if not shown["weeks"]:
        raise click.UsageError(f"no topic {topic_id!r}; see `horizon topics list`")
    if as_json:
        print_json(shown)
        return
    click.echo(shown["weeks"][-1]["label"])
    for title, rows in shown.items():
        click.echo(f"\n{title}")
        click.echo(table(rows, list(rows[0]), width=50) if rows else "none")


def _parts(store: Any, workspace: Any, topic_id: str, n_parts: int) -> list[dict[str, Any]]:
    from dataclasses import asdict

    from horizon.topics.parts import sub_topics

    settings = workspace.settings
    found = sub_topics(
        store, settings.topics, topic_id, as_of=datetime.now(UTC), embedder_id=settings.enrich.embedder, n_parts=n_parts
    )  # fmt: skip
    return [asdict(part) for part in found]


@topics_command.command("lineage")
@click.argument("topic_id")
@json_option
@click.pass_obj
def lineage_command(shell: Shell, topic_id: str, as_json: bool) -> None:
    """When a topic was born, split, merged, fell silent or came back, seen from either side."""
    with shell.workspace().open_store() as store:
        rows = store.rows("status/topic_lineage", topic_id=topic_id)
    columns = ["week_on", "topic_id", "relation", "other_topic_id", "shared_share"]
    print_rows(rows, columns, as_json=as_json, empty=f"no topic {topic_id!r}; see `horizon topics list`")


@topics_command.command("why")
@click.argument("doc_id")
@as_of_option
@json_option
@click.pass_obj
def why_command(shell: Shell, doc_id: str, as_of: str | None, as_json: bool) -> None:
    """Why a document is where it is: origin, story and topic, each with the document and the similarity that tie it there."""
    from horizon.topics.tokens import read

    moment = parse_moment(as_of) or datetime.now(UTC)
    with shell.workspace().open_store() as store:
        rows = store.rows("status/document_placing", doc_id=doc_id, as_of=moment)
        by_hand = [e for e in store.rows("topics/edits", as_of=moment) if doc_id in (e["doc_ids"] or ())]
    if not rows:
        raise click.UsageError(
            f"document {doc_id!r} is in no judged week; see `horizon topics show TOPIC_ID`"
        )
    placing = rows[0]
    mine = read(placing.pop("title") or "", placing.pop("text") or "", placing.pop("language"))
    near_text, near_language = placing.pop("nearest_text"), placing.pop("nearest_language")
    if placing["nearest_doc_id"]:
        near = read(placing["nearest_title"] or "", near_text or "", near_language)
        placing["shared_names_and_numbers"] = sorted(
            (mine.names & near.names) | (mine.numbers & near.numbers)
        )
        placing["shared_words"] = sorted(set(mine.words) & set(near.words))
    placing["by_hand"] = [f"{e['kind']} {e['edit_id']}" for e in by_hand]
    if as_json:
        print_json(placing)
        return
    for name, value in placing.items():
        told = ", ".join(map(str, value)) if isinstance(value, list) else value
        click.echo(f"{name:<26} {'-' if told in (None, '') else told}")


@topics_command.command("move")
@click.argument("doc_ids", nargs=-1, required=True)
@click.option("--to", "topic_id", required=True, help="The topic they belong to.")
@reason_option
@click.pass_obj
def move_command(shell: Shell, doc_ids: tuple[str, ...], topic_id: str, reason: str | None) -> None:
    """Put documents into a topic, and keep them there."""
    _correct(shell, "move", None, topic_id, doc_ids, reason)


@topics_command.command("merge")
@click.argument("topic_id")
@click.argument("into_topic_id")
@reason_option
@click.pass_obj
def merge_command(shell: Shell, topic_id: str, into_topic_id: str, reason: str | None) -> None:
    """End a topic and put its documents, and later ones like them, into another."""
    if topic_id == into_topic_id:
        raise click.UsageError("a topic can not be merged into itself")
    _correct(shell, "merge", topic_id, into_topic_id, (), reason)


@topics_command.command("split")
@click.argument("topic_id")
@click.argument("doc_ids", nargs=-1, required=True)
@reason_option
@click.pass_obj
def split_command(shell: Shell, topic_id: str, doc_ids: tuple[str, ...], reason: str | None) -> None:
    """Take documents out of a topic as a topic of their own."""
    _correct(shell, "split", topic_id, None, doc_ids, reason)


def _correct(
    shell: Shell,
    kind: str,
    topic_id: str | None,
    other: str | None,
    doc_ids: Sequence[str],
    reason: str | None,
) -> None:
    from horizon.topics import edits
    from horizon.topics.lineage import new_topic_id

    now = datetime.now(UTC)
    with shell.workspace().open_store() as store:
        for named in (topic_id, other):
            if named and not store.rows("topics/latest_members", topic_id=named, as_of=now):
                raise click.UsageError(
                    f"no topic {named!r} in the last judged week; see `horizon topics list`"
                )
        if kind == "merge":
            both = (topic_id, other)
            doc_ids = [
                r["doc_id"] for t in both for r in store.rows("topics/latest_members", topic_id=t, as_of=now)
            ]
        standing = {
            r["doc_id"]: r["topic_id"]
            for r in store.rows("topics/standing_of", doc_ids=list(doc_ids), as_of=now)
        }
        _check_documents(doc_ids, standing, topic_id if kind == "split" else None)
        target = other or new_topic_id(now.date(), [now.isoformat(), *doc_ids])
        edit = edits.Edit(
            edit_id=edits.new_edit_id(kind, now, doc_ids, (topic_id, target)),
            made_at=now,
            kind=kind,
            topic_id=topic_id,
            other_topic_id=target,
            doc_ids=tuple(doc_ids),
            from_topic_ids=tuple(standing[d] or edits.NOWHERE for d in doc_ids),
            reason=reason,
        )
        store.append("core_topic_edit", [edit])
    click.echo(f"{edit.edit_id}: {kind}, {len(doc_ids)} documents, topic {target}; {NEXT}")


def _check_documents(doc_ids: Sequence[str], standing: dict[str, str | None], topic_id: str | None) -> None:
    unknown = [doc for doc in doc_ids if doc not in standing]
    if unknown:
        raise click.UsageError(f"no document {unknown[0]!r}; see `horizon topics show TOPIC_ID`")
    elsewhere = [doc for doc in doc_ids if topic_id and standing[doc] != topic_id]
    if elsewhere:
        raise click.UsageError(
            f"document {elsewhere[0]!r} is not in topic {topic_id!r} in the last judged week"
        )


@topics_command.command("undo")
@click.argument("edit_id", required=False)
@reason_option
@click.pass_obj
def undo_command(shell: Shell, edit_id: str | None, reason: str | None) -> None:
    """Take back a correction, the latest one unless EDIT_ID names another."""
    from horizon.topics import edits

    now = datetime.now(UTC)
    with shell.workspace().open_store() as store:
        standing = edits.active(edits.from_rows(store.rows("topics/edits", as_of=now)))
        chosen = [e for e in standing if edit_id in (None, e.edit_id)]
        if not chosen:
            named = f"correction {edit_id!r} that stands" if edit_id else "correction that stands"
            raise click.UsageError(f"no {named}; see `horizon topics edits`")
        last = chosen[-1]
        undo = edits.Edit(
            edit_id=edits.new_edit_id("undo", now, (), (last.edit_id,)),
            made_at=now,
            kind="undo",
            topic_id=None,
            other_topic_id=None,
            doc_ids=(),
            from_topic_ids=(),
            undoes_edit_id=last.edit_id,
            reason=reason,
        )
        store.append("core_topic_edit", [undo])
    click.echo(f"{last.edit_id}: {last.kind} of {last.made_at:%Y-%m-%d %H:%M} taken back; {NEXT}")


@topics_command.command("edits")
@json_option
@click.pass_obj
def edits_command(shell: Shell, as_json: bool) -> None:
    """The corrections by hand, oldest first, and whether each still stands."""
    from horizon.topics import edits

    with shell.workspace().open_store() as store:
        rows = store.rows("topics/edits", as_of=datetime.now(UTC))
    standing = {e.edit_id for e in edits.active(edits.from_rows(rows))}
    for row in rows:
        row["stands"] = row["edit_id"] in standing
        row["n_docs"] = len(row["doc_ids"] or ())
    columns = [
        "edit_id",
        "made_at",
        "kind",
        "topic_id",
        "other_topic_id",
        "n_docs",
        "stands",
        "undoes_edit_id",
        "reason",
    ]
    print_rows(rows, columns, as_json=as_json, empty="no correction by hand")
