"""Evidence packs for position pieces: assembled from the store, written as HTML, Markdown, DOCX, JSON, BibTeX and CSL-JSON."""
