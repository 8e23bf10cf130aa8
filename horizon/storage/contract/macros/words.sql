-- the words of a text as search compares them: lower case, without accents or Swedish rings and dots
CREATE MACRO horizon.words(text) AS regexp_extract_all(strip_accents(lower(text)), '[\p{L}\p{N}]+');
