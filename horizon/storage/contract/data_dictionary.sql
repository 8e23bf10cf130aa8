-- one row per column of the file
SELECT ''::TEXT AS table_name, ''::TEXT AS column_name, 0::INTEGER AS position, ''::TEXT AS type, ''::TEXT AS meaning, ''::TEXT AS unit,
       ''::TEXT AS null_rule, ''::TEXT AS page WHERE false
