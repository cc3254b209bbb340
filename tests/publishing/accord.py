"""An invented accord between invented parties, and all that a report can hold about it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from truceline.compliance.coverage import sheets
from truceline.compliance.finding import Differs, Due, Finding, Found, Position, Status
from truceline.ledgers.ledger import Account, Figure, Mark, Page, Stand
from truceline.publishing.report import Report, Shown
from truceline.publishing.seals import NOTHING, Seals
from truceline.publishing.trace import Line, Trace
from truceline.record.store import Head
from truceline.terms.agreement import (
    Agreement,
    ByWord,
    Deadline,
    Obligation,
    Provision,
    Rendering,
    Term,
    Wording,
)
from truceline.terms.book import Detail, Ledger, Measure, Posting
from truceline.terms.charter import KeyState, Role
from truceline.terms.claim import (
    NARRATOR,
    Act,
    Actor,
    Bound,
    Claim,
    Modality,
    Quantity,
    Quote,
)
from truceline.terms.entry import (
    Dated,
    Hindered,
    Hindrance,
    Noise,
    NoiseKind,
    Patrolled,
    Ruling,
    Sure,
)
from truceline.terms.issued import Answer, Answered, Criterion, Issued
from truceline.terms.names import Kind, Named
from truceline.terms.problem import Problem
from truceline.terms.question import Question
from truceline.terms.when import When
from truceline.weighing.contradiction import Contradiction, ContradictionKind, Side
from truceline.weighing.held import Booked, Document, Held, Judged
from truceline.weighing.incident import Incident, Standing

DOCS = Path(__file__).parents[2] / "docs"
TODAY = date(2031, 5, 16)
NOW = datetime(2031, 5, 16, 15, 45, tzinfo=UTC)  # by the clock of whoever shows it
ROOT = sha256(b"root").digest()
CHECKPOINT = (
    "brenmoor.example/record\n21\nSBMfO1Zk0xD1hD4bOjI2Ec8JqTn6kGwIXmJ0m0b4pQE=\n\n"
    "— brenmoor.example/record zv0ckXbWJ1mK8mU6J0sM2l9XhO1uZ8Qd3Yw0b2nXJr8=\n"
)
KEYS = (
    KeyState(
        vkey="brenmoor.example/record+a1b2c3d4+AUx2Zm9vYmFyYmF6", role=Role.LOG, party="", added=0
    ),
    KeyState(
        vkey="brenmoor.example/intake+0badc0de+AUx2aW50YWtlaW50",
        role=Role.MACHINE,
        party="",
        added=0,
    ),
    KeyState(
        vkey="brenmoor.example/desk+5eed5eed+AUx2ZGVza2Rlc2tk", role=Role.PERSON, party="", added=0
    ),
)

ORVANIA, KELDMARK, COMPACT = "Orvania", "Keldmark", "Isle Compact"
OR_MOD = Actor(name="Ministry of Defence of Orvania", of=ORVANIA)
KE_STAFF = Actor(name="General Staff of Keldmark", of=KELDMARK)
KE_ARMY = Actor(name="Keldmark army", of=KELDMARK)
OR_ARMY = Actor(name="Orvanian army", of=ORVANIA)
MISSION = Actor(name="Compact observer mission", of=COMPACT)

TEXTS = {
    "wire": """Home | World | Weather | Subscribe
Shelling reported at Harn pass
HARN, 14 May (Tevpress) - The Ministry of Defence of Orvania said on Wednesday that units of the \
Keldmark army had fired mortars at its positions near Harn pass on the evening of 13 May. Two \
servicemen were killed, it said.

The General Staff of Keldmark denied that its units had opened fire, and said that the accord was \
being observed "in full and at every post".

Observers of the Isle Compact, of whom around 600 are in the country, have asked both sides for \
access to the pass.

READ ALSO: Ten lakes to see before the summer
""",
    "copy": """Tevpress, as carried by the Morning Ledger
The Ministry of Defence of Orvania said on Wednesday that units of the Keldmark army had fired \
mortars at its positions near Harn pass on the evening of 13 May.
""",
    "bulletin": """Observer bulletin No. 9
Period: 8 to 12 May 2031
1. The mission counts 583 observers and 40 vehicles.
2. The withdrawal of the Keldmark army from Sollen valley was completed on 9 May.
3. The Orvanian army has not withdrawn from the east bank of Lake Tev; at least 120 servicemen \
were seen there on 11 May.
4. Of the detainees of the lists exchanged on 4 May, 31 were handed over at Brenmoor bridge.
""",
    "analysis": """<script>alert("a headline is not a command")</script> & other oddities
An analyst writes that the mission may stay only "if both capitals agree each year", which is not \
how the accord puts it. The joint centre at Brenmoor is to open by the end of the month.
""",
}
SHA = {name: sha256(text.encode()).hexdigest() for name, text in TEXTS.items()}


@dataclass(frozen=True)
class PlainText:
    plain: str

    def to_plain(self, start, end):
        return start, end


def quoted(document, words):
    start = TEXTS[document].index(words)
    return Quote(document=SHA[document], start=start, end=start + len(words))


def claim(document, words, act, **more):
    more = {"says": (NARRATOR,), "rule": f"{act}:trigger"} | more
    return Claim(quote=quoted(document, words), act=act, **more)


CLAIMS = {
    "12.1": claim(
        "wire",
        "The Ministry of Defence of Orvania said on Wednesday that units of the Keldmark army had"
        " fired mortars at its positions near Harn pass on the evening of 13 May.",
        Act.HOSTILITIES,
        says=(OR_MOD,),
        via="Tevpress",
        actors=(KE_ARMY,),
        targets=(OR_ARMY,),
        places=("Harn pass",),
        when=When(value="2031-05-13"),
    ),
    "12.2": claim(
        "wire",
        "Two servicemen were killed, it said.",
        Act.CASUALTIES,
        says=(OR_MOD,),
        via="Tevpress",
        targets=(OR_ARMY,),
        places=("Harn pass",),
        when=When(value="2031-05-13"),
        quantities=(Quantity(value=2, unit="killed"),),
    ),
    "12.3": claim(
        "wire",
        "The General Staff of Keldmark denied that its units had opened fire",
        Act.HOSTILITIES,
        says=(KE_STAFF,),
        via="Tevpress",
        actors=(KE_ARMY,),
        places=("Harn pass",),
        denies=True,
    ),
    "12.4": claim(
        "wire",
        "Observers of the Isle Compact, of whom around 600 are in the country",
        Act.DEPLOYMENT,
        actors=(MISSION,),
        modality=Modality.ONGOING,
        quantities=(Quantity(value=600, unit="observers", bound=Bound.ABOUT),),
    ),
    "14.1": claim(
        "copy",
        "The Ministry of Defence of Orvania said on Wednesday that units of the Keldmark army had"
        " fired mortars at its positions near Harn pass on the evening of 13 May.",
        Act.HOSTILITIES,
        says=(OR_MOD,),
        via="Tevpress",
        actors=(KE_ARMY,),
        places=("Harn pass",),
        when=When(value="2031-05-13"),
    ),
    "16.1": claim(
        "bulletin",
        "The mission counts 583 observers and 40 vehicles.",
        Act.DEPLOYMENT,
        says=(MISSION,),
        actors=(MISSION,),
        modality=Modality.ONGOING,
        when=When(value="2031-05-08/2031-05-12"),
        quantities=(
            Quantity(value=583, unit="observers"),
            Quantity(value=40, unit="vehicles"),
        ),
    ),
    "16.2": claim(
        "bulletin",
        "The withdrawal of the Keldmark army from Sollen valley was completed on 9 May.",
        Act.WITHDRAWAL,
        says=(MISSION,),
        actors=(KE_ARMY,),
        places=("Sollen valley",),
        when=When(value="2031-05-09"),
    ),
    "16.3": claim(
        "bulletin",
        "The Orvanian army has not withdrawn from the east bank of Lake Tev",
        Act.WITHDRAWAL,
        says=(MISSION,),
        actors=(OR_ARMY,),
        places=("Lake Tev",),
        when=When(value="2031-05-11"),
        denies=True,
    ),
    "16.4": claim(
        "bulletin",
        "at least 120 servicemen were seen there on 11 May.",
        Act.DEPLOYMENT,
        says=(MISSION,),
        actors=(OR_ARMY,),
        places=("Lake Tev",),
        when=When(value="2031-05-11"),
        quantities=(Quantity(value=120, unit="servicemen", bound=Bound.AT_LEAST),),
    ),
    "16.5": claim(
        "bulletin",
        "31 were handed over at Brenmoor bridge.",
        Act.DETAINEE_EXCHANGE,
        says=(MISSION,),
        places=("Brenmoor",),
        when=When(value="2031-05-04/2031-05-12"),
        quantities=(Quantity(value=31, unit="detainees"),),
    ),
    "18.1": claim(
        "analysis",
        'the mission may stay only "if both capitals agree each year"',
        Act.MANDATE,
        says=(Actor(name="analyst"),),
        actors=(MISSION,),
        modality=Modality.REQUIRED,
    ),
    "18.2": claim(
        "analysis",
        "The joint centre at Brenmoor is to open by the end of the month.",
        Act.MONITORING,
        places=("Brenmoor",),
        modality=Modality.PLANNED,
        when=When(value="../2031-05"),
    ),
}

DOCUMENTS = {
    "wire": Document(
        sha256=SHA["wire"],
        entry=11,
        media_type="text/plain",
        size=len(TEXTS["wire"]),
        source="Tevpress",
        published=Dated(
            when=When(value="2031-05-14"), sure=Sure.TEXT, because='dateline "HARN, 14 May"'
        ),
        noise=(
            Noise(start=0, end=34, kind=NoiseKind.CHROME),
            Noise(
                start=TEXTS["wire"].index("READ ALSO"),
                end=len(TEXTS["wire"]),
                kind=NoiseKind.TEASER,
            ),
        ),
        reader="english/1",
    ),
    "copy": Document(
        sha256=SHA["copy"],
        entry=13,
        media_type="text/plain",
        size=len(TEXTS["copy"]),
        source="Morning Ledger",
        published=Dated(
            when=When(value="2031-05-15"), sure=Sure.GUESSED, because="date in the page's banner"
        ),
        copy_of=(SHA["wire"],),
        reader="english/1",
    ),
    "bulletin": Document(
        sha256=SHA["bulletin"],
        entry=15,
        media_type="text/plain",
        size=len(TEXTS["bulletin"]),
        source="Isle Compact",
        published=Dated(when=When(value="2031-05-13"), sure=Sure.TOLD, because="said at deposit"),
        reader="english/1",
    ),
    "analysis": Document(
        sha256=SHA["analysis"],
        entry=17,
        media_type="text/html",
        size=len(TEXTS["analysis"]),
        source="",
        published=None,
        reader="english/1",
        problems=(
            Problem(
                code="undated",
                where="analysis.html",
                message="Nothing in the text or the page says when it was published.",
                remedy="Deposit it again with --published DATE.",
            ),
        ),
    ),
}

RENDERINGS = (
    Rendering(
        id="orv",
        language="en-x-orvania",
        issuer="Foreign Ministry of Orvania",
        status="official",
        source="gazette of 3 May 2031",
    ),
    Rendering(
        id="kel",
        language="en-x-keldmark",
        issuer="Chancery of Keldmark",
        status="official",
        source="chancery notice 118",
    ),
)


def by(word, day):
    return Deadline(word=word, day=day)


def both(text):
    return (Wording(rendering="orv", text=text), Wording(rendering="kel", text=text))


PROVISIONS = (
    Provision(
        clause="1",
        title="All fire ceases along the whole line",
        obligation=Obligation.STANDING_PROHIBITION,
        bearers=(ORVANIA, KELDMARK),
        acts=(Act.HOSTILITIES, Act.CASUALTIES),
        wordings=both("Both sides stop all fire at noon on 3 May and stay where they are."),
    ),
    Provision(
        clause="2.1",
        title="Keldmark leaves Sollen valley",
        obligation=Obligation.ACHIEVEMENT,
        bearers=(KELDMARK,),
        acts=(Act.WITHDRAWAL,),
        places=("Sollen valley",),
        wordings=(
            Wording(
                rendering="orv",
                text="Keldmark takes its troops out of Sollen valley by 10 May.",
                deadline=by(ByWord.BY, date(2031, 5, 10)),
            ),
            Wording(
                rendering="kel",
                text="Troops are out of Sollen valley by 10 May.",
                deadline=by(ByWord.BY, date(2031, 5, 10)),
            ),
        ),
    ),
    Provision(
        clause="2.2",
        title="Orvania leaves the east bank of Lake Tev",
        obligation=Obligation.ACHIEVEMENT,
        bearers=(ORVANIA,),
        acts=(Act.WITHDRAWAL,),
        places=("Lake Tev",),
        wordings=both("Orvania takes its troops off the east bank by 12 May."),
    ),
    Provision(
        clause="2.3",
        title="Handover of the Harn district",
        obligation=Obligation.ACHIEVEMENT,
        bearers=(KELDMARK,),
        acts=(Act.TRANSFER, Act.CONTROL),
        places=("Harn pass",),
        wordings=(
            Wording(
                rendering="orv",
                text="The district is handed over by 20 May.",
                deadline=by(ByWord.BY, date(2031, 5, 20)),
            ),
            Wording(
                rendering="kel",
                text="The district is handed over before 20 May.",
                deadline=by(ByWord.BEFORE, date(2031, 5, 20)),
            ),
        ),
    ),
    Provision(
        clause="3",
        title="An observer mission, its ceiling and its term",
        obligation=Obligation.TERM,
        bearers=(COMPACT,),
        acts=(Act.DEPLOYMENT, Act.MANDATE),
        wordings=both(
            "At most 600 observers with 60 vehicles, for three years, renewed unless one side"
            " gives notice six months ahead."
        ),
        ceilings=(
            Quantity(value=600, unit="observers", bound=Bound.AT_MOST),
            Quantity(value=60, unit="vehicles", bound=Bound.AT_MOST),
        ),
        term=Term(
            start=date(2031, 5, 3),
            years=3,
            notice_months=6,
            assumption="counted from signature; the text names no day",
        ),
    ),
    Provision(
        clause="4",
        title="A joint centre at Brenmoor",
        obligation=Obligation.ESTABLISHMENT,
        bearers=(ORVANIA, KELDMARK, COMPACT),
        acts=(Act.MONITORING,),
        wordings=both("A joint centre opens at Brenmoor."),
    ),
    Provision(
        clause="5",
        title="All detainees against all",
        obligation=Obligation.EXCHANGE,
        bearers=(ORVANIA, KELDMARK),
        acts=(Act.DETAINEE_EXCHANGE,),
        wordings=both("All held persons and the remains of the dead are exchanged."),
    ),
    Provision(
        clause="6",
        title="The Harn road stays open",
        obligation=Obligation.STANDING_DUTY,
        bearers=(KELDMARK,),
        acts=(Act.ACCESS,),
        wordings=both("Keldmark keeps the Harn road open to all traffic."),
    ),
)

ACCORD = Agreement(
    id="brenmoor",
    title="Brenmoor Accord of 3 May 2031",
    signed=date(2031, 5, 3),
    in_force=datetime(2031, 5, 3, 10, 0, tzinfo=UTC),
    zone="Etc/GMT-2",
    parties=(ORVANIA, KELDMARK, COMPACT),
    named=tuple(Named(kind=Kind.PARTY, name=name) for name in (ORVANIA, KELDMARK, COMPACT)),
    renderings=RENDERINGS,
    provisions=PROVISIONS,
)


def due(rendering, day, says):
    return Due(rendering=rendering, date=day, says=says)


def finding(clause, status, because, **more):
    title = ACCORD.provision(clause).title
    more = {
        "agreement": "brenmoor",
        "would_change": "a sentence that tells otherwise, or a ruling.",
        "due": (),
        "positions": (),
        "citations": (),
    } | more
    return Finding(clause=clause, title=title, status=status, because=because, **more)


FINDINGS = (
    finding(
        "1",
        Status.BREACH_ALLEGED,
        "Orvania says that Keldmark fired at Harn pass on 13 May 2031; Keldmark denies it, and"
        " nobody was watching there.",
        would_change="a person's ruling on the claims, or an account of another origin.",
        # not in the agreement's order, to show that the page puts them in it
        positions=(
            Position(party=KELDMARK, says="denies that its units fired", claims=("12.3",)),
            Position(party=COMPACT, says="nothing on record", claims=()),
            Position(party=ORVANIA, says="says that Keldmark fired", claims=("12.1", "12.2")),
        ),
        citations=("12.1", "12.2", "12.3", "14.1"),
    ),
    finding(
        "2.1",
        Status.MET,
        "The mission reports the withdrawal as completed on 9 May 2031, one day before the last.",
        due=(
            due("orv", date(2031, 5, 10), "by 10 May 2031"),
            due("kel", date(2031, 5, 10), "by 10 May 2031"),
        ),
        positions=(Position(party=COMPACT, says="says that it is done", claims=("16.2",)),),
        citations=("16.2",),
    ),
    finding(
        "2.2",
        Status.OVERDUE,
        "The last day was 12 May 2031, and the mission still saw troops there on 11 May.",
        due=(due("orv", date(2031, 5, 12), "by 12 May 2031"),),
        positions=(Position(party=COMPACT, says="says that it is not done", claims=("16.3",)),),
        citations=("16.3", "16.4"),
    ),
    finding(
        "2.3",
        Status.DUE_SOON,
        "The last day is 19 or 20 May 2031, and no sentence tells of a handover.",
        due=(
            due("orv", date(2031, 5, 20), "by 20 May 2031"),
            due("kel", date(2031, 5, 19), "before 20 May 2031"),
        ),
        renderings_disagree="orv: by 20 May 2031; kel: before 20 May 2031, so 19 May is the last.",
    ),
    finding(
        "3",
        Status.KEPT_SO_FAR,
        "The mission's own count of 583 is within 600, and its term runs.",
        due=(due("orv", date(2033, 11, 3), "notice window closes"),),
        citations=("12.4", "16.1"),
        differs=(
            Differs(
                claim="18.1",
                because="The source ties the stay to yearly consent; the text renews it unless one"
                " side gives notice.",
            ),
        ),
    ),
    finding(
        "4",
        Status.NOT_YET_DUE,
        "No day is set, and a source expects it by the end of May 2031.",
        citations=("18.2",),
    ),
    finding(
        "5",
        Status.DISPUTED,
        "31 were handed over; the lists of the two sides differ on who is still held.",
        citations=("16.5",),
    ),
    finding("6", Status.NOT_MONITORED, "Nobody was watching the road, and nobody wrote of it."),
)

INCIDENTS = (
    Incident(
        id="incident-12.1",
        act=Act.HOSTILITIES,
        when=When(value="2031-05-13"),
        places=("Harn pass",),
        actors=(KE_ARMY,),
        standing=Standing.DISPUTED,
        because="Orvania affirms it and Keldmark denies it; two texts carry one wire.",
        claims=("12.1", "12.3", "14.1"),
        origins=1,
    ),
    Incident(
        id="incident-12.4",
        act=Act.DEPLOYMENT,
        when=When(value="2031-05-08/2031-05-12"),
        places=(),
        actors=(MISSION,),
        standing=Standing.CORROBORATED,
        because="two independent origins tell of the mission's presence.",
        claims=("12.4", "16.1"),
        origins=2,
    ),
    Incident(
        id="incident-16.2",
        act=Act.WITHDRAWAL,
        when=When(value="2031-05-09"),
        places=("Sollen valley",),
        actors=(KE_ARMY,),
        standing=Standing.VERIFIED,
        because="ruled verified by brenmoor.example/desk.",
        claims=("16.2",),
        origins=1,
    ),
)

CONTRADICTIONS = (
    Contradiction(
        kind=ContradictionKind.DENIAL,
        about="whether Keldmark fired at Harn pass on 13 May 2031",
        sides=(
            Side(says="it happened", claims=("12.1", "14.1")),
            Side(says="it did not happen", claims=("12.3",)),
        ),
    ),
    Contradiction(
        kind=ContradictionKind.NUMBER,
        about="how many observers there are",
        sides=(
            Side(says="583", claims=("16.1",)),
            Side(says="about 600", claims=("12.4",)),
        ),
    ),
)


def fig(book, value=None, unit="", **more):
    bound = more.pop("bound", Bound.EXACT)
    when = more.pop("when", None)
    stated = None if value is None else Quantity(value=value, unit=unit, bound=bound)
    more = {"measure": Measure.STATE if "state" in more else Measure.STOCK, "says": book} | more
    return Figure(book=book, stated=stated, when=When(value=when) if when else None, **more)


def mark(book, first, last=None, **more):
    return Mark(book=book, first=date(2031, *first), last=last and date(2031, *last), **more)


OBSERVERS = Account(
    name="observers",
    unit="observers",
    of=COMPACT,
    clause="brenmoor/3",
    limit="at most 600 observers",
    limits=(Quantity(value=600, unit="observers", bound=Bound.AT_MOST),),
    figures=(
        fig(
            "reports",
            600,
            "observers",
            bound=Bound.ABOUT,
            says="the report itself",
            cites=("12.4",),
        ),
        fig(MISSION.name, 583, "observers", when="2031-05-08/2031-05-12", cites=("16.1",)),
        fig(
            ORVANIA,
            640,
            "observers",
            bound=Bound.AT_LEAST,
            when="2031-05-10",
            cites=("20.1",),
        ),
        fig(
            MISSION.name,
            20,
            "observers",
            measure=Measure.IN,
            when="2031-05-14",
            cites=("16.1",),
            counts=False,
            note="planned: a rotation that is to come",
        ),
    ),
    stands=(
        Stand(
            book=ORVANIA,
            low=640,
            best=640,
            high=None,
            because="the latest figure, of 10 May 2031",
            cites=("20.1",),
        ),
        Stand(
            book=MISSION.name,
            low=583,
            best=583,
            high=583,
            balances=True,
            because="its own count of 8 to 12 May 2031",
            cites=("16.1",),
        ),
        Stand(
            book="reports",
            low=540,
            best=600,
            high=660,
            because="about 600 leaves a tenth either way",
            cites=("12.4",),
        ),
    ),
    difference="Orvania counts at least 640 and the mission 583: at least 57 apart.",
    compares="above: the least that posting 20.1 can mean is more than 600",
    course=(
        mark(MISSION.name, (5, 3), (5, 7), low=310, high=310),
        mark(MISSION.name, (5, 8), low=583, high=583),
        mark(ORVANIA, (5, 6), (5, 9), low=400, high=450),
        mark(ORVANIA, (5, 10), low=640, high=None),
        mark("reports", (5, 11), low=540, high=660),
    ),
)
VEHICLES = Account(
    name="vehicles",
    unit="vehicles",
    of=COMPACT,
    clause="brenmoor/3",
    limit="at most 60 vehicles",
    limits=(Quantity(value=60, unit="vehicles", bound=Bound.AT_MOST),),
    figures=(fig(MISSION.name, 40, "vehicles", cites=("16.1",)),),
    stands=(Stand(book=MISSION.name, low=40, best=40, high=40, cites=("16.1",)),),
    compares="within: no number stated leaves room for more than 60",
    course=(mark(MISSION.name, (5, 8), low=40, high=40),),
)
HARN_ROAD = Account(
    name="Harn road",
    clause="brenmoor/6",
    limit="open to all traffic",
    figures=(
        fig(ORVANIA, state="closed", when="2031-05-09/..", cites=("20.2",), note="by Keldmark"),
        fig(KELDMARK, state="open", when="2031-05-04/..", cites=("20.3",)),
        fig("reports", state="restricted", when="2031-05-12", cites=("16.3",)),
    ),
    stands=(
        Stand(book=ORVANIA, state="closed", since=date(2031, 5, 9), cites=("20.2",)),
        Stand(book=KELDMARK, state="open", since=date(2031, 5, 4), cites=("20.3",)),
        Stand(book="reports", state="restricted", since=date(2031, 5, 12), cites=("16.3",)),
    ),
    difference="Orvania says closed since 9 May 2031; Keldmark says open.",
    compares="cannot tell: the books differ",
    course=(
        mark(ORVANIA, (5, 3), (5, 8), state="open"),
        mark(ORVANIA, (5, 9), state="closed"),
        mark(KELDMARK, (5, 4), state="open"),
        mark("reports", (5, 6), (5, 7), state="restricted"),
        mark("reports", (5, 12), (5, 12), state="restricted"),
    ),
)
KILLED = Account(
    name="killed, servicemen, Orvania",
    unit="killed",
    of=ORVANIA,
    figures=(
        fig(ORVANIA, 2, "killed", measure=Measure.IN, when="2031-05-13", cites=("12.2",)),
        fig(ORVANIA, None, measure=Measure.IN, when="2031-05", cites=("20.4",)),
    ),
    stands=(
        Stand(
            book=ORVANIA,
            low=2,
            best=2,
            high=None,
            balances=False,
            because="two are told of, and one line gives no number",
            cites=("12.2", "20.4"),
        ),
    ),
)
LEDGERS = tuple(
    {
        Ledger.FORCES: Page(
            ledger=Ledger.FORCES,
            as_of=TODAY,
            accounts=(OBSERVERS, VEHICLES),
            coverage="The mission watched on 5 of 14 days; once it was kept from it.",
        ),
        Ledger.ACCESS: Page(
            ledger=Ledger.ACCESS,
            as_of=TODAY,
            accounts=(HARN_ROAD,),
            coverage="Nobody watched the road.",
            problems=(
                Problem(
                    code="out-of-order",
                    where="posting 20.5",
                    message="The road is said to open before it closed, so this line is left out.",
                    remedy="Ask Keldmark which day was meant.",
                ),
            ),
        ),
        Ledger.CASUALTIES: Page(ledger=Ledger.CASUALTIES, as_of=TODAY, accounts=(KILLED,)),
    }.get(ledger, Page(ledger=ledger, as_of=TODAY))
    for ledger in Ledger
)


def booked(keeper, row, ledger, account, **more):
    more = {"measure": Measure.STATE, "when": When(value="2031-05-09/..")} | more
    posting = Posting(row=row, account=account, **more)
    return Booked(ledger=ledger, keeper=keeper, document=BOOKS[keeper], posting=posting)


BOOKS = {name: sha256(f"the book of {name}".encode()).hexdigest() for name in (ORVANIA, KELDMARK)}
POSTINGS = {
    "20.1": booked(
        ORVANIA,
        2,
        Ledger.FORCES,
        "observers",
        measure=Measure.STOCK,
        when=When(value="2031-05-10"),
        amount=Quantity(value=640, unit="observers", bound=Bound.AT_LEAST),
        of=COMPACT,
        places=("Harn pass", "Brenmoor"),
        details=(Detail(field="counted by", value="border posts <north & south>"),),
    ),
    "20.2": booked(ORVANIA, 3, Ledger.ACCESS, "Harn road", state="closed", by=KELDMARK),
    "20.3": booked(KELDMARK, 2, Ledger.ACCESS, "Harn road", state="open"),
    "20.4": booked(
        ORVANIA,
        4,
        Ledger.CASUALTIES,
        "killed, servicemen",
        measure=Measure.IN,
        when=When(value="2031-05"),
        of=ORVANIA,
    ),
}

RULINGS = {
    "16.2": Judged(
        ruling=Ruling.VERIFIED,
        reason="Seen by two patrols of the mission on 10 May.",
        by="brenmoor.example/desk",
        entry=19,
    )
}


def shown(name, one):
    text = next(text for key, text in TEXTS.items() if SHA[key] == one.quote.document)
    start, end = one.quote.start, one.quote.end
    return Shown(
        name=name,
        claim=one,
        quote=text[start:end],
        before=text[max(0, start - 160) : start],
        after=text[end : end + 160],
        ruling=RULINGS.get(name),
    )


WATCHED = sheets(
    Held(
        agreements={"brenmoor": ACCORD},
        patrols=(
            Patrolled(
                places=(),
                acts=tuple(Act),
                first=date(2031, 5, 8),
                last=date(2031, 5, 12),
                post="Brenmoor post",
                hours=55,
            ),
        ),
        hindrances=(
            Hindered(
                places=(),
                how=Hindrance.DENIED,
                first=date(2031, 5, 11),
                last=date(2031, 5, 11),
                by=KELDMARK,
                post="Brenmoor post",
            ),
            Hindered(
                places=(),
                how=Hindrance.DELAYED,
                first=date(2031, 5, 9),
                last=date(2031, 5, 9),
                by=ORVANIA,
                hours=3,
            ),
        ),
    ),
    question=Question(as_of=TODAY),
)
FOUND = Found(
    issued=Issued(
        agreement="brenmoor",
        clause="1",
        first=date(2031, 5, 13),
        last=date(2031, 5, 13),
        claims=("12.1", "14.1"),
        answers=(
            Answered(
                criterion=Criterion.IN_FORCE,
                answer=Answer.YES,
                because="After entry into force.",
                cites=("12.1",),
            ),
            Answered(criterion=Criterion.IN_SCOPE, answer=Answer.YES, because="At the pass."),
            Answered(
                criterion=Criterion.BOUND,
                answer=Answer.UNKNOWN,
                because="Nobody saw <b>who</b> fired.",
            ),
            Answered(criterion=Criterion.COVERED, answer=Answer.YES, because="It was firing."),
            Answered(
                criterion=Criterion.EVIDENCE,
                answer=Answer.UNKNOWN,
                because="One account, copied once.",
                cites=("12.1", "14.1"),
            ),
        ),
        because="The pass could not be reached that day.",
    ),
    by="brenmoor.example/desk",
    entry=19,
)

REPORT = Report(
    question=Question(as_of=TODAY),
    origin="brenmoor.example/record",
    size=21,
    root=ROOT,
    version="0.0.0",
    agreements=MappingProxyType({"brenmoor": ACCORD}),
    documents=MappingProxyType({one.sha256: one for one in DOCUMENTS.values()}),
    titles=MappingProxyType(
        {
            SHA["wire"]: "Shelling reported at Harn pass",
            SHA["copy"]: "Tevpress, as carried by the Morning Ledger",
            SHA["bulletin"]: "Observer bulletin No. 9",
            SHA["analysis"]: TEXTS["analysis"].splitlines()[0],
        }
    ),
    claims=MappingProxyType({name: shown(name, one) for name, one in CLAIMS.items()}),
    incidents=INCIDENTS,
    contradictions=CONTRADICTIONS,
    findings=tuple(
        replace(one, watched=WATCHED[0].sentence, found=(FOUND,) if one.clause == "1" else ())
        for one in FINDINGS
    ),
    coverage=WATCHED,
    ledgers=LEDGERS,
    postings=MappingProxyType(POSTINGS),
    books=MappingProxyType({BOOKS[ORVANIA]: "orvania-may.csv", BOOKS[KELDMARK]: ""}),
    recorded=datetime(2031, 5, 16, 12, tzinfo=UTC),
    left_out=1,
    seals=Seals(
        by=(
            (KELDMARK, 19, datetime(2031, 5, 14, 8, 30, tzinfo=UTC)),
            (ORVANIA, 20, datetime(2031, 5, 16, 12, 40, tzinfo=UTC)),
        ),
        sealed=19,
        asked_for=True,
        witnesses=3,
    ),
)

EMPTY = replace(
    REPORT,
    agreements=MappingProxyType({}),
    documents=MappingProxyType({}),
    titles=MappingProxyType({}),
    claims=MappingProxyType({}),
    incidents=(),
    contradictions=(),
    findings=(),
    ledgers=tuple(Page(ledger=ledger, as_of=TODAY) for ledger in Ledger),
    postings=MappingProxyType({}),
    books=MappingProxyType({}),
    recorded=datetime.fromtimestamp(0, UTC),
    left_out=0,
    seals=NOTHING,
)


def trace(name):
    if name in REPORT.postings:
        return _trace_of_line(name)
    one = REPORT.claims[name]
    return Trace(
        name=name,
        quote=one.quote,
        before=one.before,
        after=one.after,
        document=REPORT.titles[one.claim.quote.document],
        sha256=one.claim.quote.document,
        hash_matches=True,
        start=one.claim.quote.start,
        end=one.claim.quote.end,
        entry=int(name.partition(".")[0]),
        leaf_hash=sha256(name.encode()).digest(),
        path=(),
        checkpoint=CHECKPOINT,
        included=True,
    )


def _trace_of_line(name):
    one = REPORT.postings[name]
    return Trace(
        name=name,
        quote="",
        before="",
        after="",
        document=REPORT.books[one.document],
        sha256=one.document,
        hash_matches=True,
        start=0,
        end=0,
        entry=int(name.partition(".")[0]),
        leaf_hash=sha256(name.encode()).digest(),
        path=(),
        checkpoint=CHECKPOINT,
        included=True,
        line=Line(ledger=one.ledger, keeper=one.keeper, posting=one.posting, reads_same=True),
    )


class AccordSource:
    """What create_app asks, answered from these values."""

    def __init__(self, report=REPORT):
        self._report = report

    def head(self):
        return Head(size=self._report.size, root=self._report.root)

    def report(self, question):
        return replace(self._report, question=question)

    def document(self, sha256):
        key = next(key for key, value in SHA.items() if value == sha256)
        return PlainText(TEXTS[key])

    def trace(self, name):
        return trace(name)

    def checkpoint(self):
        return CHECKPOINT

    def keys(self):
        return KEYS

    def disorder(self):
        return ()

    def seals(self):
        return self._report.seals

    def file(self, name):
        return CHECKPOINT.encode() if name == "checkpoint" else None
