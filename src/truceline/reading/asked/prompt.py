"""What a language model is told and in which form it is to answer. One mark names both."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from truceline.reading.asked.windows import MOST_SENTENCES
from truceline.terms.claim import Act, Modality

FORM = 1  # of prompt, answer and checks; a change of any is a new number
MOST_CLAIMS = 100  # of one answer

Schema = Mapping[str, object]


@cache
def instructions() -> str:
    return (files("truceline.reading") / "data" / "asked.txt").read_text(encoding="utf-8").strip()


@cache
def schema() -> dict[str, object]:
    """The form of an answer, as JSON Schema; every field is required, as strict servers ask."""
    fields: dict[str, object] = {
        "sentence": {"type": "integer", "minimum": 1, "maximum": MOST_SENTENCES},
        "quote": {"type": "string"},
        "word": {"type": "string"},
        "act": {"type": "string", "enum": [act.value for act in Act]},
        "says": _LIST,
        "via": {"type": "string"},
        "actor": _LIST,
        "target": _LIST,
        "place": _LIST,
        "when": {"type": "string"},
        "modality": {"type": "string", "enum": [modality.value for modality in Modality]},
        "denies": {"type": "boolean"},
        "numbers": _LIST,
    }
    return _object({"claims": {"type": "array", "items": _object(fields)}})


@cache
def mark() -> str:
    """The first sixteen digits of the hash of all that is told, the sentences apart."""
    told = json.dumps([FORM, instructions(), schema()], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def again(reasons: Sequence[str]) -> str:
    """The one further request, for what could not be used; it repeats no word of the text."""
    lines = "\n".join(f"- {reason}" for reason in reasons)
    return (
        f"These parts of your answer cannot be used:\n{lines}\n"
        "Answer once more, with those claims only, corrected: one JSON object of the same form. "
        "Leave out what you cannot correct."
    )


def _object(fields: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


_LIST: dict[str, object] = {"type": "array", "items": {"type": "string"}}
