"""Train the adapters of the cross-encoder (horizon/cross_encoder), one for each question, and prove them on hands not seen.

    python -m benchmarks.train_cross_encoder stance --write   proposition and text: contradicts, neutral, supports

Needs torch (2.x, on a processor), which is in no lock: an environment of its own, used for training alone. Three
quarters of an hour of one idle core. The same pairs, seed and machine give the same weights; other machines may round otherwise.
--keep FILE holds the log probabilities of the pairs that are kept apart, so that they can be joined with what words tell.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from benchmarks.corpora import ROOT
from benchmarks.stance_joint import TOLD_FROM, WEIGHT
from benchmarks.stance_turns import turned
from horizon.cross_encoder.network import DIM, EPSILON, N_HEADS, N_LAYERS, numbers
from horizon.cross_encoder.pieces import Pair, Pieces

LABELS = Path(__file__).parent / "labels"
ENCODER = ROOT / "models" / "e5-cut" / "weights.npz"
RANK, HEIGHT = 8, 2.0  # of the adapter: numbers in between, and what their product is multiplied by
RATE, WARM, DECAY = 1e-3, 0.08, 0.01  # learning rate, share of the steps in which it rises, weight decay
BATCH, DROPPED, SMOOTHED = 16, 0.1, 0.05
LATER = ("stance_train9",)  # written after the adapter was trained; empty this to train on them too
TURNED = (
    0.3  # share of the stance pairs that are read with the proposition turned round, and the other side then
)


@dataclass(frozen=True, slots=True)
class Example:
    """Two texts, and the place of the right answer; who wrote them."""

    first: str
    second: str
    answer: int
    hand: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. draw: the examples of one epoch; kept: those that prove it."""

    folder: str
    answers: tuple[str, ...]
    n_epochs: int
    draw: Callable[[random.Random], list[Example]]
    kept: list[Example]


def lines(name: str) -> list[dict[str, Any]]:
    """The items of a label file."""
    return [json.loads(line) for line in (LABELS / name).read_text(encoding="utf-8").splitlines()]


def stance() -> Question:
    """The pairs of benchmarks.train_stance but those that came after the adapter (LATER); rounds 10 and 11 are kept apart."""
    from benchmarks.train_stance import SIDES, pairs
    from horizon.brief.stance import STANCES

    def example(row: dict[str, Any], hand: str) -> Example:
        told = STANCES.index(SIDES.get(row["stance"], row["stance"]))
        return Example(row["target"], row["text"], told, hand, row["language"])

    rows = [example(row, row["hand"]) for row in pairs() if row["hand"] not in LATER]
    other = [Example(turned(e.first, e.language), e.second, 2 - e.answer, e.hand, e.language) for e in rows]
    kept = [
        example(row, name) for name in ("round10/stance", "round11/stance") for row in lines(f"{name}.jsonl")
    ]

    def draw(chance: random.Random) -> list[Example]:
        return [b if chance.random() < TURNED else a for a, b in zip(rows, other, strict=True)]

    return Question("stance", STANCES, 4, draw, kept)


QUESTIONS = {"stance": stance}


class Network(nn.Module):
    """The encoder of models/e5-cut, held, and what is learnt: an adapter beside each matrix, levels, kinds and head."""

    def __init__(self, held: dict[str, Any], n_answers: int) -> None:
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
                first = torch.randn(n_in, RANK, generator=made) / math.sqrt(n_in)
                self.learnt[own + "_A"] = nn.Parameter(first)
                self.learnt[own + "_B"] = nn.Parameter(torch.zeros(RANK, len(matrix)))
        self.learnt["head_w"] = nn.Parameter(torch.randn(4 * DIM, n_answers, generator=made) * 0.02)
        self.learnt["head_b"] = nn.Parameter(torch.zeros(n_answers))

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(n_pairs, n_answers): what the head makes of each pair, before the softmax."""
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
        in_second = (mask * kinds)[:, :, None].float()
        in_first = (mask * (1 - kinds))[:, :, None].float()
        first = (x * in_first).sum(1) / in_first.sum(1)
        second = (x * in_second).sum(1) / in_second.sum(1).clamp(min=1)
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

    def adapter(self) -> dict[str, np.ndarray]:
        """What is kept, in half precision: A, B (already multiplied by HEIGHT), levels, kinds, head."""
        kept = {}
        for own, value in self.learnt.items():
            name = re.sub(r"^(\d+|emb|head)_", r"\1.", own)
            name = re.sub(r"_([wbAB])(?=_|$)", r".\1", name)
            kept[name] = (value * HEIGHT if own.endswith("_B") else value).detach().numpy().astype(np.float16)
        return kept


def batch_of(pairs: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Places of pieces, 1 where the second text stands, 1 where anything stands; each (n_pairs, n_pieces)."""
    longest = max(len(pair.places) for pair in pairs)
    ids, kinds, mask = (torch.zeros(len(pairs), longest, dtype=torch.long) for _ in range(3))
    for row, (places, n_first) in enumerate(pairs):
        ids[row, : len(places)] = torch.tensor(places)
        kinds[row, n_first : len(places)] = 1
        mask[row, : len(places)] = 1
    return ids, kinds, mask


def train(question: Question, held: dict[str, Any], pieces: Pieces, seed: int = 0) -> Network:
    """A network trained on the pairs; the same bytes for the same pairs and seed on one machine with one thread."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    chance, order = random.Random(seed), np.random.default_rng(seed)
    network = Network(held, len(question.answers)).train()
    learnt = list(network.parameters())
    optimiser = torch.optim.AdamW(learnt, lr=RATE, weight_decay=DECAY, betas=(0.9, 0.98))
    steps = question.n_epochs * math.ceil(len(question.draw(random.Random(seed))) / BATCH)
    done, start = 0, time.monotonic()
    for epoch in range(question.n_epochs):
        examples = question.draw(chance)
        drawn = [examples[i] for i in order.permutation(len(examples))]
        read = [(pieces.pair(e.first, e.second), e.answer) for e in drawn]
        batches = []
        for at in range(0, len(read), 16 * BATCH):  # like lengths together, within 16 batches
            near = sorted(read[at : at + 16 * BATCH], key=lambda item: len(item[0].places))
            batches += [near[s : s + BATCH] for s in range(0, len(near), BATCH)]
        chance.shuffle(batches)
        total = 0.0
        for number, batch in enumerate(batches, start=1):
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1.0, done / (WARM * steps)) * max(0.0, 1 - done / steps)
            found = network(*batch_of([pair for pair, _ in batch]))
            loss = functional.cross_entropy(
                found, torch.tensor([answer for _, answer in batch]), label_smoothing=SMOOTHED
            )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learnt, 1.0)
            optimiser.step()
            done += 1
            total += loss.item()
            if done % 200 == 0:
                print(
                    f"  {done} of {steps}, {time.monotonic() - start:.0f} s, loss {total / number:.3f}",
                    flush=True,
                )
        print(
            f"epoch {epoch + 1}: {right(question, log_chances(network, question.kept, pieces))}", flush=True
        )
    return network.eval()


def log_chances(network: Network, examples: Sequence[Example], pieces: Pieces) -> np.ndarray:
    """(n_examples, n_answers): log probabilities."""
    read = [pieces.pair(e.first, e.second) for e in examples]
    order = sorted(range(len(read)), key=lambda i: len(read[i].places))
    found: dict[int, np.ndarray] = {}
    was_training = network.training
    network.eval()
    with torch.no_grad():
        for start in range(0, len(order), 32):
            places = order[start : start + 32]
            sums = torch.log_softmax(network(*batch_of([read[i] for i in places])).float(), 1).numpy()
            found |= dict(zip(places, sums, strict=True))
    network.train(was_training)
    return np.stack([found[i] for i in range(len(read))])


def right(question: Question, found: np.ndarray) -> dict[str, float]:
    """Share of the pairs kept apart whose likeliest answer is right, by hand and language."""
    ok = found.argmax(axis=1) == np.array([e.answer for e in question.kept])
    shares = {"all": float(ok.mean())}
    for kind in ("hand", "language"):
        for name in sorted({getattr(e, kind) for e in question.kept}):
            shares[name] = float(ok[[getattr(e, kind) == name for e in question.kept]].mean())
    return {name: round(share, 3) for name, share in shares.items()}


def write(question: Question, adapter: dict[str, np.ndarray], proof: dict[str, float]) -> None:
    """The adapter and its part of the folder's manifest."""
    folder = ROOT / "models" / question.folder
    path = folder / "adapter.npz"
    np.savez_compressed(path, **adapter)
    content = path.read_bytes()
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(content).hexdigest()
    # joint figures are told anew by benchmarks.stance_joint --write
    about["cross_encoder"] = {
        "weight": WEIGHT,
        "told_from": TOLD_FROM,
        "training": {"pairs": len(question.draw(random.Random(0)))},
        "model_id": f"{question.folder}-read-{digest[:8]}",
        "file": "adapter.npz",
        "sha256": digest,
        "encoder": "models/e5-cut",
        "encoder_sha256": hashlib.sha256(ENCODER.read_bytes()).hexdigest(),
        "answers": list(question.answers),
        "trained_by": "benchmarks/train_cross_encoder.py",
        "proof": {"what": "right of pairs by hands of which none was trained on", **proof},
    }
    (folder / "manifest.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    """Train one question, print what the pairs kept apart say, and write where asked."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("question", choices=sorted(QUESTIONS))
    options.add_argument("--write", action="store_true")
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args(argv)
    question = QUESTIONS[chosen.question]()
    with np.load(ENCODER) as kept:
        held = {name: kept[name] for name in kept.files}
    pieces = Pieces.of(held)
    network = train(question, held, pieces)
    found = log_chances(network, question.kept, pieces)
    if chosen.keep:
        np.save(chosen.keep, found)
    if chosen.write:
        write(question, network.adapter(), right(question, found))


if __name__ == "__main__":
    main()
