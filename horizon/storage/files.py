"""Files for readers: written beside under a temporary name, then put in place whole."""

from __future__ import annotations

import os
from pathlib import Path

from horizon.storage.store import disk_error


def write_text(path: Path, text: str) -> None:
    """Put UTF-8 text in place of a file so that no reader ever sees half of it. Raises StoreFullError."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Put bytes in place of a file so that no reader ever sees half of it. Raises StoreFullError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
    except OSError as exc:
        part.unlink(missing_ok=True)
        raise disk_error(path, exc) from exc
