"""How the reader's acts, actors and targets fare on the PLOVER gold records, half by half.

`python tests/reading/plover/plover_score.py` prints the table; `--misses` lists those of the
development half. `measure(half)` gives the counts to other programs.

The split, fixed before a record was looked at: a record is for development if the first byte of the
SHA-256 of its `id` is even, else it is held out. Held-out records are scored, never studied.

A record is read by the reader's own stages with its lexicon and, for what PLOVER codes and a
ceasefire's record does not, with `beyond.toml`. What is told becomes an event: the class of the
pattern that found it (of the stance it is told in, if any), whoever puts it forward or does it, and
whom it is done to. A side without a country is taken to be of the other's. Older names of classes
are read as PLOVER 0.8 has them. `class` is right where an event of the record's text has the class
of the record; `actors` where one has a source and a target of its countries; `both` where the same
one has all three.
"""

import hashlib
import json
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from truceline.reading.acts import told
from truceline.reading.attribution import attribute
from truceline.reading.factuality import judge
from truceline.reading.frames import innermost
from truceline.reading.gazetteer import known
from truceline.reading.lexicon import STANCES, lexicon_of
from truceline.reading.mentions import mentions
from truceline.reading.parsing import installed, parse
from truceline.reading.quotations import quotations
from truceline.reading.roles import roles
from truceline.reading.sentences import sentences
from truceline.reading.spans import within
from truceline.terms.claim import NARRATOR, Act, Modality
from truceline.terms.names import Kind, Named

HERE = Path(__file__).parent
RECORDS = HERE.parents[3] / "shared" / "corpora" / "plover_gsr" / "records.json"
HALVES = ("development", "held_out")
OLDER = {
    "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT",
}  # fmt: skip
RECIPROCAL = {"AGREE", "CONSULT", "COOPERATE", "SUPPORT"}
HOSTILE = {"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"}
_ISO = {"JAP": "JPN"}  # a slip of the file


@dataclass(frozen=True, kw_only=True)
class Event:
    kind: str
    sources: frozenset
    targets: frozenset


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Counts of records; `of` and `right` by class of PLOVER."""

    records: int = 0
    events: int = 0
    classes: int = 0
    actors: int = 0
    both: int = 0
    of: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)


def measure(half, *, parser=...):
    """The counts of one half, "development" or "held_out"; by the installed parser or another."""
    reads_with = installed() if parser is ... else parser
    result = Measured()
    for record in records(half):
        result = _counted(result, record, events(record["text"], parser=reads_with))
    return result


def available():
    return RECORDS.exists()


def records(half):
    every = json.loads(RECORDS.read_text(encoding="utf-8"))
    return [one for one in every if half_of(one["id"]) == half]


def half_of(name):
    return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]


def events(text, *, parser):
    """What the reader takes the text to tell, as events of PLOVER."""
    cut, _ = parse(text, sentences(text), parser)
    named = mentions(cut, _names())
    spoken = quotations(text, cut)
    found = []
    for sentence, here, frames in zip(cut, named, attribute(text, cut, named), strict=True):
        inside = within(spoken, sentence.start, end=sentence.end)
        acts = told(sentence, frames=frames, spoken=inside, among=_lexicon())
        found += [_event(sentence, here, frames, one) for one in acts]
    return found


def table():
    rows = [f"{'':14}{'records':>8}{'events':>8}{'class':>8}{'actors':>8}{'both':>8}"]
    for half in HALVES:
        one = measure(half)
        rows.append(
            f"{half:14}{one.records:8}{one.events / one.records:8.2f}"
            + "".join(f"{n / one.records:8.3f}" for n in (one.classes, one.actors, one.both))
        )
        rows += [
            f"  {kind:12}{one.of[kind]:8}{'':8}{one.right[kind] / one.of[kind]:8.2f}"
            for kind in sorted(one.of)
        ]
    return "\n".join(rows)


def misses():
    """Of the development half only."""
    for record in records("development"):
        found = events(record["text"], parser=installed())
        one = _counted(Measured(), record, found)
        if not one.both:
            yield f"{'' if one.classes else 'CLASS '}{_wanted(record)}\n   {record['text']}"
            yield from (
                f"   {each.kind} {set(each.sources)} > {set(each.targets)}" for each in found
            )


def _counted(result, record, found):
    kind, sources, targets = _wanted(record)
    classes = any(each.kind == kind for each in found)
    actors = any(_fits(each, kind, sources, targets) for each in found)
    both = any(each.kind == kind and _fits(each, kind, sources, targets) for each in found)
    return Measured(
        records=result.records + 1,
        events=result.events + len(found),
        classes=result.classes + classes,
        actors=result.actors + actors,
        both=result.both + both,
        of=result.of + Counter([kind]),
        right=result.right + Counter([kind] if classes else []),
    )


def _wanted(record):
    kind = OLDER.get(record["event"], record["event"])
    return kind, _parties(record, "source"), _parties(record, "target")


def _parties(record, side):
    """The file writes one party as an object and several as a list, now and then as a mere code."""
    named = record.get(side) or []
    listed = named if isinstance(named, list) else [named]
    return frozenset(_ISO.get(code, code) for one in listed if (code := _code_in(one)))


def _code_in(party):
    return party if isinstance(party, str) else party.get("code", "")


def _fits(event, kind, sources, targets):
    """A side the record leaves open is not asked for; a mutual event has no first side."""
    straight = _meets(sources, event.sources) and _meets(targets, event.targets)
    everybody = event.sources | event.targets
    return straight or (kind in RECIPROCAL and sources | targets <= everybody)


def _meets(wanted, found):
    return not wanted or bool(wanted & found)


def _event(sentence, named, frames, one):
    tokens = sentence.tokens
    frame = innermost(frames, tokens[one.match.first].start)
    modality, denies = judge(
        tokens,
        one.match,
        first=one.first,
        last=one.last,
        frame=frame,
        grammar=sentence.grammar,
    )
    bearers = roles(sentence, named, one, frame=frame, order=known(()).order)
    speakers = _codes(frame.says if frame else ())
    doers, victims = _codes(bearers.actors), _codes(bearers.targets)
    kind = _class(sentence, one, modality, denies=denies)
    subject, rest = _sides(named, one)
    if one.under or one.act in STANCES or kind in {"REQUEST", "AGREE", "REJECT", "THREATEN"}:
        sources = speakers or subject or doers
        targets = (doers | victims | rest) - sources
    else:
        sources = doers or subject or speakers
        targets = (victims or rest) - sources
    targets = targets or rest
    return Event(kind=kind, sources=sources or targets, targets=targets or sources)


def _class(sentence, one, modality, *, denies):
    """The stance an event is told in; else what becomes of it by how it is put forward."""
    own = one.match.pattern.coding.plover.partition("/")[0]
    if one.under:
        return one.under.pattern.coding.plover.partition("/")[0]
    if one.act in STANCES:
        return own
    if modality is Modality.DEMANDED:
        return "REQUEST"
    norms = {token.norm for token in sentence.tokens[one.first : one.match.first]}
    if modality is Modality.REQUIRED and norms & {"must", "should", "ought"}:
        return "REQUEST"
    if modality in {Modality.PLANNED, Modality.PREDICTED, Modality.REQUIRED}:
        whole = {token.norm for token in sentence.tokens}
        return "THREATEN" if own in HOSTILE or whole & {"unless", "threatened"} else "AGREE"
    return "REJECT" if denies and one.act is not Act.DETAINEE_EXCHANGE else own


def _sides(named, one):
    """The countries of the first name before the trigger, and all others of its stretch."""
    inside = [m for m in named if one.first <= m.first <= one.last]
    before = [m for m in inside if m.last <= one.match.first]
    subject = _of(m for m in before if m.group == before[0].group)
    return subject, _of(inside) - subject


def _of(mentioned):
    found = list(mentioned)
    names = [actor for mention in found for actor in mention.actors]
    states = [mention.state or mention.place for mention in found if not mention.actors]
    return _codes(names) | frozenset(filter(None, (_code(name) for name in states)))


def _codes(actors):
    told_of = (actor for actor in actors if actor != NARRATOR)
    return frozenset(filter(None, (_code(a.name) or _code(a.of) for a in told_of)))


@cache
def _code(name):
    return _table().get(name, "IGO" if name in _bodies() else "")


@cache
def _bodies():
    data = files("truceline.reading") / "data" / "organisations.tsv"
    lines = data.read_text(encoding="utf-8").splitlines()
    return frozenset(line.partition("\t")[0] for line in lines if not line.startswith("#"))


@cache
def _table():
    return dict(_lines("codes.tsv"))


@cache
def _names():
    """Groups and bodies of the dictionary beside this file, as an agreement would give them."""
    return tuple(Named(kind=Kind.BODY, name=name, of=of) for name, of in _lines("actors.tsv"))


def _lines(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@cache
def _lexicon():
    """The reader's own lexicon with what PLOVER codes beyond it."""
    own = files("truceline.reading") / "data" / "triggers.toml"
    tables = tomllib.loads(own.read_text(encoding="utf-8"))
    for act, kinds in tomllib.loads((HERE / "beyond.toml").read_text(encoding="utf-8")).items():
        tables[act] = {**tables[act], **{f"beyond-{name}": kind for name, kind in kinds.items()}}
    return lexicon_of(tables)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
    if "--misses" in sys.argv:
        sys.stdout.write("\n".join(misses()) + "\n")
