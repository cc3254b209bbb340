"""An auditor's own checkpoint and state: the next audit goes on from them."""


def test_an_audit_goes_on_from_what_the_last_one_kept(run, centre, report, tmp_path):
    audited = tmp_path / "audited"
    run("verify", centre, "--audited", audited)
    run("add", centre, report("Shelling was heard."), "--published", "2020-11-10")

    said = run("verify", centre, "--audited", audited).output

    assert "the first 2 were audited before" in said
    assert "read again" not in said


def test_a_state_that_is_gone_is_made_anew_and_said(run, centre, tmp_path):
    audited = tmp_path / "audited"
    run("verify", centre, "--audited", audited)
    (tmp_path / "audited.state").unlink()

    first = run("verify", centre, "--audited", audited).output
    second = run("verify", centre, "--audited", audited).output

    assert "read again: no state is kept beside the checkpoint" in first
    assert "read again" not in second


def test_a_first_audit_has_no_state_to_miss(run, centre, tmp_path):
    assert "read again" not in run("verify", centre, "--audited", tmp_path / "audited").output


def test_a_file_that_is_no_checkpoint_is_named_and_is_no_word_about_the_record(
    run, centre, tmp_path
):
    run("export", centre, tmp_path / "good")
    (tmp_path / "notes.txt").write_text("No checkpoint at all.")
    files = ("--against", tmp_path / "good", "--against", tmp_path / "notes.txt")

    assert "notes.txt" in run("verify", centre, *files, code=1).stderr


def test_a_folder_in_the_place_of_the_state_is_no_broken_record(run, centre, tmp_path):
    (tmp_path / "audited.state").mkdir()

    refused = run("verify", centre, "--audited", tmp_path / "audited", code=2)

    assert "audited.state is a folder" in refused.stderr
