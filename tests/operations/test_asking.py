"""When a language model is asked from the command line, about what, and what is left afterwards."""

import json
from pathlib import Path

import pytest

from truceline.settings import FILE_NAME, LanguageModel, Settings, as_toml, load

pytestmark = pytest.mark.slow  # whole programs: `make test` runs them, `make check` does not

FLED = "Armenian troops left Agdam on 16 November 2020."
KEY = "TRUCELINE_LLM_KEY"


@pytest.fixture(autouse=True)
def no_key(monkeypatch):
    monkeypatch.delenv(KEY, raising=False)


@pytest.fixture
def true(lies):
    told = {"actor": ["Armenian troops"], "when": "on 16 November 2020"}
    return lies.claims(lies.a_claim(1, FLED.removesuffix("."), word="left", **told))


@pytest.fixture
def settled(centre):
    """Write lines of [language_model] into the centre's settings."""

    def write(**lines):
        path = centre / "truceline.toml"
        table = "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
        path.write_text(path.read_text() + f"\n[language_model]\n{table}")

    return write


def asking(double, *more):
    return ("--reader", "llm", "--endpoint", double.url, "--model", "double:1b", *more)


def rows(run, centre):
    return json.loads(run("claims", centre, "--json").stdout)


def test_a_document_is_read_by_the_model_that_was_named(run, report, double, true):
    double.script = [true]

    printed = run("read", report(FLED), "--json", *asking(double)).stdout

    row = json.loads(printed)
    assert (row["quote"], row["when"]) == (FLED.removesuffix("."), "2020-11-16")
    assert len(double.asked) == 1


def test_nothing_is_sent_unless_somebody_says_so(run, centre, report, double, settled):
    settled(endpoint=double.url, model="double:1b")

    run("read", report(FLED), "--endpoint", double.url, "--model", "double:1b")
    run("add", centre, report(FLED))

    assert double.asked == []


def test_the_settings_can_say_so_and_the_command_can_say_otherwise(
    run, centre, report, double, settled, true
):
    double.script = [true]
    settled(endpoint=double.url, model="double:1b", use=True)

    run("add", centre, report(FLED.replace("left", "fled"), "by-rule.txt"), "--reader", "rules")
    assert double.asked == []

    run("add", centre, report(FLED))
    assert len(double.asked) == 1


def test_the_record_says_which_model_read_it(run, centre, report, double, true):
    double.script = [true]

    run("add", centre, report(FLED), *asking(double))

    (row,) = rows(run, centre)
    assert row["rule"].startswith("withdrawal:left [asked:double:1b:")


def test_a_source_that_is_to_be_kept_here_is_read_by_rule(run, centre, report, double, settled):
    settled(endpoint=double.url, model="double:1b", use=True, keep_here=["post-7"])

    run("add", centre, report(FLED), "--source", "post-7", *asking(double))

    assert double.asked == []
    assert rows(run, centre)


def test_what_nobody_named_for_the_model_is_never_sent(run, centre, report, double, lies):
    """A document that an earlier model left unread belongs to another call."""
    double.script = [lies.Reply(status=404)]
    run("add", centre, report(FLED), *asking(double), code=3)
    asked = len(double.asked)
    double.script = [lies.claims()]

    run("add", centre, report("Nothing happened here.", "other.txt"), *asking(double))

    assert len(double.asked) == asked + 1
    assert FLED not in double.shown()[asked:]


def test_what_the_model_did_not_answer_is_not_on_record_as_read(
    run, centre, report, double, lies, true
):
    double.script = [lies.Reply(status=404), true]
    path = report(FLED)

    first = run("add", centre, path, *asking(double), code=3)
    assert "1 sentence of this document was not read" in first.stderr
    assert rows(run, centre) == []

    run("add", centre, path, *asking(double))
    assert len(rows(run, centre)) == 1


def test_the_rest_goes_on_when_one_document_fails(run, report, double, lies, true):
    double.script = [lies.Reply(status=404), true]

    done = run(
        "read", report(FLED, "a.txt"), report(FLED, "b.txt"), "--json", *asking(double), code=3
    )

    assert Path(json.loads(done.stdout)["doc"]).name == "b.txt"
    assert "a.txt" in done.stderr


def test_a_lie_never_reaches_the_record(run, centre, report, double, lies):
    double.script = [lies.claims(lies.a_claim(1, "Armenian troops attacked Agdam"))]

    done = run("add", centre, report(FLED), *asking(double), code=3)

    assert rows(run, centre) == []
    assert "1 of the language model's claims rests on words that do not stand" in done.stderr


def test_an_endpoint_elsewhere_is_refused_and_when_allowed_told(run, report):
    far = ("--reader", "llm", "--endpoint", "http://192.0.2.1:9/v1", "--model", "m")

    refused = run("read", report(FLED), *far, code=1)

    assert "would leave this machine" in refused.stderr


def test_an_allowance_in_the_settings_is_for_their_endpoint_only(run, centre, report, settled):
    settled(endpoint="https://models.example/v1", model="m", elsewhere=True)

    refused = run(
        "add", centre, report(FLED), "--reader", "llm", "--endpoint", "http://192.0.2.1/v1", code=1
    )

    assert "would leave this machine" in refused.stderr


def test_no_address_is_refused_in_one_sentence(run, report):
    assert "address" in run("read", report(FLED), "--reader", "llm", "--model", "m", code=1).stderr


@pytest.mark.parametrize(
    "lines", [{"endpoint": 7}, {"use": "yes"}, {"keep_here": "post-7"}, {"api_key": "x"}]
)
def test_settings_that_are_not_understood_are_refused(run, centre, report, settled, lines):
    settled(**lines)

    refused = run("add", centre, report(FLED), code=1)

    assert next(iter(lines)) in refused.stderr


def test_settings_that_are_written_anew_say_the_same(tmp_path):
    asked = LanguageModel(
        endpoint="http://127.0.0.1:1/v1", model='m"é\\', use=True, keep_here=("post 7", "😀")
    )
    settings = Settings(origin="o", machine="m", person="p", language_model=asked)
    (tmp_path / FILE_NAME).write_text(as_toml(settings), encoding="utf-8")

    assert load(tmp_path) == settings


def test_answers_are_kept_where_the_settings_say_and_asked_for_once(
    run, centre, report, double, settled, true
):
    double.script = [true]
    settled(endpoint=double.url, model="double:1b", answers="answers")
    path = report(FLED)

    run("read", path, *asking(double, "--answers", centre / "answers"))
    run("add", centre, path, "--reader", "llm")

    assert len(double.asked) == 1
    assert len(rows(run, centre)) == 1


def test_the_key_is_written_nowhere(run, centre, report, double, settled, monkeypatch, true):
    secret = "sk-a-word-that-must-never-be-shown"  # noqa: S105 it opens nothing
    monkeypatch.setenv(KEY, secret)
    double.script = [true]
    settled(endpoint=double.url, model="double:1b", answers="answers")

    done = run("add", centre, report(FLED), "--reader", "llm")

    assert double.headers[0]["authorization"] == f"Bearer {secret}"
    assert secret not in done.output
    written = [path for path in Path(centre).rglob("*") if path.is_file()]
    assert not any(secret.encode() in path.read_bytes() for path in written)
