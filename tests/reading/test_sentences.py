from truceline.reading.sentences import normal, sentences, tokenize


def cut(text, skip=()):
    return [text[s.start : s.end] for s in sentences(text, skip=skip)]


def test_a_closing_quotation_mark_stays_with_its_sentence():
    assert cut("“We will go.” They went.") == ["“We will go.”", "They went."]


def test_an_abbreviation_or_an_initial_ends_no_sentence():
    assert cut("Gen. J. Doe met the U.S. envoy. He left.") == [
        "Gen. J. Doe met the U.S. envoy.",
        "He left.",
    ]


def test_a_number_with_a_point_ends_no_sentence():
    assert cut("It grew by 3.5 percent. Nobody cared.") == [
        "It grew by 3.5 percent.",
        "Nobody cared.",
    ]


def test_a_wrapped_line_goes_on_and_a_short_line_without_a_stop_does_not():
    wrapped = "The talks between the two sides were held in the capital\nof the country."

    assert cut(wrapped) == [wrapped]
    assert cut("Latest news\nThe talks failed.") == ["Latest news", "The talks failed."]


def test_a_blank_line_always_ends_a_sentence():
    assert cut("One of\n\nTwo of") == ["One of", "Two of"]


def test_what_is_skipped_belongs_to_no_sentence():
    text = "Troops left. Buy now! Troops came."

    assert cut(text, skip=[(13, 21)]) == ["Troops left.", "Troops came."]


def test_every_token_is_the_text_at_its_place():
    text = "Doe\u2019s men didn't fire; “1,960 soldiers” \u2013 no more."

    assert all(text[token.start : token.end] == token.text for token in tokenize(text))


def test_genitive_negation_and_hyphen_separate_words():
    words = [token.norm for token in tokenize("Kenya's army didn't cease-fire")]

    assert words == ["kenya", "'s", "army", "did", "n't", "cease", "fire"]


def test_accents_and_dotless_i_do_not_distinguish_words():
    assert normal("Mevlüt Çavuşoğlu") == "mevlut cavusoglu"


def test_a_text_without_a_full_stop_is_cut_all_the_same():
    assert len(sentences("word " * 5000)) > 1
