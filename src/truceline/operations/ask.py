"""Ask the centre a question: fold, weigh, hold against the agreements. Nothing is appended."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import msgspec

from truceline import __version__
from truceline.compliance.coverage import sheets
from truceline.compliance.doubtful import doubtful
from truceline.compliance.leftout import left_out
from truceline.operations.centre import Centre
from truceline.operations.cosigned import seals
from truceline.operations.count import count
from truceline.operations.doubted_watches import doubted_watches
from truceline.operations.erased import erased, names_known
from truceline.operations.hold import hold, recorded
from truceline.operations.keyring import contested
from truceline.operations.post import file_names, lists_in
from truceline.operations.seal import unseal, unseal_issued
from truceline.operations.taken_back import silenced, taken_back
from truceline.operations.weigh import weigh
from truceline.publishing.report import Report, Shown
from truceline.reading.credit import credit, title
from truceline.reading.text import Text, to_text
from truceline.terms.claim import Claim
from truceline.terms.entry import Noise
from truceline.terms.media import READ, bare
from truceline.terms.question import Question
from truceline.weighing.held import Document, Held, heard

CONTEXT_CHARS = 160  # of readable text shown on each side of a quote


def ask(centre: Centre, question: Question, *, counted: bool = True) -> Report:
    """The answer to one question, from the record as it was known and what was said by then.

    `counted`: with the ledgers, which cost the most where books are long.
    """
    head = centre.record.head()
    on_record = hold(centre, stop=_size(centre, question))
    everything = _named(on_record, names_known(centre))
    size = everything.size
    held = heard(everything, question)
    texts = _Texts(centre, held.documents)
    root = head.root if size == head.size else centre.record.root_at(size)
    weighed = weigh(centre, question, on_record, root=root)
    lists = lists_in(centre, held)
    covered_by = sheets(held, question=question)
    back, doubted = taken_back(centre, size=size), contested(centre, stop=size)
    return Report(
        question=question,
        origin=centre.record.origin,
        size=size,
        root=root,
        version=__version__,
        agreements=held.agreements,
        documents={sha256: texts.credited(document) for sha256, document in held.documents.items()},
        titles={sha256: texts.title(document) for sha256, document in held.documents.items()},
        claims={name: texts.shown(name, claim, held=held) for name, claim in held.claims.items()},
        incidents=weighed.incidents,
        contradictions=weighed.contradictions,
        findings=weighed.findings,
        ledgers=count(centre, question, size=size, root=root, lists=lists) if counted else (),
        postings=MappingProxyType(dict(held.postings)),  # read now: the centre closes
        books=file_names(centre, held),
        coverage=covered_by,
        recorded=recorded(centre, size=size),
        left_out=_left_out(everything.documents, held.documents),
        problems=(*left_out(held, as_of=question.as_of), *silenced(back, doubted)),
        taken_back=back,
        contested=doubted,
        doubtful=doubtful(
            held,
            doubted_watches(centre, doubted, size=size),
            question=question,
            sheets=covered_by,
        ),
        erased=erased(centre),
        seals=seals(centre),
    )


def covered(centre: Centre, question: Question) -> Report:
    """The answer with nothing but how much was watched. Patrols are recorded, and never published.

    What was published by when does not matter to it.
    """
    held = held_at(centre, question)
    size, found = held.size, sheets(held, question=question)
    doubted = contested(centre, stop=size)
    watched = doubted_watches(centre, doubted, size=size)
    return Report(
        question=question,
        origin=centre.record.origin,
        size=size,
        root=centre.record.root_at(size),
        version=__version__,
        agreements=held.agreements,
        documents={},
        titles={},
        claims={},
        incidents=(),
        contradictions=(),
        findings=(),
        recorded=recorded(centre, size=size),
        left_out=0,
        coverage=found,
        contested=doubted,
        doubtful=doubtful(held, watched, question=question, sheets=found),
    )


def held_at(centre: Centre, question: Question) -> Held:
    """What was on record at the question's `known_at`, with the names people go by."""
    return _named(hold(centre, stop=_size(centre, question)), names_known(centre))


def _size(centre: Centre, question: Question) -> int:
    """So many entries were on record at the question's `known_at`."""
    if question.known_at is not None:
        return centre.record.known_size(question.known_at)
    return centre.record.head().size


def readable(centre: Centre, document: Document) -> Text | None:
    """The readable text of a document, or None where it was withheld, erased or is not text.

    Of a mail, an archive or a PDF there is none: what was taken out of them has their words.
    """
    return None if document.sha256 in erased(centre).documents else _text(centre, document)


def _text(centre: Centre, document: Document) -> Text | None:
    if bare(document.media_type) not in READ or not centre.vault.has(document.sha256):
        return None
    text = to_text(
        centre.vault.get(document.sha256), media_type=document.media_type, where=document.sha256
    )
    return text if isinstance(text, Text) else None


def _named(held: Held, names: Mapping[str, str]) -> Held:
    claims = {name: unseal(claim, names=names) for name, claim in held.claims.items()}
    issued = tuple(
        replace(one, issued=unseal_issued(one.issued, names=names)) for one in held.issued
    )
    return replace(held, claims=MappingProxyType(claims), issued=issued)


def file_name(centre: Centre, sha256: str) -> str:
    """The name a document arrived under; "" where it was withheld."""
    return centre.vault.name_of(sha256) if centre.vault.has(sha256) else ""


def _left_out(every: Mapping[str, Document], kept: Mapping[str, Document]) -> int:
    """How many documents do not count; a mail is no document more than those in it."""
    holding = {place.document for one in every.values() for place in one.within}
    return sum(sha256 not in kept and sha256 not in holding for sha256 in every)


def _in_plain(text: Text, noise: Iterable[Noise]) -> list[Noise]:
    spans = ((span, *text.to_plain(span.start, span.end)) for span in noise)
    return [replace(span, start=start, end=end) for span, start, end in spans if start < end]


class _Texts:
    """Readable texts of the documents of one answer, each opened once."""

    def __init__(self, centre: Centre, documents: Mapping[str, Document]) -> None:
        self._centre = centre
        gone = erased(centre).documents
        self._texts = {
            sha256: None if sha256 in gone else _text(centre, document)
            for sha256, document in documents.items()
        }

    def title(self, document: Document) -> str:
        """What it calls itself, else the name it arrived under, else the start of its hash."""
        text = self._texts[document.sha256]
        named = title(text.plain, _in_plain(text, document.noise)) if text else ""
        return named or file_name(self._centre, document.sha256) or document.sha256[:12]

    def credited(self, document: Document) -> Document:
        """With the source it names itself, where whoever deposited it named none."""
        text = self._texts[document.sha256]
        if document.source or text is None:
            return document
        return msgspec.structs.replace(document, source=credit(text.plain))

    def shown(self, name: str, claim: Claim, *, held: Held) -> Shown:
        text = self._texts[claim.quote.document]
        ruling = held.rulings.get(name)
        if text is None:
            return Shown(name=name, claim=claim, quote="", before="", after="", ruling=ruling)
        start, end = text.to_plain(claim.quote.start, claim.quote.end)
        return Shown(
            name=name,
            claim=claim,
            quote=text.plain[start:end],
            before=text.plain[max(0, start - CONTEXT_CHARS) : start],
            after=text.plain[end : end + CONTEXT_CHARS],
            ruling=ruling,
        )
