"""How long the board takes for 100 provisions and 2,000 claims, and what it weighs."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from truceline.publishing import html, shapes
from truceline.publishing.links import Links

ACCORD = Path(__file__).parents[1] / "tests" / "publishing" / "accord.py"
PROVISIONS, CLAIMS = 100, 2_000


@pytest.fixture(scope="module")
def report():
    spec = importlib.util.spec_from_file_location("bench_accord", ACCORD)
    accord = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(accord)
    shown = list(accord.REPORT.claims.values())
    claims = {
        f"{n}.1": replace(shown[n % len(shown)], name=f"{n}.1") for n in range(100, 100 + CLAIMS)
    }
    names = list(claims)
    findings = tuple(
        replace(
            accord.FINDINGS[n % len(accord.FINDINGS)],
            clause=str(n),
            citations=tuple(names[n * 20 : n * 20 + 20]),
        )
        for n in range(PROVISIONS)
    )
    return replace(accord.REPORT, claims=claims, findings=findings)


def test_board(benchmark, report):
    page = benchmark(lambda: html.board(html.view(report, links=Links())))

    assert page.count('<tr id="brenmoor-') == PROVISIONS
    benchmark.extra_info["bytes"] = len(page.encode())


def test_one_list_as_json(benchmark, report):
    rows = benchmark(lambda: shapes.claims(report))

    assert len(rows) == CLAIMS
