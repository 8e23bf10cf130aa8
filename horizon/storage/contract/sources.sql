-- one row per source of the catalogue
SELECT source_id, name AS source_name, source_class, kind AS source_kind, url, site_url, language, country, place, sector, family,
       grade, is_primary, is_enabled FROM core_source ORDER BY source_id
