"""Write for people: digests, briefs, the Atom feed and the published database."""
