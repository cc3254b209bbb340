"""Fine-tunes the network on every question at once. A stop costs the steps since the last save."""

import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Batch, Tags, grouped, tensors
from training.corpora import BIO, UNKNOWN, Gold, spans
from training.network import Answers, Network
from truceline.reading.pieces import Vocabulary


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that decides what comes out, besides the data."""

    seed: int = 20
    epochs: int = 8
    words: int = 700  # in one batch
    longest: int = 80  # words of a sentence that is learned from
    encoder_rate: float = 2.5e-4
    head_rate: float = 2e-3
    warm: float = 0.06  # part of the steps of all epochs with a rising rate; then it falls
    cool_from: int = 1250  # the step from which it falls quicker, so as to be nothing at `end`
    end: int = 2250
    save_every: int = 250  # steps


@dataclass(frozen=True, kw_only=True)
class Scores:
    upos: float
    uas: float
    las: float
    names: float
    factual: float

    @property
    def all(self) -> float:
        return self.upos + self.las + self.names + self.factual / 2


def teach(
    network: Network,
    plan: Plan,
    *,
    learn: Sequence[Gold],
    dev: Sequence[Gold],
    vocabulary: Vocabulary,
    tags: Tags,
    work: Path,
) -> None:
    """Leaves the network at its best on the development set; keeps its state in `work`."""
    learn = [gold for gold in learn if 1 < len(gold.words) <= plan.longest]
    order = list(_steps(learn, plan))
    optimiser, schedule = _optimiser(network, plan, steps=len(order))
    order = order[: plan.end]
    done, best = _resume(network, optimiser, schedule=schedule, work=work)
    say(f"{len(learn)} sentences, {len(order)} steps, {done} done before")
    began, words, losses = time.monotonic(), 0, [0.0] * 6
    network.train()
    for step, group in enumerate(order[done:], start=done + 1):
        torch.manual_seed(plan.seed * 1_000_003 + step)  # the same dropout after a stop
        batch = tensors(group, vocabulary, tags=tags)
        parts = _losses(network, batch)
        optimiser.zero_grad()
        torch.stack(parts).sum().backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        words += int(batch.words.sum())
        losses = [a + float(b.detach()) for a, b in zip(losses, parts, strict=True)]
        if step % 50 == 0:
            speed = words / (time.monotonic() - began)
            say(f"{step} {speed:.0f} words/s " + " ".join(f"{x / 50:.3f}" for x in losses))
            losses = [0.0] * 6
        if step % plan.save_every == 0 or step == len(order):
            scores = measure(network, dev, vocabulary=vocabulary, tags=tags)
            say(f"{step} dev {json.dumps(asdict(scores))}")
            if scores.all >= best:
                best = scores.all
                torch.save(network.state_dict(), work / "best.pt")
            _save(network, optimiser, schedule=schedule, work=work, step=step, best=best)
    network.load_state_dict(torch.load(work / "best.pt"))
    network.eval()


def measure(
    network: Network, sentences: Sequence[Gold], *, vocabulary: Vocabulary, tags: Tags
) -> Scores:
    """Quick scores on given words and sentences, heads by themselves: no trees are decoded."""
    network.eval()
    right = {"upos": 0, "uas": 0, "las": 0, "factual": 0}
    arcs = predicates = 0
    found_names = true_names = both = 0
    for group in grouped(sentences, words=2000, chance=random.Random(0)):  # noqa: S311
        batch = tensors(group, vocabulary, tags=tags)
        with torch.inference_mode():
            answers = _ask(network, batch)
            heads = answers.arcs.argmax(-1)
            labels = network.labels(answers, heads).argmax(-1)
        known = batch.heads >= 0
        arcs += int(known.sum())
        right["upos"] += int(((answers.upos.argmax(-1) == batch.upos) & known).sum())
        hit = (heads == batch.heads) & known
        right["uas"] += int(hit.sum())
        right["las"] += int((hit & (labels == batch.deprels)).sum())
        asked = batch.factual >= 0
        predicates += int(asked.sum())
        right["factual"] += int(((answers.factual > 0) == (batch.factual == 1))[asked].sum())
        for row, gold in enumerate(group):
            if gold.names:
                given = answers.names[row, : len(gold.words)].argmax(-1).tolist()
                found = {span for span in spans(given) if span[2] != "OTH"}
                true = {span for span in spans(gold.names) if span[2] != "OTH"}
                found_names += len(found)
                true_names += len(true)
                both += len(found & true)
    network.train()
    return Scores(
        upos=right["upos"] / max(1, arcs),
        uas=right["uas"] / max(1, arcs),
        las=right["las"] / max(1, arcs),
        names=2 * both / max(1, found_names + true_names),
        factual=right["factual"] / max(1, predicates),
    )


def say(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stderr.flush()


def new_network(plan: Plan, tags: Tags, *, vocabulary: int, weights: Path) -> Network:
    torch.manual_seed(plan.seed)
    network = Network(
        upos=len(tags.upos),
        xpos=len(tags.xpos),
        names=len(BIO),
        deprels=len(tags.deprels),
        vocabulary=vocabulary,
    )
    network.take_minilm(weights)
    return network


def _steps(learn: Sequence[Gold], plan: Plan) -> Iterator[list[Gold]]:
    for epoch in range(plan.epochs):
        chance = random.Random(plan.seed * 1000 + epoch)  # noqa: S311 - order, not secrets
        yield from grouped(learn, words=plan.words, chance=chance)


def _ask(network: Network, batch: Batch) -> Answers:
    """The encoder in bfloat16 where that is quicker; answers and losses in full."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        answers = network(batch.ids, batch.shapes, mask=batch.mask, first=batch.first)
    whole = Answers(**{one.name: getattr(answers, one.name).float() for one in fields(answers)})
    rooted = torch.cat([torch.ones_like(batch.words[:, :1]), batch.words], 1)
    itself = torch.eye(rooted.shape[1], dtype=torch.bool)[None, 1:]
    arcs = whole.arcs.masked_fill(~rooted[:, None, :] | itself, -1e9)
    return Answers(
        **{**{one.name: getattr(whole, one.name) for one in fields(whole)}, "arcs": arcs}
    )


def _losses(network: Network, batch: Batch) -> list[Tensor]:
    answers = _ask(network, batch)
    labels = network.labels(answers, batch.heads.clamp(min=0))
    asked = batch.factual >= 0
    factual = functional.binary_cross_entropy_with_logits(
        answers.factual[asked], batch.factual[asked].float()
    )
    return [
        0.7 * _entropy(answers.upos, batch.upos),
        0.3 * _entropy(answers.xpos, batch.xpos),
        1.5 * _entropy(answers.names, batch.names),
        _entropy(answers.arcs, batch.heads),
        _entropy(labels, batch.deprels),
        0.2 * factual if asked.any() else torch.zeros(()),
    ]


def _entropy(given: Tensor, true: Tensor) -> Tensor:
    if not (true >= 0).any():
        return torch.zeros(())
    return functional.cross_entropy(given.flatten(0, 1), true.flatten(), ignore_index=UNKNOWN)


def _optimiser(
    network: Network, plan: Plan, *, steps: int
) -> tuple[torch.optim.AdamW, torch.optim.lr_scheduler.LambdaLR]:
    encoder = network.encoder()
    among = {id(weight) for weight in encoder}
    rest = [weight for weight in network.parameters() if id(weight) not in among]
    optimiser = torch.optim.AdamW(
        [
            {"params": encoder, "lr": plan.encoder_rate},
            {"params": rest, "lr": plan.head_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )
    return optimiser, torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: _rate(step, plan, steps=steps)
    )


def _rate(step: int, plan: Plan, *, steps: int) -> float:
    if step > plan.cool_from:
        left = max(0, plan.end - step) / (plan.end - plan.cool_from)
        return left * _rate(plan.cool_from, plan, steps=steps)
    warm = plan.warm * steps
    return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))


def _save(
    network: Network,
    optimiser: torch.optim.AdamW,
    *,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    work: Path,
    step: int,
    best: float,
) -> None:
    state = {
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "schedule": schedule.state_dict(),
        "step": step,
        "best": best,
    }
    torch.save(state, work / "state.new")
    (work / "state.new").replace(work / "state.pt")  # a stop here leaves the old one whole


def _resume(
    network: Network,
    optimiser: torch.optim.AdamW,
    *,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    work: Path,
) -> tuple[int, float]:
    if not (work / "state.pt").exists():
        return 0, 0.0
    state = torch.load(work / "state.pt")
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])
    return int(state["step"]), float(state["best"])
