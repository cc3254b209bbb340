import pytest

from truceline.terms.names import Kind, Named


def named(reads, text, names=None):
    """(characters, names of actors, place) of every mention."""
    return [
        (
            text[part.sentence.tokens[m.first].start : part.sentence.tokens[m.last].end],
            [actor.name for actor in m.actors],
            m.place,
        )
        for part in reads.parts_of(text, names or reads.rivals)
        for m in part.mentions
    ]


def actors(reads, text, names=None):
    return [found for _, found, _ in named(reads, text, names) if found]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The Kenyan army moved.", "Kenya"),
        ("Nairobi protested.", "Kenya"),
        ("The Kremlin answered.", "Russia"),
        ("The Russians left.", "Russia"),
        ("The Sudanese Defense Ministry reported losses.", "Sudan"),
        ("NATO met.", "NATO"),
        ("U.S. forces withdrew.", "United States"),
        ("The Kenyan president spoke.", "Jane Mwangi"),
        ("Somalia's foreign minister spoke.", "Omar Warsame"),
        ("Somali Foreign Minister Omar Warsame spoke.", "Omar Warsame"),
        ("Third-party peacekeepers arrived.", "Third Force"),
        ("General John Doe resigned.", "John Doe"),
        ("Political analyst Arash Kia disagreed.", "Arash Kia"),
        ("Mary Major, a member of the council, agreed.", "Mary Major"),
    ],
)
def test_one_name_in_its_many_guises(reads, text, who):
    assert actors(reads, text) == [[who]]


def test_a_capital_speaks_as_a_subject_and_is_a_place_after_in(reads):
    assert named(reads, "Mogadishu said so.") == [("Mogadishu", ["Somalia"], "Mogadishu")]
    assert named(reads, "They met in Mogadishu.") == [("Mogadishu", [], "Mogadishu")]


def test_a_country_after_in_is_a_place(reads):
    assert named(reads, "Fighting went on in Kenya.") == [("Kenya", [], "Kenya")]


def test_people_without_an_article_are_not_their_state(reads):
    assert actors(reads, "Somalis live there.") == []


def test_ethnic_forces_are_not_the_state_of_that_name(reads):
    assert actors(reads, "Ethnic Somali forces held the hill.") == []


def test_a_surname_and_a_near_spelling_are_the_person_named_before(reads):
    text = "Journalist Oliver Krikorian wrote. Kirkorian went on. Then Krikorian left."

    assert actors(reads, text) == [["Oliver Krikorian"]] * 3


def test_a_surname_that_only_goes_on_is_somebody_else(reads):
    text = "General Ivan Petrov spoke. Minister Anna Petrova answered."

    assert actors(reads, text) == [["Ivan Petrov"], ["Anna Petrova"]]


def test_strangers_are_never_linked_by_a_near_spelling(reads):
    assert actors(reads, "They met near Kirkorian.") == []


def test_he_is_the_last_person_but_not_one_of_long_ago(reads):
    near = "President Jane Mwangi came. She spoke."
    far = "President Jane Mwangi came. " + "It rained. " * 4 + "She spoke."

    assert actors(reads, near) == [["Jane Mwangi"], ["Jane Mwangi"]]
    assert actors(reads, far) == [["Jane Mwangi"]]


def test_both_sides_are_the_two_parties_last_listed(reads):
    names = (*reads.rivals, Named(kind=Kind.PARTY, name="Norway"))
    text = "Norway watched. Kenya and Somalia fought. Both sides lost men."

    assert actors(reads, text, names)[-1] == ["Kenya", "Somalia"]


def test_the_united_states_are_no_party_for_being_states(reads):
    assert actors(reads, "The United States agreed.") == [["United States"]]


def test_the_region_is_the_place_of_the_agreement_named_before(reads):
    found = named(reads, "They entered Upper Valley. Troops left the region.")

    assert found[-1] == ("the region", [], "Upper Valley")


def test_an_unknown_name_after_in_is_a_place(reads):
    assert named(reads, "They met in Doeville.") == [("Doeville", [], "Doeville")]


def test_a_number_between_preposition_and_name_is_looked_through(reads):
    part = reads.parts_of("It was held by about two thousand third-party peacekeepers.")[0]

    assert [m.prep for m in part.mentions] == ["by"]


def test_a_fronted_phrase_does_not_join_the_list_of_the_subject(reads):
    part = reads.parts_of("According to Norwegian sources, Kenya and Somalia met.")[0]

    assert [m.prep for m in part.mentions] == ["according", "", ""]


@pytest.mark.parametrize(
    ("before", "again", "who"),
    [
        ("The Kenyan defence ministry spoke.", "The ministry said so.", "Kenya"),
        ("Kremlin spokesman Ivan Doe spoke.", "The spokesman said so.", "Ivan Doe"),
        ("Somalia agreed.", "Its army left.", "Somalia"),
        ("Somalia agreed.", "It said so.", "Somalia"),
        ("It rained.", "The defence ministry in Nairobi said so.", "Kenya"),
    ],
)
def test_an_institution_named_again_is_the_one_of_before(reads, before, again, who):
    assert actors(reads, f"{before} {again}")[-1] == [who]


def test_an_institution_nobody_named_before_is_nobody(reads):
    assert actors(reads, "The ministry said so.") == []


def test_their_is_the_list_of_the_same_sentence(reads):
    names = (*reads.rivals, Named(kind=Kind.PARTY, name="Norway"))
    text = "Norway and Kenya met. Kenya and Somalia settled their dispute."

    assert actors(reads, text, names)[-1] == ["Kenya", "Somalia"]


def test_the_leaders_of_a_state_hang_where_it_would(reads):
    part = reads.parts_of("The leaders of Norway met.")[0]

    assert [m.prep for m in part.mentions] == [""]


def test_the_preposition_of_a_day_is_not_the_names(reads):
    part = reads.parts_of("On that day Norway agreed.")[0]

    assert [m.prep for m in part.mentions] == [""]
