"""An outbox meets a centre: what waits is handed in, and receipts come back. Again is never harm.

A centre is believed as far as its receipts hold, and as its newest checkpoint continues the last
one that the post has seen; else the post keeps what proves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from truceline.operations.admissible import POSTED
from truceline.operations.handing import MOST_NOTES, Door
from truceline.operations.outbox import Outbox, Stage
from truceline.operations.outbox_files import refused
from truceline.operations.taking import OURS, Outcome, Taken
from truceline.operations.whole import written
from truceline.record import checkpoint as checkpoints
from truceline.record import pair as pairs
from truceline.record.checkpoint import Checkpoint
from truceline.record.copy import subtree_in
from truceline.record.merkle import Subtree, range_root
from truceline.record.note import parse
from truceline.record.published import note_of, reading
from truceline.terms.book import Posted
from truceline.terms.codec import decode
from truceline.terms.entry import Deposited
from truceline.terms.problem import Problem, RefusedError

CARRIED = "told by whoever carried it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of one meeting."""

    recorded: int  # notes that have their receipt since now
    refused: int
    waiting: int
    documents: int
    problems: tuple[Problem, ...]  # with why notes wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a copy brought back that was new."""

    receipts: int
    refusals: int  # the word of whoever carried it: nobody signs one


def send(outbox: Outbox, door: Door) -> Sent:
    """Hand in what has no receipt yet, then the documents they name.

    Raises:
        RefusedError: not reached, or the record shown there does not continue what was seen.
    """
    require_continued(outbox, door)
    before = {one.seq: one.stage for one in outbox.standings()}
    waiting = [(seq, note) for seq, note in outbox.notes() if before[seq] is not Stage.RECORDED]
    recorded = declined = 0
    problems: list[Problem] = []
    for batch in _batches(waiting):
        for (seq, _), outcome in zip(batch, door.notes([note for _, note in batch]), strict=True):
            try:
                done = _settled(outbox, seq, outcome)
            except RefusedError as error:
                problems += error.problems
                continue
            if done is Stage.WAITING and isinstance(outcome, Problem) and outcome not in problems:
                problems.append(outcome)
            recorded += done is Stage.RECORDED
            declined += done is Stage.REFUSED
    require_continued(outbox, door)  # the receipts too must be of the history that is shown
    # After the notes: a centre takes the bytes of what an entry names, and nothing else.
    good = {one.seq for one in outbox.standings() if one.stage is Stage.RECORDED}
    documents = sum(
        _handed_over(outbox, door, note, problems) for seq, note in outbox.notes() if seq in good
    )
    return Sent(
        recorded=recorded,
        refused=declined,
        waiting=len(waiting) - recorded - declined,
        documents=documents,
        problems=tuple(problems),
    )


def fetch_back(outbox: Outbox, stick: Outbox) -> Received:
    """Take over receipts from a copy of the outbox that was elsewhere, and refusals as hearsay.

    Raises:
        RefusedError: a copy of another outbox.
    """
    if (stick.origin, stick.key) != (outbox.origin, outbox.key):
        raise refused("other-outbox", stick.folder, "This is another outbox.", "Take its own copy.")
    mine = {one.seq: one.stage for one in outbox.standings()}
    receipts = refusals = 0
    for one in stick.standings():
        match one.stage, mine.get(one.seq):
            case Stage.RECORDED, Stage.WAITING | Stage.REFUSED:
                outbox.keep_receipt(one.seq, stick.receipt_of(one.seq) or "", contested=one.told)
                receipts += 1
            case Stage.REFUSED, Stage.WAITING:
                outbox.keep_refusal(one.seq, f"{CARRIED}: {one.told.removeprefix(f'{CARRIED}: ')}")
                refusals += 1
    return Received(receipts=receipts, refusals=refusals)


def require_continued(outbox: Outbox, door: Door) -> None:
    """Remember the newest checkpoint there, if it continues every one that is kept here.

    Raises:
        RefusedError: it does not, or shows less than one of them; the proof is in the outbox.
    """
    note = note_of(door.files)
    with reading(door.files.where, "checkpoint"):
        said = checkpoints.open_checkpoint(note, outbox.logs)
    if said.origin != outbox.origin:
        raise refused(
            "other-record",
            Path(door.files.where),
            f"This is the record {said.origin}; the outbox is for {outbox.origin}.",
            "Send it to its own centre.",
        )
    kept = outbox.signed()
    with reading(door.files.where, "tiles"):
        theirs = subtree_in(door.files, size=said.size)
        if said.size and range_root(0, said.size, subtree=theirs) != said.root:
            raise ValueError("they do not lead to its checkpoint")
        parted = [each for each in kept if not _continued(each, said, theirs)]
        proofs = [pairs.pair(kept[each], note, subtree=theirs) for each in parted[:1]]
    for proof in proofs:
        file = outbox.folder / f"two-histories-{parted[0].size}-and-{said.size}.txt"
        with written(outbox.folder):
            file.write_text(str(proof), encoding="utf-8")
        raise refused(
            "two-histories",
            Path(door.files.where),
            f"It has signed another history of {outbox.origin} than the one that was seen.",
            f"Nothing more is handed in. Show {file} to the other parties: truceline proof.",
        )
    longest = max((each.size for each in kept), default=0)
    if longest > said.size:
        raise refused(
            "behind",
            Path(door.files.where),
            f"It shows {said.size} entries; {longest} were seen before.",
            "Nothing more is handed in. Ask its keeper, and hand the outbox to another party.",
        )
    outbox.saw(note)


def _continued(kept: Checkpoint, said: Checkpoint, theirs: Subtree) -> bool:
    """Whether the kept one is its beginning; one that goes further is not judged by its tiles."""
    if kept.size > said.size or not kept.size:
        return True
    return range_root(0, kept.size, subtree=theirs) == kept.root


def _settled(outbox: Outbox, seq: int, outcome: Outcome) -> Stage:
    if isinstance(outcome, Taken):
        outbox.keep_receipt(seq, outcome.receipt, contested=outcome.contested)
        return Stage.RECORDED
    if outcome.code in OURS:
        return Stage.WAITING
    outbox.keep_refusal(seq, f"{outcome.message} {outcome.remedy}")
    return Stage.REFUSED


def _handed_over(outbox: Outbox, door: Door, note: bytes, problems: list[Problem]) -> int:
    fact, _ = decode(parse(note.decode()).text)
    if not isinstance(fact, Deposited | Posted):
        return 0
    try:
        found = outbox.documents.to_hand_over(fact.document)
        if found is None:
            return 0
        name, data = found
        new = door.document(data, name=name)
    except RefusedError as error:
        problems += error.problems
        return 0
    outbox.documents.handed_over(fact.document)
    return int(new)


def _batches(
    waiting: Sequence[tuple[int, bytes]],
) -> Sequence[Sequence[tuple[int, bytes]]]:
    """As many as go in one request; the parts of one book together, if they fit."""
    batches: list[list[tuple[int, bytes]]] = [[]]
    for _, group in groupby(waiting, key=_of_one_book):
        for at, one in enumerate(parts := list(group)):
            whole = not at and len(batches[-1]) + len(parts) <= MOST_NOTES
            if not (whole or at) or len(batches[-1]) == MOST_NOTES:
                batches.append([])
            batches[-1].append(one)
    return [one for one in batches if one]


def _of_one_book(waiting: tuple[int, bytes]) -> tuple[str, ...] | int:
    """The book that a note is a part of, or else the note's own number."""
    seq, note = waiting
    if POSTED not in note:
        return seq
    fact, _ = decode(parse(note.decode()).text)
    return (fact.ledger, fact.keeper, fact.document) if isinstance(fact, Posted) else seq
