-- one row per time the digest of a system and week went out on a channel to these recipients
SELECT sent_at FROM core_delivery
WHERE system_id = $system_id AND week_on = $week_on AND channel = $channel AND recipients_hash = $recipients_hash
