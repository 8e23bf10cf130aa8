-- How a source of kind "page" is read: a JSON object of CSS selectors, as the catalogue gives them; NULL for all others.
ALTER TABLE core_source ADD COLUMN rules TEXT;
