"""The words the parser is shown in place of the parties' own names and those of their people.

A trained parser has seen some names more often than others, and would read the sentences of one
party a little better. So it reads the same words whichever party a sentence is about; what stands
in the text, and where, is untouched. Names of several words are shown as they are.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from truceline.reading.gazetteer import Form, known
from truceline.reading.sentences import normal
from truceline.terms.names import Kind, Names

_SHORTEST = 3  # letters: an initial is not a name
_OF_A_PARTY = {
    Form.NAME: "Germany",
    Form.ADJECTIVE: "German",
    Form.PEOPLE: "Germans",
    Form.CAPITAL: "Berlin",
}
_GIVEN, _FAMILY = "Peter", "Miller"


@lru_cache(maxsize=8)
def stand_ins(names: Names) -> Mapping[str, str]:
    """By the word in its simplest form: what the parser is shown where it stands capitalised."""
    everybody = known(names)
    shown = {
        entry.words[0]: _OF_A_PARTY[entry.form]
        for gazetteer in (everybody.world, everybody.own)
        for entries in gazetteer.values()
        for entry in entries
        if len(entry.words) == 1 and entry.form in _OF_A_PARTY and entry.name in everybody.parties
    }
    for person in (named for named in names if named.kind is Kind.PERSON):
        for spelling in (person.name, *person.also):
            *given, family = spelling.split() or [""]
            shown |= {normal(word): _GIVEN for word in given if len(word) >= _SHORTEST}
            shown |= {normal(family): _FAMILY} if len(family) >= _SHORTEST else {}
    return MappingProxyType(shown)
