"""What a post may hand in, held against what is on record. Signatures are for `submit`."""

from datetime import date

from truceline.intake.book_file import may_enter
from truceline.operations.centre import Centre
from truceline.operations.hinder import require_known
from truceline.operations.keyring import keyring
from truceline.operations.patrol import names_on_record, require_watchable, unknown
from truceline.operations.post import KEEPERS, texts_of
from truceline.operations.seal import require_nobody_named
from truceline.operations.sign import names_of
from truceline.record.note import parse
from truceline.terms.book import Ledger, Posted
from truceline.terms.charter import PEOPLE
from truceline.terms.codec import decode
from truceline.terms.entry import Deposited, Fact, Hindered, Patrolled, Read, Retracted
from truceline.terms.names import Kind
from truceline.terms.problem import Problem, RefusedError, sentence
from truceline.weighing.held import Held

# In one line of canonical JSON no text of an author's can hold these.
POSTED, RETRACTED = b'"type":"posted/', b'"type":"retracted/'

ON_RECORD = "on-record"  # the same book, by whomever it was handed in

Row = tuple[Ledger, str, str, int]  # of whose book, in which file


def changes_once(note: bytes) -> bool:
    """Whether it may stand on record once only, so that another note could forestall it."""
    return POSTED in note or RETRACTED in note


class Admissible:
    """What may be said onto one state of the record; what it lets pass counts for what follows."""

    def __init__(self, centre: Centre, held: Held, *, today: date) -> None:
        self._centre, self._held, self._today = centre, held, today
        self._names = names_of(centre, held)
        self._booked: set[Row] | None = None  # asked for only where a book comes
        self._gone: set[str] = set()

    def why_not(self, note: bytes) -> Problem | None:
        """Why a post may not say this; None where it may."""
        try:
            parsed = parse(note.decode())
            fact, _ = decode(parsed.text)
        except ValueError as error:
            return problem("not-admitted", sentence(error))
        try:
            told = self._told(fact, author=parsed.signatures[0].name)
            for text in told:
                require_nobody_named(text, "the note", names=self._names)
        except RefusedError as refused:
            return refused.problems[0]
        match fact:
            case Posted():
                self._rows().update(_rows(fact))
            case Retracted(claim=name):
                self._gone.add(name)
        return None

    def _told(self, fact: Fact, *, author: str) -> list[str]:
        """The texts in it that a hand has typed. Raises RefusedError: it may not be said."""
        match fact:
            case Patrolled() as watch:
                require_watchable(self._held, watch, today=self._today)
                return [watch.post]
            case Hindered() as hindrance:
                require_watchable(self._held, hindrance, today=self._today)
                require_known(self._held, hindrance)
                return [hindrance.post, hindrance.because]
            case Deposited():
                return [fact.source]
            case Read(claims=()):
                return []
            case Posted() as part:
                self._require_book(part)
                return ["\n".join(text for one in part.postings for text in texts_of(one))]
            case Retracted() as back:
                self._require_there(back, author=author)
                return [back.reason]
            case _:
                raise RefusedError(
                    problem(
                        "not-for-posts",
                        "Posts hand in documents, patrols, hindrances, books, and what is taken "
                        "back.",
                    )
                )

    def _require_book(self, part: Posted) -> None:
        keepers = names_on_record(self._held, kinds=KEEPERS)
        if part.keeper not in keepers:
            raise RefusedError(unknown(part.keeper, keepers, code="unknown-keeper"))
        public = tuple(one for one in self._names if one.kind is not Kind.PERSON)
        wrong = may_enter(part, names=public)
        if wrong:
            raise RefusedError(problem("no-posting", wrong))
        if self._rows() & _rows(part):
            raise RefusedError(
                problem(ON_RECORD, f"This very file is on record as {part.keeper}'s book already.")
            )

    def _require_there(self, back: Retracted, *, author: str) -> None:
        """What is taken back changes the board, so a person signs it."""
        key = keyring(self._centre, stop=self._held.size).keys.get(author)
        if key is not None and key.role not in PEOPLE:
            raise RefusedError(
                problem("key-may-not-rule", f"{author} is a machine's key: a person takes back.")
            )
        there = back.claim in self._held.claims or back.claim in self._held.postings
        if not there or back.claim in self._gone:
            raise RefusedError(
                problem(
                    "unknown-name",
                    f"No claim or posting {back.claim} is on record: it may have been taken back "
                    "already.",
                )
            )
        if not back.reason.strip():
            raise RefusedError(problem("no-reason", "Taking something back needs its reason."))

    def _rows(self) -> set[Row]:
        if self._booked is None:
            self._booked = {
                (one.ledger, one.keeper, one.document, one.posting.row)
                for one in self._held.postings.values()
            }
        return self._booked


def problem(code: str, message: str) -> Problem:
    return Problem(
        code=code,
        where="the note",
        message=message,
        remedy="Nothing of it was added. What is wrong is said again, in another note.",
    )


def _rows(part: Posted) -> set[Row]:
    return {(part.ledger, part.keeper, part.document, one.row) for one in part.postings}
