"""The network in training form: MiniLM, shapes of words, and one small head for each question."""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, LAYERS, HEADS, SHAPES, SHAPE_WIDTH = 384, 6, 12, 9, 32
ARC, LABEL = 256, 192


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One row for each word of each sentence; the arcs have a first column for the root."""

    upos: Tensor
    xpos: Tensor
    names: Tensor
    factual: Tensor
    arcs: Tensor
    dependents: Tensor
    governors: Tensor


class Layer(nn.Module):
    """One transformer layer as BERT has it: normalised after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mix = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.up, self.down = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)
        self.after_mix = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.after_down = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        def split(y: Tensor) -> Tensor:
            return y.unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2)

        # Written out: for sentences this short it is twice as quick backwards as the fused one.
        scores = split(self.query(x)) @ split(self.key(x)).transpose(2, 3)
        scores = (scores * (HIDDEN // HEADS) ** -0.5).masked_fill(~mask[:, None, None], -1e9)
        mixed = scores.softmax(-1).type_as(x) @ split(self.value(x))
        x = self.after_mix(x + self.drop(self.mix(mixed.transpose(1, 2).flatten(2))))
        return self.after_down(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Network(nn.Module):
    def __init__(self, *, upos: int, xpos: int, names: int, deprels: int, vocabulary: int) -> None:
        super().__init__()
        width = HIDDEN + SHAPE_WIDTH
        self.pieces = nn.Embedding(vocabulary, HIDDEN)
        self.positions = nn.Embedding(512, HIDDEN)
        self.cases = nn.Embedding(SHAPES, HIDDEN)  # enters the encoder, which is uncased
        nn.init.normal_(self.cases.weight, std=0.01)
        self.start = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.shapes = nn.Embedding(SHAPES, SHAPE_WIDTH)  # stands beside what comes out of it
        self.root = nn.Parameter(torch.randn(width) * 0.02)
        self.drop = nn.Dropout(0.25)
        self.upos, self.xpos = nn.Linear(width, upos), nn.Linear(width, xpos)
        self.names_in, self.names_out = nn.Linear(width, 192), nn.Linear(192, names)
        self.factual_in, self.factual_out = nn.Linear(width, 96), nn.Linear(96, 1)
        self.arc_dependent, self.arc_governor = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.arc = nn.Parameter(torch.empty(ARC + 1, ARC))
        nn.init.xavier_uniform_(self.arc)
        self.label_dependent = nn.Linear(width, LABEL)
        self.label_governor = nn.Linear(width, LABEL)
        self.label_both = nn.Linear(LABEL, deprels)
        self.label_one = nn.Linear(LABEL, deprels, bias=False)
        self.label_other = nn.Linear(LABEL, deprels, bias=False)

    def forward(self, ids: Tensor, shapes: Tensor, *, mask: Tensor, first: Tensor) -> Answers:
        """`shapes` is given for each piece; `first` says which piece begins each word."""
        x = self.pieces(ids) + self.positions.weight[: ids.shape[1]] + self.cases(shapes)
        x = functional.dropout(self.start(x), 0.1, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        words = torch.gather(x, 1, first[:, :, None].expand(-1, -1, HIDDEN))
        shaped = self.shapes(torch.gather(shapes, 1, first))
        words = self.drop(torch.cat([words, shaped], -1))
        rooted = torch.cat([self.root.expand(len(words), 1, -1), words], 1)
        dependent = functional.gelu(self.arc_dependent(words))
        dependent = torch.cat([dependent, torch.ones_like(dependent[..., :1])], -1)
        governor = functional.gelu(self.arc_governor(rooted))
        return Answers(
            upos=self.upos(words),
            xpos=self.xpos(words),
            names=self.names_out(functional.gelu(self.names_in(words))),
            factual=self.factual_out(functional.gelu(self.factual_in(words)))[..., 0],
            arcs=dependent @ self.arc @ governor.transpose(1, 2),
            dependents=functional.gelu(self.label_dependent(words)),
            governors=functional.gelu(self.label_governor(rooted)),
        )

    def labels(self, answers: Answers, heads: Tensor) -> Tensor:
        """The label of each word's arc to the head it is given."""
        one = answers.dependents
        other = torch.gather(
            answers.governors, 1, heads[:, :, None].expand(-1, -1, answers.governors.shape[-1])
        )
        return self.label_both(one * other) + self.label_one(one) + self.label_other(other)

    def encoder(self) -> list[nn.Parameter]:
        parts = (self.pieces, self.positions, self.start, self.layers)
        return [weight for part in parts for weight in part.parameters()]

    def take_minilm(self, weights: Path) -> None:
        """Begins from the published weights; everything new stays as it was drawn."""
        given = load_file(str(weights))
        with torch.no_grad():
            for ours, theirs in _names():
                self.get_parameter(ours).copy_(given[theirs])
            # One type of text only: its embedding is the same everywhere.
            self.positions.weight += given["embeddings.token_type_embeddings.weight"][0]


def _names() -> list[tuple[str, str]]:
    pairs = [
        ("pieces.weight", "embeddings.word_embeddings.weight"),
        ("positions.weight", "embeddings.position_embeddings.weight"),
        ("start.weight", "embeddings.LayerNorm.weight"),
        ("start.bias", "embeddings.LayerNorm.bias"),
    ]
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "mix": "attention.output.dense",
        "after_mix": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "after_down": "output.LayerNorm",
    }
    return pairs + [
        (f"layers.{layer}.{ours}.{kind}", f"encoder.layer.{layer}.{theirs}.{kind}")
        for layer in range(LAYERS)
        for ours, theirs in parts.items()
        for kind in ("weight", "bias")
    ]
