"""Raw bodies as fetched: zstd files named by the SHA-256 of the plain bytes, written once, never changed."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import zstandard

from horizon.errors import StoreFullError

WRITERS = 4  # threads that wait for the disk
LEVEL = 3  # of zstd: level 6 takes three times as long for a twentieth of the size


def pack(body: bytes) -> bytes:
    """A body as it is kept."""
    return zstandard.compress(body, LEVEL)


class BodyStore:
    """Bodies by hash under a folder (two levels), or in memory when the folder is None."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory: dict[str, bytes] = {}

    def path_of(self, body_hash: str) -> Path | None:
        """Where a body lies, whether or not it is there; None for a store in memory."""
        return self._folder / body_hash[:2] / f"{body_hash}.zst" if self._folder else None

    def put(self, body: bytes) -> str:
        """Keep a body; returns its hash. Written under a temporary name, fsynced, then renamed. Raises StoreFullError."""
        return self.put_all([body])[0]

    def put_all(self, bodies: Iterable[bytes]) -> list[str]:
        """Keep several bodies; returns their hashes. Raises StoreFullError."""
        named = [(hashlib.sha256(body).hexdigest(), body) for body in bodies]
        self.put_packed({h: pack(body) for h, body in dict(named).items() if h not in self})
        return [h for h, _ in named]

    def put_packed(self, packed: Mapping[str, bytes]) -> None:
        """Keep bodies that are packed already, by the hash of their plain bytes. Waiting for the disk is shared between them.

        Raises StoreFullError.
        """
        waiting = {h: body for h, body in packed.items() if h not in self}
        if self._folder is None:
            self._memory |= waiting
        elif len(waiting) < 2:
            for body_hash, body in waiting.items():
                self._write(body_hash, body)
        else:
            with ThreadPoolExecutor(max_workers=min(WRITERS, len(waiting))) as pool:
                list(pool.map(self._write, waiting, waiting.values()))

    def _write(self, body_hash: str, packed: bytes) -> None:
        path = self.path_of(body_hash)
        assert path is not None
        part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as handle:
                handle.write(packed)
                handle.flush()
                os.fsync(handle.fileno())
            part.replace(path)
        except OSError as exc:
            raise StoreFullError(
                f"{path}: can not keep a fetched body ({exc}). Free disk space; nothing was lost."
            ) from exc

    def overwrite(self, body_hash: str, body: bytes) -> None:
        """Put other bytes under a hash: only for redaction, which records it (storage/redact.py)."""
        path = self.path_of(body_hash)
        packed = pack(body)
        if path is None:
            self._memory[body_hash] = packed
            return
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with part.open("wb") as handle:
                handle.write(packed)
                handle.flush()
                os.fsync(handle.fileno())
            part.replace(path)
        except OSError as exc:
            raise StoreFullError(f"{path}: can not rewrite a body ({exc}). Free disk space.") from exc

    def get(self, body_hash: str) -> bytes:
        """The plain bytes of a body. Raises KeyError when it is not kept (never fetched, or removed by retention)."""
        path = self.path_of(body_hash)
        if path is None:
            packed = self._memory[body_hash]
        elif path.exists():
            packed = path.read_bytes()
        else:
            raise KeyError(body_hash)
        return zstandard.ZstdDecompressor().decompress(packed)

    def remove(self, body_hash: str) -> bool:
        """Remove a body for good (retention); False when it is not kept. Its row in raw_body stays: it was fetched."""
        path = self.path_of(body_hash)
        if path is None:
            return self._memory.pop(body_hash, None) is not None
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        return True

    def __contains__(self, body_hash: str) -> bool:
        path = self.path_of(body_hash)
        return body_hash in self._memory if path is None else path.exists()
