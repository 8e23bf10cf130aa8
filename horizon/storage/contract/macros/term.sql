-- a folded word without its commonest English or Swedish ending (four letters stay); null for function words and single letters.
-- The same for both languages, because a question does not say which it is in.
CREATE MACRO horizon.term(word) AS CASE
    WHEN length(word) < 2 OR word IN (
        'the', 'of', 'and', 'to', 'in', 'for', 'on', 'that', 'is', 'with', 'as', 'at', 'by', 'an', 'be', 'it', 'from', 'are', 'was',
        'this', 'has', 'have', 'will', 'its', 'or', 'not', 'but', 'which', 'were', 'their', 'they', 'been', 'he', 'she', 'we',
        'och', 'att', 'det', 'som', 'en', 'ett', 'pa', 'av', 'med', 'till', 'den', 'de', 'om', 'har', 'inte', 'fran', 'vid',
        'ar', 'kan', 'ska', 'var', 'sig', 'ha', 'men', 'blir', 'nar', 'eller', 'efter', 'under', 'sin', 'hos')
    THEN NULL
    ELSE regexp_replace(word, '^(.{4,}?)(ningarna|ningens|ningen|ningar|heterna|heten|arnas|ernas|ornas|arna|erna|orna|ations|ation|ments|ment|ings|ing|ning|andet|ande|ies|ans|ens|ets|ade|are|ers|ed|er|or|ar|an|en|et|es|ly|na|as|s|y|e|a)$', '\1')
END;
