"""Who acts and on whom: by the tree held against position, and by position alone."""

import pytest

from truceline.reading.english import read
from truceline.reading.parsing import installed
from truceline.terms.names import Kind, Named
from truceline.terms.when import When

needs_parser = pytest.mark.skipif(installed() is None, reason="the trained parser is missing")

REVOLT = (
    Named(kind=Kind.PARTY, name="Marova", also=("Government of Marova", "Marovan government")),
    Named(kind=Kind.PARTY, name="Hill Front", also=("HF",)),
    Named(
        kind=Kind.FORCE, name="Marovan Army", also=("Marovan troops", "Marovan forces"), of="Marova"
    ),
    Named(kind=Kind.BODY, name="Truce Monitoring Mission", also=("TMM",)),
    Named(kind=Kind.PERSON, name="Jana Doe", of="Marova", post="President"),
    Named(kind=Kind.PERSON, name="Omar Roe", of="Hill Front"),
    Named(kind=Kind.PLACE, name="Karsk"),
)


def claims(text, *, parser, names=REVOLT):
    reading = read(
        text.encode(),
        media_type="text/plain",
        published=When(value="2023-06-14"),
        names=names,
        parser=parser,
    )
    return reading.claims


def last(text, *, parser, names=REVOLT):
    """Who acts and on whom in the last claim of the text."""
    claim = claims(text, parser=parser, names=names)[-1]
    return (
        "; ".join(actor.name for actor in claim.actors),
        "; ".join(actor.name for actor in claim.targets),
    )


@needs_parser
@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Government troops shelled Karsk on Monday.", "Marovan Army"),
        ("Karsk was shelled by Marovan troops.", "Marovan Army"),
        ("The shelling of Karsk by Marovan forces continued on Monday.", "Marovan Army"),
        ("An attack by the Hill Front killed three civilians in Karsk.", "Hill Front"),
        ("Three soldiers were killed in an attack carried out by the Hill Front.", "Hill Front"),
        ("The army, which is based in the valley, shelled Karsk.", "Marovan Army"),
        ("Marovan forces entered the valley and opened fire on villagers.", "Marovan Army"),
        ("Hill Front fighters began to withdraw from Karsk.", "Hill Front"),
        ("Doe ordered the army to withdraw from Karsk.", "Marovan Army"),
        ("The government demanded that the rebels withdraw from Karsk.", "Hill Front"),
        ("The rebels, backed by local militia, seized a post near Karsk.", "Hill Front"),
        ("Roe's fighters shelled Karsk on Monday.", "Hill Front"),
        ("Fighters loyal to Roe shelled Karsk.", "Hill Front"),
        ("The Hill Front said it had shelled Karsk.", "Hill Front"),
        ("The Hill Front said the army had shelled Karsk.", "Marovan Army"),
        ("Despite the truce, army artillery fired 12 shells at Karsk.", "Marovan Army"),
        ("Marovan troops were withdrawn from Karsk on Monday.", "Marovan Army"),
        ("Marova and the Hill Front signed a ceasefire agreement on Monday.", "Marova; Hill Front"),
        ("Jana Doe met Omar Roe in Karsk on Monday.", "Jana Doe; Omar Roe"),
        ("The envoy of Marova, Ann Poe, met Omar Roe in Karsk.", "Ann Poe; Omar Roe"),
        ("The attack on Karsk that the Hill Front launched was the first.", "Hill Front"),
    ],
)
def test_whoever_does_it_is_found_wherever_the_sentence_has_him(text, actor):
    assert last(text, parser=installed())[0] == actor


@needs_parser
@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Rebels attacked an army convoy near Karsk on Monday.", "Marovan Army"),
        ("The army launched an attack on the Hill Front near Karsk.", "Hill Front"),
        ("The army fired mortars at rebel positions.", "Hill Front"),
        ("The Hill Front denied the mission access to Karsk.", "Truce Monitoring Mission"),
        ("The Hill Front rejected the government's proposal.", "Marova"),
    ],
)
def test_to_whom_it_is_done_may_own_what_is_hit(text, target):
    assert last(text, parser=installed())[1] == target


@needs_parser
@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Unidentified gunmen opened fire on a bus near Karsk.", "unidentified gunmen"),
        ("Armed men in two trucks opened fire on a patrol.", "armed men"),
        ("Villagers blocked the road to Karsk.", "villagers"),
        ("Foreign mercenaries shelled Karsk.", "foreign mercenaries"),
    ],
)
def test_who_has_no_name_keeps_the_words_of_the_text(text, actor):
    assert last(text, parser=installed())[0] == actor


@needs_parser
def test_no_name_of_a_stranger_stands_in_a_description():
    actors, _ = last("Moe fighters shelled Karsk.", parser=installed())

    assert "Moe" not in actors


@needs_parser
def test_whose_men_they_are_is_not_guessed():
    assert last("His men shelled Karsk.", parser=installed())[0] == ""


@needs_parser
def test_the_displaced_do_not_displace():
    told = claims("Hundreds of families fled from Karsk on Monday.", parser=installed())

    assert [claim.actors for claim in told] == [()]


@needs_parser
def test_who_sees_the_shelling_does_not_shell():
    told = claims("The TMM saw shelling of Karsk on Monday.", parser=installed())

    assert [[actor.name for actor in claim.says] for claim in told] == [
        ["Truce Monitoring Mission"]
    ]
    assert all("Truce" not in actor.name for claim in told for actor in claim.actors)


@pytest.mark.parametrize("parser", ["tree", "rules"])
@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Jana Doe thanked Norway for its mediation.", ["Jana Doe"]),
        ("The Hill Front rejected the proposal.", ["Hill Front"]),
        ("Rebels shelled Karsk on Monday.", ["narrator"]),
    ],
)
def test_a_stance_is_put_forward_by_whoever_takes_it(text, who, parser):
    told = claims(text, parser=installed() if parser == "tree" else None)

    assert [actor.name for actor in told[-1].says] == who


@needs_parser
@pytest.mark.parametrize(
    "text",
    [
        "{a} shelled the Valley and {b} withdrew from it.",
        "{a} accused {b} of shelling the Valley.",
        "The shelling of the Valley by {a} forces followed an attack on {b}.",
        "{a} said that {b} had urged it to leave the Valley.",
        "Talks between {a} and {b} were held in the Valley.",
    ],
)
def test_exchanged_parties_are_exchanged_in_what_is_read(reads, text):
    one, other = "Kenya", "Somalia"
    swap = {one: other, other: one}
    names = tuple(n for n in reads.rivals if n.kind in {Kind.PARTY, Kind.PLACE})

    def told(a, b):
        found = claims(text.format(a=a, b=b), parser=installed(), names=names)
        return [
            tuple(
                tuple(actor.name for actor in bearers)
                for bearers in (claim.says, claim.actors, claim.targets)
            )
            for claim in found
        ]

    assert told(other, one) == [
        tuple(tuple(swap.get(name, name) for name in bearers) for bearers in claim)
        for claim in told(one, other)
    ]
