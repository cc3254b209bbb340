"""Makes the trained parser: learn, export, evaluate. `python -m training.make --help`."""

import argparse
import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

import torch

from training.batches import Tags
from training.corpora import BIO, ewt, wikigold
from training.evaluate import evaluate, speed
from training.export import export
from training.minilm import minilm
from training.network import Network
from training.teach import Plan, measure, new_network, say, teach
from truceline.reading.parsing import load
from truceline.reading.pieces import Vocabulary

_NAME, _VERSION = "truceline-reader-en", "1.0.0"


def main() -> None:
    options = _options()
    torch.set_num_threads(1)  # sums in another order would be another model
    corpora, package = options.shelf / "corpora", options.out / "truceline_reader_en"
    if not options.only_evaluate:
        _make(corpora, package, work=options.work)
    sys.path.insert(0, str(options.out))
    parser = load()
    if parser is None:
        raise SystemExit("The parser was written but cannot be loaded.")
    say("measuring")
    scores = evaluate(parser, corpora)
    pace = speed(parser, corpora)
    size = sum(path.stat().st_size for path in package.iterdir() if path.is_file()) / 1e6
    table = f"{parser.name}\n\n{scores}\n{pace}\nAll files together: {size:.1f} MB.\n"
    (options.out / "SCORES.md").write_text(table, encoding="utf-8")
    sys.stdout.write(table)


def _make(corpora: Path, package: Path, *, work: Path) -> None:
    weights = minilm()
    lines = (weights / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    vocabulary = Vocabulary(lines)
    work.mkdir(parents=True, exist_ok=True)
    (work / ".gitignore").write_text("*\n", encoding="ascii")
    syntax, names = ewt(corpora, "train"), wikigold(corpora)
    plan, tags = Plan(), Tags.of(syntax)
    network = new_network(plan, tags, vocabulary=len(lines), weights=weights / "model.safetensors")
    teach(
        network,
        plan,
        learn=[*syntax, *names[: len(names) * 8 // 10]],
        dev=ewt(corpora, "dev"),
        vocabulary=vocabulary,
        tags=tags,
        work=work,
    )
    for split in ("dev", "test"):
        scores = measure(network, ewt(corpora, split), vocabulary=vocabulary, tags=tags)
        say(f"{split}, words given, before rounding: {json.dumps(asdict(scores))}")
    _write(network, tags, package=package, vocabulary=weights / "vocab.txt")


def _write(network: Network, tags: Tags, *, package: Path, vocabulary: Path) -> None:
    export(network, package / "reader.onnx")
    about = {"name": _NAME, "version": _VERSION, **asdict(tags), "names": BIO}
    (package / "reader.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    (package / "vocab.txt").write_bytes(vocabulary.read_bytes())
    sums = [
        f"{hashlib.sha256((package / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("reader.json", "reader.onnx", "vocab.txt")
    ]
    (package / "SHA256SUMS").write_text("".join(sums), encoding="ascii")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="training.make", description=__doc__)
    parser.add_argument("--shelf", type=Path, required=True, help="the folder that holds corpora/")
    parser.add_argument("--out", type=Path, required=True, help="models/truceline-reader-en")
    parser.add_argument("--work", type=Path, default=Path(".training"), help="what a stop leaves")
    parser.add_argument(
        "--only-evaluate", action="store_true", help="measure what lies in --out already"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
