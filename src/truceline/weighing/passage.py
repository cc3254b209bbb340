"""Whether a claim tells of a way as open, restricted or closed. Not whether it was so.

Read off the words by which the claim was found; where these do not tell, nobody guesses: a
checkpoint that was set up may be passed or not.
"""

from enum import StrEnum

from truceline.terms.claim import Act, Claim


class Passage(StrEnum):
    OPEN = "open"
    RESTRICTED = "restricted"
    CLOSED = "closed"


REFUSED_TABLE = "[access.refused:"  # where the lexicon keeps who was turned away (reading/data)


def passage(claim: Claim) -> Passage | None:
    """As the claim puts it; None where its words tell neither."""
    if claim.act is not Act.ACCESS:
        return None
    words = claim.rule.partition(":")[2].casefold().replace("-", " ").split()
    if _LIFTED & set(words):
        return Passage.CLOSED if claim.denies else Passage.OPEN
    told = {state for word in words for state in [_STATE.get(word)] if state}
    refused = REFUSED_TABLE in claim.rule
    if _REFUSED & set(words) or (refused and not told):
        # By readers before 3 the refusal itself was read as a denial, and was in no table.
        return _refused(claim) if refused else Passage.CLOSED if claim.denies else None
    if len(told) != 1:
        return None
    (state,) = told
    if not claim.denies:
        return state
    return Passage.CLOSED if state is Passage.OPEN else Passage.OPEN


def _refused(claim: Claim) -> Passage:
    return Passage.OPEN if claim.denies else Passage.CLOSED


def _forms(*verbs: str) -> frozenset[str]:
    """The regular forms of a verb."""
    return frozenset(
        form
        for verb in verbs
        for stem in [verb.removesuffix("e")]
        for form in (verb, f"{verb}s", f"{stem}ed", f"{stem}es", f"{stem}ing")
    )


_LIFTED = _forms("lift")  # a blockade: what comes to its end is not what there is
_REFUSED = _forms("refuse") | {"deny", "denies", "denied", "denying"}
_STATE = (
    dict.fromkeys(
        _forms("open", "reopen", "unblock", "unlock", "unseal", "unfreeze", "allow", "grant")
        | _forms("gain", "obtain", "restore")
        | {"unfroze", "unfrozen", "permit", "permits", "permitted", "permitting", "let", "through"},
        Passage.OPEN,
    )
    | dict.fromkeys(_forms("restrict", "obstruct", "limit", "impede", "hamper"), Passage.RESTRICTED)
    | dict.fromkeys(
        _forms("close", "block", "seal", "blockade", "besiege", "prevent")
        | {"shut", "shuts", "shutting", "cut", "cuts", "cutting", "siege", "impassable"}
        | {"bar", "bars", "barred", "barring"},
        Passage.CLOSED,
    )
)
