"""Reads English reports: from bytes to claims, each on characters of the original.

By rule over words, and over the tree of each sentence where the trained parser is installed.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from truceline.reading.acts import Told, told
from truceline.reading.alike import stand_ins
from truceline.reading.attribution import attribute
from truceline.reading.carrying import Story
from truceline.reading.choosing import chosen
from truceline.reading.cleaning import headings, in_original, noise
from truceline.reading.coding import BY_WORDS, by_tree, rule_of
from truceline.reading.counting import counts_of
from truceline.reading.dating import date_document
from truceline.reading.details import Detail
from truceline.reading.echoes import echo
from truceline.reading.factuality import judge
from truceline.reading.frames import Frame, Manner, frame_at
from truceline.reading.gazetteer import Known, known
from truceline.reading.issuing import issuer
from truceline.reading.languages import Foreign, foreign, left_out
from truceline.reading.localities import told_places
from truceline.reading.logbook import may_be_persons
from truceline.reading.logs import Log, log_of
from truceline.reading.mention import Mention
from truceline.reading.mentions import mentions
from truceline.reading.parsing import Parser, parse
from truceline.reading.placing import shared_places, the_country
from truceline.reading.quantities import Counted, find
from truceline.reading.quotations import Quotation, quotations
from truceline.reading.reading import Reading
from truceline.reading.roles import roles
from truceline.reading.sentences import Sentence, sentences
from truceline.reading.sighting import sectors
from truceline.reading.spans import Span, around, within
from truceline.reading.text import Text, to_text
from truceline.reading.timex import Timex, sections_of, tag
from truceline.reading.timing import (
    not_of_datelines,
    not_of_old,
    not_of_papers,
    not_of_speech,
    not_of_things,
    running_on,
)
from truceline.terms.claim import Actor, Claim, Modality, Quantity, Quote
from truceline.terms.entry import Dated, Sure
from truceline.terms.names import Kind, Names
from truceline.terms.problem import Problem
from truceline.terms.when import When

READER = "english-rules/3"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What all sentences of one document share."""

    text: Text
    document: str
    times: tuple[Timex, ...]
    counts: tuple[Counted, ...]
    spoken: tuple[Quotation, ...]
    order: tuple[str, ...]
    known: Known
    issuer: Actor | None
    log: Log
    method: str  # how its parsed sentences are read


def read(
    document: bytes,
    *,
    media_type: str,
    published: When | None,
    names: Names,
    parser: Parser | None = None,
) -> Reading:
    """The claims of one English document; what cannot be read comes back as a problem."""
    text = to_text(document, media_type=media_type, where="document")
    if isinstance(text, Problem):
        return Reading(reader=_reader(parser), claims=(), problems=(text,))
    flagged = noise(text.plain, chrome=text.chrome, boxes=text.boxes)
    heads = headings(text.plain, flagged)
    dated = date_document(
        text.plain, told=published, noise=flagged, headings=heads, stated=text.stated
    )
    chrome = [(n.start, n.end) for n in flagged]
    others = foreign(text.folded, skip=chrome)
    skip = [*chrome, *heads, *((each.start, each.end) for each in others)]
    cut = sentences(text.plain, skip=skip)
    told_in, unparsed = parse(text.plain, cut, parser, shown=stand_ins(tuple(names)))
    issued = issuer(text.plain, heads, names)
    named = mentions(told_in, names, issuer=issued)
    day = _anchor(dated)
    sections = sections_of(text.folded, published=day, skip=[(n.start, n.end) for n in flagged])
    times = tag(text.folded, published=day, sections=sections)
    page = _Page(
        text=text,
        document=hashlib.sha256(document).hexdigest(),
        times=times,
        counts=find(text.folded, skip=[(t.start, t.end) for t in times if t.kind != "duration"]),
        spoken=quotations(text.plain, told_in),
        order=known(names).order,
        known=known(names),
        issuer=issued,
        log=log_of(sections, times),
        method=by_tree(parser.name) if parser else BY_WORDS,
    )
    found = sorted(_claims(page, told_in, named), key=lambda one: _place(one[0]))
    claims = tuple(claim for claim, _ in found)
    return Reading(
        reader=_reader(parser),
        claims=claims,
        details=tuple(detail for _, detail in found),
        published=dated,
        noise=in_original(text, flagged),
        people=_people(claims, named, names, may_be_persons(text.plain, told_in, named)),
        problems=tuple(_problems(text, others, told_in=told_in, unparsed=unparsed)),
    )


def _reader(parser: Parser | None) -> str:
    """What stands in the record: with the parser and its hash, or plainly without."""
    return f"{READER} with {parser.name}" if parser else f"{READER} without parser"


def _problems(
    text: Text, others: Sequence[Foreign], *, told_in: Sequence[Sentence], unparsed: int
) -> Iterator[Problem]:
    """What was left out, and what was read with less than there is."""
    if others:
        first, _ = text.to_original(others[0].start, others[0].end)
        line = text.original.count("\n", 0, first) + 1
        yield left_out(others, whole=not told_in, line=line)
    elif not told_in:
        yield _no_sentence()
    if unparsed:
        yield _parsed_in_part(unparsed)


def _no_sentence() -> Problem:
    return Problem(
        code="no-sentence",
        where="document",
        message="It holds no sentence: only titles, page chrome, adverts or repeats.",
        remedy="Look whether the report's own text is in it.",
    )


def _parsed_in_part(sentences: int) -> Problem:
    return Problem(
        code="parsed-in-part",
        where="document",
        message=f"It is long: the last {sentences} sentences were read without the parser.",
        remedy="Send it in parts.",
    )


def _anchor(dated: Dated | None) -> date | None:
    """The day from which "yesterday" counts. A guess is no anchor, nor is a whole month."""
    if dated is None or dated.sure is Sure.GUESSED or dated.when.first != dated.when.last:
        return None
    return dated.when.first


def _place(claim: Claim) -> tuple[int, int, str]:
    return claim.quote.start, claim.quote.end, claim.act


def _claims(
    page: _Page, told_in: Sequence[Sentence], named: Sequence[Sequence[Mention]]
) -> Iterator[tuple[Claim, Detail]]:
    before: Claim | None = None
    story = Story()
    framed = attribute(page.text.plain, told_in, named, issuer=page.issuer)
    for sentence, here, frames in zip(told_in, named, framed, strict=True):
        spoken = within(page.spoken, sentence.start, end=sentence.end)
        if any(quotation.cut for quotation in spoken):
            continue  # where it ends, and whose it is, cannot be told
        acts = told(sentence, frames=frames, spoken=spoken)
        pairs = [_claim(page, sentence, one, named=here, frames=frames) for one in acts]
        found = [claim for claim, _ in pairs]
        details = [detail for _, detail in pairs]
        again = echo(before, sentence, named=here, frames=frames) if before else None
        if again:
            found = [again(_quote(page, sentence.start, end=sentence.end))]
            acts, details = (), [Detail()]
        triggers = [(one.match.first, one.match.last) for one in acts]
        found = story.dated(found, sentence, triggers=triggers)
        yield from zip(found, details, strict=True)
        before = found[-1] if found else None


def _claim(
    page: _Page,
    sentence: Sentence,
    one: Told,
    *,
    named: Sequence[Mention],
    frames: Sequence[Frame],
) -> tuple[Claim, Detail]:
    tokens = sentence.tokens
    at = tokens[one.match.first].start
    frame = frame_at(frames, at, first=one.match.first, last=one.match.last)
    start, end = _span(page, sentence, one, frame)
    bearers = roles(sentence, named, one, frame=frame, order=page.order)
    modality, denies = judge(
        tokens,
        one.match,
        first=one.first,
        last=one.last,
        frame=frame,
        grammar=sentence.grammar,
    )
    if one.aside:
        modality = Modality.REQUIRED
    when, time = _when(
        page,
        sentence,
        one,
        frame=frame,
        within_span=(start, end),
        modality=modality,
        denies=denies,
    )
    seen = tuple(sectors(page.text.folded, tokens, named, span=(start, end)))
    claim = Claim(
        quote=_quote(page, start, end=end),
        act=one.act,
        says=bearers.says,
        via=frame.via if frame else "",
        actors=bearers.actors,
        targets=bearers.targets,
        places=(
            _with(bearers.places, told_places(tokens, named, first=one.first, last=one.last))
            or shared_places(sentence, named, one)
            or the_country(tokens, page.known, first=one.first, last=one.last)
        ),
        when=when,
        modality=modality,
        denies=denies,
        quantities=_quantities(page, sentence, start, end=end, one=one, frame=frame),
        rule=rule_of(one.match, method=page.method if sentence.grammar else BY_WORDS),
    )
    return claim, Detail(time=time, sectors=seen)


def _with(places: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*places, *more]))


def _span(page: _Page, sentence: Sentence, one: Told, frame: Frame | None) -> Span:
    """The clause; the whole sentence where it is the only one; inside its quotation marks."""
    tokens = sentence.tokens
    start, end = tokens[one.first].start, tokens[one.last].end
    if frame and frame.manner is Manner.QUOTE:
        start, end = max(start, frame.start), min(end, frame.end)
    return around(page.text.plain, start, end=end)


def _quote(page: _Page, start: int, *, end: int) -> Quote:
    first, last = page.text.to_original(start, end)
    return Quote(document=page.document, start=first, end=last)


def _when(
    page: _Page,
    sentence: Sentence,
    one: Told,
    *,
    frame: Frame | None,
    within_span: Span,
    modality: Modality,
    denies: bool,
) -> tuple[When | None, Timex | None]:
    """The time told of the act: by the tree where there is one, else nearest in its words."""
    told = [t for t in within(page.times, sentence.start, end=sentence.end) if t.when]
    done = modality is Modality.HAPPENED
    at = sentence.tokens[one.match.first].start
    here = [t for t in told if t.kind != "duration" and t.start >= sentence.start]
    here = [t for t in here if done or t.text.lower() not in {"today", "now"}]
    here = not_of_datelines(page.text.folded, here, start=sentence.start)
    here = not_of_things(not_of_papers(page.text.folded, here, act=one.act), act=one.act)
    lasting = modality is Modality.ONGOING or denies
    here = not_of_old(page.text.folded, here, at=at, lasting=lasting)
    here = not_of_speech(sentence.tokens, here, frame=frame, at=at)
    best = chosen(sentence, here, first=one.match.first, last=one.match.last, span=within_span)
    if best is None:
        return page.log.day(sentence.start), None
    when = running_on(best, tokens=sentence.tokens, folded=page.text.folded, lasting=lasting)
    return when, best


def _quantities(
    page: _Page, sentence: Sentence, start: int, *, end: int, one: Told, frame: Frame | None
) -> tuple[Quantity, ...]:
    """What the words count, but for the speaker who closes them: "…, two officers said"."""
    stop = min(end, frame.tail) if frame and frame.tail > start else end
    return counts_of(
        page.text.folded,
        sentence,
        page.counts,
        act=one.act,
        span=(start, stop),
        in_log=page.log.day(sentence.start) is not None,
    )


def _people(
    claims: Sequence[Claim],
    named: Sequence[Sequence[Mention]],
    names: Names,
    callers: frozenset[str],
) -> frozenset[str]:
    """Every name in the claims that the agreement or the text gives to a person, or may give."""
    persons = {name.name for name in names if name.kind is Kind.PERSON} | callers
    persons |= {
        actor.name
        for sentence in named
        for mention in sentence
        if mention.kind is Kind.PERSON
        for actor in mention.actors
    }
    bearers = {actor.name for c in claims for actor in (*c.says, *c.actors, *c.targets)}
    return frozenset(bearers & persons)
