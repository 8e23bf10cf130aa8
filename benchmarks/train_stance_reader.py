"""Train the network of models/stance/reader.npz, which reads proposition and text together, and prove it out of fold.

    python -m benchmarks.train_stance_reader --folds 0 1 2 3 4   train without each fifth of the propositions, keep the chances
    python -m benchmarks.train_stance_reader --all               train on every pair, keep the adapter
    python -m benchmarks.train_stance_reader --without train3_a  train without one set or writer, keep what is read
    python -m benchmarks.train_stance_reader --write             join with the words, print, write reader.npz and manifest

Needs torch (2.x, CPU), which is in no lock: an environment of its own, used for training alone. Some ten minutes of an idle core
for --all, eight for each fold. Kept between the steps in the cache of benchmarks (`benchmarks.corpora.CACHE`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold
from torch import nn
from torch.nn import functional

from benchmarks.corpora import CACHE
from benchmarks.stance_turns import turned
from benchmarks.train_stance import FOLDER, figures, interval, out_of_fold, pairs
from horizon.brief.cross_reader import DIM, EPSILON, N_HEADS, N_LAYERS, numbers
from horizon.brief.pieces import Pieces
from horizon.brief.stance import STANCES
from horizon.config import models_root

FOLDS = 5
RANK, HEIGHT = 8, 2.0  # of the adapter: numbers in between, and what their product is multiplied by
RATE, WARM, DECAY = 1e-3, 0.08, 0.01  # learning rate, share of the steps in which it rises, weight decay
EPOCHS, BATCH, DROPPED, SMOOTHED = 5, 16, 0.1, 0.05
TOLD_FROM = 0.7  # of the joint probability: four of five that are told are right, as with the words alone
TURNED = 0.3  # share of the pairs that are read with the proposition turned round, and the other side then


class Network(nn.Module):
    """The encoder of models/e5-cut, held, and what is learnt: an adapter beside each matrix, levels, kinds and head."""

    def __init__(self, held: dict[str, Any]) -> None:
        super().__init__()
        made = torch.Generator().manual_seed(1)
        self.word = torch.tensor(numbers(held["emb.word"]).reshape(-1, DIM))
        self.position = torch.tensor(held["emb.pos"].reshape(-1, DIM))
        self.fixed: dict[str, torch.Tensor] = {}
        kinds = torch.tensor(held["emb.type"].reshape(-1, DIM)[:1]).repeat(2, 1)
        self.learnt = nn.ParameterDict({"emb_type": nn.Parameter(kinds)})
        for name in held:
            if ".ln" in name:
                self.learnt[name.replace(".", "_")] = nn.Parameter(torch.tensor(held[name]))
            elif name[0].isdigit() and name.endswith(".b"):
                self.fixed[name] = torch.tensor(held[name]).bfloat16()
            elif name[0].isdigit():
                n_in = 4 * DIM if ".down." in name else DIM
                matrix = torch.tensor(numbers(held[name]).reshape(-1, n_in))  # (n_out, n_in)
                self.fixed[name] = matrix.bfloat16()
                own = name.replace(".", "_")
                self.learnt[own + "_A"] = nn.Parameter(
                    torch.randn(n_in, RANK, generator=made) / math.sqrt(n_in)
                )
                self.learnt[own + "_B"] = nn.Parameter(torch.zeros(RANK, len(matrix)))
        self.learnt["head_w"] = nn.Parameter(torch.randn(4 * DIM, len(STANCES), generator=made) * 0.02)
        self.learnt["head_b"] = nn.Parameter(torch.zeros(len(STANCES)))

    def adapter(self) -> dict[str, np.ndarray]:
        """What is kept, in half precision: A, B (already multiplied by HEIGHT), levels, kinds, head."""
        kept = {}
        for own, value in self.learnt.items():
            name = re.sub(r"^(\d+|emb|head)_", r"\1.", own)
            name = re.sub(r"_([wbAB])(?=_|$)", r".\1", name)
            kept[name] = (value * HEIGHT if own.endswith("_B") else value).detach().numpy().astype(np.float16)
        return kept

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(n_pairs, 3): what the head makes of each pair, before the softmax."""
        x = self.word[ids] + self.position[: ids.shape[1]] + self.learnt["emb_type"][kinds]
        x = self.level(x, "emb_ln")
        n_pairs, n_pieces, _ = x.shape
        hidden = (mask[:, None, None, :] == 0).float() * -1e4
        for layer in range(N_LAYERS):
            q, k, v = (
                self.linear(x, layer, p).view(n_pairs, n_pieces, N_HEADS, -1).transpose(1, 2) for p in "qkv"
            )
            heed = torch.softmax((q @ k.transpose(2, 3)).float() * (DIM // N_HEADS) ** -0.5 + hidden, 3)
            seen = (heed.to(v.dtype) @ v).transpose(1, 2).reshape(n_pairs, n_pieces, DIM)
            x = self.level(x + self.drop(self.linear(seen, layer, "o").float()), f"{layer}_ln1")
            wide = functional.gelu(self.linear(x, layer, "up"))
            x = self.level(x + self.drop(self.linear(wide, layer, "down").float()), f"{layer}_ln2")
        in_text = (mask * kinds)[:, :, None].float()
        in_target = (mask * (1 - kinds))[:, :, None].float()
        first = (x * in_target).sum(1) / in_target.sum(1)
        second = (x * in_text).sum(1) / in_text.sum(1).clamp(min=1)
        read = torch.cat([x[:, 0], first, second, first * second], 1)
        found: torch.Tensor = functional.dropout(read, DROPPED, self.training) @ self.learnt["head_w"]
        return found + self.learnt["head_b"]

    def linear(self, x: torch.Tensor, layer: int, part: str) -> torch.Tensor:
        """One matrix and the adapter beside it, in bfloat16: half the time, and what is learnt stays in float32."""
        name, own = f"{layer}.{part}", f"{layer}_{part}_w"
        x = x.bfloat16()
        beside = x @ self.learnt[own + "_A"].bfloat16() @ (self.learnt[own + "_B"] * HEIGHT).bfloat16()
        return functional.linear(x, self.fixed[f"{name}.w"], self.fixed[f"{name}.b"]) + beside

    def level(self, x: torch.Tensor, own: str) -> torch.Tensor:
        """Layer normalisation."""
        return functional.layer_norm(x, (DIM,), self.learnt[own + "_w"], self.learnt[own + "_b"], EPSILON)

    def drop(self, x: torch.Tensor) -> torch.Tensor:
        """Dropout that is the same for all pieces of a pair: a draw for each number would take a third of the time."""
        if not self.training:
            return x
        return x * ((torch.rand(len(x), 1, DIM) >= DROPPED).float() / (1 - DROPPED))


def batch_of(items: Sequence[tuple[list[int], int]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Places of pieces, 1 where the text stands, 1 where anything stands; each (n_pairs, n_pieces)."""
    longest = max(len(ids) for ids, _ in items)
    ids, kinds, mask = (torch.zeros(len(items), longest, dtype=torch.long) for _ in range(3))
    for row, (places, n_first) in enumerate(items):
        ids[row, : len(places)] = torch.tensor(places)
        kinds[row, n_first : len(places)] = 1
        mask[row, : len(places)] = 1
    return ids, kinds, mask


def train(rows: Sequence[dict[str, str]], held: dict[str, Any], pieces: Pieces, seed: int = 0) -> Network:
    """A network trained on the pairs; the same bytes for the same pairs and seed on one machine with one thread."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    chance, order = random.Random(seed), np.random.default_rng(seed)
    plain = [(pieces.pair(r["target"], r["text"]), STANCES.index(r["stance"])) for r in rows]
    other = [
        (pieces.pair(turned(r["target"], r["language"]), r["text"]), 2 - STANCES.index(r["stance"]))
        for r in rows
    ]
    network = Network(held).train()
    learnt = list(network.parameters())
    steps = EPOCHS * math.ceil(len(rows) / BATCH)
    optimiser = torch.optim.AdamW(learnt, lr=RATE, weight_decay=DECAY, betas=(0.9, 0.98))
    done = 0
    for epoch in range(EPOCHS):
        drawn = [(other if chance.random() < TURNED else plain)[i] for i in order.permutation(len(rows))]
        batches = []
        for start in range(0, len(drawn), 16 * BATCH):  # like lengths together, within 16 batches
            near = sorted(drawn[start : start + 16 * BATCH], key=lambda item: len(item[0][0]))
            batches += [near[s : s + BATCH] for s in range(0, len(near), BATCH)]
        chance.shuffle(batches)
        total = 0.0
        for batch in batches:
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1, done / (WARM * steps)) * (1 - done / steps)
            wanted = torch.tensor([side for _, side in batch])
            found = network(*batch_of([item for item, _ in batch]))
            loss = functional.cross_entropy(found, wanted, label_smoothing=SMOOTHED)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learnt, 1.0)
            optimiser.step()
            done += 1
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}", flush=True)
    return network.eval()


def read(network: Network, rows: Sequence[dict[str, str]], pieces: Pieces) -> np.ndarray:
    """(n_rows, 3): log chances of the stances."""
    items = [pieces.pair(r["target"], r["text"]) for r in rows]
    order = sorted(range(len(rows)), key=lambda i: len(items[i][0]))
    found = np.zeros((len(rows), len(STANCES)))
    with torch.no_grad():
        for start in range(0, len(order), 32):
            places = order[start : start + 32]
            sums = network(*batch_of([items[i] for i in places]))
            found[places] = torch.log_softmax(sums.float(), 1).numpy()
    return found


def folds(rows: Sequence[dict[str, str]]) -> list[tuple[Any, Any]]:
    """Places trained on and held, FOLDS times; no proposition in both."""
    parted = GroupKFold(FOLDS, shuffle=True, random_state=0)
    return list(parted.split(rows, None, [r["target"] for r in rows]))


def writer_of(row: dict[str, str]) -> str:
    """The hand that wrote a pair."""
    return row["half"] + ("_" + row["writer"] if "writer" in row else "")


def encoder() -> dict[str, Any]:
    """The arrays of models/e5-cut."""
    with np.load(models_root() / "e5-cut" / "weights.npz") as held:
        return {name: held[name] for name in held.files}


def learn(chosen: argparse.Namespace) -> None:
    """Train as asked, and keep adapter or log chances in the cache."""
    rows, held = pairs(), encoder()
    pieces = Pieces.of(held)
    CACHE.mkdir(parents=True, exist_ok=True)
    if chosen.all:
        keep(CACHE / "stance-reader.npz", train(rows, held, pieces).adapter())
    for fold in chosen.folds or ():
        trained, out = folds(rows)[fold]
        network = train([rows[i] for i in trained], held, pieces)
        found = read(network, [rows[i] for i in out], pieces)
        np.savez(CACHE / f"stance-reader-fold{fold}.npz", places=out, found=found)
        print(f"fold {fold}: {right(found, [rows[i] for i in out])}", flush=True)
    for writer in chosen.without or ():
        out = [i for i, r in enumerate(rows) if writer_of(r) == writer]
        network = train([r for r in rows if writer_of(r) != writer], held, pieces)
        found = read(network, [rows[i] for i in out], pieces)
        np.savez(CACHE / f"stance-reader-without-{writer}.npz", places=out, found=found)
        print(f"without {writer}: {right(found, [rows[i] for i in out])}", flush=True)


def right(found: np.ndarray, rows: Sequence[dict[str, str]]) -> str:
    """Share of the pairs whose likeliest stance is right, in all and by language."""
    ok = hits(found, rows)
    told = {
        language: [o for o, r in zip(ok, rows, strict=True) if language in (r["language"], "all")]
        for language in ("all", "en", "sv")
    }
    shares = (f"{k} {sum(v) / max(1, len(v)):.3f}" for k, v in told.items() if k != "all")
    return f"{sum(ok) / len(ok):.3f} of {len(ok)}; " + ", ".join(shares)


def keep(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """An npz whose bytes depend on the arrays alone: numpy would write the time of day into it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            held = BytesIO()
            np.lib.format.write_array(held, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), held.getvalue(), zipfile.ZIP_DEFLATED)


def write(rows: Sequence[dict[str, str]]) -> None:
    """Join network and words out of fold, print the figures, write reader.npz and the manifest's part about it."""
    parts = sorted(CACHE.glob("stance-reader-fold?.npz"))
    found = {}
    for part in parts:
        with np.load(part) as held:
            found |= dict(zip(held["places"].tolist(), held["found"], strict=True))
    by_words = out_of_fold(rows)
    places = sorted(found)  # fewer than all where not every fold was trained
    rows, network = [rows[i] for i in places], np.array([found[i] for i in places])
    words = np.log(np.array([by_words[i] for i in places]))
    weights = joint_weights(words, network, rows)
    joint = {"words": weights[0], "network": weights[1], "told_from": TOLD_FROM}
    proof = {}
    for name, sums in (
        ("words", words),
        ("network", network),
        ("joint", words * weights[0] + network * weights[1]),
    ):
        print(name, right(sums, rows))
        chances = np.exp(sums - np.logaddexp.reduce(sums, axis=1, keepdims=True))
        proof[name] = {"n_pairs": len(rows), "accuracy": round(float(np.mean(hits(sums, rows))), 3)} | {
            writer: round(
                float(np.mean(np.array(hits(sums, rows))[[writer_of(r) == writer for r in rows]])), 3
            )
            for writer in sorted({writer_of(r) for r in rows})
        }
    proof["told"] = figures(rows, chances.tolist())
    print(proof, "95 of 100 draws of targets:", interval(rows, chances.tolist()))
    for told_from in (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
        told = chances.max(axis=1) >= told_from
        ok = np.array(hits(sums, rows))
        side = told & (chances.argmax(axis=1) != STANCES.index("neutral"))
        print(
            f"told from {told_from}: {told.mean():.3f}, right {ok[told].mean():.3f};"
            f" a side {side.mean():.3f}, right {ok[side].mean():.3f}"
        )
    adapter = (CACHE / "stance-reader.npz").read_bytes()
    (FOLDER / "reader.npz").write_bytes(adapter)
    about = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    about["reader"] = {
        "file": "reader.npz",
        "sha256": hashlib.sha256(adapter).hexdigest(),
        "encoder": "models/e5-cut",
        "encoder_sha256": hashlib.sha256((models_root() / "e5-cut" / "weights.npz").read_bytes()).hexdigest(),
        "trained_by": "benchmarks/train_stance_reader.py",
        "joint": joint,
        "proof": {"what": f"out of fold ({len(parts)} of {FOLDS} folds by target)", **proof},
    }
    (FOLDER / "manifest.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def joint_weights(
    words: np.ndarray, network: np.ndarray, rows: Sequence[dict[str, str]]
) -> tuple[float, float]:
    """The weights of the log chances of either under which the wanted stances are likeliest, two places."""
    wanted = np.array([STANCES.index(r["stance"]) for r in rows])

    def loss(weights: np.ndarray) -> float:
        sums = words * weights[0] + network * weights[1]
        told = sums[np.arange(len(rows)), wanted] - np.logaddexp.reduce(sums, axis=1)
        return -float(told.mean())

    found = minimize(loss, np.array([0.5, 0.5]), method="Nelder-Mead").x
    return round(float(found[0]), 2), round(float(found[1]), 2)


def hits(sums: np.ndarray, rows: Sequence[dict[str, str]]) -> list[bool]:
    """Whether the likeliest stance is the wanted one, pair by pair."""
    return [STANCES[k] == r["stance"] for k, r in zip(sums.argmax(axis=1), rows, strict=True)]


def main(argv: Sequence[str] | None = None) -> None:
    """Train one part and keep it in the cache, or join what is kept."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--all", action="store_true")
    options.add_argument("--folds", type=int, nargs="*")
    options.add_argument("--without", nargs="*")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args(argv)
    learn(chosen)
    if chosen.write:
        write(pairs())


if __name__ == "__main__":
    main()
