"""Findings that people issued, and what a machine would answer, as JSON and on a terminal.

A proposal is marked as one wherever it is shown: only a person's key makes it a finding.
"""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from truceline.compliance.finding import Found
from truceline.terms.issued import Answer, Answered

Row = dict[str, object]

PROPOSED = "Proposed by a machine. It is no finding until a person issues one."
COLOUR = {Answer.YES: "green", Answer.NO: "red", Answer.UNKNOWN: "yellow"}


def proposal(answers: Sequence[Answered]) -> Row:
    return {"proposed": True, "says": PROPOSED, "answers": [answer(one) for one in answers]}


def issued(found: Iterable[Found]) -> list[Row]:
    """The `found` list of docs/json.md, the latest last."""
    return [
        {
            "entry": one.entry,
            "by": one.by,
            "verdict": one.issued.verdict.value,
            "first": one.issued.first.isoformat(),
            "last": one.issued.last.isoformat(),
            "to": list(one.issued.to),
            "because": one.issued.because,
            "claims": list(one.issued.claims),
            "answers": [answer(each) for each in one.issued.answers],
            "replaced_by": one.replaced_by,
        }
        for one in found
    ]


def answer(one: Answered) -> Row:
    return {
        "criterion": one.criterion.value,
        "answer": one.answer.value,
        "because": one.because,
        "cites": list(one.cites),
    }


def print_proposal(answers: Sequence[Answered]) -> None:
    console = Console(highlight=False)
    console.print(Text(PROPOSED, style="bold"))
    for one in answers:
        console.print(told(one))


def told(one: Answered) -> Text:
    """One answer on one line: the question, the answer, why, and what it rests on."""
    cited = f"  [{', '.join(one.cites)}]" if one.cites else ""
    return Text.assemble(
        (f"{one.criterion:>13}  ", "bold"),
        (f"{one.answer:<8}", COLOUR[one.answer]),
        f"{one.because}{cited}",
    )


def attributed(one: Found) -> str:
    """Whose violation it is; "" of what is none."""
    if one.issued.verdict != "violation":
        return ""
    return (
        f"attributed to {', '.join(one.issued.to)}" if one.issued.to else "could not be attributed"
    )


def block(one: Found) -> Text:
    """A finding with its five answers, each on its line, for the board in a terminal."""
    verdict = " ".join(filter(None, (one.issued.verdict, attributed(one))))
    replaced = f"; replaced by entry {one.replaced_by}" if one.replaced_by is not None else ""
    head = f"\n{one.by}, entry {one.entry}: {verdict}{replaced}"
    return Text("\n").join([Text(head, style="bold"), *map(told, one.issued.answers)])
