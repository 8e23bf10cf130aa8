-- one row per version of the contract
SELECT 0::INTEGER AS version, NULL::DATE AS changed_on, ''::TEXT AS change WHERE false
