"""What a hand types for the record names nobody we know of. What it names is never repeated."""

import re

from truceline.operations.centre import Centre
from truceline.operations.sign import names_of
from truceline.terms.names import Kind
from truceline.terms.problem import Problem, RefusedError
from truceline.weighing.held import Held


def require_unnamed(centre: Centre, text: str, where: str, *, held: Held) -> None:
    """Neither people the agreements speak of nor those the vault knows.

    Raises:
        RefusedError: it names one of them.
    """
    people = {
        spelling
        for named in names_of(centre, held)
        if named.kind is Kind.PERSON
        for spelling in (named.name, *named.also)
    }
    for name in people | set(centre.vault.names().values()):
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            raise RefusedError(
                Problem(
                    code="names-a-person",
                    where=where,
                    message="This names a person, and it stays on record.",
                    remedy="Write the post or the office instead. Nothing was written.",
                )
            )
