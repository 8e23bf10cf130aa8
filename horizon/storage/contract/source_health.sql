-- one row per source: how fetching it goes
SELECT s.source_id, st.on_board_at, st.last_fetched_at, st.last_success_at, st.last_new_entry_at, coalesce(st.n_failures, 0) AS n_failures,
       coalesce(st.health, 'never fetched') AS health, st.health_reason, st.next_poll_at
FROM core_source AS s LEFT JOIN core_source_state AS st USING (source_id) ORDER BY s.source_id
