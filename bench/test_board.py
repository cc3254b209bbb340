"""A board over a hundred thousand incidents and sixty provisions of every kind, cold and warm.

Cold: the claims are folded and the incidents weighed, and no board is kept; garbage is searched for
circles no more than it is where a centre draws. Ratios are against a limit in seconds of this
machine's processor time, which is worth little while others keep its caches busy.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from time import perf_counter, process_time
from types import MappingProxyType
from zlib import crc32

import pytest

from truceline.compliance.register import board
from truceline.operations.append import append
from truceline.operations.centre import opened
from truceline.operations.draw import draw
from truceline.operations.init import init
from truceline.operations.uncollected import uncollected
from truceline.terms.agreement import (
    Agreement,
    Amendment,
    Amends,
    ByWord,
    Deadline,
    Holds,
    Moved,
    Obligation,
    Procedure,
    Provision,
    Rendering,
    State,
    Step,
    Term,
    Tie,
    Wording,
)
from truceline.terms.claim import NARRATOR, Act, Actor, Bound, Claim, Modality, Quantity, Quote
from truceline.terms.codec import dump, load
from truceline.terms.entry import Dated, Deposited, Patrolled, Read, Ruling, Signed, Sure
from truceline.terms.names import Kind, Named
from truceline.terms.question import Question
from truceline.terms.when import When, on
from truceline.weighing.held import Document, Held, Judged
from truceline.weighing.incident import Incident, Standing

IN_FORCE = date(2020, 1, 1)
DAYS = 1_500
AS_OF = IN_FORCE + timedelta(days=DAYS)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
QUESTION = Question(as_of=AS_OF)
PARTIES = ("Northland", "Southland")
DISTRICTS, VILLAGES = 12, 240  # as many as one entry holds
COLD_S, WARM_S = 1.0, 0.05

# How often each act is told of, in a hundred claims: most of them are of fire and of movement.
OFTEN = {
    Act.HOSTILITIES: 34,
    Act.CASUALTIES: 10,
    Act.ACCESS: 9,
    Act.DEPLOYMENT: 9,
    Act.WITHDRAWAL: 6,
    Act.MONITORING: 5,
    Act.AID: 5,
    Act.MEETING: 4,
    Act.DETAINEE_EXCHANGE: 4,
    Act.RETURN: 4,
    Act.DISPLACEMENT: 3,
    Act.CONTROL: 3,
    Act.DEMINING: 2,
    Act.MANDATE: 2,
}
SHARE = tuple(act for act, often in OFTEN.items() for _ in range(often))
TOLD = (
    Modality.HAPPENED,
    Modality.HAPPENED,
    Modality.HAPPENED,
    Modality.ONGOING,
    Modality.HAPPENED,
    Modality.PLANNED,
    Modality.HAPPENED,
    Modality.DEMANDED,
)
WHO = (
    Actor(name="Northland"),
    Actor(name="Southland"),
    Actor(name="Northland guard"),
    Actor(name="Southland guard"),
    Actor(name="Monitors"),
    Actor(name="An unnamed group"),
    Actor(name="Eastland"),
)
# The acts of the provisions of each kind, in turn.
OF_KIND = {
    Obligation.STANDING_PROHIBITION: (Act.HOSTILITIES, Act.CASUALTIES, Act.CONTROL),
    Obligation.STANDING_DUTY: (Act.ACCESS, Act.RETURN, Act.AID),
    Obligation.ACHIEVEMENT: (Act.WITHDRAWAL, Act.DEMINING, Act.CONTROL),
    Obligation.ESTABLISHMENT: (Act.MONITORING, Act.DEPLOYMENT),
    Obligation.CEILING: (Act.DEPLOYMENT,),
    Obligation.FLOOR: (Act.MONITORING, Act.DEPLOYMENT),
    Obligation.EXCHANGE: (Act.DETAINEE_EXCHANGE,),
    Obligation.TERM: (Act.MANDATE,),
    Obligation.SCHEDULE: (Act.WITHDRAWAL, Act.RETURN),
    Obligation.PROCEDURE: (Act.MEETING, Act.AID),
}
EACH = 6  # provisions of one kind


def an_accord():
    named = (
        *(Named(kind=Kind.PARTY, name=name) for name in PARTIES),
        *(Named(kind=Kind.FORCE, name=f"{name} guard", of=name) for name in PARTIES),
        Named(kind=Kind.BODY, name="Monitors", of="Eastland"),
        Named(kind=Kind.STATE, name="Eastland"),
        *(Named(kind=Kind.PLACE, name=f"District {n}", within="Zone") for n in range(DISTRICTS)),
        Named(kind=Kind.PLACE, name="Zone"),
        *(
            Named(kind=Kind.PLACE, name=f"Village {n}", within=f"District {n % DISTRICTS}")
            for n in range(VILLAGES)
        ),
    )
    provisions = tuple(
        a_provision(kind, number, clause=f"{row}.{number}")
        for row, kind in enumerate(OF_KIND, start=1)
        for number in range(EACH)
    )
    return Agreement(
        id="accord",
        title="The accord",
        signed=IN_FORCE,
        in_force=datetime(2020, 1, 1, tzinfo=UTC),
        zone="UTC",
        parties=PARTIES,
        named=named,
        renderings=(Rendering(id="one", language="en", issuer="-", status="official", source="-"),),
        provisions=provisions,
        amendments=tuple(amendments(provisions)),
    )


def a_provision(kind, number, *, clause):
    acts = OF_KIND[kind]
    adverse = (Act.ACCESS,) if kind is Obligation.STANDING_DUTY and number % 2 else ()
    zone = (f"District {number}",) if number % 3 else ("Zone",)
    return Provision(
        clause=clause,
        title=f"{kind.value} {number}",
        obligation=kind,
        bearers=(PARTIES[number % 2],) if number < 4 else PARTIES,
        acts=(acts[number % len(acts)],),
        adverse=adverse,
        places=() if kind is Obligation.TERM or number == 5 else zone,
        wordings=(Wording(rendering="one", text="-", deadline=a_deadline(kind, number)),),
        ceilings=amount(2_000) if kind is Obligation.CEILING else (),
        floors=amount(100) if kind is Obligation.FLOOR else (),
        term=Term(start=IN_FORCE, years=1 + number, notice_months=2)
        if kind is Obligation.TERM
        else None,
        steps=tuple(a_step(n) for n in range(4)) if kind is Obligation.SCHEDULE else (),
        procedure=(
            Procedure(within_days=3 + number, after=(Act.CASUALTIES,) if number % 2 else ())
            if kind is Obligation.PROCEDURE
            else None
        ),
        ties=ties(kind, number),
    )


def a_deadline(kind, number):
    dated = {Obligation.ACHIEVEMENT, Obligation.ESTABLISHMENT, Obligation.EXCHANGE}
    if kind not in dated or number == 4:
        return None
    day = IN_FORCE + timedelta(days=200 + 300 * number)
    return Deadline(word=list(ByWord)[number % 3], day=day)


def a_step(number):
    deadline = Deadline(word=ByWord.BY, day=IN_FORCE + timedelta(days=90 * (number + 1)))
    reached = amount(500 * number)[0] if number % 2 else None
    return Step(
        name=f"step {number}",
        deadline=deadline,
        places=() if reached else (f"District {number}",),
        amount=reached,
    )


def ties(kind, number):
    if kind is Obligation.ACHIEVEMENT and number == 1:
        return (Tie(holds=Holds.NOT_BEFORE, clause="3.0"),)
    if kind is Obligation.EXCHANGE and number == 2:
        return (Tie(holds=Holds.ALONGSIDE, clause="3.2"),)
    if kind is Obligation.STANDING_DUTY and number == 3:
        return (Tie(holds=Holds.ONLY_IF, clause="1.0", state=State.KEPT),)
    return ()


def amount(value):
    return (Quantity(value=value, unit="personnel"),)


def amendments(provisions):
    common = {"parties": PARTIES, "text": "-", "source": "-", "rendering": "one"}
    day = IN_FORCE + timedelta(days=150)
    for n, provision in enumerate(provisions):
        base = common | {"id": f"later-{n}", "provision": f"accord/{provision.clause}"}
        if n % EACH == 1:
            yield Amendment(
                **base, agreed=day, amends=Amends.SUSPENSION, first=day, last=day + timedelta(40)
            )
        elif provision.obligation is Obligation.CEILING and n % EACH == 2:
            yield Amendment(**base, agreed=day, amends=Amends.CEILING, ceilings=amount(2_500))
        elif provision.obligation is Obligation.ACHIEVEMENT and n % EACH == 3:
            moved = Moved(deadline=Deadline(word=ByWord.BY, day=AS_OF + timedelta(days=5)))
            yield Amendment(**base, agreed=day, amends=Amends.DEADLINE, deadlines=(moved,))


def a_record(size):
    """So many claims, each of one incident, from fifty publishers over four years."""
    claims = {f"{n + 1}.1": a_claim(n, size) for n in range(size)}
    documents = {
        claim.quote.document: a_document(claim.quote.document, n, size)
        for n, claim in enumerate(claims.values(), start=1)
    }
    accord = an_accord()
    held = Held(
        size=size + 1,
        agreements=MappingProxyType({accord.id: accord}),
        documents=MappingProxyType(documents),
        claims=MappingProxyType(claims),
        rulings=MappingProxyType(rulings(size)),
        patrols=tuple(patrols()),
    )
    return load(dump(held), Held)  # as it comes out of the views: no two claims share a name


def a_claim(n, size):
    """Most are of a day and a village; the rest is vague, and some deny."""
    day = IN_FORCE + timedelta(days=n * DAYS // size)
    act = SHARE[spread(n, 1) % len(SHARE)]
    return Claim(
        quote=Quote(document=f"{n:064x}", start=0, end=9),
        act=act,
        says=(NARRATOR if spread(n, 2) % 3 else WHO[spread(n, 3) % 2],),
        actors=() if spread(n, 4) % 11 == 0 else (WHO[spread(n, 5) % len(WHO)],),
        places=() if spread(n, 6) % 13 == 0 else (f"Village {spread(n, 7) % VILLAGES}",),
        when=a_when(n, day),
        modality=TOLD[spread(n, 8) % len(TOLD)],
        denies=spread(n, 9) % 23 == 1,
        quantities=(
            (Quantity(value=spread(n, 10) % 3_000, unit="personnel", bound=Bound.ABOUT),)
            if act in {Act.DEPLOYMENT, Act.MONITORING, Act.WITHDRAWAL}
            else ()
        ),
        rule="bench",
    )


def spread(n, of):
    """A number that looks like chance and is the same on every run."""
    return crc32(b"%d of %d" % (n, of))


def a_when(n, day):
    if spread(n, 11) % 17 == 0:
        return None
    return When(value=f"{day:%Y-%m}") if spread(n, 12) % 10 == 3 else on(day)


def a_document(sha256, n, size):
    """Published on the day after what it tells of; one in nine has no date."""
    day = IN_FORCE + timedelta(days=n * DAYS // size + 1)
    published = None if n % 9 == 0 else Dated(when=on(day), sure=Sure.TOLD, because="bench")
    return Document(
        sha256=sha256,
        entry=n,
        media_type="text/plain",
        size=1,
        source=f"publisher {n % 50}",
        published=published,
    )


def rulings(size):
    return {
        f"{n}.1": Judged(
            ruling=Ruling.UNFOUNDED if n % 3 else Ruling.VERIFIED,
            reason="seen on the spot",
            by="head of mission",
            entry=size + 1,
        )
        for n in range(500, size, 997)
    }


def patrols():
    """Weekly, over most of the time."""
    for week in range(DAYS // 7 - 4):
        first = IN_FORCE + timedelta(days=week * 7)
        yield Patrolled(
            places=(f"District {week % DISTRICTS}",),
            acts=(Act.HOSTILITIES, Act.ACCESS),
            first=first,
            last=first + timedelta(days=6),
        )


def weighed(held):
    """One incident for each claim of what took place, a tenth of them disputed."""
    standings = (*[Standing.ALLEGED] * 6, *[Standing.CORROBORATED] * 3, Standing.DISPUTED)
    return tuple(
        Incident(
            id=f"incident-{name}",
            act=claim.act,
            when=claim.when,
            places=claim.places,
            actors=claim.actors,
            standing=standings[spread(n, 13) % len(standings)],
            because="-",
            claims=(name,),
            origins=1,
        )
        for n, (name, claim) in enumerate(held.claims.items())
    )


CLAIMS_A_DOCUMENT = 20


def a_centre(folder, held):
    """The same claims as a centre holds them, twenty to a document; no document is in the vault."""
    init(folder, (), now=NOW, chance=lambda size: "0" * (2 * size))
    claims = list(held.claims.values())
    with opened(folder) as centre:
        machine = centre.signer(centre.settings.machine)
        for accord in held.agreements.values():
            append(centre, [Signed(agreement=accord, document="0" * 64)], by=machine, now=NOW)
        for start in range(0, len(claims), 100 * CLAIMS_A_DOCUMENT):
            batch = claims[start : start + 100 * CLAIMS_A_DOCUMENT]
            append(centre, facts(batch, held), by=machine, now=NOW)
    return folder


def facts(claims, held):
    for start in range(0, len(claims), CLAIMS_A_DOCUMENT):
        told = claims[start : start + CLAIMS_A_DOCUMENT]
        document = held.documents[told[0].quote.document]
        sha256 = document.sha256
        yield Deposited(document=sha256, media_type="text/plain", size=99, source=document.source)
        yield Read(
            document=sha256,
            reader="bench",
            part=1,
            parts=1,
            published=document.published,
            claims=tuple(
                replace(one, quote=Quote(document=sha256, start=n, end=n + 1))
                for n, one in enumerate(told)
            ),
        )


@pytest.mark.benchmark(timer=process_time)
@pytest.mark.parametrize("size", [25_000, 50_000, 100_000])
def test_a_board_from_cold_views(benchmark, size):
    held = a_record(size)
    incidents = weighed(held)

    with uncollected():
        findings = benchmark.pedantic(
            board, args=(held, incidents), kwargs={"question": QUESTION}, rounds=5
        )

    assert len(findings) == EACH * len(OF_KIND)
    took = benchmark.stats.stats.min
    benchmark.extra_info |= {"of_a_second": round(took / COLD_S, 2), "cited": cited(findings)}


def test_a_board_from_warm_views(benchmark, tmp_path):
    """The very call that `truceline board` makes: the head is read, the kept board is decoded."""
    folder = a_centre(tmp_path / "centre", a_record(100_000))
    with opened(folder) as centre:
        started = perf_counter()
        first = draw(centre, QUESTION)
        cold = perf_counter() - started

        again = benchmark.pedantic(draw, args=(centre, QUESTION), rounds=20)

    assert again == first
    took = benchmark.stats.stats.median
    benchmark.extra_info |= {"of_the_limit": round(took / WARM_S, 2), "cold_s": round(cold, 1)}


def cited(findings):
    return sum(len(one.citations) for one in findings)
