-- What a site told of its budget with its last answer (rate-limit headers): how much is left of how much until when, and what the
-- last request cost. NULL where it tells nothing.
ALTER TABLE core_site ADD COLUMN budget_limit BIGINT;
ALTER TABLE core_site ADD COLUMN budget_left BIGINT;
ALTER TABLE core_site ADD COLUMN budget_until TIMESTAMPTZ;
ALTER TABLE core_site ADD COLUMN request_cost BIGINT;
