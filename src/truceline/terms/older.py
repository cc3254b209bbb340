"""Yesterday's kinds of entry, read as today's. Nothing on record is ever rewritten.

A kind of today differs from its earlier number only by fields that were added, each with a value
that says "nothing told". Reading an older entry fills these in; what proves that nothing else was
overlooked is that leaving them out again gives the very bytes that were read.
"""

import msgspec

from truceline.terms.problem import sentence


def as_it_was(body: bytes, *, before: bytes) -> bytes:
    """The body as the older kind spells it: without the fields that it did not have.

    Raises:
        ValueError: the older body is no JSON, or a field added since then tells something.
    """
    try:
        now, then = msgspec.json.decode(body), msgspec.json.decode(before)
    except msgspec.MsgspecError as error:
        raise ValueError(sentence(error)) from error
    return msgspec.json.encode(_without(now, then), order="sorted")


def _without(now: object, then: object) -> object:
    """What was not there then, and tells nothing now, is left out; all else stays as it is now."""
    match now, then:
        case dict(), dict():
            return {
                key: _without(value, then.get(key))
                for key, value in now.items()
                if key in then or _tells(key, value)
            }
        case list(), list() if len(now) == len(then):
            return [_without(one, other) for one, other in zip(now, then, strict=True)]
        case _:
            return now


def _tells(key: str, value: object) -> bool:
    return value not in (None, "", []) and (key, value) != ("codes", _NO_CODES)


_NO_CODES: dict[str, object] = {"pam": [], "pax": [], "specificity": None}
