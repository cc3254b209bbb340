"""Reads the situations that people write, and asks the board. It knows nothing of the rules."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from truceline.compliance.finding import Finding
from truceline.compliance.register import board
from truceline.intake.agreement_file import parse
from truceline.terms.agreement import Agreement
from truceline.terms.claim import NARRATOR, Act, Actor, Bound, Claim, Modality, Quantity, Quote
from truceline.terms.entry import Dated, Hindered, Hindrance, Patrolled, Ruling, Sure
from truceline.terms.issued import Answer, Answered, Criterion, Issued
from truceline.terms.question import Question
from truceline.terms.when import When
from truceline.weighing.held import Document, Held, Judged
from truceline.weighing.held import Finding as OnRecord
from truceline.weighing.incident import Incident, Standing

FOLDER = Path(__file__).parents[1] / "situations"


@dataclass(frozen=True, kw_only=True)
class Situation:
    agreement: str
    told: dict[str, Any]

    @property
    def sentence(self) -> str:
        return f"clause {self.told['clause']} {self.told['it']}"


def situations() -> list[Situation]:
    return [
        Situation(agreement=page["agreement"], told=told)
        for path in sorted(FOLDER.glob("*.yaml"))
        for page in [yaml.safe_load(path.read_text())]
        for told in page["situations"]
    ]


@cache
def accord(name: str) -> Agreement:
    path = FOLDER / "agreements" / f"{name}.yaml"
    if not path.is_file():
        path = _example(name)
    return parse(path.read_bytes(), where=path.name).agreement


def _example(name: str) -> Path:
    """The file in which an agreement of the examples stands."""
    files = (FOLDER.parents[1] / "examples").glob("*/*.yaml")
    return next(path for path in files if f"\nid: {name}\n" in path.read_text())


def later(situation: "Situation") -> list[Agreement]:
    """The amendments written into the situation itself, as a file that only amends."""
    rows = situation.told.get("amendments")
    if not rows:
        return []
    named = yaml.safe_load((FOLDER / "agreements" / "later.yaml").read_text())
    about = accord(situation.agreement)
    page = named | {
        "signed": about.signed.isoformat(),
        "in_force": about.in_force.astimezone(ZoneInfo(about.zone)).isoformat(),
        "zone": about.zone,
        "parties": list(about.parties),
        "names": [{"party": party} for party in about.parties],
        "amendments": [
            {"id": f"later-{n}", "text": "-", "source": "-", "rendering": "both", **row}
            for n, row in enumerate(rows, start=1)
        ],
    }
    text = yaml.safe_dump(page, sort_keys=False)
    return [parse(text.encode(), where="later", beside=[accord(situation.agreement)]).agreement]


def asked(situation: Situation) -> Finding:
    """The finding of the situation's clause."""
    told = situation.told
    question = Question(as_of=day(told["as_of"]))
    (found,) = [
        one
        for one in board(held(situation), incidents(situation), question=question)
        if one.agreement == situation.agreement and one.clause == told["clause"]
    ]
    return found


def held(situation: Situation) -> Held:
    told = situation.told
    known = [accord(name) for name in (situation.agreement, *told.get("amended_by", ()))]
    known += later(situation)
    claims = told.get("claims", [])
    return Held(
        agreements=MappingProxyType({one.id: one for one in known}),
        documents=MappingProxyType(dict(document(row, n) for n, row in enumerate(claims, 1))),
        claims=MappingProxyType({f"{n}.1": claim(row, n) for n, row in enumerate(claims, 1)}),
        rulings=MappingProxyType(dict(ruling(row) for row in told.get("rulings", ()))),
        patrols=tuple(patrol(row) for row in told.get("patrols", ())),
        hindrances=tuple(hindrance(row) for row in told.get("hindrances", ())),
        hindered_at=tuple(range(501, 501 + len(told.get("hindrances", ())))),
        issued=tuple(issued(row, n) for n, row in enumerate(told.get("findings", ()), 601)),
    )


def incidents(situation: Situation) -> list[Incident]:
    known = held(situation).claims
    return [disputed(known[f"{n}.1"], n) for n in situation.told.get("disputed", ())]


def claim(row: dict[str, Any], number: int) -> Claim:
    return Claim(
        quote=Quote(document=f"{number:064}", start=0, end=1),
        act=Act(row["act"]),
        says=(NARRATOR if row["by"] == "reports" else Actor(name=row["by"]),),
        actors=tuple(Actor(name=name) for name in row.get("actors", ())),
        places=tuple(row.get("places", ())),
        when=When(value=str(row["when"])) if "when" in row else None,
        modality=Modality(row.get("modality", "happened")),
        denies=row.get("denies", False),
        quantities=tuple(
            Quantity(value=value, unit=unit, bound=Bound(bound))
            for value, unit, bound in row.get("quantities", ())
        ),
        rule=f"{row['act']}:{row.get('how', 'situation')}",
    )


def document(row: dict[str, Any], number: int) -> tuple[str, Document]:
    sha256 = f"{number:064}"
    published = row.get("published")
    return sha256, Document(
        sha256=sha256,
        entry=number,
        media_type="text/plain",
        size=1,
        source="",
        published=(
            Dated(when=When(value=str(published)), sure=Sure.TOLD, because="situation")
            if published
            else None
        ),
    )


def ruling(row: dict[str, Any]) -> tuple[str, Judged]:
    return f"{row['claim']}.1", Judged(
        ruling=Ruling(row["ruling"]), reason=row["reason"], by="head of mission", entry=99
    )


def patrol(row: dict[str, Any]) -> Patrolled:
    return Patrolled(
        places=tuple(row.get("places", ())),
        acts=tuple(Act(act) for act in row.get("acts", Act)),
        first=day(row["first"]),
        last=day(row["last"]),
        post=row.get("post", ""),
        hours=row.get("hours"),
    )


def hindrance(row: dict[str, Any]) -> Hindered:
    return Hindered(
        places=tuple(row.get("places", ())),
        how=Hindrance(row["how"]),
        first=day(row["first"]),
        last=day(row["last"]),
        by=row.get("by", ""),
        post=row.get("post", ""),
        hours=row.get("hours"),
        because=row.get("because", ""),
    )


def issued(row: dict[str, Any], entry: int) -> OnRecord:
    """The answers not written down are yes."""
    answers = row.get("answers", {})
    return OnRecord(
        issued=Issued(
            agreement=row.get("agreement", "road-accord"),
            clause=row["clause"],
            first=day(row["first"]),
            last=day(row["last"]),
            claims=tuple(f"{number}.1" for number in row["claims"]),
            answers=tuple(
                Answered(
                    criterion=one, answer=Answer(answers.get(one.value, "yes")), because="Checked."
                )
                for one in Criterion
            ),
            because=row.get("because", "The mechanism looked into it."),
            to=tuple(row.get("to", ())),
        ),
        by="head of mission",
        entry=entry,
    )


def disputed(one: Claim, number: int) -> Incident:
    return Incident(
        id=f"incident-{number}.1",
        act=one.act,
        when=one.when,
        places=one.places,
        actors=one.actors,
        standing=Standing.DISPUTED,
        because="situation",
        claims=(f"{number}.1",),
        origins=1,
    )


def day(value: date | str) -> date:
    return date.fromisoformat(str(value))
