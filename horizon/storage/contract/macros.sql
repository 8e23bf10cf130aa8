-- one row per macro of the file
SELECT ''::TEXT AS macro_name, []::TEXT[] AS parameters, false AS is_table, ''::TEXT AS meaning, ''::TEXT AS example WHERE false
