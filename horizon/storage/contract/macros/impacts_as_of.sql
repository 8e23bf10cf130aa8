-- impacts of each week as they were thought of at a moment
CREATE MACRO horizon.impacts_as_of(as_of) AS TABLE
SELECT i.* EXCLUDE (is_latest) FROM horizon.impacts AS i WHERE i.as_of <= as_of::TIMESTAMPTZ
QUALIFY i.as_of = max(i.as_of) OVER (PARTITION BY i.system_id, i.week_on)
ORDER BY i.system_id, i.week_on, i.signal_id, i.part_id, i.force_id;
