"""Answers kept as files: asked once, checked every time, deleted at will."""

import pytest

from truceline.reading.asked.kept import forget

STORY = "Norway deployed 300 soldiers to Upper Valley."
QUOTE = STORY.removesuffix(".")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "answers"


@pytest.fixture
def true(lies):
    return lies.claims(lies.a_claim(1, QUOTE, act="deployment"))


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_same_text_is_asked_about_once(asks, double, folder, true):
    double.script = [true]

    first, second = asks(STORY, cache=folder), asks(STORY, cache=folder)

    assert first == second
    assert len(double.asked) == 1


def test_another_model_is_asked_anew(asks, double, folder, true):
    double.script = [true]

    asks(STORY, cache=folder)
    asks(STORY, cache=folder, model="another:1b")

    assert len(double.asked) == 2


def test_kept_answers_may_be_deleted_at_any_time(asks, double, folder, true):
    double.script = [true]
    first = asks(STORY, cache=folder)

    for path in files(folder):
        path.unlink()

    assert asks(STORY, cache=folder) == first


def test_a_kept_answer_is_checked_like_a_new_one(asks, double, folder, lies, true):
    double.script = [true]
    asks(STORY, cache=folder)
    (kept,) = files(folder)
    kept.write_text(kept.read_text().replace("deployed", "attacked"))
    double.script = [lies.claims()]

    reading = asks(STORY, cache=folder)

    assert reading.claims == ()
    assert [problem.code for problem in reading.problems] == ["ungrounded"]


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff\xfe", b"[]", b" " * 1_000_000])
def test_a_kept_answer_that_cannot_be_read_is_asked_for_again(broken, asks, double, folder, true):
    double.script = [true]
    first = asks(STORY, cache=folder)
    (kept,) = files(folder)
    kept.write_bytes(broken)

    assert asks(STORY, cache=folder) == first
    assert double.asked == [double.asked[0]] * 2


def test_an_answer_that_is_none_is_not_kept(asks, double, folder, lies):
    double.script = [lies.completion("no")]

    asks(STORY, cache=folder)

    assert files(folder) == []


def test_a_folder_that_cannot_be_written_costs_nothing_but_asking_again(
    asks, double, tmp_path, true
):
    double.script = [true]
    taken = tmp_path / "taken"
    taken.write_text("a file")

    assert len(asks(STORY, cache=taken).claims) == 1
    assert len(asks(STORY, cache=taken).claims) == 1


def test_only_their_owner_can_read_kept_answers(asks, double, folder, true):
    double.script = [true]

    asks(STORY, cache=folder)

    (kept,) = files(folder)
    assert kept.stat().st_mode & 0o077 == 0


def test_the_answers_about_one_document_can_be_forgotten(asks, double, folder, true):
    double.script = [true]
    reading = asks(STORY, cache=folder)
    asks(STORY + " Again.", cache=folder)

    forget(folder, reading.claims[0].quote.document)

    assert len(files(folder)) == 1


@pytest.mark.parametrize("name", ["..", "", "/", "a" * 63])
def test_what_is_no_hash_is_not_forgotten(name, folder):
    with pytest.raises(ValueError, match="SHA-256"):
        forget(folder, name)
