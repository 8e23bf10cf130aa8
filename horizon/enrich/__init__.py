"""Add language, named entities and embeddings to documents."""
