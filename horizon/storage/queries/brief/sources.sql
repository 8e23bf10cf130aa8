-- one row per enabled source of the catalogue
SELECT source_id, name, source_class, sector, country, place, grade, coalesce(is_primary, false) AS is_primary
FROM core_source WHERE is_enabled ORDER BY is_primary DESC, grade, source_id
