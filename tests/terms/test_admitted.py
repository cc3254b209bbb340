"""What is read unchecked is what checking would have read; what is no entry is still none."""

from pathlib import Path

import pytest

from truceline.record.sqlite import SqliteRecord
from truceline.terms.admitted import admitted
from truceline.terms.codec import decode_leaf

VECTORS = Path(__file__).parents[1] / "record" / "vectors"
RECORDS = sorted(path.name for path in VECTORS.iterdir() if (path / "record.db").exists())


@pytest.fixture(params=RECORDS)
def leaves(request, tmp_path):
    """Every entry of a frozen record, older kinds included."""
    path = tmp_path / "record.db"
    path.write_bytes((VECTORS / request.param / "record.db").read_bytes())
    with SqliteRecord.open(path) as record:
        return list(record.leaves())


def test_it_reads_what_the_reader_that_checks_reads(leaves):
    assert [admitted(leaf) for leaf in leaves] == [decode_leaf(leaf) for leaf in leaves]


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        (b'"type":"opened/', b'"type":"unheard-of/'),
        (b'"origin":', b'"origins":'),
        (b'"keys":[', b'"keys":1,"more":['),
        (b'"body":{', b'"body":"'),
        (b"\n\n", b"\n"),
        ("— ".encode(), b"- "),
        (b"20", b"xx"),
        (b'{"after"', b'{"after":' + b"[" * 60_000),
    ],
)
def test_a_leaf_that_is_no_entry_is_refused_in_the_same_words(leaves, there, instead):
    broken = leaves[0].replace(there, instead, 1)
    assert broken != leaves[0]

    with pytest.raises(ValueError, match=r".") as checked:
        decode_leaf(broken)
    with pytest.raises(ValueError, match=r".") as refused:
        admitted(broken)

    assert str(refused.value) == str(checked.value)


@pytest.mark.parametrize("leaf", [b"", b"\n", b"\xff" * 40, b"x" * 30 + "\n\n— a b\n".encode()])
def test_what_is_not_even_a_leaf_is_refused(leaf):
    with pytest.raises(ValueError, match=r"."):
        admitted(leaf)
