"""Where each claim is used: the way back from a sentence to what rests on it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from truceline.compliance.finding import Finding
from truceline.publishing.report import Report
from truceline.weighing.contradiction import Contradiction
from truceline.weighing.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """For a claim's name: what cites it. An absent name is cited by nothing."""

    incidents: Mapping[str, tuple[Incident, ...]]
    contradictions: Mapping[str, tuple[tuple[int, Contradiction], ...]]  # with their number
    findings: Mapping[str, tuple[Finding, ...]]
    documents: Mapping[str, tuple[str, ...]]  # document -> names of its claims


def references(report: Report) -> References:
    incidents = defaultdict[str, list[Incident]](list)
    contradictions = defaultdict[str, list[tuple[int, Contradiction]]](list)
    findings = defaultdict[str, list[Finding]](list)
    documents = defaultdict[str, list[str]](list)
    for incident in report.incidents:
        for name in incident.claims:
            incidents[name].append(incident)
    for number, contradiction in enumerate(report.contradictions, start=1):
        for name in {name for side in contradiction.sides for name in side.claims}:
            contradictions[name].append((number, contradiction))
    for finding in report.findings:
        for name in sources_of(finding):
            findings[name].append(finding)
    for name, shown in report.claims.items():
        documents[shown.claim.quote.document].append(name)
    return References(
        incidents={name: tuple(found) for name, found in incidents.items()},
        contradictions={name: tuple(found) for name, found in contradictions.items()},
        findings={name: tuple(found) for name, found in findings.items()},
        documents={name: tuple(found) for name, found in documents.items()},
    )


def sources_of(finding: Finding) -> tuple[str, ...]:
    """Every claim a finding shows, once: cited, in a position, or putting the text otherwise."""
    names = (
        *finding.citations,
        *(name for position in finding.positions for name in position.claims),
        *(differs.claim for differs in finding.differs),
    )
    return tuple(dict.fromkeys(names))
