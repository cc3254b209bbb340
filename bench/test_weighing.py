"""Weighing grows with the claims, not with their square: ten times as many cost about ten times."""

from datetime import date, timedelta
from time import process_time

import pytest

from truceline.terms.claim import NARRATOR, Act, Actor, Bound, Claim, Modality, Quantity, Quote
from truceline.terms.when import on
from truceline.weighing.contradiction import contradictions
from truceline.weighing.held import Document, Held
from truceline.weighing.incident import incidents

ACTS = (Act.HOSTILITIES, Act.CASUALTIES, Act.ACCESS, Act.DEPLOYMENT)
SIDES = tuple(Actor(name=name) for name in ("Northland", "Southland", "Thirdland"))
VILLAGES = 200
CLAIMS_A_DAY = 40
START = date(2000, 1, 1)


def a_record(size):
    """Claims of a conflict as dense all along: more of them means more years, not more a day."""
    claims = {f"{n + 1}.1": a_claim(n) for n in range(size)}
    documents = {
        claim.quote.document: Document(
            sha256=claim.quote.document,
            entry=n,
            media_type="text/plain",
            size=1,
            source=f"publisher {n % 50}",
            published=None,
            copy_of=(f"{n - 1:064x}",) if n % 10 == 9 else (),
        )
        for n, claim in enumerate(claims.values(), start=1)
    }
    return Held(size=size + 1, documents=documents, claims=claims)


def a_claim(n):
    """Nine in ten are of a day and a village; the others are vague, and some deny."""
    spread = n * 7919
    day, vague = START + timedelta(days=n // CLAIMS_A_DAY), n % 10 == 0
    return Claim(
        quote=Quote(document=f"{n:064x}", start=0, end=9),
        act=ACTS[spread % len(ACTS)],
        says=(NARRATOR if n % 3 else SIDES[spread % 3],),
        actors=(SIDES[spread // 3 % 3],),
        places=() if n % 20 == 0 else (f"village {spread % VILLAGES}",),
        when=None if vague else on(day),
        modality=Modality.HAPPENED,
        denies=n % 25 == 1,
        quantities=(Quantity(value=spread % 40, unit="killed", bound=Bound.ABOUT),),
        rule="bench",
    )


@pytest.mark.benchmark(timer=process_time)
@pytest.mark.parametrize("fold", [incidents, contradictions], ids=lambda fold: fold.__name__)
def test_ten_times_the_claims_cost_less_than_twenty_times(benchmark, fold):
    small, large = a_record(2_000), a_record(20_000)
    started = process_time()
    fold(small)
    once = process_time() - started

    found = benchmark.pedantic(fold, args=(large,), rounds=1)

    assert found
    assert benchmark.stats.stats.max < 20 * once
