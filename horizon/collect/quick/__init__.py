"""A fast reader of well-formed RSS, RDF and Atom that says exactly what feedparser would say, or nothing at all.

feedparser is tolerant and slow: most of its time goes into bookkeeping for cases that hardly any feed has. Here lxml builds the
tree and the common cases are mapped as feedparser maps them; at the first thing that is not one of them (a DTD, an element that
feedparser treats in a way of its own) `read` gives None and feedparser does the work. So speed is the
only difference, which tests/collect/test_quick.py holds over the real corpus and over generated feeds.

Only the fields that parse.py reads are made. Dates are left as text; parse.py asks feedparser where its own readers fail.
"""

from horizon.collect.quick.feed import read

__all__ = ["read"]
