"""Which of what a page shows rests on a contested entry, and the sentence that says so.

What is contested counts as before: who revoked a key says that it may be wrong, not that it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from truceline.compliance.finding import Finding
from truceline.ledgers.ledger import Account
from truceline.publishing.report import Report
from truceline.terms.charter import Contested

MOST_NAMED = 12  # entries in one sentence


def resting(
    report: Report, names: Iterable[str], entries: Iterable[int] = ()
) -> tuple[Contested, ...]:
    """The contested entries under these claims, postings and entries, in their order."""
    if not report.contested:
        return ()
    told = set(entries)
    for name in names:
        told.add(int(name.partition(".")[0]))
        told.update(report.rests.get(name, ()))
        shown = report.claims.get(name)
        if shown is None:
            continue
        if shown.ruling is not None:
            told.add(shown.ruling.entry)
        document = report.documents.get(shown.claim.quote.document)
        if document is not None:
            told.add(document.entry)
    return tuple(report.contested[entry] for entry in sorted(told) if entry in report.contested)


def under(report: Report, finding: Finding) -> tuple[Contested, ...]:
    """The contested entries that a provision's status, or who is said to watch it, rests on."""
    clause = f"{finding.agreement}/{finding.clause}"
    watched = report.doubtful.clauses.get(clause, ())
    return resting(report, finding.citations, (*_entries(finding), *watched))


def watching(report: Report, agreement: str, place: str) -> tuple[Contested, ...]:
    """The contested entries on which it rests how much of a place was watched."""
    return resting(report, (), report.doubtful.places.get((agreement, place), ()))


def booked(report: Report, accounts: Iterable[Account]) -> tuple[Contested, ...]:
    """The contested entries that these accounts of a ledger rest on, line by line."""
    if not report.contested:
        return ()
    cited = {
        name
        for one in accounts
        for cites in (*(each.cites for each in one.stands), *(each.cites for each in one.figures))
        for name in cites
    }
    return resting(report, cited)


def _entries(finding: Finding) -> Iterable[int]:
    return (*finding.entries, *(one.entry for one in finding.found))


def sentence(one: Contested) -> str:
    """Who doubts what, since when, and why, with the entry that says so."""
    return _said([one.entry], one)


def sentences(contested: Iterable[Contested]) -> tuple[str, ...]:
    """One for each revocation: a lost device leaves many entries, and one reason to doubt them."""
    together: dict[Contested, list[int]] = {}
    for one in contested:
        together.setdefault(replace(one, entry=0), []).append(one.entry)
    return tuple(_said(entries, one) for one, entries in together.items())


def _said(entries: Sequence[int], by: Contested) -> str:
    several = len(entries) > 1
    which = f"Entries {_few(entries)} are" if several else f"Entry {entries[0]} is"
    return (
        f"{which} contested since {by.since:%Y-%m-%d %H:%M} UTC: entry {by.revoked} revoked "
        f"{'their' if several else 'its'} key {by.key}. {by.because}"
    )


def _few(entries: Sequence[int]) -> str:
    """So that a page stays one; JSON names all."""
    *named, last = [str(entry) for entry in entries[:MOST_NAMED]]
    more = len(entries) - MOST_NAMED
    if more > 0:
        return f"{', '.join([*named, last])} and {more} more"
    return f"{', '.join(named)} and {last}"
