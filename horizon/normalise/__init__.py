"""Turn raw entries into documents: addresses, text, dates, near-copies, origins."""
