-- What the policy calendar needs of a date beyond the first reading: the version it stands in, the zone of its clock time, why it
-- is flagged, the file it belongs to and whether it replaces an earlier deadline.
ALTER TABLE core_policy_date ADD COLUMN version INTEGER;
ALTER TABLE core_policy_date ADD COLUMN time_zone TEXT;
ALTER TABLE core_policy_date ADD COLUMN flag_reason TEXT;
ALTER TABLE core_policy_date ADD COLUMN file_ref TEXT;
ALTER TABLE core_policy_date ADD COLUMN is_extension BOOLEAN;
