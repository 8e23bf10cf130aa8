"""The SQL on the published file that gives each table of a digest again."""

from __future__ import annotations

from collections.abc import Mapping

from horizon.publish.material import Material
from horizon.publish.records import Query


def queries(material: Material, same_as: Mapping[str, str]) -> tuple[Query, ...]:
    """SQL on the published file behind each table. as_of names the judgement, so that it stays the same next year.

    same_as: signal id -> the one it is told under.
    """
    week, system = material.week_on.isoformat(), material.system["system_id"].replace("'", "''")
    last = f"as_of <= TIMESTAMPTZ '{material.as_of:%Y-%m-%d %H:%M:%S}+00'"

    def judged(table: str) -> str:
        return (
            f"(FROM horizon.{table} WHERE week_on = '{week}' AND {last} QUALIFY as_of = max(as_of) OVER ())"
        )

    return (
        Query(what="signals", sql="SELECT rank, label, stage, n_origins, emergence_probability, evidence_grade\n"
              f"FROM {judged('signals')}\nWHERE is_flagged ORDER BY rank"),
        Query(what="impact", sql="SELECT signal_id, part_id, force_id, direct_score, loop_score, confidence\n"
              f"FROM {judged('impacts')}\nWHERE system_id = '{system}' ORDER BY abs(loop_score) DESC NULLS LAST"),
        Query(what="heat", sql="SELECT part_id, min(loop_score) FILTER (sign = -1) AS threat,\n"
              "       max(loop_score) FILTER (sign = 1) AS opportunity,\n"
              "       count(DISTINCT matter) FILTER (sign = -1) AS n_threats,\n"
              "       count(DISTINCT matter) FILTER (sign = 1) AS n_opportunities,\n"
              "       count(DISTINCT matter) - count(DISTINCT matter) FILTER (sign IS DISTINCT FROM 0) AS n_neutral,\n"
              "       count(DISTINCT matter) FILTER (sign IS NULL) AS n_unknown\n"
              f"FROM (SELECT *, {_matter(same_as)} AS matter FROM {judged('impacts')}\nWHERE system_id = '{system}')\n"
              f"JOIN (SELECT signal_id FROM {judged('signals')}\nWHERE is_flagged) USING (signal_id)\n"
              "GROUP BY ALL ORDER BY part_id"),
        Query(what="evidence", sql="SELECT e.signal_id, d.published_at, d.source_name, d.title, d.url, e.stance\n"
              f"FROM {judged('evidence')} AS e\nJOIN horizon.documents AS d USING (doc_id)\n"
              "ORDER BY e.signal_id, e.evidence_rank"),
        Query(what="calendar", sql=f"SELECT on_date, policy_stage, body, quote, doc_id FROM horizon.policy_dates\n"
              f"WHERE on_date >= '{material.issued_on}' AND {last} ORDER BY on_date"),
        Query(what="coverage", sql="SELECT source_class, language, n_docs, n_origins\n"
              f"FROM horizon.coverage WHERE week_on = '{week}'"),
        Query(what="sentences", sql=f"SELECT position, sentence, doc_ids FROM horizon.digest_sentences\n"
              f"WHERE system_id = '{system}' AND week_on = '{week}' ORDER BY as_of, position"),
    )  # fmt: skip


def _matter(same_as: Mapping[str, str]) -> str:
    """SQL for the signal that a signal is told under: itself unless it is told under another."""
    told = "".join(f" WHEN {_quoted(one)} THEN {_quoted(head)}" for one, head in sorted(same_as.items()))
    return f"CASE signal_id{told} ELSE signal_id END" if told else "signal_id"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
