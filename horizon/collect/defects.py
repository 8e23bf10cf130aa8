"""Every defect an entry can carry, and what it means. Defects are flags: nothing is dropped or changed because of one."""

from __future__ import annotations

DEFECTS = {
    # of the answer
    "body_cut_off": "the answer broke off; what came is kept",
    # of the characters
    "encoding_override": "valid UTF-8 under another declaration; read as UTF-8",
    "encoding_guessed": "the declared encoding is wrong or missing; guessed from the bytes",
    "bad_bytes_replaced": "a few bytes fit no character and were replaced",
    "double_encoded": "UTF-8 that was read as Windows-1252 and encoded again; put right",
    "control_characters": "characters that XML or JSON forbids were removed",
    # of the document
    "not_well_formed": "broken XML or JSON; what could be read is kept",
    "junk_before_feed": "text before the feed was cut away",
    "junk_after_feed": "text after the feed was cut away",
    "ampersands_escaped": "bare ampersands were escaped to make it readable",
    "cdata_closed": "an open CDATA section was closed",
    "prefixes_declared": "undeclared namespace prefixes were declared",
    "markup_unescaped": "the whole feed was escaped once too often",
    "bad_escapes": "JSON escapes that do not exist were read as plain text",
    "trailing_commas": "commas before a closing bracket were dropped",
    "bare_list": "a JSON list of items without the feed around it",
    "version_missing": "JSON Feed without its version",
    "items_unreadable": "some items are no objects and were left out",
    # of an entry
    "no_text": "neither title nor text nor link; kept because the feed holds it",
    "no_id": "the entry has no id; its link, or title and date, name it",
    "id_repeated": "the id names several different entries of this feed, so it is no identity",
    "id_untrusted": "the feed gives its items new ids again and again; link, or title and date, name them",
    "id_reissued": "the feed gave the item a new id; extra.alias_of holds the old one",
    "key_repeated": "two entries of one body have the same identity",
    "field_unreadable": "title missing, or title or link of the wrong type",
    "link_resolved": "the link was relative",
    "link_unusable": "the link is no web address",
    "link_repeated": "one link for several entries: it names a page, not the item",
    "text_from_page": "a fuller text of the same item, read from the page that it links to; a version of its own",
    "text_cut": "text beyond the cap was cut; the body is kept whole",
    # of its date
    "zone_assumed": "the time carries no zone; that of the source, else UTC, was assumed",
    "zone_unknown": "the zone of the time is a name nobody knows",
    "date_inferred": "read by the last-resort reader of many languages",
    "date_unreadable": "there is a date text, but no reader understands it",
    "date_from_updated": "only a date of change is given",
    "date_future": "more than a day ahead, unlike the rest of the feed",
    "date_ahead": "ahead, like much of the feed: it lists events",
    "date_placeholder": "before 1990: a placeholder such as 1970-01-01",
    "date_shared": "nearly all entries carry this very second: the time of the build",
}
