-- one row per topic, week and judgement: its documents, packed
SELECT m.topic_id, m.week_on, m.as_of, m.doc_nos, m.similarities, m.as_of = l.as_of AS is_latest, m.run_id
FROM read_topic_member AS m
JOIN (SELECT week_on, max(as_of) AS as_of FROM read_judgement GROUP BY week_on) AS l ON l.week_on = m.week_on
