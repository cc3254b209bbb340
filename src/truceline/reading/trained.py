"""Runs the trained graph: the words of a sentence in, their tree and their names out.

It opens files it is told of and nothing else. onnxruntime and numpy come in only here, and late.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from truceline.reading.naming import names
from truceline.reading.parsed import Parsed, ParsedName, ParsedWord
from truceline.reading.pieces import Vocabulary, shape
from truceline.reading.sentences import normal
from truceline.reading.tree import tree
from truceline.reading.words import Word, words

NOTHING: Mapping[str, str] = MappingProxyType({})  # every word is read as it stands
_MAX_WORDS, _MAX_PIECES = 150, 500  # parsed at once; MiniLM takes 512 pieces and no more


class _Array(Protocol):
    def tolist(self) -> list[float]: ...


class _Table(Protocol):
    def tolist(self) -> list[list[float]]: ...


class _Session(Protocol):
    def run(
        self, names: None, given: Mapping[str, object]
    ) -> tuple[_Array, _Array, _Table, _Array, _Table, _Table]: ...


class Trained:
    """The graph and its labels. One sentence at a time: a neighbour would change its rounding."""

    def __init__(self, folder: Path) -> None:
        about = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        graph = (folder / "reader.onnx").read_bytes()
        digest = hashlib.sha256(graph).hexdigest()
        self.name = f"{about['name']} {about['version']} sha256:{digest[:16]}"
        self._upos, self._xpos = tuple(about["upos"]), tuple(about["xpos"])
        self._deprels, self._tags = tuple(about["deprels"]), tuple(about["names"])
        self._vocabulary = Vocabulary(
            (folder / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
        )
        self._session = _session(graph)
        self._numpy = import_module("numpy")

    def __call__(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        *,
        shown: Mapping[str, str] = NOTHING,
    ) -> tuple[Parsed, ...]:
        return tuple(self._sentence(text, start, end=end, shown=shown) for start, end in spans)

    def _sentence(self, text: str, start: int, *, end: int, shown: Mapping[str, str]) -> Parsed:
        """A sentence too long to be parsed at once: each further part hangs on the first."""
        found: list[ParsedWord] = []
        named: list[ParsedName] = []
        top = 0
        for part, cut, read in self._parts(words(text, start, end=end), shown):
            parsed, more = self._part(part, cut, read, after=len(found), top=top)
            top = top or 1 + next(n for n, word in enumerate(parsed) if not word.head)
            found += parsed
            named += more
        return Parsed(start=start, end=end, words=tuple(found), names=tuple(named))

    def _parts(
        self, sentence: Sequence[Word], shown: Mapping[str, str]
    ) -> Iterator[tuple[list[Word], list[tuple[int, ...]], list[str]]]:
        part: list[Word] = []
        cut: list[tuple[int, ...]] = []
        read: list[str] = []
        pieces = 0
        for word in sentence:
            text = _read_as(word.text, shown)
            more = self._vocabulary.cut(text)
            if part and (len(part) == _MAX_WORDS or pieces + len(more) > _MAX_PIECES):
                yield part, cut, read
                part, cut, read, pieces = [], [], [], 0
            part.append(word)
            cut.append(more)
            read.append(text)
            pieces += len(more)
        if part:
            yield part, cut, read

    def _part(
        self,
        part: Sequence[Word],
        cut: Sequence[tuple[int, ...]],
        read: Sequence[str],
        *,
        after: int,
        top: int,
    ) -> tuple[list[ParsedWord], list[ParsedName]]:
        upos, xpos, tags, factual, arcs, labels = self._ask(read, cut)
        heads = tree(arcs.tolist())
        best = labels.tolist()
        parsed = [
            ParsedWord(
                start=word.start,
                end=word.end,
                text=word.text,
                upos=self._upos[u],
                xpos=self._xpos[x],
                head=after + head if head else top,
                deprel=_label(self._deprels[int(row[head])], head=head, top=top),
                factual=_per_cent(logit),
            )
            for word, u, x, head, row, logit in zip(
                part,
                map(int, upos.tolist()),
                map(int, xpos.tolist()),
                heads,
                best,
                factual.tolist(),
                strict=True,
            )
        ]
        return parsed, list(names(tags.tolist(), self._tags, after=after))

    def _ask(
        self, read: Sequence[str], cut: Sequence[tuple[int, ...]]
    ) -> tuple[_Array, _Array, _Table, _Array, _Table, _Table]:
        ids, shapes, first = [self._vocabulary.start], [0], []
        for text, numbers in zip(read, cut, strict=True):
            first.append(len(ids))
            ids += numbers
            shapes += [shape(text)] * len(numbers)
        given = {
            "ids": [*ids, self._vocabulary.stop],
            "shapes": [*shapes, 0],
            "first": first,
        }
        return self._session.run(
            None,
            {name: self._numpy.array(row, self._numpy.int64) for name, row in given.items()},
        )


def _read_as(word: str, shown: Mapping[str, str]) -> str:
    return shown.get(normal(word), word) if shown and word[0].isupper() else word


def _label(best: str, *, head: int, top: int) -> str:
    """`root` stands on the root alone, and nowhere else."""
    if not head:
        return "parataxis" if top else "root"
    return "dep" if best == "root" else best


def _per_cent(logit: float) -> int:
    return round(100 / (1 + math.exp(-max(-30.0, min(30.0, logit)))))


def _session(graph: bytes) -> _Session:
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # many files go side by side
    options.enable_mem_pattern = False  # every sentence has its own length
    session: _Session = runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return session
