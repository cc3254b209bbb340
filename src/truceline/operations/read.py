"""Read what has been deposited and not yet read: claims in, names sealed, entries out."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from truceline.intake.copies import Copies
from truceline.operations.append import settle
from truceline.operations.centre import Centre
from truceline.operations.hold import look
from truceline.operations.seal import seal
from truceline.operations.sign import names_of
from truceline.reading.asked.reader import AskedReader
from truceline.reading.asked.wrong import UNREAD
from truceline.reading.calls import WithText, read_with_text, text_alone
from truceline.reading.guard import READING_SECONDS
from truceline.reading.guards import Guards, cores
from truceline.reading.readers import read
from truceline.reading.reading import Reading
from truceline.terms.codec import shared_out
from truceline.terms.entry import Read
from truceline.terms.media import READ, bare
from truceline.terms.problem import Problem
from truceline.weighing.held import Document, Held

Clock = Callable[[], datetime]
Chance = Callable[[int], str]  # as secrets.token_hex
Progress = Callable[[int, int], None]  # documents read so far, of how many

CRASHED = "reading-crashed"

# Shares of one entry; together with the envelope they stay below a leaf's 65,535 bytes.
MAX_CLAIMS_BYTES = 40_000
MAX_NOISE_BYTES = 12_000
MAX_COPIES_BYTES = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A language model, and the documents that it may be asked about: those, and no others."""

    reader: AskedReader
    about: AbstractSet[str]  # SHA-256 of the documents somebody named for it
    keep_here: AbstractSet[str] = frozenset()  # sources whose documents are never sent anywhere

    def may_send(self, document: Document) -> bool:
        return document.sha256 in self.about and document.source not in self.keep_here


def read_new(
    centre: Centre,
    *,
    clock: Clock,
    chance: Chance,
    progress: Progress,
    jobs: int | None = None,
    asked: Asked | None = None,
) -> tuple[Problem, ...]:
    """Read every unread document; returns what went wrong, which is on record too.

    So many are read side by side, on all cores if nobody says otherwise; what is found is appended
    by this program alone, in the order of the record, so the number decides nothing. Each is read
    apart and bounded: one that fails costs only itself. A crash between two documents leaves the
    later ones unread, and the next call reads them. So does one whose language model did not
    answer: what was not read is not on record as read.
    """
    seen = look(centre)
    documents = seen.held.documents
    holding = {place.document for document in documents.values() for place in document.within}
    unread = sum(not document.reader for document in documents.values())
    if not unread:
        return ()
    names = names_of(centre, seen.held)
    by = centre.signer(centre.settings.machine)
    copies = Copies()
    problems: list[Problem] = []
    done = 0
    begun: deque[str] = deque()  # documents not yet answered

    def calls() -> Iterator[Callable[[], WithText]]:
        for sha256, document in documents.items():
            if document.reader and (sha256 in holding or bare(document.media_type) not in READ):
                continue  # others were taken out of it, and they are read
            if not centre.vault.has(sha256):
                continue  # withheld; what was read of it is on record
            begun.append(sha256)
            data, media_type = centre.vault.get(sha256), document.media_type
            if document.reader:
                yield partial(text_alone, data, media_type=media_type)
                continue
            told = document.published.when if document.published else None
            yield partial(
                read_with_text,
                data,
                media_type=media_type,
                published=told,
                names=names,
                reader=asked.reader if asked and asked.may_send(document) else read,
            )

    progress(done, unread)
    seconds = asked.reader.seconds if asked else READING_SECONDS
    with Guards(jobs or cores()) as guards:
        for outcome in guards.each(calls(), seconds=seconds):
            sha256 = begun.popleft()
            reading, text = _told(outcome)
            repeated = copies.add(sha256, text) if text else ()
            if reading is None or seen.held.documents[sha256].reader:
                continue
            if any(problem.code in UNREAD for problem in reading.problems):
                problems += named(reading.problems, centre.vault.name_of(sha256))
                continue
            codes = {
                person: centre.vault.code_for(person, fresh=lambda: chance(6))
                for person in sorted(reading.people)
            }
            facts = _facts(reading, sha256, codes=codes, copy_of=repeated)
            unless_read = partial(_unless_read, facts)
            seen = settle(centre, unless_read, seen=seen, by=by, now=clock())
            problems += named(
                (outcome,) if isinstance(outcome, Problem) else reading.problems,
                centre.vault.name_of(sha256),
            )
            done += 1
            progress(done, unread)
    return tuple(problems)


def named(problems: Iterable[Problem], name: str) -> tuple[Problem, ...]:
    """The same problems, each saying in which document; the record names no file."""
    return tuple(replace(problem, where=name) for problem in problems)


def _unless_read(facts: Sequence[Read], held: Held) -> Sequence[Read]:
    """None of them where somebody else was quicker: a document is read once."""
    return () if held.documents[facts[0].document].reader else facts


def _told(outcome: WithText | Problem) -> WithText:
    """A document whose reading failed has been read: that it failed is what is on record of it.

    Not with which words: what a crash says may quote the document, and a person in it.
    """
    if not isinstance(outcome, Problem):
        return outcome
    crashed = outcome.code == CRASHED
    kept = replace(outcome, message="Reading it failed.") if crashed else outcome
    return Reading(reader="none", claims=(), problems=(kept,)), ""


def _facts(
    reading: Reading, document: str, *, codes: Mapping[str, str], copy_of: tuple[str, ...]
) -> list[Read]:
    """As many entries as claims, noise and copies fill; the first says what the document is."""
    sealed = [seal(claim, people=codes.keys(), code=codes.__getitem__) for claim in reading.claims]
    claims = shared_out(sealed, room=MAX_CLAIMS_BYTES)
    noise = shared_out(reading.noise, room=MAX_NOISE_BYTES)
    copies = shared_out(copy_of, room=MAX_COPIES_BYTES)
    parts = max(len(claims), len(noise), len(copies))
    return [
        Read(
            document=document,
            reader=reading.reader,
            part=part + 1,
            parts=parts,
            claims=claims[part] if part < len(claims) else (),
            published=None if part else reading.published,
            noise=noise[part] if part < len(noise) else (),
            copy_of=copies[part] if part < len(copies) else (),
            problems=() if part else reading.problems,
        )
        for part in range(parts)
    ]
