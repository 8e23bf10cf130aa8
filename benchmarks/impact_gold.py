"""Part and sign of impacts against a gold set of real, dated events that were labelled before the code was run on them.

    python -m benchmarks.impact_gold                    the open half
    python -m benchmarks.impact_gold --misses           the same, with every event that came out otherwise
    python -m benchmarks.impact_gold --open-sealed-half the half that was sealed; since opened, development material too
    python -m benchmarks.impact_gold --round2           the second set; scored once unseen, since then development material too
    python -m benchmarks.impact_gold --round3           the third and
    python -m benchmarks.impact_gold --round4           the fourth: as the second
    python -m benchmarks.impact_gold --round5           the fifth: as the second; so are --round11 and --round12
    python -m benchmarks.impact_gold --round6           the sixth and
    python -m benchmarks.impact_gold --round7           the seventh and
    python -m benchmarks.impact_gold --round8           the eighth and
    python -m benchmarks.impact_gold --round9           the ninth and
    python -m benchmarks.impact_gold --second-readings  how far three more readers agree with the labels of rounds 7, 9 and 12
    python -m benchmarks.impact_gold --round10          the tenth (13 and 14 too), unread: scored once, the first score is told
    python -m benchmarks.impact_gold --dev              events written by those who work on the method, for each kind of change

Every event is a signal of one document. It goes through the stages as they are (enrich, forces, impact) in a store in
memory; the leading impact of a system is the first row of the query that the digest reads.

top1_part: share of the tied pairs (event, system) whose leading part is a labelled one; sign: share of those whose sign is
right too; sign_of_all: share of all tied pairs whose sign on the labelled part is right, whether or not it leads; no_tie:
share of the pairs that were judged to have none and get no row but a judged 0. An unknown sign counts as wrong, and an
unjudged part that is spoken of counts as a tie.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from horizon.config import EnrichSettings, ForcesSettings, ImpactSettings, data_root, models_root
from horizon.storage.store import Store
from horizon.types import Signal, SignalEvidence, StageReport, Window, midnight

LABELS = Path(__file__).parent / "labels" / "impact_events.jsonl"
WEEK = date(2026, 1, 5)  # all events are read as if in one week: only their words matter here
SECOND = LABELS.parent / "impact_second_readings.jsonl"
ROUND2 = LABELS.parent / "round2" / "impact_events.jsonl"
SETS = {  # name -> file; `half` of its rows is the name
    "open": LABELS,
    "sealed": LABELS,
    "round2": ROUND2,
    "round3": LABELS.parent / "round3" / "impact_events.jsonl",
    "round4": LABELS.parent / "round4" / "impact_events.jsonl",
    "round5": LABELS.parent / "round5" / "impact_events.jsonl",
    "round6": LABELS.parent / "round6" / "impact_events.jsonl",
    "round7": LABELS.parent / "round7" / "impact_events.jsonl",
    "round8": LABELS.parent / "round8" / "impact_events.jsonl",
    "round9": LABELS.parent / "round9" / "impact_events.jsonl",
    "round10": LABELS.parent / "round10" / "impact_events.jsonl",
    "round11": LABELS.parent / "round11" / "impact_events.jsonl",
    "round12": LABELS.parent / "round12" / "impact_events.jsonl",
    "round13": LABELS.parent / "round13" / "impact_events.jsonl",
    "round14": LABELS.parent / "round14" / "impact_events.jsonl",
    "dev": LABELS.parent / "impact_dev.jsonl",
}
READ_SINCE = ("round2", "round3", "round4", "round5", "round11", "round12")  # scored once unseen, then read
UNSEEN = (
    "round6",
    "round7",
    "round8",
    "round9",
    "round10",
    "round13",
    "round14",
)  # no mistake of it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event in our own words. judged: by system, the parts that count as right and the sign; None where none is touched."""

    event_id: str
    half: str
    title: str
    text: str
    language: str
    judged: dict[str, tuple[tuple[str, ...], int] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came out for one event and system. sign: on the labelled part that leads among the labelled ones."""

    event: Event
    system_id: str
    part_id: str | None
    force_id: str | None
    leading_sign: int | None
    sign: int | None

    @property
    def is_part_right(self) -> bool:
        judged = self.event.judged[self.system_id]
        return self.part_id in judged[0] if judged else self.part_id is None

    @property
    def is_sign_right(self) -> bool:
        judged = self.event.judged[self.system_id]
        return judged is not None and self.sign == judged[1]


def scores(answers: Sequence[Answer]) -> dict[str, float]:
    """The shares, as the module's head defines them."""
    tied = [a for a in answers if a.event.judged[a.system_id]]
    free = [a for a in answers if not a.event.judged[a.system_id]]
    return {
        "top1_part": _share(a.is_part_right for a in tied),
        "sign": _share(a.is_sign_right for a in tied if a.is_part_right),
        "sign_of_all": _share(a.is_sign_right for a in tied),
        "no_tie": _share(a.is_part_right for a in free),
    }


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found) if found else float("nan")


def answer(events: Sequence[Event]) -> list[Answer]:
    """Run the events through the stages as they are shipped."""
    found = impacts(events, data_root(), ImpactSettings(), "publish/impacts")
    return [
        _answer(event, system_id, found.get((event.event_id, system_id), []))
        for event in events
        for system_id in event.judged
    ]


def impacts(
    events: Sequence[Event],
    data: Path,
    judging: ImpactSettings,
    query: str,
    forces_settings: ForcesSettings | None = None,
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Rows of a query on impacts by event and system. data: folder of forces.toml, trades.toml and systems/."""
    from horizon.enrich import stage as enrich
    from horizon.enrich.embed import load_embedder
    from horizon.enrich.gazetteer import load_gazetteer
    from horizon.forces import catalogue
    from horizon.forces import stage as forces_stage
    from horizon.forces.profiles import load_profiles
    from horizon.impact import stage as impact_stage
    from horizon.impact import system
    from horizon.impact.entrants import sector_words
    from horizon.impact.heard import load_hearing
    from horizon.impact.trade import load_trades

    forces = catalogue.load([data / "forces.toml"])
    facts = {f.force_id: f for f in forces}
    systems = [system.load(p, facts) for p in sorted((data / "systems").glob("*.toml"))]
    trades = data / "trades.toml"
    embedder = load_embedder(EnrichSettings().embedder)
    window = Window.week(WEEK)
    with Store.in_memory() as store:
        fill(store, events, window)
        enrich.run(store, EnrichSettings(), window, embedder=embedder)
        settings = forces_settings or ForcesSettings()
        profiles = load_profiles(models_root() / "ties") if settings.reading == "trained" else None
        forces_stage.run(store, settings, window, forces=forces, embedder=embedder, profiles=profiles)
        impact_stage.run(
            store,
            judging,
            window,
            systems=systems,
            force_facts=facts,
            country_codes=load_gazetteer().country_codes(),
            embedder=embedder,
            sectors=sector_words(data_root() / "sectors.toml"),
            trades=load_trades(trades if trades.exists() else data_root() / "trades.toml"),
            hearing=load_hearing(models_root() / "directions"),
        )
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for model in systems:
            for row in store.rows(query, system_id=model.system_id, week_on=WEEK, as_of=window.as_of):
                found.setdefault((row["signal_id"], model.system_id), []).append(row)
    return found


def _answer(event: Event, system_id: str, rows: Sequence[dict[str, Any]]) -> Answer:
    claimed = [r for r in rows if r["sign"] != 0]  # a judged 0 claims nothing
    judged = event.judged[system_id]
    right = [r for r in claimed if judged and r["part_id"] in judged[0]]
    return Answer(
        event=event,
        system_id=system_id,
        part_id=claimed[0]["part_id"] if claimed else None,
        force_id=claimed[0]["force_id"] if claimed else None,
        leading_sign=claimed[0]["sign"] if claimed else None,
        sign=right[0]["sign"] if right else None,
    )


def fill(store: Store, events: Sequence[Event], window: Window) -> None:
    """Documents of the events, each the one text of a signal of its own."""
    seen_at = datetime.combine(WEEK, time(9), tzinfo=UTC)
    store.append(
        "core_document",
        [
            {
                "doc_id": e.event_id, "version": 1, "source_id": "gold", "source_class": "news", "entry_hash": e.event_id,
                "title": e.title, "text": e.text, "language": e.language, "published_at": seen_at, "first_seen_at": seen_at,
                "seen_at": seen_at, "counted_at": seen_at, "week_on": WEEK, "is_backlog": False, "identity": "title",
                "text_hash": hashlib.sha256(f"{e.title}\x1f{e.text}".encode()).hexdigest()[:24],
                "n_words": len(e.text.split()), "defects": (), "run_id": "gold",
            }
            for e in events
        ],
    )  # fmt: skip
    store.append(
        "core_source", [{"source_id": "gold", "name": "gold set", "source_class": "news", "is_enabled": True}]
    )
    store.append("core_signal", [signal(e.event_id, window) for e in events])
    store.append(
        "core_signal_evidence",
        [
            SignalEvidence(
                signal_id=e.event_id, week_on=WEEK, as_of=window.as_of, doc_id=e.event_id, origin_id=e.event_id,
                stance="supports", rank=1,
            )
            for e in events
        ],
    )  # fmt: skip
    store.record_run(
        StageReport(stage="signals", window=window, run_id="gold"),
        inputs_hash="x",
        config_hash="x",
        code_version="x",
        started_at=midnight(WEEK),
    )


def signal(signal_id: str, window: Window) -> Signal:
    """A signal of which only the key matters."""
    return Signal(
        signal_id=signal_id, week_on=WEEK, as_of=window.as_of, kind="novel", topic_id=None, label=signal_id, terms=(),
        stage="weak", reason_codes=(), detectors=(), n_origins=1, n_origins_window=1, n_sources=1, attention_share=None,
        attention_low=None, attention_high=None, baseline_share=None, growth_ratio=None, burst_score=None, novelty_score=None,
        coherence_score=None, n_new_actors=None, emergence_probability=None, emergence_low=None, emergence_high=None,
        emergence_basis="rule", evidence_grade=None, n_independent_origins=1, n_families=1, n_primary=0, n_contradicting=0,
        uncertainty_score=None, first_research_on=None, first_policy_on=None, first_news_on=None, first_seen_on=WEEK,
        geo_level=None, rank_score=None, rank=None, is_flagged=True,
    )  # fmt: skip


def read_events(path: Path = LABELS, *, half: str) -> list[Event]:
    """The events of one half. Raises FileNotFoundError without the file and KeyError naming a key that is missing."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [event_of(row) for row in rows if row["half"] == half]


def event_of(row: dict[str, Any]) -> Event:
    """One line of the file."""
    return Event(
        event_id=row["event_id"],
        half=row["half"],
        title=row["title"],
        text=row["text"],
        language=row["language"],
        judged={
            system_id: None
            if found is None
            else ((found["part"], *found.get("also", ())), int(found["sign"]))
            for system_id, found in row["expected"].items()
        },
    )


def second_readings() -> dict[str, dict[str, float]]:
    """Scores of three more readers, who saw neither the answers nor any code, on rounds 7, 9 and 12: what can be asked at all."""
    rows = [json.loads(line) for line in SECOND.read_text(encoding="utf-8").splitlines()]
    halves = sorted({row["half"] for row in rows})
    return {half: agreement(read_events(SETS[half], half=half), rows) for half in halves}


def agreement(events: Sequence[Event], readings: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Scores of another reader's answers against the labels, as if the code had given them; the part named first leads.

    readings: lines of impact_second_readings.jsonl. Raises KeyError naming an event that was not read again.
    """
    told = {(r["half"], r["event_id"]): r["answers"] for r in readings}
    return scores(
        [
            _read_again(event, system_id, told[event.half, event.event_id][system_id])
            for event in events
            for system_id in event.judged
        ]
    )


def _read_again(event: Event, system_id: str, cell: Mapping[str, Any] | None) -> Answer:
    """One answer; its sign counts where a labelled part is among those that it names."""
    if cell is None:
        return Answer(
            event=event, system_id=system_id, part_id=None, force_id=None, leading_sign=None, sign=None
        )
    judged = event.judged[system_id]
    is_of_labelled = judged is not None and not {cell["part"], *cell.get("also", ())}.isdisjoint(judged[0])
    return Answer(
        event=event, system_id=system_id, part_id=cell["part"], force_id=None, leading_sign=cell["sign"],
        sign=cell["sign"] if is_of_labelled else None,
    )  # fmt: skip


def quality() -> dict[str, float]:
    """Scores of the open half, and those that are asked for of round 2 and of the development events."""
    halves = {name: read_events(SETS[name], half=name) for name in ("open", "round2", "dev")}
    half_of = {event.event_id: name for name, events in halves.items() for event in events}
    answers = answer([event for events in halves.values() for event in events])
    found = {name: scores([a for a in answers if half_of[a.event.event_id] == name]) for name in halves}
    asked = ("top1_part", "sign", "no_tie")
    return found["open"] | {f"{name}_{key}": found[name][key] for name in ("round2", "dev") for key in asked}


def main() -> None:
    """Print the table of one half."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    which = options.add_mutually_exclusive_group()
    which.add_argument(
        "--open-sealed-half",
        dest="half",
        action="store_const",
        const="sealed",
        help="the half that was sealed until it was opened",
    )
    for name in READ_SINCE:
        which.add_argument(
            f"--{name}", dest="half", action="store_const", const=name, help="scored once unseen, read since"
        )
    for name in UNSEEN:
        which.add_argument(
            f"--{name}",
            dest="half",
            action="store_const",
            const=name,
            help="a sealed set; meant to be done once",
        )
    which.add_argument(
        "--dev", dest="half", action="store_const", const="dev", help="events written beside the method"
    )
    which.add_argument(
        "--second-readings",
        action="store_true",
        help="how far other readers agree with the labels of three sets",
    )
    options.add_argument(
        "--misses", action="store_true", help=f"list what came out otherwise (never of {', '.join(UNSEEN)})"
    )
    chosen = options.parse_args()
    if chosen.second_readings:
        for name, shares in second_readings().items():
            print(name, "  ".join(f"{key} {value:.3f}" for key, value in shares.items()))
        return
    half = chosen.half or "open"
    path = SETS[half]
    if not path.exists():
        sys.exit(f"{path}: not there, nothing to measure")
    events = read_events(path, half=half)
    if not events:
        sys.exit(f'{path}: no row says "half": "{half}", nothing to measure')
    answers = answer(events)
    print(
        f"{half}: {len({a.event.event_id for a in answers})} events, {len(answers)} pairs of event and system"
    )
    for system_id in ["all", *sorted({a.system_id for a in answers})]:
        rows = [a for a in answers if system_id in ("all", a.system_id)]
        n_tied = sum(a.event.judged[a.system_id] is not None for a in rows)
        shown = "  ".join(f"{name} {value:.3f}" for name, value in scores(rows).items())
        print(f"  {system_id:20s} {n_tied:3d} tied, {len(rows) - n_tied:3d} not  {shown}")
    if chosen.misses and half not in UNSEEN:
        for a in answers:
            judged = a.event.judged[a.system_id]
            if not a.is_part_right or (judged and not a.is_sign_right):
                print(
                    f"- {a.event.event_id} {a.system_id}: labelled {judged}, got {a.part_id} {a.leading_sign} by {a.force_id}"
                )
                print(f"    {a.event.title}")


if __name__ == "__main__":
    main()
