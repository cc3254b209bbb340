"""One form for the spellings of a name that other scripts come out in. It knows no name.

Not for deciding who a person is: it only lets a text's spelling find a name that is already known,
and only where a single known name has that form.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from unicodedata import combining, normalize

from truceline.reading.datafiles import toml

_SHORTEST = 5  # letters: in shorter names one letter makes another name
_ARTICLES = ("al", "el", "ar", "as", "ash", "an", "ad", "at", "ul")  # of Arabic, as they assimilate


@lru_cache(maxsize=20_000)
def romanised(name: str) -> str:
    """The form; "" for a name too short to be told by it."""
    marked = _table("marked")
    small = "".join(marked.get(letter, letter) for letter in name.casefold())
    bare = "".join(c for c in normalize("NFKD", small) if not combining(c))
    words = [_word(word) for word in bare.replace("-", " ").split() if word not in _ARTICLES]
    form = "".join(words)
    return form if len(form) >= _SHORTEST else ""


def _word(word: str) -> str:
    form = "".join(letter for letter in word if letter.isalpha())
    for end, plain in _table("ends").items():
        if form.endswith(end):
            form = form.removesuffix(end) + plain
            break
    for group, plain in sorted(_table("groups").items(), key=lambda pair: -len(pair[0])):
        form = form.replace(group, plain)
    form = "".join(_table("letters").get(letter, letter) for letter in form)
    return "".join(c for at, c in enumerate(form) if at == 0 or c != form[at - 1])


@cache
def _table(name: str) -> Mapping[str, str]:
    table = toml("romanised.toml")[name]
    assert isinstance(table, dict)  # noqa: S101 the file's shape, kept by its test
    return table
