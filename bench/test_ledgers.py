"""Books of up to a hundred thousand rows, and the pages of as many: the growth is told as a ratio.

Ratios are of the processor's time: against the same rows a quarter as many (four is in proportion)
and against a limit in seconds for a hundred thousand rows.
"""

import random
from datetime import date, timedelta
from time import process_time
from types import MappingProxyType

import pytest

from truceline.ledgers import returns
from truceline.terms.book import Ledger, Measure, Posting
from truceline.terms.claim import Quantity
from truceline.terms.when import When
from truceline.weighing.held import Booked, Held

FIRST, DAYS = date(2020, 1, 1), 3_000
AS_OF = date(2030, 1, 1)
LIMIT_S, FULL = 20.0, 100_000


def a_day(lot):
    return FIRST + timedelta(days=lot.randrange(DAYS))


def on_days(lot):
    return a_day(lot).isoformat()


def in_months(lot):
    return f"{a_day(lot):%Y-%m}"


def in_weeks(lot):
    start = a_day(lot)
    return f"{start}/{start + timedelta(days=lot.randrange(1, 12))}"


def since(lot):
    """Each holds all that began later: three thousand deep."""
    return f"{a_day(lot)}/.."


def until(lot):
    return f"../{a_day(lot)}"


def one_in_another(lot):
    start = lot.randrange(DAYS // 2)
    return f"{FIRST + timedelta(days=start)}/{FIRST + timedelta(days=DAYS - start)}"


SHAPES = (on_days, in_months, in_weeks, since, until, one_in_another)
STOCKS = ("stock", "in", "in", "out")


def a_book(size, shape):
    """Rows of one book, a quarter of them stocks; the same rows on every run."""
    lot = random.Random(f"{shape.__name__} {size}")  # noqa: S311 the same rows every time
    postings = {
        f"{n // 1000 + 1}.{n % 1000 + 1}": Booked(
            ledger=Ledger.RETURNS,
            keeper="Northland",
            document="0" * 64,
            posting=Posting(
                row=n + 2,
                account="displaced",
                measure=Measure(lot.choice(STOCKS if shape in SHAPES[:3] else STOCKS[1:])),
                when=When(value=shape(lot)),
                amount=Quantity(value=lot.randrange(50), unit="people"),
                of="Northland",
                places=(f"Village {lot.randrange(300)}",) if n % 4 else (),
            ),
        )
        for n in range(size)
    }
    return Held(size=size, postings=MappingProxyType(postings))


@pytest.mark.benchmark(timer=process_time)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("size", [25_000, 50_000, FULL])
def test_the_returns_of_one_long_book(benchmark, size, shape):
    held, quarter = a_book(size, shape), a_book(size // 4, shape)
    started = process_time()
    returns.page(quarter, as_of=AS_OF)
    once = process_time() - started

    page = benchmark.pedantic(returns.page, args=(held,), kwargs={"as_of": AS_OF}, rounds=1)

    assert page.accounts
    took = benchmark.stats.stats.min
    benchmark.extra_info |= {
        "growth for four times the rows": round(took / once, 1),
        "of the limit": round(took / (LIMIT_S * size / FULL), 2),
    }
