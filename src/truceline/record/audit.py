"""Who signed what, asked of every entry, on all cores; the answer is the same on one.

An entry's signatures cost some thirty times as much as its place in the tree. So they are checked
in stretches, each by the keys known before it, while the tree is walked.
"""

import signal
from base64 import b64decode
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Self

import msgspec

from truceline.record import chains
from truceline.record.audited import Audited
from truceline.record.authors import Authors, HashOf, is_about_keys, keys_after, require_cited
from truceline.record.chains import Chain
from truceline.record.judge import Judge
from truceline.record.keyring import Keyring
from truceline.record.stretch import Chaining, Links, Stretch
from truceline.record.wrong import VerifyError, naming
from truceline.terms.codec import dump, load

STRETCH = 1024  # entries handed to a core at a time: 1 MB, a tenth of a second
AHEAD = 3  # stretches a core may be behind the walk
WORTH_IT = 8 * STRETCH  # entries from which a second core is worth starting


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    start: int
    leaves: tuple[bytes, ...]
    ring: bytes
    elsewhere: "Future[bytes] | None"

    def answer(self) -> Stretch:
        """Asked here where no other core was asked, or it died over it."""
        if self.elsewhere is not None:
            with suppress(BrokenExecutor):
                return msgspec.msgpack.decode(self.elsewhere.result(), type=Stretch)
        return look(self.start, self.leaves, self.ring)


class Audit(AbstractContextManager["Audit"]):
    """Takes leaves in order; says how many signatures were under them.

    The first `audited` were audited before, and the caller knows by their root that they are the
    same: their signatures are not checked again. Where `state` says what was known after them,
    nothing of them is read.
    """

    def __init__(
        self,
        authors: Authors,
        *,
        hash_of: HashOf,
        size: int,
        jobs: int,
        audited: int,
        state: Audited | None = None,
    ) -> None:
        self._authors = authors
        self._hash_of = hash_of
        self.audited = audited
        self._state = state
        self._jobs = jobs if size - audited >= WORTH_IT else 1
        self._cores: ProcessPoolExecutor | None = None
        self._taken = 0
        self._leaves: list[bytes] = []
        self._asked: deque[_Asked] = deque()
        self.signatures = 0
        self.chains: dict[str, Chain] = {}  # by author

    def __enter__(self) -> Self:
        if self._jobs > 1:
            # Not forked: whoever asks may have threads and open files.
            self._cores = ProcessPoolExecutor(
                self._jobs, mp_context=get_context("spawn"), initializer=_quiet
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._cores is not None:
            self._cores.shutdown(cancel_futures=True)

    def take(self, leaves: Sequence[bytes]) -> None:
        """The next leaves.

        Raises:
            VerifyError: an entry is wrong; the first one.
        """
        before = max(0, min(self.audited - self._taken, len(leaves)))
        if self._state is None:
            self._trust(leaves[:before])
        self._taken += before
        new = leaves[before:]
        if new:
            self._take_up()
        for leaf in new:
            self._leaves.append(leaf)
            about_keys = is_about_keys(self._taken, leaf)
            self._taken += 1
            if about_keys or len(self._leaves) == STRETCH:
                self._ask(about_keys=about_keys)

    def finish(self) -> None:
        """Wait for all that was taken.

        Raises:
            VerifyError: an entry is wrong; the first one.
        """
        self._take_up()
        self._ask(about_keys=False)
        while self._asked:
            self._settle(self._asked.popleft())

    def _take_up(self) -> None:
        """What was known after the audited entries, once they are known to be the same."""
        if self._state is not None:
            self._authors.ring = self._state.ring
            self._authors.said = dict(self._state.said)
            self.chains = dict(self._state.chains)
            self._state = None

    def _trust(self, leaves: Sequence[bytes]) -> None:
        """Count entries that were audited before, and of which nothing is known any more."""
        chaining = Chaining()
        for index, leaf in enumerate(leaves, self._taken):
            with naming(f"entry {index}"):
                author, seq, prev, digest = chains.numbered(leaf)
                chaining.take(author, seq, prev=prev, digest=b64decode(digest))
                if is_about_keys(index, leaf):
                    self._authors.ring = keys_after([(index, leaf)], self._authors.ring)
        self._join(chaining.links())

    def _ask(self, *, about_keys: bool) -> None:
        """Have what was taken looked at; of all these only the last may be about keys."""
        leaves, start = tuple(self._leaves), self._taken - len(self._leaves)
        self._leaves.clear()
        if not leaves:
            return
        ring = dump(self._authors.ring)
        self._asked.append(
            _Asked(start=start, leaves=leaves, ring=ring, elsewhere=self._sent(start, leaves, ring))
        )
        try:
            if about_keys:
                last = (self._taken - 1, leaves[-1])
                self._authors.ring = keys_after([last], self._authors.ring)
        except ValueError:
            self.finish()  # something about keys is wrong; it is named in its turn
            raise
        while len(self._asked) > (0 if self._cores is None else AHEAD * self._jobs):
            self._settle(self._asked.popleft())

    def _sent(self, start: int, leaves: tuple[bytes, ...], ring: bytes) -> "Future[bytes] | None":
        if self._cores is None:
            return None
        with suppress(BrokenExecutor):
            return self._cores.submit(_look_elsewhere, start, leaves, ring)
        return None

    def _settle(self, asked: _Asked) -> None:
        try:
            self._follow(asked)
        except VerifyError:
            self._asked.clear()  # what comes after the first wrong one is not asked for
            self._leaves.clear()
            raise

    def _follow(self, asked: _Asked) -> None:
        found = asked.answer()
        for index, amends in found.amends:
            with naming(f"entry {index}"):
                require_cited(index, amends, hash_of=self._hash_of)
        if found.wrong:
            raise VerifyError(f"entry {asked.start + found.entries}: {found.wrong}")
        self.signatures += found.signatures
        self._join(found.links)

    def _join(self, links: Mapping[str, Sequence[Links]]) -> None:
        for author, those in links.items():
            for one in those:
                self._authors.count(author, one.count, digest=one.digest)
                self.chains[author] = chains.joined(self.chains.get(author, Chain()), one)


def look(start: int, leaves: Sequence[bytes], ring: bytes) -> Stretch:
    """Look at these leaves by themselves, by the keys before them (as `codec.dump` has them)."""
    judge, chaining = Judge(load(ring, Keyring)), Chaining()
    signatures, wrong, amends = 0, "", []
    try:
        for index, one in enumerate(judge.each(start, leaves), start):
            chaining.take(one.author, one.seq, prev=one.prev, digest=one.digest)
            signatures += one.signatures
            if one.amends:
                amends.append((index, one.amends))
    except (ValueError, OverflowError, MemoryError) as error:
        wrong = str(error)
    links = chaining.links()
    return Stretch(
        entries=sum(one.count for those in links.values() for one in those),
        signatures=signatures,
        links=links,
        amends=tuple(amends),
        wrong=wrong,
    )


def _look_elsewhere(start: int, leaves: Sequence[bytes], ring: bytes) -> bytes:
    """The same in another process. Handed over field by field it would cost as much as reading."""
    return msgspec.msgpack.encode(look(start, leaves, ring))


def _quiet() -> None:
    """Ctrl-C is for who started us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
