-- one row per document that signal $signal_id ever rested on by $as_of, with its stance in the last judgement that shows it
SELECT doc_id, stance FROM core_signal_evidence WHERE signal_id = $signal_id AND as_of <= $as_of
QUALIFY row_number() OVER (PARTITION BY doc_id ORDER BY week_on DESC, as_of DESC) = 1 ORDER BY doc_id
