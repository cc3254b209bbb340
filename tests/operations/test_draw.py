"""A board that is kept is the board that would be drawn; whatever else is kept is no board."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from truceline.operations import draw as drawing
from truceline.operations.ask import ask
from truceline.operations.centre import opened
from truceline.operations.draw import SLOTS, draw
from truceline.terms.question import Question

REPORT = (
    "Published 12 November 2020\n\n"
    "Kremlin spokesman Dmitry Peskov said on 11 November 2020 that Russian troops had entered "
    "Nagorno-Karabakh. Russian peacekeepers were deployed there, political analyst Jane Roe said "
    "on 12 November 2020.\n"
)
LATER = "Published 20 November 2020\n\nArmenian forces withdrew from Agdam on 19 November 2020.\n"
QUESTION = Question(as_of=date(2020, 11, 22))


@pytest.fixture
def told(run, centre, report):
    run("add", centre, report(REPORT))
    return centre


def drawn(folder, question=QUESTION):
    with opened(folder) as centre:
        return draw(centre, question)


def asked(folder, question=QUESTION):
    with opened(folder) as centre:
        return ask(centre, question)


def views(folder, statement, *values):
    with closing(sqlite3.connect(folder / "views.db")) as db, db:
        return db.execute(statement, values).fetchall()


def kept(folder):
    return views(folder, "SELECT name, version, size, state FROM fold WHERE name LIKE 'board%'")


def retitle(folder):
    """Mark the kept board, so that it is seen where it comes back."""
    [(name, _, _, state)] = kept(folder)
    marked = state.replace(b'"title":"', b'"title":"kept: ')
    views(folder, "UPDATE fold SET state = ? WHERE name = ?", marked, name)


def is_brought_back(report):
    return all(one.title.startswith("kept: ") for one in report.findings)


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        Question(as_of=date(2020, 11, 10)),
        Question(as_of=date(2021, 1, 1), said_by=date(2020, 11, 11)),
    ],
    ids=str,
)
def test_the_board_alone_is_the_board_of_the_whole_answer_drawn_or_brought_back(told, question):
    whole = asked(told, question)

    for one in (drawn(told, question), drawn(told, question)):
        assert one.findings == whole.findings
        assert (one.size, one.root, one.recorded) == (whole.size, whole.root, whole.recorded)
        assert (one.agreements, one.left_out) == (whole.agreements, whole.left_out)
        assert one.problems == whole.problems


def test_a_board_is_drawn_once_and_then_brought_back(told):
    drawn(told)
    retitle(told)

    assert is_brought_back(drawn(told))


def test_another_question_is_not_answered_by_a_kept_board(told):
    drawn(told)
    retitle(told)

    for days in range(1, 3 * SLOTS):
        question = replace(QUESTION, as_of=date(2021, 1, days))
        assert drawn(told, question).findings == asked(told, question).findings


def test_no_more_boards_are_kept_than_there_are_slots(told):
    for days in range(1, 3 * SLOTS):
        drawn(told, replace(QUESTION, as_of=date(2021, 1, days)))

    assert len(kept(told)) <= SLOTS


def test_what_enters_the_record_is_on_the_board_at_once(run, told, report):
    drawn(told)
    retitle(told)
    run("add", told, report(LATER, "later.txt"))

    later = drawn(told)

    assert later.findings == asked(told).findings
    assert not is_brought_back(later)


def test_what_was_known_earlier_is_drawn_from_what_was_known_earlier(run, told, report):
    earlier = replace(QUESTION, known_at=drawn(told).recorded)
    run("add", told, report(LATER, "later.txt"))

    for one in (drawn(told, earlier), drawn(told, earlier)):
        assert one.findings == asked(told, earlier).findings != drawn(told).findings


def test_a_board_drawn_by_other_code_is_drawn_again(told):
    drawn(told)
    retitle(told)
    assert [version for _, version, _, _ in kept(told)] == [drawing.code_version()]
    views(told, "UPDATE fold SET version = 'other' WHERE name LIKE 'board%'")

    assert drawn(told).findings == asked(told).findings


def test_a_board_of_another_record_of_the_same_size_is_drawn_again(told):
    drawn(told)
    retitle(told)
    views(told, "UPDATE fold SET root = zeroblob(32) WHERE name LIKE 'board%'")

    assert drawn(told).findings == asked(told).findings


@pytest.mark.parametrize("state", [b"", b"{}", b"\xff", b'{"question":{"as_of":"2020-11-22"}}'])
def test_a_damaged_board_is_drawn_again(told, state):
    drawn(told)
    views(told, "UPDATE fold SET state = ? WHERE name LIKE 'board%'", state)

    assert drawn(told).findings == asked(told).findings


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100])
def test_views_that_are_gone_or_no_database_are_no_views(told, damage):
    before = drawn(told)
    for path in told.glob("views.db*"):
        path.unlink()
    if damage:
        (told / "views.db").write_bytes(damage)

    assert drawn(told) == before


def test_the_code_version_is_another_once_a_file_that_draws_is_another(tmp_path, monkeypatch):
    home = tmp_path / "truceline"
    (home / "compliance").mkdir(parents=True)
    module = home / "compliance" / "register.py"
    module.write_text("a board")
    monkeypatch.setattr(drawing.truceline, "__file__", str(home / "__init__.py"))
    drawing.code_version.cache_clear()
    before = drawing.code_version()
    module.write_text("another board")
    drawing.code_version.cache_clear()

    after = drawing.code_version()

    drawing.code_version.cache_clear()
    assert before != after


def speakers(report):
    return {one.party for finding in report.findings for one in finding.positions}


def test_people_stand_in_the_views_under_code_names_and_on_the_board_under_their_own(told):
    drawn(told)

    assert "Jane Roe" in speakers(drawn(told))
    for path in told.glob("views.db*"):
        assert b"Roe" not in path.read_bytes()


def test_a_name_erased_from_the_vault_is_off_a_kept_board(told):
    drawn(told)
    with closing(sqlite3.connect(told / "vault.db")) as db, db:
        db.execute("DELETE FROM person")

    later = drawn(told)

    assert "Jane Roe" not in speakers(later)
    assert any("withheld" in each for each in speakers(later))
