"""What the reader finds and how quickly, with the trained parser and by rule alone, as one table.

`make bench-reading` prints it. `--only gold --only speed` chooses sections, `--json` prints rows
for other programs. Of held-out texts nothing is printed but their scores. What needs the corpora
or reports beside the checkout says so where they are missing.
"""

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
FIELD = ROOT / "tests" / "reading" / "field"
PLOVER = ROOT / "tests" / "reading" / "plover" / "plover_score.py"
AGREEMENT = ROOT / "examples" / "karabakh" / "statement-2020-11-09.yaml"
PUBLISHED = {"000": "2020-11-11", "001": "2020-11-10", "002": "2021-01-11", "003": "2021-11-27"}
FIELDS = ("says", "actor", "place", "when", "modality", "denies", "quantities")
MEANS = ("all", "rules")
ROUNDS = 3
COPIES = 12  # of each text, in the folder that all cores read


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure. None: not measured, and `note` says why."""

    section: str
    figure: str
    aim: str = ""
    all: float | None = None
    rules: float | None = None
    unit: str = ""
    note: str = ""


AIMS = {
    "gold": {
        "span F1": 0.75, "act F1": 0.60, "says": 0.85, "when": 0.85, "modality": 0.80,
        "quantities": 0.80,
    },
    "parser": {"LAS": 0.86, "UPOS": 0.955, "names": 0.72, "factual": 0.80},
    "plover": {"class": 0.60, "class and both actors": 0.40},
}  # fmt: skip
LEAST = {"all": 3_000, "rules": 20_000}  # words a second on one core
MOST_MIB = 350


def loaded(path: Path):
    """A module that belongs to no package."""
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@cache
def parser(means: str):
    from truceline.reading.parsing import installed  # noqa: PLC0415

    return installed() if means == "all" else None


def rows_of(section: str, figures: dict[str, dict[str, float | None]], note: str = ""):
    """Rows of a section: figure, then what each of the means got."""
    for figure, by in figures.items():
        aim = AIMS.get(section, {}).get(figure)
        yield Row(
            section=section,
            figure=figure,
            aim="" if aim is None else f">= {aim:g}",
            all=by.get("all"),
            rules=by.get("rules"),
            note=note,
        )


def turned(scored: dict[str, dict[str, float | None]]) -> dict[str, dict[str, float | None]]:
    """By figure, then by means, rather than the other way round."""
    figures = next(iter(scored.values()))
    return {name: {means: told[name] for means, told in scored.items()} for name in figures}


# What is found


def gold() -> Iterator[Row]:
    """The five reports. Their texts and the claims of the expert stand beside the checkout."""
    path = SHARED / "gold" / "score.py"
    if not path.exists():
        yield missing("gold", path)
        return
    scorer = loaded(path)
    true = scorer.load(SHARED / "gold" / "claims.jsonl")

    def scored(means: str) -> dict[str, float | None]:
        table = scorer.score(true, list(on_reports(means)))
        shares = {"span F1": table["span"]["f1"], "act F1": table["act"]["f1"]}
        shares |= {name: table["fields"][name]["accuracy"] for name in FIELDS}
        return {**shares, "claims in noise": table["noise"]}

    yield from rows_of("gold", turned({means: scored(means) for means in MEANS}))


def on_reports(means: str):
    from truceline.operations.sign import draft  # noqa: PLC0415
    from truceline.reading.english import read  # noqa: PLC0415
    from truceline.reading.gold_fields import as_fields  # noqa: PLC0415
    from truceline.terms.when import When  # noqa: PLC0415

    names = tuple(named for each in draft([AGREEMENT]) for named in each.parsed.names)
    for path in sorted((SHARED / "reports").glob("*.txt")):
        day = PUBLISHED.get(path.name[:3])
        data = path.read_bytes()
        reading = read(
            data,
            media_type="text/plain",
            published=When(value=day) if day else None,
            names=names,
            parser=parser(means),
        )
        text = data.decode()
        for claim in reading.claims:
            quote = text[claim.quote.start : claim.quote.end]
            yield dict(as_fields(claim, doc=path.name, quote=quote))


def field(half: str) -> Iterator[Row]:
    """Twenty texts of our own about eight other ceasefires."""
    table = loaded(FIELD / "field_table.py")

    def scored(means: str) -> dict[str, float | None]:
        one = table.total(each for _, each in table.scores(half, parser=parser(means)))
        shares = {"span F1": one.span_f1, "act F1": one.act_f1}
        shares |= {name: one.accuracy(name) for name in FIELDS}
        return {**shares, "claims in noise": one.in_noise}

    yield from rows_of(f"field, {half}", turned({means: scored(means) for means in MEANS}))


def trees() -> Iterator[Row]:
    """The trained parser alone, on raw text that it was not trained on."""
    if not (SHARED / "corpora" / "ud_ewt").is_dir():
        yield missing("parser", SHARED / "corpora")
        return
    sys.path.insert(0, str(ROOT))
    from training.evaluate import on_raw_text  # noqa: PLC0415

    shares = on_raw_text(parser("all"), SHARED / "corpora", "test")
    note = "EWT test, raw text; UNER, UDS"
    yield from rows_of("parser", {name: {"all": told} for name, told in shares.items()}, note)


def plover() -> Iterator[Row]:
    """Records of events coded by people, most of them of one sentence."""
    if not PLOVER.exists() or not (SHARED / "corpora" / "plover_gsr").is_dir():
        yield missing("plover", SHARED / "corpora" / "plover_gsr" if PLOVER.exists() else PLOVER)
        return
    scorer = loaded(PLOVER)

    def scored(halves: tuple[str, ...], means: str) -> dict[str, float | None]:
        told = [scorer.measure(half, parser=parser(means)) for half in halves]
        records = sum(one.records for one in told)
        return {
            "class": sum(one.classes for one in told) / records,
            "both actors": sum(one.actors for one in told) / records,
            "class and both actors": sum(one.both for one in told) / records,
        }

    for halves in (*((half,) for half in scorer.HALVES), scorer.HALVES):
        shares = turned({means: scored(tuple(halves), means) for means in MEANS})
        yield from rows_of("plover", shares, "all records" if len(halves) > 1 else halves[0])


# How quickly, and in how much memory


def speed() -> Iterator[Row]:
    """Each in a fresh process, on one core, from bytes to claims."""
    told = {means: measured(means) for means in MEANS}
    note = f"{told['all']['words']} words, the best of {ROUNDS}"
    least = ", ".join(f"{each:,}" for each in LEAST.values())
    rate = {means: each["rate"] for means, each in told.items()}
    peak = {means: each["peak"] for means, each in told.items()}
    begin = {means: each["begin"] for means, each in told.items()}
    yield Row(
        section="speed", figure="one core", aim=f">= {least}", unit="words/s", note=note, **rate
    )
    yield Row(section="speed", figure="first document", unit="s", note="of the processor", **begin)
    yield Row(section="speed", figure="peak memory", aim=f"< {MOST_MIB}", unit="MiB", **peak)


def measured(means: str) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 this very file
        [sys.executable, __file__, "--measure", means],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout)


def measure(means: str) -> dict[str, float]:
    """In a process of its own: what it costs to read the texts one after the other."""
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    began = time.process_time()
    from truceline.reading.readers import Means, read  # noqa: PLC0415

    def once(data: bytes) -> None:
        read(data, media_type="text/plain", published=None, names=(), by=Means(means))

    documents = texts()
    once(documents[0])
    begin = time.process_time() - began
    words = sum(len(each.split()) for each in documents)
    best = min(timed(lambda: [once(each) for each in documents]) for _ in range(ROUNDS))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"words": words, "rate": words / best, "begin": begin, "peak": peak}


def timed(act: Callable[[], object]) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    act()
    return time.process_time() - start


def texts() -> list[bytes]:
    """Reports as they come: the examples', the field texts, and the five if they are at hand."""
    folders = [ROOT / "examples", FIELD / "development", SHARED / "reports"]
    return [path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.txt"))]


def folder() -> Iterator[Row]:
    """`truceline read --json` over a folder, by the clock: one child, then one a core."""
    cores = len(os.sched_getaffinity(0))
    documents = texts()
    with tempfile.TemporaryDirectory() as where:
        for number, data in enumerate(documents * COPIES):
            (Path(where) / f"{number:05}.txt").write_bytes(data)
        words = COPIES * sum(len(each.split()) for each in documents)
        one, peak = clocked(where, jobs=1)
        many, _ = clocked(where, jobs=cores)
    note = f"{len(documents) * COPIES} documents, {words:,} words, by the clock"
    name = "all cores"
    yield Row(section="folder", figure="one job", unit="words/s", all=words / one, note=note)
    yield Row(section="folder", figure=f"{cores} jobs", unit="words/s", all=words / many)
    yield Row(section="folder", figure=name, unit="times one", all=one / many, note=f"of {cores}")
    yield Row(
        section="folder",
        figure="largest process",
        aim=f"< {MOST_MIB}",
        unit="MiB",
        all=peak,
        note="the program or a child of it",
    )


def clocked(where: str, *, jobs: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "truceline.cli", "read", "--json", "--jobs", str(jobs), where]
    start = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 our own
    taken = time.perf_counter() - start
    if done.returncode not in {0, 3}:  # 3: done, with problems listed
        sys.exit(done.stderr)
    return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def missing(section: str, path: Path) -> Row:
    inside = path.is_relative_to(ROOT)
    where = path.relative_to(ROOT if inside else ROOT.parent)
    return Row(section=section, figure="-", note=f"{where if inside else f'../{where}'} is missing")


SECTIONS = {
    "gold": gold,
    "development": lambda: field("development"),
    "held_out": lambda: field("held_out"),
    "parser": trees,
    "plover": plover,
    "speed": speed,
    "folder": folder,
}


def printed(rows: list[Row]) -> Iterator[str]:
    yield f"{'':20}{'':24}{'aim':>18}{'with parser':>13}{'by rule':>10}  "
    before = ""
    for row in rows:
        section = "" if row.section == before else row.section
        before = row.section
        cells = f"{shown(row.all, row.unit):>13}{shown(row.rules, row.unit):>10}"
        tail = "  ".join(filter(None, (row.unit, row.note)))
        yield f"{section:20}{row.figure:24}{row.aim:>18}{cells}  {tail}".rstrip()


def shown(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    if unit in {"words/s", "MiB"} or isinstance(value, int):
        return f"{value:,.0f}"
    return f"{value:.3f}" if not unit else f"{value:.2f}"


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--only", action="append", choices=SECTIONS, help="a section; repeatable")
    wanted.add_argument("--json", action="store_true", help="a row a line, for other programs")
    wanted.add_argument("--measure", choices=MEANS, help=argparse.SUPPRESS)
    asked = wanted.parse_args()
    if asked.measure:
        sys.stdout.write(json.dumps(measure(asked.measure)))
        return
    rows = [row for name in asked.only or SECTIONS for row in SECTIONS[name]()]
    if asked.json:
        sys.stdout.writelines(json.dumps(asdict(row)) + "\n" for row in rows)
    else:
        sys.stdout.writelines(line + "\n" for line in printed(rows))


if __name__ == "__main__":
    main()
