"""Sentences of the digest: extracted words with their source, and template sentences with the figures they state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from horizon.publish.harmless import content_words, joined_names, title_text
from horizon.publish.material import Material, Row, Rows
from horizon.publish.records import DigestItem, PartTouched, Sentence
from horizon.publish.sentences import best_sentence, shared_words, telling_sentence
from horizon.publish.words import counted, day_text, lag_text

Words = Mapping[str, str]
TRACE = 0.25  # of 3: a smaller effect is within what a wrong cue word can make


def development(
    signal: Row, evidence: Rows, material: Material, w: Words, *, is_denied: bool = False
) -> Sentence:
    """What happened, in the words of the report of the week that tells it best.

    The reader's language first; where the signal is denied this week, the denial is the news. Of the early sentences of
    these reports, the one that names the signal's terms and what the other reports say too.
    """
    row = best_report(signal, evidence, material, is_denied=is_denied)
    if row is None:
        return Sentence(text=label_text(signal))
    return said("said", row, signal["terms"] or (), w, material.language, evidence)


def best_report(signal: Row, evidence: Rows, material: Material, *, is_denied: bool) -> Row | None:
    """The report whose words tell the development; None without evidence."""
    fresh = [e for e in evidence if e["doc_week_on"] == material.week_on] or list(evidence)
    against = [e for e in fresh if e["stance"] == "contradicts"]
    wanted = against if is_denied and against else [e for e in fresh if e not in against] or fresh
    if not wanted:
        return None
    same: dict[str | None, dict[str, float]] = {
        language: shared_words([f"{e['title']} {e['text']}" for e in evidence if e["language"] == language])
        for language in {e["language"] for e in wanted}
    }
    newest = max(e["doc_day"] for e in wanted)

    def telling(row: Row) -> float:
        _, score = best_sentence(
            row["title"], row["text"], signal["terms"] or (), shared=same[row["language"]]
        )
        late = (newest - row["doc_day"]).days
        named = named_in(
            signal["label"], row
        )  # a report that has nothing of the label's words tells of something else
        return float(score + 1.5 * named - 0.08 * "ABCDEF".find(row["grade"]) - 0.04 * late)

    return min(
        wanted,
        key=lambda e: (e["language"] != material.language, -round(telling(e), 6), e["rank"], e["doc_id"]),
    )


def named_in(label: str, row: Row) -> float:
    """Share of the label's words that a report has, by their first letters, 0-1."""
    wanted = {w[:6] for w in content_words(label)}
    said = {w[:6] for w in content_words(f"{row['title']} {row['text']}")}
    return len(wanted & said) / len(wanted) if wanted else 1.0


def label_text(signal: Row) -> str:
    """The label of a signal without documents."""
    return title_text(signal["label"])


def said(key: str, row: Row, terms: Sequence[str], w: Words, language: str, evidence: Rows = ()) -> Sentence:
    """A report's telling sentence with outlet and day; another language is named and quoted."""
    when = row["published_at"].date() if row["published_at"] else None
    foreign = row["language"] if row["language"] and row["language"] != language else None
    same = [f"{e['title']} {e['text']}" for e in evidence if e["language"] == row["language"]]
    sentence = telling_sentence(row["title"], row["text"], terms, shared=shared_words(same))
    if not foreign and sentence.endswith("."):
        sentence = sentence[:-1]  # the full stop comes after the source
    text = w[f"{key}_foreign" if foreign else key].format(
        source=source_of(row),
        date=day_text(when, dict(w)),
        sentence=sentence,
        language=w.get(f"in_{foreign}", w["in_other"].format(code=foreign)),
    )
    return Sentence(text=text, doc_ids=(row["doc_id"],), language=foreign)


def source_of(row: Row) -> str:
    """Name of the outlet, harmless."""
    return title_text(row["source_name"] or row["source_id"], longest=60)


def effect(label: str, parts: Sequence[PartTouched], evidence: Rows, w: Words) -> Sentence:
    """What it could do to the system: the strongest judged part, else the parts it touches unjudged, else none."""
    judged = [p for p in parts if p.loop_score and p.sign]
    if judged and abs(judged[0].loop_score or 0.0) < TRACE:
        text = w["effect_trace"].format(part=judged[0].part_name)
        return Sentence(text=text, doc_ids=judged[0].doc_ids)
    if judged:
        first = judged[0]
        text = w["effect_one"].format(
            verb=w["helps" if (first.loop_score or 0) > 0 else "hurts"],
            how=w[strength_key(first.loop_score)],
            part=first.part_name,
            lag=lag_text(first.lag_weeks_low, first.lag_weeks_high, dict(w)),
            force=w["through"].format(force=first.force_name) if first.force_name else "",
        )
        return Sentence(text=text, doc_ids=first.doc_ids)
    if parts:
        names = joined_names(quoted(dict.fromkeys(p.part_name for p in parts[:3]), w), w["and"])
        docs = tuple(dict.fromkeys(d for p in parts[:3] for d in p.doc_ids))
        return Sentence(text=w["effect_unjudged"].format(parts=names), doc_ids=docs)
    return Sentence(text=w["no_part"])


def quoted(names: Iterable[str], w: Words) -> list[str]:
    """Names in the language's quotation marks, so that they do not read as words of the sentence."""
    return [w["quoted"].format(name=name) for name in names]


def strength_key(score: float | None) -> str:
    """slightly, clearly or strongly, by a score of -3..3."""
    size = abs(score or 0.0)
    return "slightly" if size < 0.75 else "clearly" if size < 1.5 else "strongly"


def bottom_line(
    items: Sequence[DigestItem], changes: Mapping[str, Sequence[str]], material: Material, w: Words
) -> tuple[Sentence, ...]:
    """At most three sentences: what happened, what it means here or what else moves, and what went wrong.

    changes: kind -> labels of what is told as withdrawn or fading.
    """
    lines: list[Sentence] = []
    if not material.coverage:
        lines.append(Sentence(text=w["nothing_read"]))
    elif not items:
        lines.append(Sentence(text=w["nothing"].format(n=len(material.signals))))
    else:
        lines += [items[0].development, _second(items, w)]
    bad = []
    if changes.get("withdrawn"):
        bad.append(w["line_withdrawn"].format(labels=joined_names(quoted(changes["withdrawn"], w), w["and"])))
    if material.troubled:
        bad.append(
            w["outage_one" if len(material.troubled) == 1 else "outage"].format(
                n=len(material.troubled),
                m=material.n_sources_polled,
                name=title_text(material.troubled[0]["source_name"], longest=60),
            )
        )
    if bad:
        text = w["semicolon"].join(bad)
        lines.append(Sentence(text=f"{text[:1].upper()}{text[1:]}."))
    return tuple(lines)


def _second(items: Sequence[DigestItem], w: Words) -> Sentence:
    touched = [(p, i) for i in items for p in i.parts if p.sign and abs(p.loop_score or 0.0) >= TRACE]
    others = [i.label for i in items[1:4]]
    if not touched:
        docs = tuple(e.doc_id for i in items[1:4] for e in i.evidence[:1])
        if not others:
            return Sentence(text=w["only_one"], doc_ids=tuple(e.doc_id for e in items[0].evidence))
        return Sentence(text=w["also"].format(labels=joined_names(quoted(others, w), w["and"])), doc_ids=docs)
    part, item = max(touched, key=lambda t: (abs(t[0].loop_score or 0), t[1].signal_id))
    text = w["strongest_pull"].format(
        label=item.label,
        verb=w["helps" if (part.loop_score or 0) > 0 else "hurts"],
        how=w[strength_key(part.loop_score)],
        part=part.part_name,
        lag=lag_text(part.lag_weeks_low, part.lag_weeks_high, dict(w)),
    )
    return Sentence(text=text, doc_ids=part.doc_ids)


def counter_view(
    items: Sequence[DigestItem], evidence: Mapping[str, Rows], w: Words, language: str
) -> Sentence | None:
    """What speaks against a shown signal and is not its news already; else which one stands on the weakest ground."""
    for item in items:
        for row in evidence[item.signal_id]:
            if row["stance"] == "contradicts" and row["doc_id"] not in item.development.doc_ids:
                found = said("counter", row, (), w, language, evidence[item.signal_id])
                text = w["counter_of"].format(label=item.label, told=found.text)
                return Sentence(text=text, doc_ids=found.doc_ids, language=found.language)
    if not items:
        return None
    weakest = min(items, key=lambda i: (i.n_families, i.n_independent_origins, i.signal_id))
    text = w["weakest" if not any(i.n_contradicting for i in items) else "weakest_of"].format(
        label=weakest.label,
        reports=counted(weakest.n_independent_origins, "reports", w),
        houses=counted(weakest.n_families, "houses", w),
    )
    return Sentence(text=text, doc_ids=tuple(e.doc_id for e in weakest.evidence))
