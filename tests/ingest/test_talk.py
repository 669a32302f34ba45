"""What speakers do in numbers: hand-made turns with hand-counted questions, interruptions, longest turns."""

from archive.records import Speaker, Utterance
from ingest.talk import counted

ADA = Speaker(label="Ada", method="printed", confidence=1.0)
BEN = Speaker(label="Ben", method="printed", confidence=1.0)


def said(text, speaker, turn, start=None, end=None):
    return Utterance(
        text=text,
        words=len(text.split()),
        speaker=speaker,
        turn=turn,
        start_ms=start,
        end_ms=end,
        source_start=0,
        source_end=1,
    )


def test_questions_are_sentences_that_end_in_a_question_mark():
    ada, ben = counted(
        [ADA, BEN],
        [said("Why? Really?! And you, what do you think?", 0, 1), said("I do not ask.", 1, 2)],
    )
    assert (ada.questions, ben.questions) == (3, 0)


def test_who_takes_the_word_in_the_middle_of_a_sentence_interrupts():
    ada, ben = counted(
        [ADA, BEN],
        [
            said("It all began when we", 0, 1),
            said("When you were five.", 1, 2),
            said("“Exactly.”", 0, 3),
            said("Go on, I will not", 1, 4),
            said("say another word.", 1, 4),
            said("Thanks.", 0, 5),
        ],
    )
    assert (ada.interruptions, ben.interruptions) == (0, 1)


def test_after_an_unknown_voice_nobody_is_said_to_interrupt():
    (ada,) = counted([ADA], [said("and then somebody", None, None), said("Yes. Yes.", 0, 1)])
    assert ada.interruptions == 0


def test_without_punctuation_neither_is_counted():
    ada, ben = counted([ADA, BEN], [said("what is it", 0, 1), said("nothing at all", 1, 2)])
    assert (ada.questions, ada.interruptions, ben.questions, ben.interruptions) == (None,) * 4


def test_the_longest_turn_is_the_sum_of_its_passages():
    ada, ben = counted(
        [ADA, BEN],
        [
            said("One.", 0, 1, 0, 4_000),
            said("Two.", 0, 1, 4_000, 9_000),
            said("Three.", 1, 2, 9_000, 12_000),
            said("Four.", 0, 3, 12_000, 20_000),
        ],
    )
    assert (ada.longest_ms, ada.longest_start_ms, ada.talk_ms, ada.turns) == (9_000, 0, 17_000, 2)
    assert (ben.longest_ms, ben.longest_start_ms) == (3_000, 9_000)


def test_nothing_is_timed_where_nothing_is():
    (ada,) = counted([ADA], [said("Words.", 0, 1)])
    assert (ada.talk_ms, ada.longest_ms, ada.longest_start_ms) == (None, None, None)
