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
