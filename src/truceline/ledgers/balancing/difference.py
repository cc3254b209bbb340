"""How far the books of one account are apart, in a sentence. It says who is right about nothing."""

from collections.abc import Sequence

from truceline.ledgers.ledger import ALL_ACCOUNTS, REPORTS, Stand
from truceline.ledgers.sentences import amount, listed
from truceline.weighing.amount import Range


def difference(stands: Sequence[Stand], unit: str) -> str:
    """Nothing where fewer than two books know anything, or a number fits all that they say."""
    known = [
        (one.book, Range(least=one.low, most=one.high)) for one in stands if one.low is not None
    ]
    tops = [count.most for _, count in known if count.most is not None]
    least = max((count.least for _, count in known), default=0) - min(tops, default=0)
    if not tops or least <= 0:
        return ""
    most = None if len(tops) < len(known) else max(tops) - min(count.least for _, count in known)
    many = {REPORTS, ALL_ACCOUNTS}
    told = listed(
        f"{book} {'have' if book in many else 'has'} {amount(count)}" for book, count in known
    )
    return f"{told} {unit}: {amount(Range(least=least, most=most))} apart."
