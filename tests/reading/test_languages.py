# ruff: noqa: RUF001 - other scripts are what this is about
"""What is not English is named and left out; English is never taken for anything else."""

import time
from pathlib import Path

import pytest

from truceline.reading.english import read
from truceline.reading.languages import foreign
from truceline.reading.text import fold

FIELD = Path(__file__).parent / "field" / "development"
CLASH = "Kenyan troops shelled the town of Liboi on Monday, the army of Somalia said."
TOLD = {
    "Russian": "Министерство обороны сообщило, что трое военнослужащих получили ранения.",
    "Ukrainian": "Міністерство оборони повідомило, що троє військових дістали поранення.",
    "Armenian": "Պաշտպանության նախարարությունը հայտնել է երեք վիրավորի մասին։",
    "Azerbaijani": "Müdafiə Nazirliyi üç hərbçinin yaralandığını bildirdi, vəziyyət ağırdır.",
    "Georgian": "თავდაცვის სამინისტრომ სამი სამხედროს დაჭრის შესახებ განაცხადა.",
    "Turkish": "Taraflar gece yarısından itibaren ateşkes konusunda anlaştı.",
    "Arabic": "أعلنت وزارة الدفاع إصابة ثلاثة جنود بجروح.",
    "Hebrew": "הצדדים הסכימו על הפסקת אש החל מחצות.",
    "Spanish": "El Ministerio informó de que tres soldados resultaron heridos cuando patrullaban.",
    "French": "Les parties se sont entendues sur un cessez-le-feu à partir de minuit.",
    "Amharic": "የመከላከያ ሚኒስቴር ሦስት ወታደሮች መቁሰላቸውን አስታወቀ።",
    "Sinhala": "සොල්දාදුවන් තිදෙනෙකු තුවාල ලැබූ බව ආරක්ෂක අමාත්‍යාංශය පැවසීය.",
    "Tamil": "மூன்று வீரர்கள் காயமடைந்ததாக பாதுகாப்பு அமைச்சகம் தெரிவித்தது.",
    "Somali": "Wasaaradda Gaashaandhigga ayaa sheegtay in saddex askari ay dhaawacmeen.",
}


def reading_of(text, reads, media_type="text/plain"):
    return read(text.encode(), media_type=media_type, published=None, names=reads.rivals)


def problems(text, reads, **options):
    return [(one.code, one.message) for one in reading_of(text, reads, **options).problems]


@pytest.mark.parametrize("language", TOLD)
def test_a_document_in_another_language_is_named_and_not_read(reads, language):
    reading = reading_of(TOLD[language] + "\n", reads)

    (problem,) = reading.problems
    assert problem.code == "other-language"
    assert f"in {language};" in problem.message
    assert reading.claims == ()


def test_what_is_close_to_two_languages_is_not_given_one_of_them(reads):
    either = "Kedua pihak menyepakati gencatan senjata mulai tengah malam."  # Indonesian, or Malay

    ((code, message),) = problems(either, reads)

    assert code == "other-language"
    assert "in another language;" in message


@pytest.mark.parametrize("language", TOLD)
def test_a_mixed_page_reads_its_english_and_says_what_it_left_out(reads, language):
    text = f"{CLASH}\n\n{TOLD[language]}\n\n{CLASH.replace('Liboi', 'Wajir')}\n"

    reading = reading_of(text, reads)

    assert [claim.places for claim in reading.claims] == [("Liboi",), ("Wajir",)]
    ((code, message),) = [(one.code, one.message) for one in reading.problems]
    assert code == "other-language-in-part"
    assert "One paragraph is" in message
    assert f"{language}, from line 3 on" in message


def test_no_claim_is_looked_for_in_what_is_left_out(reads):
    """A name and a number in Latin letters do not make a Spanish paragraph English."""
    spanish = "El ejército de Kenya no informó sobre los 300 shells lanzados contra Somalia ayer."

    (claim,) = reading_of(f"{CLASH}\n\n{spanish}\n", reads).claims
    assert claim.quote.end <= len(CLASH)


def test_in_html_the_line_is_that_of_the_page(reads):
    page = f"<html><body>\n<p>{CLASH}</p>\n\n\n<p>{TOLD['Russian']}</p></body></html>"

    ((_, message),) = problems(page, reads, media_type="text/html")

    assert "from line 5 on" in message


def test_languages_are_told_in_the_order_of_how_much_there_is(reads):
    text = "\n\n".join((TOLD["Arabic"], TOLD["Russian"], TOLD["Russian"] + TOLD["Russian"]))

    ((_, message),) = problems(text, reads)

    assert "in Russian and Arabic;" in message


def test_short_lines_of_a_foreign_page_are_foreign_too(reads):
    ((code, _),) = problems(f"Новости\n\n{TOLD['Russian']}\n\nКонтакты\n", reads)

    assert code == "other-language"


@pytest.mark.parametrize(
    "text",
    [
        "Shells hit Liboi.",
        "MEKELLE BASE, RADIO LOG, FRI 30 DEC 2022",
        "0615 hrs 3 x 82mm N 2-4 km, undetermined",
        "Muhammad Abdullah Ali Nasser, Abdirahman Hassan Omar, Fatuma Ibrahim Warsame",
        "Somalia: Wasaaradda Gaashaandhigga said that its troops had withdrawn from the town.",
        "“Прекратить огонь”, the President of Somalia said in Russian. The troops withdrew.",
    ],
)
def test_what_could_be_english_is_read(text):
    assert foreign(fold(text)) == ()


def test_no_line_of_the_field_texts_is_left_out():
    for path in sorted(FIELD.glob("*.txt")):
        lines = fold(path.read_text(encoding="utf-8")).split("\n")

        assert [line for line in lines if foreign(line)] == [], path.name


def test_a_page_without_a_sentence_says_so(reads):
    ((code, _),) = problems("Share this story\n\nAdvertisement\n", reads)

    assert code == "no-sentence"


def test_what_is_known_as_english_needs_no_identifier():
    """The identifier takes 120 MB; a folder of English reports must not pay for it."""
    import truceline.reading.languages as module  # noqa: PLC0415

    module._identifier.cache_clear()  # noqa: SLF001
    for path in sorted(FIELD.glob("*.txt")):
        foreign(fold(path.read_text(encoding="utf-8")))

    assert module._identifier.cache_info().currsize == 0  # noqa: SLF001


def test_four_times_as_many_foreign_lines_take_about_four_times_as_long():
    def seconds(lines):
        text = "\n".join(f"{TOLD['Spanish']} {n}" for n in range(lines))
        start = time.process_time()
        foreign(text)
        return time.process_time() - start

    seconds(10)  # the identifier is loaded
    assert seconds(4_000) < 8 * seconds(1_000)
