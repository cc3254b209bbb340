"""How many accounts are independent, and why not more. Repetition is not corroboration.

Two claims are independent only if nothing carries both: not one document or copies of one, not
one agency, not one speaker, not one publisher. The count is the most claims of which each pair is.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from truceline.terms.claim import NARRATOR, Actor, Claim
from truceline.terms.media import COLLECTING, bare
from truceline.weighing.held import Document
from truceline.weighing.linking import together

Carrier = tuple[str, str]  # what kind of carrier, and its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """What is left of many claims when each origin counts once."""

    count: int
    sides: int  # the most of them that speak for different sides
    because: str


def families(documents: Mapping[str, Document]) -> Mapping[str, str]:
    """Every document with the name of its family: itself and all copies, however far removed."""
    copies = (
        (document.sha256, original)
        for document in documents.values()
        for original in document.copy_of
    )
    known = dict.fromkeys(documents)
    known |= dict.fromkeys(original for one in documents.values() for original in one.copy_of)
    return {one: group[0] for group in together(known, copies) for one in group}


def origins(
    claims: Iterable[Claim], *, documents: Mapping[str, Document], family: Mapping[str, str]
) -> Origins:
    """The independent origins of some claims about one thing."""
    told = tuple(claims)
    carried = [(_family(claim, family), _voices(claim, documents, family)) for claim in told]
    bound = [pair for _, voices in carried for pair in _joint(voices)]
    sided = [
        (("side", actor.side), ("says", actor.name))
        for claim in told
        for actor in claim.says
        if actor != NARRATOR
    ]
    count = _most_apart(carried, bound)
    return Origins(
        count=count,
        sides=_most_apart(carried, bound + sided),
        because=_because(told, carried, count),
    )


def voice(claim: Claim, *, documents: Mapping[str, Document], family: Mapping[str, str]) -> str:
    """A short name for whoever puts a claim forward; equal for claims of one speaker or agency."""
    return "; ".join(f"{kind} {name}" for kind, name in _voices(claim, documents, family))


def carrier(
    claim: Claim, *, documents: Mapping[str, Document], family: Mapping[str, str]
) -> tuple[str, str]:
    """The family of its document, and its voice: claims equal in both are one account."""
    return _family(claim, family), voice(claim, documents=documents, family=family)


def sides(
    claim: Claim, *, documents: Mapping[str, Document], family: Mapping[str, str]
) -> frozenset[str]:
    """The sides that speak in a claim. A text that speaks for itself is a side of its own."""
    return frozenset(
        actor.side if actor != NARRATOR else voice(claim, documents=documents, family=family)
        for actor in claim.says
    )


def speakers(claims: Iterable[Claim], *, documents: Mapping[str, Document]) -> str:
    """The sides that speak, and publishers where the text itself does, in order of appearance."""
    names = (_side(actor, claim, documents) for claim in claims for actor in claim.says)
    return ", ".join(dict.fromkeys(names))


def _side(actor: Actor, claim: Claim, documents: Mapping[str, Document]) -> str:
    if actor != NARRATOR:
        return actor.side
    document = documents.get(claim.quote.document)
    return f"narrator ({document.source})" if document and document.source else "narrator"


def _family(claim: Claim, family: Mapping[str, str]) -> str:
    return family.get(claim.quote.document, claim.quote.document)


def _voices(
    claim: Claim, documents: Mapping[str, Document], family: Mapping[str, str]
) -> tuple[Carrier, ...]:
    """Who carries a claim: its speakers, or else its agency, or else the publisher."""
    speakers = tuple(("says", actor.name) for actor in claim.says if actor != NARRATOR)
    agency = (("agency", claim.via),) if claim.via else ()
    if speakers or agency:
        return speakers + agency
    return (_publisher(claim, documents, family),)


def _publisher(
    claim: Claim, documents: Mapping[str, Document], family: Mapping[str, str]
) -> Carrier:
    document = documents.get(claim.quote.document)
    if document is not None and document.source:
        return "publisher", document.source
    return "document", _sent_with(claim.quote.document, documents) or _family(claim, family)


def _sent_with(document: str, documents: Mapping[str, Document]) -> str:
    """What somebody sent as one thing, and a document is part of; "" where there is no such thing.

    A mail and what is attached to it, the text of a file, items of one feed, articles of one page:
    nobody said that they come from different hands. Archives and mailboxes only collect.
    """
    sent = ""
    seen = {document}
    while (known := documents.get(document)) and known.within:
        document = known.within[0].document
        outer = documents.get(document)
        if document in seen or outer is None:
            break
        seen.add(document)
        sent = document if bare(outer.media_type) not in COLLECTING else sent
    return sent


def _joint(voices: tuple[Carrier, ...]) -> Iterable[tuple[Carrier, Carrier]]:
    """A speaker heard through an agency is one voice with it; two speakers stay two."""
    if voices[-1][0] == "agency":
        yield from ((voices[-1], other) for other in voices[:-1])


def _most_apart(
    carried: list[tuple[str, tuple[Carrier, ...]]], joint: list[tuple[Carrier, Carrier]]
) -> int:
    """The most claims no two of which share a family or a voice: a bipartite matching."""
    known = dict.fromkeys(carrier for _, voices in carried for carrier in voices)
    known |= dict.fromkeys(carrier for pair in joint for carrier in pair)
    one_voice = {one: group[0] for group in together(known, joint) for one in group}
    heard_in: dict[str, set[Carrier]] = {}
    for document, voices in carried:
        heard_in.setdefault(document, set()).update(one_voice[carrier] for carrier in voices)
    return _matching(heard_in)


def _matching(edges: Mapping[str, set[Carrier]]) -> int:
    """Size of a maximum matching, by augmenting paths found breadth first (Kuhn)."""
    holds: dict[str, Carrier] = {}
    held_by: dict[Carrier, str] = {}
    return sum(_augment(start, edges, holds, held_by) for start in edges)


def _augment(
    start: str,
    edges: Mapping[str, set[Carrier]],
    holds: dict[str, Carrier],
    held_by: dict[Carrier, str],
) -> bool:
    """Whether `start` can get a voice of its own, if others on the path move to another."""
    came_from: dict[Carrier, str] = {}
    queue = deque([start])
    while queue:
        document = queue.popleft()
        for carrier in edges[document] - came_from.keys():
            came_from[carrier] = document
            if carrier in held_by:
                queue.append(held_by[carrier])
                continue
            _move_along(carrier, came_from, holds=holds, held_by=held_by)
            return True
    return False


def _move_along(
    free: Carrier,
    came_from: Mapping[Carrier, str],
    *,
    holds: dict[str, Carrier],
    held_by: dict[Carrier, str],
) -> None:
    """Each document on the path takes the voice it found and leaves its own to the one before."""
    while True:
        document = came_from[free]
        left = holds.get(document)
        held_by[free], holds[document] = document, free
        if left is None:
            return
        free = left


def _because(
    told: tuple[Claim, ...], carried: list[tuple[str, tuple[Carrier, ...]]], count: int
) -> str:
    documents = len({claim.quote.document for claim in told})
    kept = len({family for family, _ in carried})
    reasons = [f"{_number(len(told), 'claim')} in {_number(documents, 'document')}"]
    if kept < documents:
        reasons.append(f"copies of one text count once, which leaves {kept}")
    if count < kept:
        reasons.append("one speaker, agency or publisher counts once")
    return f"{'; '.join(reasons)}: {_number(count, 'independent origin')}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
