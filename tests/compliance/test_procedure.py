"""Of a thousand times that a procedure is set running, each is answered as it would be alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from truceline.compliance.applies import Applies, Said
from truceline.compliance.case import Case
from truceline.compliance.deadlines import said_undone, stand, when
from truceline.compliance.evidence import Bearing
from truceline.compliance.hearing import Heard, Voice
from truceline.compliance.parts import Part, together
from truceline.compliance.procedure import procedure
from truceline.compliance.sentences import day
from truceline.terms.agreement import Agreement, Obligation, Procedure, Provision, Wording
from truceline.terms.claim import Act, Claim, Modality, Quote
from truceline.terms.claim import Actor as Who
from truceline.terms.issued import Answer
from truceline.terms.when import on
from truceline.weighing.incident import Standing
from truceline.weighing.span import Span

START = date(2030, 3, 1)
SIDES = ("Northland", "Southland", "reports")
AGREEMENT = Agreement(
    id="a",
    title="A",
    signed=START,
    in_force=datetime(2030, 3, 1, tzinfo=UTC),
    zone="UTC",
    parties=("Northland", "Southland"),
    named=(),
    renderings=(),
    provisions=(),
)
YES = Said(answer=Answer.YES, reason="so it is")
APPLIES = Applies(
    time=YES,
    place=YES,
    actor=YES,
    act=YES,
    by_then=True,
    bound_to_places=False,
    place_named=False,
)
RULE = Procedure(within_days=4, after=(Act.CASUALTIES,))
PROVISION = Provision(
    clause="1",
    title="",
    obligation=Obligation.PROCEDURE,
    bearers=("Northland", "Southland"),
    acts=(Act.MEETING,),
    wordings=(Wording(rendering="r", text=""), Wording(rendering="s", text="")),
    procedure=RULE,
)


def a_bearing(turn, act, told):
    """Told of a day, by a side; a later day told makes a stretch of it."""
    first, length, side, denies, is_disputed = told
    span = Span(first=START + timedelta(days=first), last=START + timedelta(days=first + length))
    voice = Voice(
        act=act,
        modality=Modality.HAPPENED,
        denies=denies,
        could=True,
        sides=(side,),
        doers=(),
        actors_no=0,
    )
    claim = Claim(
        quote=Quote(document="0" * 64, start=0, end=1),
        act=act,
        says=(Who(name=side),),
        when=on(span.first),
        denies=denies,
        rule="law",
    )
    standing = Standing.DISPUTED if is_disputed else None
    heard = Heard(turn, f"{turn}.1", claim, voice, True, span, span.done_by, standing, None)  # noqa: FBT003
    return Bearing(heard, APPLIES, voice, is_fact=True, allowed=None, suspended=False)


tellings = st.tuples(
    st.integers(0, 14), st.integers(0, 3), st.sampled_from(SIDES), st.booleans(), st.booleans()
)


@given(
    triggers=st.lists(
        tellings.map(lambda told: (*told[:3], False, told[4])), min_size=1, max_size=6
    ),
    told=st.lists(tellings, max_size=10),
    passed=st.integers(0, 25),
)
def test_each_time_is_answered_as_it_would_be_alone(triggers, told, passed):
    case = Case(
        provision=PROVISION,
        agreement=AGREEMENT,
        evidence=[a_bearing(n, Act.MEETING, one) for n, one in enumerate(told, start=100)],
        triggers=[a_bearing(n, Act.CASUALTIES, one) for n, one in enumerate(triggers, start=1)],
        as_of=START + timedelta(days=passed),
    )

    found = procedure(case)

    parts = [one_time(case, on) for on in sorted({one.heard.done_by for one in case.triggers})]
    plain = together(parts)
    assert replace(found, because="") == replace(plain, because="")
    # What set the time running is said in the sentence of the one part that is told.
    assert found.because.startswith(plain.because)


def one_time(case, on):
    """What was done and denied from that day on, gone through again for this one time."""
    last_day = on + timedelta(days=RULE.within_days)
    done = [one for one in case.evidence if not one.voice.denies and one.heard.done_by >= on]
    first = min((one.heard.done_by for one in done), default=None)
    answer = [one for one in done if one.heard.done_by == first]
    undone = [one for one in case.evidence if one.voice.denies and one.heard.done_by >= on]
    found = stand(case, (answer, [], undone), last_days=(last_day, last_day))
    told = [one for one in case.triggers if one.heard.done_by == on]
    return Part(
        name=f"{RULE.within_days} days from {day(on)}",
        last_day=last_day,
        stand=found._replace(cites=(*found.cites, told)),
        done=when(answer),
        undone=said_undone(undone),
    )
