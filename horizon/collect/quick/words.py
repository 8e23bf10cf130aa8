"""What the elements of a feed are to feedparser. Names are its own: mapped prefix, underscore, local name, lower case."""

from __future__ import annotations

DATES = {"pubdate": "published", "published": "published", "issued": "published", "dcterms_issued": "published",
          "updated": "updated", "modified": "updated", "lastbuilddate": "updated", "dc_date": "updated",
          "dcterms_modified": "updated", "created": "created", "dcterms_created": "created"}  # fmt: skip
TITLES = {"title", "dc_title", "media_title"}
SUMMARIES = {"description": "text/html", "dc_description": "text/html", "media_description": "text/html",
              "summary": "text/plain", "itunes_summary": "text/plain"}  # fmt: skip
CONTENTS = {"content": "text/plain", "content_encoded": "text/html", "fullitem": "text/html"}
AUTHORS = {"author", "dc_author", "dc_creator", "itunes_author", "managingeditor"}
TAGS = {"category", "keywords", "dc_subject", "media_category"}
TAG_LISTS = {"media_keywords", "itunes_keywords"}
TRANSPARENT = {"media_group", "media_content"}
PLAIN = {
    "prism_doi",
    "arxiv_doi",
    "dc_identifier",
    "prism_publicationname",
    "arxiv_comment",
    "comments",
    "slash_comments",
}
LANGUAGES = {"language", "dc_language"}
# handled by feedparser, but into fields that parse.py does not read
IGNORED = {"rights", "copyright", "dc_rights", "generator", "cloud", "webmaster", "dc_publisher", "dc_contributor",
            "contributor", "itunes_image", "itunes_explicit", "itunes_block", "itunes_owner", "itunes_subtitle", "subtitle",
            "tagline", "media_credit", "media_thumbnail", "media_player", "media_license", "media_restriction",
            "media_rating", "expirationdate", "dcterms_valid", "url"}  # fmt: skip
PLACES = ("georss_", "gml_", "psc_")
TEXT_TYPES = {"text", "html", "plain", "text/html", "text/plain"}
MARKUP_TYPES = {"xhtml", "application/xhtml+xml"}
FEED_WANTED = {"title", "dc_title", "media_title", "language", "dc_language", "link", "ttl", "sy_updateperiod",
                "sy_updatefrequency", "item", "entry", "channel", "feed", "image", "textinput", "source",
                "newlocation"}  # fmt: skip
INSIDE = {"image": {"title", "link", "description", "url", "href", "width", "height"},
           "textinput": {"title", "link", "description", "name"}}  # fmt: skip
IMAGE_PARTS = {"title", "link", "url", "width", "height"}
PAGE_TYPES = {"text/html", "html", "xhtml", "application/xhtml+xml"}
PEOPLE = {"author", "contributor"}
OF_PERSON = {"name", "email", "uri", "url"}
# of the feed that an entry was taken from: kept with it, and not read
OF_SOURCE = {"updated", "published", "subtitle", "rights", "generator", "icon", "logo", "category"}
