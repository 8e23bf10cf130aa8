"""The SQL on the published file that gives each table of a digest again."""

from __future__ import annotations

from horizon.publish.material import Material
from horizon.publish.records import Query


def queries(material: Material) -> tuple[Query, ...]:
    """SQL on the published file behind each table. as_of names the judgement, so that it stays the same next year."""
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
              "       count(*) FILTER (sign = 0) AS n_neutral, count(*) FILTER (sign IS NULL) AS n_unknown\n"
              f"FROM (SELECT * FROM {judged('impacts')}\nWHERE system_id = '{system}'\n"
              "QUALIFY row_number() OVER (PARTITION BY signal_id, part_id ORDER BY\n"
              "    coalesce(4 + bearing_score, abs(coalesce(loop_score, 0)) * (0.25 + tie_score)) DESC,\n"
              "    abs(coalesce(loop_score, 0)) DESC, confidence DESC, force_id) = 1)\n"
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
