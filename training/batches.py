"""Sentences cut into batches of like length, the same ones for the same seed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from training.corpora import UNKNOWN, Gold
from truceline.reading.pieces import Vocabulary, shape

_POOL = 800  # sentences sorted by length together: even batches, and still chance


@dataclass(frozen=True, kw_only=True)
class Batch:
    ids: Tensor
    shapes: Tensor
    mask: Tensor
    first: Tensor
    words: Tensor  # which places hold a word
    upos: Tensor
    xpos: Tensor
    names: Tensor
    heads: Tensor
    deprels: Tensor
    factual: Tensor  # 1, 0, or UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Tags:
    """The closed sets of labels, in the order of the network's columns."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    deprels: tuple[str, ...]

    @classmethod
    def of(cls, sentences: Sequence[Gold]) -> "Tags":
        return cls(
            upos=tuple(sorted({tag for gold in sentences for tag in gold.upos})),
            xpos=tuple(sorted({tag for gold in sentences for tag in gold.xpos})),
            deprels=tuple(sorted({tag for gold in sentences for tag in gold.deprels})),
        )


def grouped(
    sentences: Sequence[Gold], *, words: int, chance: random.Random
) -> Iterator[list[Gold]]:
    """One pass over all, in batches of about so many words."""
    order = list(sentences)
    chance.shuffle(order)
    for at in range(0, len(order), _POOL):
        pool = sorted(order[at : at + _POOL], key=lambda gold: len(gold.words))
        groups: list[list[Gold]] = [[]]
        room = words
        for gold in pool:
            if groups[-1] and room < len(gold.words):
                groups.append([])
                room = words
            groups[-1].append(gold)
            room -= len(gold.words)
        chance.shuffle(groups)
        yield from groups


def tensors(group: Sequence[Gold], vocabulary: Vocabulary, *, tags: Tags) -> Batch:
    cut = [[vocabulary.cut(word) for word in gold.words] for gold in group]
    longest = max(len(gold.words) for gold in group)
    length = 2 + max(sum(map(len, pieces)) for pieces in cut)
    wide, rows = (len(group), length), (len(group), longest)
    ids, shapes, mask = torch.zeros(wide).long(), torch.zeros(wide).long(), torch.zeros(wide)
    first, words = torch.zeros(rows).long(), torch.zeros(rows).bool()
    gold_of = {
        name: torch.full(rows, UNKNOWN)
        for name in ("upos", "xpos", "names", "heads", "deprels", "factual")
    }
    for row, (gold, pieces) in enumerate(zip(group, cut, strict=True)):
        flat, shaped, starts = [vocabulary.start], [0], []
        for word, numbers in zip(gold.words, pieces, strict=True):
            starts.append(len(flat))
            flat += numbers
            shaped += [shape(word)] * len(numbers)
        flat.append(vocabulary.stop)
        ids[row, : len(flat)] = torch.tensor(flat)
        shapes[row, : len(shaped)] = torch.tensor(shaped)
        mask[row, : len(flat)] = 1
        first[row, : len(starts)] = torch.tensor(starts)
        words[row, : len(starts)] = True
        for name, numbers in _numbers(gold, tags).items():
            gold_of[name][row, : len(numbers)] = torch.tensor(numbers)
        for word, value in gold.factual.items():
            gold_of["factual"][row, word] = int(value > 0)
    return Batch(ids=ids, shapes=shapes, mask=mask.bool(), first=first, words=words, **gold_of)


def _numbers(gold: Gold, tags: Tags) -> dict[str, list[int]]:
    def find(tag: str, among: tuple[str, ...]) -> int:
        return among.index(tag) if tag in among else UNKNOWN

    found = {"names": list(gold.names)}
    if gold.heads:
        found |= {
            "upos": [find(tag, tags.upos) for tag in gold.upos],
            "xpos": [find(tag, tags.xpos) for tag in gold.xpos],
            "heads": list(gold.heads),
            "deprels": [find(tag, tags.deprels) for tag in gold.deprels],
        }
    return {name: numbers for name, numbers in found.items() if numbers}
