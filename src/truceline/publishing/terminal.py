"""A report on a terminal: the same content as the pages, fewer words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from truceline.compliance.changes import Change
from truceline.compliance.due import DueItem
from truceline.compliance.finding import Finding, Status
from truceline.compliance.renderings import CLAUSE, DEADLINE, LAST_DAY, is_owed, still_differing
from truceline.publishing import forgotten, found, words
from truceline.publishing.contested import resting, sentences, under
from truceline.publishing.report import Report
from truceline.publishing.trace import Trace
from truceline.terms.agreement import Agreement
from truceline.terms.charter import Contested

STATUS_WIDTH = max(map(len, Status))
MOST_CITED = 20  # claims named in one row

# Every status has a word; the colour only helps the eye.
COLOUR = {
    Status.OVERDUE: "red",
    Status.BREACH_ALLEGED: "red",
    Status.BREACH_FOUND: "bold red",
    Status.DUE_SOON: "yellow",
    Status.DISPUTED: "magenta",
    Status.PARTLY_MET: "yellow",
    Status.MET: "green",
    Status.MET_LATE: "green",
    Status.KEPT_SO_FAR: "green",
}


def print_part(name: str, report: Report, *, now: datetime | None = None) -> None:
    """Print one part of a report: board, claims, incidents or contradictions."""
    console = Console(highlight=False)
    PARTS[name](report, console)
    gone = forgotten.unavailable(report)
    if gone:
        console.print(Text(gone, style="dim"))
    print_foot(report, console, now=now)


def print_foot(report: Report, console: Console, *, now: datetime | None = None) -> None:
    """What it was folded from, and how far that is cosigned."""
    console.print(Text(head_line(report), style="dim"))
    cosigned = report.seals.sentence(now, size=report.size)
    if cosigned:
        console.print(Text(cosigned, style="dim"))


def head_line(report: Report) -> str:
    clocks = [f"as of {report.question.as_of}"]
    if report.question.said_by:
        clocks.append(f"said by {report.question.said_by}")
    if report.question.known_at:
        clocks.append(f"known at {report.question.known_at:%Y-%m-%d %H:%M}Z")
    if report.left_out:
        clocks.append(
            f"{report.left_out} documents left out (later or undated; --as-of alone counts them)"
        )
    return (
        f"{'; '.join(clocks)}. Folded from {report.size} entries, "
        f"root {report.root.hex()[:12]}…, truceline {report.version}."
    )


def print_claims(name: str, claims: Sequence[Mapping[str, object]]) -> None:
    """Claims of one document that is in no centre."""
    console = Console(highlight=False)
    table = Table("at", "act", "says", "actor", "when", "how", "quote", title=Text(name))
    for claim in claims:
        how = f"{claim['modality']}{', denied' if claim['denies'] else ''}"
        table.add_row(
            *map(
                Text,
                (
                    f"{claim['start']}-{claim['end']}",
                    str(claim["act"]),
                    str(claim["says"]),
                    ", ".join(map(str, _listed(claim["actor"]))),
                    str(claim["when"] or ""),
                    how,
                    _one_line(str(claim["quote"])),
                ),
            )
        )
    console.print(table if claims else Text(f"{name}: no claims found."))


def print_trace(chain: Trace) -> None:
    """Each link of the chain, in the order in which it was checked."""
    console = Console(highlight=False, soft_wrap=True)
    hashed = {True: "hashes to this again", False: "NO LONGER HASHES TO THIS", None: "withheld"}
    for label, value in (
        *_traced(chain),
        ("sha256", Text(f"{chain.sha256}  ({hashed[chain.hash_matches]})")),
        *_outward(chain, hashed),
        *_taken_back(chain),
        *(("contested", Text(said, style="bold")) for said in sentences(chain.contested)),
        ("entry", Text(str(chain.entry))),
        ("leaf hash", Text(chain.leaf_hash.hex())),
        ("path", Text(f"{len(chain.path)} hashes lead from the leaf to the root")),
        ("checkpoint", Text("\n           ".join(chain.checkpoint.rstrip("\n").splitlines()))),
        ("included", Text("yes: leaf, path and signed root agree" if chain.included else "NO")),
    ):
        console.print(Text.assemble((f"{label:>10} ", "bold"), value))


def _taken_back(chain: Trace) -> Iterator[tuple[str, Text]]:
    back = chain.taken_back
    if back is not None:
        says = f"by entry {back.entry}, key {back.by}: {back.because}"
        yield "taken back", Text(says, style="bold")


def _outward(chain: Trace, hashed: Mapping[bool | None, str]) -> Iterator[tuple[str, Text]]:
    """What the document was taken out of, file by file."""
    again = {True: "taken out anew it is the same", False: "NOT FOUND THERE AGAIN", None: ""}
    for one in chain.within:
        told = "; ".join(part for part in (again[one.still_there], one.by) if part)
        file = one.document or "(withheld)"
        yield "part of", Text(f"{file}, {one.part}  ({told})" if told else f"{file}, {one.part}")
        yield "sha256", Text(f"{one.sha256}  ({hashed[one.hash_matches]})")


def _traced(chain: Trace) -> tuple[tuple[str, Text], ...]:
    """What it says, and where it stands in its file."""
    gone = f"({forgotten.said(chain.erased)})"
    file = chain.document or gone
    if chain.line is None:
        quote = Text.assemble(
            (_one_line(chain.before) + " ", "dim"),
            (_one_line(chain.quote) or gone, "bold"),
            (" " + _one_line(chain.after), "dim"),
        )
        where = f"{file}, characters {chain.start} to {chain.end}"
        return (("claim", Text(chain.name)), ("quote", quote), ("document", Text(where)))
    line, posting = chain.line, chain.line.posting
    read = {True: "reads to this again", False: "NOW READS OTHERWISE", None: "withheld"}
    says = f"{posting.account}: {words.posted(posting)}, {words.when(posting.when)}"
    where = f"{file}, row {posting.row}  ({read[line.reads_same]})"
    return (
        ("posting", Text(chain.name)),
        ("book", Text(f"{line.keeper}, {line.ledger}")),
        ("says", Text(says.removeprefix(": "), style="bold")),
        ("file", Text(where)),
    )


def print_due(report: Report, items: Sequence[DueItem], *, now: datetime | None = None) -> None:
    """What falls due, the nearest first."""
    console = Console(highlight=False)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for _ in range(3):
        table.add_column(no_wrap=True)
    table.add_column()
    for one in items:
        left = words.away(one.date, asked=report.question.as_of)
        about = Text.assemble((one.title, "bold"))
        about.append(f"\n{one.agreement} {one.clause}: {one.says} ({', '.join(one.renderings)})")
        status = Text(one.status, style=COLOUR.get(one.status, ""))
        table.add_row(one.date.isoformat(), left, status, about)
    _print_or(table, console, "Nothing falls due in that time.")
    print_foot(report, console, now=now)


def print_changes(found: Sequence[Change]) -> None:
    """What stands otherwise, and why."""
    console = Console(highlight=False)
    if not found:
        console.print("Nothing changed between the two days.")
    for one in found:
        was, now = (each.status if each else "not there" for each in (one.before, one.after))
        stands = now if was == now else f"{was} → {now}"
        console.print(Text.assemble((f"{one.clause}  {one.title}: ", "bold"), stands))
        for reason in one.reasons:
            cited = f"  [{', '.join(reason.claims)}]" if reason.claims else ""
            console.print(Text(f"     {reason.why}: {reason.sentence}{cited}", style="dim"))


def _board(report: Report, console: Console) -> None:
    if not report.findings:
        console.print("No undertakings on this day. Sign one in: truceline sign CENTRE FILE")
    for agreement in report.agreements.values():
        rows = [finding for finding in report.findings if finding.agreement == agreement.id]
        if rows:
            console.print(Text(f"\n{agreement.title}", style="bold"))
            console.print(_findings(report, rows, agreement))
    if report.problems:
        console.print(Text(f"\nLeft out, and why ({len(report.problems)})", style="bold"))
    for problem in report.problems:
        console.print(Text(f"  {problem.where}: {problem.message} {problem.remedy}", style="dim"))


def _findings(report: Report, rows: Sequence[Finding], agreement: Agreement) -> Table:
    """Two columns that fit a narrow terminal: the word, then what it is about and why."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True, min_width=STATUS_WIDTH)
    table.add_column()
    for finding in rows:
        days = due(finding)
        about = Text.assemble((finding.title, "bold"), (f"  due {days}" if days else ""), style="")
        why = " ".join(
            filter(None, (finding.because, finding.renderings_disagree, *_loud(finding, agreement)))
        )
        cited = cites(finding.citations)
        about.append(f"\n{why}{f'  [{cited}]' if cited else ''}", style="dim")
        _doubt(about, under(report, finding))
        about.append(f"\n{finding.watched}" if finding.watched else "", style="dim italic")
        for one in finding.found:
            about.append_text(found.block(one))
        status = Text(finding.status, style=COLOUR.get(finding.status, ""))
        table.add_row(finding.clause, status, about)
    return table


def _doubt(about: Text, doubted: Sequence[Contested]) -> None:
    """In the words of the pages; what is contested counts as before."""
    for said in sentences(doubted):
        about.append("\ncontested ", style="bold")
        about.append(said)


def _loud(finding: Finding, agreement: Agreement) -> Iterator[str]:
    """What else the renderings that decide differ in; the rest is told already."""
    owed = is_owed(agreement.provision(finding.clause), agreement)
    told = {DEADLINE, LAST_DAY} if owed else {DEADLINE, LAST_DAY, CLAUSE}
    for one in still_differing(finding, agreement):
        if one.loud and one.field not in told:
            yield one.says


def cites(names: Sequence[str]) -> str:
    """The first claims it cites, and how many more: --json and the pages have all of them."""
    rest = len(names) - MOST_CITED
    return ", ".join([*names[:MOST_CITED], *([f"and {rest} more"] if rest > 0 else [])])


def due(finding: Finding) -> str:
    """The last days, once where every rendering agrees."""
    days = sorted({due.date for due in finding.due})
    return " / ".join(day.isoformat() for day in days)


def _claims(report: Report, console: Console) -> None:
    if not report.claims:
        console.print("No claims yet. Add documents: truceline add CENTRE PATH…")
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for name, shown in report.claims.items():
        claim = shown.claim
        facts = [
            "; ".join(actor.name for actor in claim.says),
            claim.when.value if claim.when else "",
            f"{claim.modality}, denied" if claim.denies else claim.modality,
        ]
        gone = forgotten.of_document(report, claim.quote.document)
        words = Text(_one_line(shown.quote) or f"({gone})")
        words.append(f"\n{' · '.join(filter(None, facts))}", style="dim")
        _doubt(words, resting(report, [name]))
        table.add_row(name, claim.act, words)
    console.print(table)


def _incidents(report: Report, console: Console) -> None:
    table = Table("incident", "act", "when", "where", "standing", "because", "origins")
    for incident in report.incidents:
        because = Text(incident.because)
        _doubt(because, resting(report, incident.claims))
        table.add_row(
            incident.id,
            incident.act,
            incident.when.value if incident.when else "",
            Text("; ".join(incident.places)),
            incident.standing,
            because,
            str(incident.origins),
        )
    _print_or(table, console, "No incidents on record for this question.")
    for sheet in report.coverage:
        console.print(Text(f"{sheet.title}: {sheet.sentence}", style="dim"))


def _contradictions(report: Report, console: Console) -> None:
    if not report.contradictions:
        console.print("No accounts contradict each other for this question.")
    for one in report.contradictions:
        console.print(Text.assemble((f"{one.kind}: ", "bold"), one.about))
        for side in one.sides:
            console.print(Text(f"  {side.says}"))
            for name in side.claims:
                quote = _one_line(report.claims[name].quote)
                console.print(Text.assemble((f"    {name:>7} ", "dim"), f"“{quote}”"))


PARTS: Mapping[str, Callable[[Report, Console], None]] = {
    "board": _board,
    "claims": _claims,
    "incidents": _incidents,
    "contradictions": _contradictions,
}


def _print_or(table: Table, console: Console, empty: str) -> None:
    console.print(table if table.row_count else empty)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
