"""Writes the network as one ONNX graph of small integers: one sentence in, its answers out.

One sentence at a time, because the ranges of small integers are taken from what is in the graph:
in a batch a sentence would be parsed differently beside other sentences.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.network import HEADS, HIDDEN, LAYERS, Network

Array = NDArray[np.float32]
_WIDTH = HIDDEN // HEADS


def export(network: Network, path: Path) -> None:
    """The small-integer graph at `path`; the whole one beside it until it is written."""
    weights = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
    whole = path.with_suffix(".whole.onnx")
    graph = _Graph(weights=weights)
    onnx.save(graph.model(), whole)
    quantize_dynamic(
        whole,
        path,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,  # seven bits: no processor then overflows where another does not
        nodes_to_exclude=graph.heads,  # small and touchy: they stay whole
    )
    whole.unlink()


@dataclass(kw_only=True)
class _Graph:
    weights: dict[str, Array]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    def model(self) -> onnx.ModelProto:
        words = self._encoder()
        first = len(self.nodes)
        self._answers(words)
        self.heads = [node.name for node in self.nodes[first:]]
        graph = helper.make_graph(
            self.nodes,
            "truceline-reader-en",
            [
                helper.make_tensor_value_info("ids", TensorProto.INT64, ["pieces"]),
                helper.make_tensor_value_info("shapes", TensorProto.INT64, ["pieces"]),
                helper.make_tensor_value_info("first", TensorProto.INT64, ["words"]),
            ],
            [
                helper.make_tensor_value_info("upos", TensorProto.INT64, ["words"]),
                helper.make_tensor_value_info("xpos", TensorProto.INT64, ["words"]),
                helper.make_tensor_value_info("names", TensorProto.FLOAT, ["words", "kinds"]),
                helper.make_tensor_value_info("factual", TensorProto.FLOAT, ["words"]),
                helper.make_tensor_value_info("arcs", TensorProto.FLOAT, ["words", "heads"]),
                helper.make_tensor_value_info("labels", TensorProto.INT64, ["words", "heads"]),
            ],
            self.constants,
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)

    def _encoder(self) -> str:
        """The pieces through all layers; then the first piece of each word and its shape."""
        length = self._do("Shape", "ids")
        positions = self._do(
            "Slice", self._weight("positions.weight"), self._keep([0]), length, self._keep([0])
        )
        x = self._do("Add", self._rows("pieces.weight", "ids"), positions)
        x = self._do("Add", x, self._rows("cases.weight", "shapes"))
        x = self._norm(x, "start")
        for number in range(LAYERS):
            x = self._layer(x, f"layers.{number}")
        shapes = self._do("Gather", "shapes", "first")
        return self._do(
            "Concat",
            self._do("Gather", x, "first"),
            self._rows("shapes.weight", shapes),
            axis=-1,
        )

    def _layer(self, x: str, name: str) -> str:
        def split(part: str, order: list[int]) -> str:
            shaped = self._do(
                "Reshape", self._linear(x, f"{name}.{part}"), self._keep([0, HEADS, _WIDTH])
            )
            return self._do("Transpose", shaped, perm=order)

        scores = self._do("MatMul", split("query", [1, 0, 2]), split("key", [1, 2, 0]))
        scaled = self._do("Mul", scores, self._number(_WIDTH**-0.5))
        mixed = self._do("MatMul", self._do("Softmax", scaled, axis=-1), split("value", [1, 0, 2]))
        flat = self._do(
            "Reshape", self._do("Transpose", mixed, perm=[1, 0, 2]), self._keep([0, HIDDEN])
        )
        x = self._norm(self._do("Add", x, self._linear(flat, f"{name}.mix")), f"{name}.after_mix")
        wide = self._do("Gelu", self._linear(x, f"{name}.up"))
        return self._norm(
            self._do("Add", x, self._linear(wide, f"{name}.down")), f"{name}.after_down"
        )

    def _answers(self, words: str) -> None:
        root = self._keep_floats(self.weights["root"][None])
        rooted = self._do("Concat", root, words, axis=0)
        for name in ("upos", "xpos"):
            self._best(self._linear(words, name), name, axis=-1)
        names = self._do("Gelu", self._linear(words, "names_in"))
        self._out(self._linear(names, "names_out"), "names")
        factual = self._do("Gelu", self._linear(words, "factual_in"))
        self._out(
            self._do("Squeeze", self._linear(factual, "factual_out"), self._keep([1])), "factual"
        )
        self._arcs(words, rooted)
        self._labels(words, rooted)

    def _arcs(self, words: str, rooted: str) -> None:
        dependent = self._do("Gelu", self._linear(words, "arc_dependent"))
        governor = self._do("Gelu", self._linear(rooted, "arc_governor"))
        table = self.weights["arc"]
        left = self._do("MatMul", dependent, self._keep_floats(table[:-1]))
        left = self._do("Add", left, self._keep_floats(table[-1]))
        self._out(self._do("MatMul", left, self._do("Transpose", governor, perm=[1, 0])), "arcs")

    def _labels(self, words: str, rooted: str) -> None:
        """The best label of every possible arc, so that no weights are needed afterwards."""
        one = self._do("Gelu", self._linear(words, "label_dependent"))
        other = self._do("Gelu", self._linear(rooted, "label_governor"))
        across = self._do("Transpose", other, perm=[1, 0])
        each = self._do(
            "Mul",
            self._do("Unsqueeze", one, self._keep([1])),
            self._keep_floats(self.weights["label_both.weight"][None]),
        )
        scores = self._do("MatMul", each, across)  # words, labels, heads
        mine = self._do("MatMul", one, self._keep_floats(self.weights["label_one.weight"].T))
        mine = self._do("Add", mine, self._keep_floats(self.weights["label_both.bias"]))
        its = self._do("MatMul", self._keep_floats(self.weights["label_other.weight"]), across)
        scores = self._do("Add", scores, self._do("Unsqueeze", mine, self._keep([2])))
        self._best(self._do("Add", scores, its), "labels", axis=1)

    def _linear(self, x: str, name: str) -> str:
        weight = self._keep_floats(self.weights[f"{name}.weight"].T)
        return self._do("Add", self._do("MatMul", x, weight), self._weight(f"{name}.bias"))

    def _norm(self, x: str, name: str) -> str:
        scale, bias = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._do("LayerNormalization", x, scale, bias, axis=-1, epsilon=1e-12)

    def _rows(self, name: str, numbers: str) -> str:
        return self._do("Gather", self._weight(name), numbers)

    def _best(self, x: str, name: str, *, axis: int) -> None:
        self._out(self._do("ArgMax", x, axis=axis, keepdims=0), name)

    def _out(self, x: str, name: str) -> None:
        self.nodes.append(helper.make_node("Identity", [x], [name], name=f"to_{name}"))

    def _do(self, kind: str, *inputs: str, **settings: object) -> str:
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **settings))
        return name

    def _weight(self, name: str) -> str:
        return self._keep_floats(self.weights[name], name)

    def _keep_floats(self, array: Array, name: str = "") -> str:
        return self._store(np.ascontiguousarray(array, np.float32), name)

    def _number(self, value: float) -> str:
        return self._store(np.array(value, np.float32), "")

    def _keep(self, numbers: list[int]) -> str:
        return self._store(np.array(numbers, np.int64), "")

    def _store(self, array: NDArray[np.generic], name: str) -> str:
        name = name or f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(array, name))
        return name
