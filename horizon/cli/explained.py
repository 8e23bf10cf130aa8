"""The derivation of a signal as plain text: each number beside its inputs, documents by their rank in the evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from horizon.cli.shell import table
from horizon.impact.inputs import RULES as FACTOR_RULES
from horizon.signals.page import DERIVATION

EVIDENCE = ("rank", "stance", "published_at", "source", "grade", "title", "url", "doc_id", "body_hash")
FORCES = ("force_id", "confidence", "cue_score", "similarity", "standing", "learnt", "documents", "phrases")
LENSES = ("system_id", "lens", "is_outside_sector", "echo_share")
WAY = {None: "sign unknown", -1: "a threat", 0: "no effect", 1: "an opportunity"}
HASH_WIDTH = 64  # a body's hash stands whole, so that it can be looked up
RULES = {column: rule for column, _, rule in DERIVATION}


def explained(parts: Mapping[str, Any]) -> list[str]:
    """Lines on signal, evidence, forces, lenses and impacts. parts: rows of the status queries by these names."""
    signal = parts["signal"]
    numbers = {row["doc_id"]: f"[{row['rank']}]" for row in parts["evidence"]}
    forces = [{**row, "documents": _documents(row["doc_ids"], numbers)} for row in parts["forces"]]
    lines = [f"{signal['label']}  ({signal['signal_id']}, week of {signal['week_on']})", ""]
    for name, value in signal.items():
        if name not in ("label", "signal_id", "week_on"):
            rule = f"   {RULES[name]}" if name in RULES else ""
            lines.append(f"  {name:<24} {fact(value):<12}{rule}".rstrip())
    for title, rows, columns in (
        ("evidence", parts["evidence"], EVIDENCE),
        ("forces", forces, FORCES),
        ("lenses", parts["lenses"], LENSES),
    ):
        lines += ["", title, table(rows, list(columns), width=HASH_WIDTH) if rows else "none"]
    lines += ["", "impacts (what leads comes first; [n] is the document of that rank above)"]
    if not parts["impacts"]:
        return [*lines, "none: no part of a system is tied to it"]
    lines += ["", "  how the steps below come about, where they do not say so themselves"]
    lines += [f"    {name:<12} {rule}" for name, rule in FACTOR_RULES.items()]
    for row in parts["impacts"]:
        lines += ["", *_impact(row, numbers)]
    return lines


def _impact(row: Mapping[str, Any], numbers: Mapping[str, str]) -> list[str]:
    through = f", through {row['force_id']}" if row["force_id"] else ""
    lag = (
        ""
        if row["lag_weeks_low"] is None
        else f", in {row['lag_weeks_low']} to {row['lag_weeks_high']} weeks"
    )
    scores = "  ".join(
        f"{name} {fact(row[column])}"
        for name, column in (
            ("direct", "direct_score"), ("with loop", "loop_score"), ("confidence", "confidence"), ("bearing", "bearing_score"),
        )
    )  # fmt: skip
    return [
        f"  {row['system_id']} / {row['part_id']}{through}: {WAY[row['sign']]}{lag}",
        f"    {scores}",
        f"    {'documents':<12} {_documents(row['doc_ids'], numbers)}",
        *(
            f"    {name:<12} {step(value, numbers)}"
            for name, value in json.loads(row["derivation"]).items()
            if value is not None
        ),
    ]


def step(value: Any, numbers: Mapping[str, str]) -> str:
    """One step of a derivation: its score, the rule that gives it, then what went in. numbers: by document id."""
    if not isinstance(value, dict):
        return fact(value)
    told = [fact(value[key]) for key in ("score", "value") if key in value]
    told += [f"= {value['formula']}"] if "formula" in value else []
    inputs = [
        f"{'documents' if key == 'doc_ids' else key.replace('_', ' ')} {_input(key, inner, numbers)}"
        for key, inner in value.items()
        if key not in ("score", "value", "formula") and inner not in ([], {}, ())
    ]
    return "; ".join([*([" ".join(told)] if told else []), *inputs])


def _input(key: str, value: Any, numbers: Mapping[str, str]) -> str:
    if key == "doc_ids":
        return _documents(value, numbers)
    if key == "documents":
        return ", ".join(_document(numbers.get(doc_id, doc_id), *told) for doc_id, *told in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{name} ({step(given, numbers).replace(';', ',')})"
            if isinstance(given, dict)
            else f"{name.replace('_', ' ')} {fact(given)}"
            for name, given in value.items()
        )
    return fact(value)


def _document(number: str, score: float, gave: Any = None) -> str:
    """A document with its score and what gave it."""
    told = _input("", gave, {}) if gave else ""
    return f"{number} {fact(score)} ({told})" if told else f"{number} {fact(score)}"


def _documents(doc_ids: Iterable[str], numbers: Mapping[str, str]) -> str:
    return " ".join(numbers.get(doc_id, doc_id) for doc_id in doc_ids) or "none"


def fact(value: Any) -> str:
    """A value as a reader says it; null is unknown."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(fact(v) for v in value) or "none"
    return str(value)
