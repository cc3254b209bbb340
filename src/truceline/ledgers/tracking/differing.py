"""Whether books are at odds over one state, put in a sentence. Nobody is right in it.

Silence is no difference: where one book stopped speaking before another said something new, that is
what is said.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations

from truceline.ledgers.sentences import listed
from truceline.ledgers.tracking.course import Stretch, sentence
from truceline.ledgers.tracking.states import at_odds

Courses = Mapping[str, Sequence[Stretch]]  # of each book, in the order in which books are shown


def difference(courses: Courses, *, as_of: date) -> str:
    """Where the latest words of two books cannot both be so; "" where they can."""
    now = {book: stretches[-1] for book, stretches in courses.items() if stretches}
    odd = [
        (one, other)
        for one, other in combinations(now, 2)
        if at_odds(now[one].state, now[other].state)
    ]
    if not odd:
        return _doers(now)
    spoken = [pair for pair in odd if _of_one_time(*(now[book] for book in pair))]
    books = dict.fromkeys(book for pair in spoken or odd for book in pair)
    each = "; ".join(f"{book}: {sentence(now[book], as_of=as_of)}" for book in now if book in books)
    if spoken:
        return f"{each}."
    return f"Whether the books differ cannot be told: they do not speak of one time. {each}."


def _of_one_time(one: Stretch, other: Stretch) -> bool:
    """Each was still saying so when the other began to."""
    return one.said >= other.first and other.said >= one.first


def _doers(now: Mapping[str, Stretch]) -> str:
    """Books that agree on the state may name others who brought it about."""
    named = {book: one for book, one in now.items() if one.by}
    apart = [
        (one, other)
        for one, other in combinations(named, 2)
        if named[one].state == named[other].state and not set(named[one].by) & set(named[other].by)
    ]
    if not apart:
        return ""
    books = dict.fromkeys(book for pair in apart for book in pair)
    each = "; ".join(f"{book}: {named[book].state} by {listed(named[book].by)}" for book in books)
    return f"On who did it. {each}."
