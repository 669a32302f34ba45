"""What looks wrong in the words: flagged where it is, and not where it is not. Nothing is repaired."""

import pytest

from ingest import quality, tongues
from ingest.reading import Cue

from .talks import evidence, record, spoken, talk

TEXTS = {
    "en": "We were in the kitchen and it was late, so there was not much that you could do with the bread. "
    "They have what they need, but this is for you, and that is all there was to it in the end.",
    "de": "Wir waren in der Küche, und es war schon spät, aber ich hatte noch nicht genug Mehl. Das ist auch "
    "eine Frage, die man sich stellt, und dann muss man es eben mit dem machen, was man noch auf dem Tisch "
    "hat, und das ist nicht viel.",
    "fr": "Nous sommes dans la cuisine et il est tard, mais je ne sais pas pour vous, ce qui est sur la "
    "table est du pain avec des herbes, et elle dit que les gens qui le font ne sont pas dans une école.",
    "es": "Estamos en la cocina y es tarde, pero yo no lo sé, porque también hay pan para los que están con "
    "una amiga, y esto es muy bueno como está, se lo digo al chico del pan más de una vez por la tarde.",
    "it": "Siamo in cucina ed è tardi, ma io non so cosa è questo pane, perché anche gli altri sono con una "
    "amica che ha più farina, e come si dice della pasta, il pane non è di ieri, è per una cena.",
    "pt": "Nós estamos na cozinha e é tarde, mas eu não sei dos outros, então ele tem pão com uma amiga, que "
    "você já conhece, e isso é muito bom para os dois, como se diz por aí, mais um do que as outras.",
    "nl": "We zijn in de keuken en het is laat, maar ik heb nog wel een brood dat je met wat zout kunt eten. "
    "Dat is niet veel, maar het is er, en dan gaan ze naar huis voor er ook een van dit te zien is.",
    "sv": "Vi är i köket och det är sent, men jag har inte sett vad som ska med till bordet, så när de kan "
    "ha ett bröd för oss alla har vi det av en vän, och det var allt som var kvar på den hyllan till dig.",
    "pl": "Jesteśmy w kuchni i jest już bardzo późno, ale nie wiem, czy to jest dla nas, bo tak jak był "
    "chleb od mamy, tylko co może być na stole, które przez cały dzień się nie rusza, już jestem tak głodna.",
    "ru": "Мы на кухне, и уже поздно, но я не знаю, для кого этот хлеб, потому что он лежит здесь с утра.",
    "ar": "نحن في المطبخ وقد تأخر الوقت لكنني لا أعرف لمن هذا الخبز لأنه هنا منذ الصباح ولم يأكله أحد.",
    "ja": "私たちは台所にいて、もう遅いのですが、このパンが誰のものかわかりません。朝からここにあります。",
    "zh": "我们在厨房里,已经很晚了,但是我不知道这个面包是给谁的,因为它从早上就在这里,没有人吃。",
    "el": "Είμαστε στην κουζίνα και είναι αργά, αλλά δεν ξέρω για ποιον είναι αυτό το ψωμί.",
}


def flags(*texts: str, language: str | None = None) -> list[str]:
    return [warning.code for warning in quality.warnings(spoken(*texts), language)]


def test_nothing_is_wrong_with_a_talk() -> None:
    assert flags(*talk(1), language="en") == []


def test_a_sentence_that_recurs_is_flagged_with_where_and_how_often() -> None:
    texts = [*talk(1, 3), *["I'm sorry."] * 29, *talk(2, 3), *["So am I."] * 4]
    (warning,) = quality.warnings(spoken(*texts), None)
    assert (warning.code, warning.place) == ("repetition", "cue 4 at 0:12")
    assert warning.message == "“I'm sorry.” comes 29 times in a row, and 1 more such places"


@pytest.mark.parametrize(
    "texts",
    [
        ["I'm sorry."] * 3,
        ["no,"] * 8,
        ["I'm sorry.", "It's fine."] * 8,
        [""] * 8,
    ],
)
def test_what_people_do_say_again_is_not_flagged(texts: list[str]) -> None:
    assert "repetition" not in flags(*texts)


@pytest.mark.parametrize(
    "text", ["これは長い文章で、空白がひとつもありませんので、とても長いのです。", "I'm sorry."]
)
def test_four_times_in_a_row_is_flagged_with_or_without_blanks(text: str) -> None:
    assert flags(*[text] * 4) == ["repetition"]


def test_lost_blanks_are_flagged() -> None:
    joined = [sentence.replace(" ", "") for sentence in talk(1)]
    # Recognisers that lose them keep the cue's own borders; the flag must not depend on those.
    assert flags(*joined) == ["no_spaces"]
    assert flags("".join(joined)) == ["no_spaces"]
    assert flags(*(text.replace(".", "") for text in joined)) == ["no_spaces"]


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_writing_that_has_no_blanks_has_lost_none(language: str) -> None:
    assert flags(*[TEXTS[language] + str(n) for n in range(20)], language=language) == []


@pytest.mark.parametrize(
    "text",
    [
        "Donaudampfschifffahrtsgesellschaft",  # too little to tell
        "https://example.org/a/path/that/is/longer/than/any/word/and/has/no/blank " * 5 + "Look at it.",
        "Rindfleischetikettierung ist ein Wort. " * 30,
    ],
)
def test_long_words_alone_are_no_lost_blanks(text: str) -> None:
    assert "no_spaces" not in flags(text)


@pytest.mark.parametrize("text", ["...", "♪ ♪ ♪", "…"])
def test_text_without_a_word_is_flagged(text: str) -> None:
    assert flags(text, text) == ["no_words"]


@pytest.mark.parametrize("texts", [("13",), ("ok",), ("...", "Yes."), ("はい",), ()])
def test_text_with_a_word_is_some(texts: tuple[str, ...]) -> None:
    assert flags(*texts) == []


def lasting(text: str, ms: int) -> list[str]:
    cues = (Cue(text=text, start_ms=0, end_ms=ms), *spoken("Good."))
    return [warning.code for warning in quality.warnings(cues, None)]


def test_a_word_that_lasts_half_a_minute_is_flagged() -> None:
    assert lasting("Yeah.", 32_000) == ["implausible_duration"]
    assert lasting("Thank you.", 20_001) == ["implausible_duration"]


@pytest.mark.parametrize(
    ("text", "ms"),
    [("Yeah.", 20_000), ("Thank you all.", 60_000), ("これは長い文章です。", 25_000), ("", 60_000)],
)
def test_what_may_well_last_is_not_flagged(text: str, ms: int) -> None:
    assert lasting(text, ms) == []


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_in_the_language_that_it_says(language: str) -> None:
    assert flags(TEXTS[language], language=language) == []
    assert flags(TEXTS[language], language=f"{language}-XX") == []
    assert flags(TEXTS[language]) == []


@pytest.mark.parametrize("language", sorted(TEXTS.keys() - {"en"}))
def test_a_text_in_another_language_than_english_is_not_english(language: str) -> None:
    (warning,) = quality.warnings(spoken(TEXTS[language]), "en-US")
    assert warning.code == "language_mismatch"
    assert warning.message.startswith("it says that it is in en-US, and reads like ")


@pytest.mark.parametrize("language", sorted(TEXTS.keys() - {"en"}))
def test_english_is_in_no_other_language(language: str) -> None:
    assert flags(TEXTS["en"], language=language) == ["language_mismatch"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXTS["en"], "fi"),  # nothing is known of Finnish
        (TEXTS["en"], "x-none"),
        ("Oui, bien sûr.", "en"),  # too short
        ("Rosa Lopez Carmen Diaz " * 30, "en"),  # names are of no language
        (TEXTS["zh"], "ja"),  # one may be all in the other's letters
        (TEXTS["en"] + " " + TEXTS["fr"], "en"),
    ],
)
def test_where_nothing_is_sure_nothing_is_said(text: str, language: str) -> None:
    assert flags(text, language=language) == []


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl"])
def test_a_language_is_known_by_its_commonest_words(language: str) -> None:
    assert tongues.reads_like(TEXTS[language]) == language


def test_a_short_text_reads_like_nothing() -> None:
    assert tongues.reads_like("Bread is good.") is None


def test_what_is_flagged_is_kept_and_said_of_its_transcript_alone() -> None:
    bad = evidence("bad.srt", cues=spoken(*["I'm sorry."] * 9), language="en")
    good = evidence("good.srt", cues=spoken(*talk(1), speakers=["Ann Lee"] * 30), language="en")
    made = record(bad, good)
    assert {made.sources[each.source].uri: each.flags for each in made.transcripts} == {
        "bad.srt": ("repetition",),
        "good.srt": (),
    }
    (warning,) = made.warnings
    assert (warning.code, warning.place) == ("repetition", "bad.srt cue 1 at 0:00")
    alone = record(bad)
    assert " ".join(each.text for each in alone.utterances) == " ".join(["I'm sorry."] * 9)
