import pytest

from truceline.terms.claim import Modality


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Kenya withdrew its troops.", Modality.HAPPENED),
        ("Kenya is withdrawing its troops.", Modality.ONGOING),
        ("Kenya will withdraw its troops.", Modality.PLANNED),
        ("Kenya is ready to withdraw its troops.", Modality.PLANNED),
        ("Kenya must withdraw its troops.", Modality.REQUIRED),
        ("Kenya was supposed to withdraw its troops.", Modality.REQUIRED),
        ("Kenya is not to withdraw its troops.", Modality.REQUIRED),
        ("Under the agreement, Kenyan troops withdraw.", Modality.REQUIRED),
        ("Somalia demanded the withdrawal of Kenyan troops.", Modality.DEMANDED),
        ("Somalia called on Kenya to withdraw its troops.", Modality.DEMANDED),
        ("Kenya could withdraw its troops.", Modality.PREDICTED),
        ("If Kenya withdraws its troops, peace is near.", Modality.PREDICTED),
        ("Kenya began to withdraw its troops.", Modality.HAPPENED),
        ("Fighting took place in May on the hill.", Modality.HAPPENED),
    ],
)
def test_how_an_act_is_put_forward(reads, text, modality):
    assert reads.only(reads.claims_of(text)).modality is modality


@pytest.mark.parametrize(
    "text",
    [
        "Kenya did not withdraw its troops.",
        "Kenya didn't withdraw its troops.",
        "Kenya never withdrew its troops.",
        "There will be no Kenyan troops in the Valley.",
        "No prisoners were released.",
        "Kenya denied that its army had shelled the town.",
        "The presence of Kenyan troops was not agreed.",
        "Kenya failed to withdraw its troops.",
        "Kenya is not to withdraw its troops.",
    ],
)
def test_what_is_said_not_to_be_is_denied(reads, text):
    assert reads.only(reads.claims_of(text)).denies


@pytest.mark.parametrize(
    "text",
    [
        "Kenya withdrew not only its troops.",
        "No doubt Kenya withdrew its troops.",
        "Kenya rejected the proposal.",
        "Kenya withdrew its troops.",
    ],
)
def test_what_only_looks_like_a_denial_is_none(reads, text):
    assert not reads.only(reads.claims_of(text)).denies


def test_prisoners_still_held_are_an_exchange_not_done(reads):
    claim = reads.only(reads.claims_of("Prisoners are still held by both sides."))

    assert (claim.act.value, claim.denies, claim.modality) == (
        "detainee-exchange", True, Modality.ONGOING,
    )  # fmt: skip


def test_who_speaks_for_nobody_predicts_and_does_not_plan(reads):
    text = "Analyst Jane Roe said Kenya will withdraw its troops."

    assert reads.only(reads.claims_of(text)).modality is Modality.PREDICTED


def test_a_warning_never_happened(reads):
    text = "Analyst Jane Roe warned that Kenya could shell the town."

    assert reads.only(reads.claims_of(text)).modality is Modality.PREDICTED
