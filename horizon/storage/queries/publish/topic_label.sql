-- one row: a topic's label by $as_of; none when it was never judged
SELECT label FROM core_topic_week WHERE topic_id = $topic_id AND as_of <= $as_of ORDER BY week_on DESC, as_of DESC LIMIT 1
