"""What views promise of several states of one fold, in a file and in a database."""

import pytest

from truceline.record.cache import Cache
from truceline.record.store import Kept


def in_postgres(request):
    from truceline.record.postgres.address import Address  # noqa: PLC0415 - an extra
    from truceline.record.postgres.views import PostgresViews  # noqa: PLC0415

    return PostgresViews(Address.of(request.getfixturevalue("postgres").make()))


@pytest.fixture(params=["sqlite", "postgresql"])
def views(request, tmp_path):
    views = Cache(tmp_path / "views.db") if request.param == "sqlite" else in_postgres(request)
    yield views
    views.close()


def state(size):
    return Kept(size=size, root=bytes([size]) * 32, state=b"\0\xff%d" % size)


def test_of_several_states_the_largest_that_fits_is_found(views):
    for size in (4, 8, 16):
        views.keep_beside("held", state(size), version="1", spare=range(0, 99, 4))
    views.keep("held", state(20), version="1")

    found = [views.largest("held", version="1", upto=upto) for upto in (3, 4, 7, 15, 16, 19, 99)]

    assert [one and one.size for one in found] == [None, 4, 4, 8, 16, 16, 20]
    assert found[3] == state(8)
    assert views.newest("held", version="1") == state(20)


def test_states_of_other_sizes_and_of_other_code_go(views):
    for size in (4, 8):
        views.keep_beside("held", state(size), version="1", spare={4, 8})

    views.keep_beside("held", state(16), version="1", spare={8, 16})
    after_sizes = [views.largest("held", version="1", upto=upto) for upto in (7, 8, 16)]
    views.keep_beside("held", state(24), version="2", spare={8, 16, 24})

    assert [one and one.size for one in after_sizes] == [None, 8, 16]
    assert views.largest("held", version="1", upto=99) is None
    assert views.largest("held", version="2", upto=99) == state(24)


def test_states_of_another_fold_are_left_alone(views):
    views.keep("held", state(3), version="1")
    views.keep_beside("holdings", state(4), version="1", spare=())
    views.keep_beside("held", state(8), version="1", spare={8})
    views.keep_beside("held", state(8), version="1", spare={8})  # once more

    assert views.largest("holdings", version="1", upto=99) == state(4)
    assert views.largest("held", version="1", upto=7) == state(3)
    assert views.largest("h", version="1", upto=99) is None
    assert views.largest("hel%", version="1", upto=99) is None


def test_nothing_is_found_where_nothing_was_kept(views):
    assert views.largest("held", version="1", upto=1 << 40) is None


def test_pieces_stay_beside_each_other_and_come_back_in_their_order(views):
    views.keep_pieces("index", [state(9), state(100)], version="1")
    views.keep_pieces("index", [state(200)], version="1")

    assert views.pieces("index", version="1", upto=1 << 40) == (state(9), state(100), state(200))
    assert views.pieces("index", version="1", upto=199) == (state(9), state(100))
    assert views.pieces("index", version="1", upto=8) == ()


def test_a_piece_takes_the_place_of_another_of_its_size(views):
    other = Kept(size=9, root=bytes(32), state=b"other")
    views.keep_pieces("index", [state(9), state(10)], version="1")

    views.keep_pieces("index", [other], version="1")

    assert views.pieces("index", version="1", upto=99) == (other, state(10))


def test_pieces_of_other_code_go_and_those_of_other_folds_stay(views):
    views.keep("index", state(3), version="1")
    for name in ("index", "indexes", "inde", "index%"):
        views.keep_pieces(name, [state(9)], version="1")

    views.keep_pieces("index", [state(10)], version="2")

    assert views.pieces("index", version="1", upto=99) == ()
    assert views.pieces("index", version="2", upto=99) == (state(10),)
    assert views.newest("index", version="1") == state(3)
    for name in ("indexes", "inde", "index%"):
        assert views.pieces(name, version="1", upto=99) == (state(9),)


def test_what_is_cleared_holds_no_piece(views):
    views.keep_pieces("index", [state(9)], version="1")

    views.clear()

    assert views.pieces("index", version="1", upto=99) == ()


def test_only_its_owner_can_read_a_file_of_folds(tmp_path):
    Cache(tmp_path / "views.db").newest("claims", version="1")

    assert (tmp_path / "views.db").stat().st_mode & 0o077 == 0
