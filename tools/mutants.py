"""`make mutants`: break the code of the rooms that decide, one spot at a time; count what is seen.

A mutant that no test fails for has survived. What was found is kept in mutants/, and only what has
changed since is tried again. What is broken and what is not: docs/decisions/0017-mutants.md.
"""

import ast
import os
import random
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import libcst as cst
from mutmut import __main__ as mutmut
from mutmut import stats
from mutmut.mutation import mutators
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

FOLDER = Path("mutants")
SOURCE = "src/truceline/"
WANTED = 85  # of a hundred
KILLED = frozenset({"killed", "timeout", "segfault", "suspicious"})
SURVIVED = frozenset({"survived", "no tests"})
WORD = re.compile(r"""[a-z]*(["'])[\w-]*\1""")

Mutant = tuple[SourceFileMutationData, str, int | None]
Tried = tuple[str, str, str]  # file, mutant, and what came of it


@click.command()
@click.option("--sample", type=int, default=0, help="So many, the same ones every time; 0: all.")
@click.option("--seed", type=int, default=17, help="Which sample is drawn.")
@click.option("--only", default="", help="Only those whose name holds this, as 'ledgers.'.")
@click.option("--children", type=int, default=os.cpu_count(), help="How many are tried at once.")
def main(*, sample: int, seed: int, only: str, children: int) -> None:
    """Exit with 1 where too few are killed in a room."""
    _hush()
    _spare_sentences()
    _choose(only, sample=sample, seed=seed)
    shutil.rmtree(FOLDER / "tests", ignore_errors=True)  # tests that are gone are gone
    mutmut._run((), children)  # noqa: SLF001 its command line draws no sample
    mutants, _ = mutmut.collect_source_file_mutation_data(mutant_names=())
    tried = sorted(
        (str(data.path), name, stats.status_by_exit_code[code]) for data, name, code in mutants
    )
    _tell_survivors(tried)
    enough = _tell_scores(tried)
    if sample:
        click.echo(f"A sample of {len(tried)} drawn by seed {seed}: not all there are.")
    sys.exit(0 if enough else 1)


def _hush() -> None:
    """Its progress is drawn on one line over and over: of use on a terminal, and nowhere else."""
    if not sys.stdout.isatty():
        mutmut.print_status = stats.print_status = lambda *_, **__: None


def _spare_sentences() -> None:
    """Of all strings, only single words are broken: keys and units. The rest is text for people."""

    def words(node: cst.BaseString) -> Iterator[cst.BaseString]:
        if isinstance(node, cst.SimpleString) and WORD.fullmatch(node.value):
            yield from mutators.operator_string(node)

    mutators.mutation_operators[:] = [
        (kind, words if operator is mutators.operator_string else operator)
        for kind, operator in mutators.mutation_operators
    ]


def _choose(only: str, *, sample: int, seed: int) -> None:
    """Let the run see the chosen mutants and no others; what it has tried before it leaves."""
    every = mutmut.collect_source_file_mutation_data

    def chosen(
        *, mutant_names: Sequence[str]
    ) -> tuple[list[Mutant], dict[str, SourceFileMutationData]]:
        mutants, files = every(mutant_names=mutant_names)
        found = sorted((one for one in mutants if only in one[1]), key=lambda one: one[1])
        if 0 < sample < len(found):
            found = random.Random(seed).sample(found, sample)  # noqa: S311 the same ones every time
        return found, files

    mutmut.collect_source_file_mutation_data = chosen


def _tell_survivors(tried: Sequence[Tried]) -> None:
    for path, name, status in tried:
        if status in SURVIVED:
            diff = get_diff_for_mutant(name, path=path).splitlines()[2:]
            lines = [line for line in diff if line[:1] in {"-", "+"}]
            click.echo(f"\n{path}:{_line(path, name, lines)}: {status}  ({name})")
            click.echo("\n".join(f"    {line}" for line in lines))


def _line(path: str, name: str, diff: Sequence[str]) -> int:
    """Where the first line that is another stands in the file."""
    function, owner = orig_function_and_class_names_from_key(name)
    source = Path(path).read_text(encoding="utf-8")
    scope: ast.AST = ast.parse(source)
    for wanted in filter(None, (owner, function.rpartition(".")[2])):
        scope = next(one for one in ast.walk(scope) if getattr(one, "name", None) == wanted)
    first, last = scope.lineno, scope.end_lineno  # type: ignore[attr-defined]
    gone = next((line[1:].strip() for line in diff if line[:1] == "-"), "")
    lines = source.splitlines()[first - 1 : last]
    return int(first) + next((n for n, line in enumerate(lines) if line.strip() == gone), 0)


def _tell_scores(tried: Sequence[Tried]) -> bool:
    """A row for each file and each room; whether every room has enough."""
    counts = Counter(
        (name, status in KILLED)
        for path, _, status in tried
        for name in (path.removeprefix(SOURCE), f"all of {Path(path).parts[2]}")
        if status in KILLED | SURVIVED
    )
    open_still = len(tried) - sum(1 for *_, status in tried if status in KILLED | SURVIVED)
    click.echo(f"\n{'':36}{'mutants':>9}{'killed':>9}{'survived':>10}{'score':>8}")
    low = False
    for name in sorted({name for name, _ in counts}, key=lambda name: (name[:4] == "all ", name)):
        killed, survived = counts[name, True], counts[name, False]
        every = killed + survived
        click.echo(f"{name:36}{every:9}{killed:9}{survived:10}{100 * killed / every:7.1f}%")
        low |= name[:4] == "all " and 100 * killed < WANTED * every
    click.echo(f"Wanted: {WANTED} of a hundred in each room.")
    if open_still:
        click.echo(f"Not tried yet: {open_still}. Run it again to go on.")
    return not low


if __name__ == "__main__":
    main()
