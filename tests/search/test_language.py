"""Any text that a person types is understood somehow, and the query says how."""

import contextlib
import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.search import match, understand, unspaced, words
from archive.search.index import TOKENIZER
from archive.search.language import MAX_CHARACTERS, MAX_VALUES, MAX_WORDS
from archive.search.tree import MAX_DEPTH

CLUMSY = st.text(st.sampled_from("ab -\"“”:()*^+#'.,\x00\ud800🎉é東ORNTspeak"), max_size=60)
NEAR = "one after the other they go in quotes, and how far apart they are cannot be asked for"
FIELDS = st.sampled_from(
    [
        *(
            "speaker:",
            "podcast:",
            "-speaker:",
            'speaker:"',
            "foo:",
            "NEAR(",
            "AND",
            "OR",
            '-"',
            "OR",
            "(",
            ")",
        ),
        *("-(", "kube*", "before:2024", "after:x", "(a", "b)", "a", "-b", '"a b"'),
    ]
)
NEVER_CLOSED = "“(” is never closed: it holds all that follows"
DANGLING = "“{}” stands between words: here there are none on one side of it, and it was left out"
TYPED = st.lists(st.one_of(CLUMSY, FIELDS, st.text(max_size=20)), max_size=8).map(" ".join)


@pytest.fixture(scope="module")
def index():
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f'create virtual table utterances_fts using fts5(spaced, tokenize="{TOKENIZER}")')
        connection.execute("create virtual table found using fts5vocab(utterances_fts, instance)")
        yield connection


def said(index, text):
    index.execute("delete from utterances_fts")
    index.execute("insert into utterances_fts values (?)", (unspaced.apart(text) or text,))


def finds(index, query):
    wanted, unwanted = match.wanted(query), match.unwanted(query)
    sql = "select count(*) from utterances_fts where utterances_fts match ?"
    if unwanted is not None:
        return index.execute(sql, (unwanted,)).fetchone()[0] == 0
    return wanted is None or index.execute(sql, (wanted,)).fetchone()[0] == 1


@pytest.mark.parametrize(
    ("typed", "in_words"),
    [
        ("open", "the word “open”"),
        ("open weights", "all of the words “open”, “weights”"),
        ("open open", "the word “open”"),
        ('"small models"', "the phrase “small models”"),
        ('open "small models"', "all of “open”, the phrase “small models”"),
        ("“small models”", "the phrase “small models”"),
        ("«small models»", "the phrase “small models”"),
        ('"small models', "the phrase “small models”"),
        ("-closed", "everything; without “closed”"),
        ('open -closed -"a phrase"', "the word “open”; without “closed” and without the phrase “a phrase”"),
        ("speaker:bryan", "everything; spoken by “bryan”"),
        ('open speaker:"Bryan Catanzaro"', "the word “open”; spoken by “Bryan Catanzaro”"),
        ("speaker:a speaker:“b c”", "everything; spoken by “a” or “b c”"),
        ("Podcast:x -speaker:y", "everything; in the podcast “x”; not spoken by “y”"),
        ("foo-bar", "the phrase “foo bar”"),
        ("don't", "the word “don't”"),
        ("GPT-4.5", "the phrase “GPT 4 5”"),
        ("C++ C#", "all of the words “C++”, “C#”"),
        ("U.S.", "the phrase “U S”"),
        ("e-mail@x.y", "the phrase “e mail x y”"),
        ("+open", "the word “+open” or “open”"),
        ("and or not", "all of the words “and”, “or”, “not”"),
        ("AND OR NOT", "the word “NOT”"),
        ("open AND weights", "all of the words “open”, “weights”"),
        ("open OR weights", "“open” or “weights”"),
        ("a b OR c", "(“a” and “b”) or “c”"),
        ("a (b OR c)", "all of “a”, (“b” or “c”)"),
        ("a (b OR (c -d))", "all of “a”, (“b” or (“c” and not “d”))"),
        ("c -(a OR b)", "the word “c”; without (“a” or “b”)"),
        ("c -(a b)", "the word “c”; without “a” and “b” together"),
        ("-(-(-(a)))", "everything; without “a”"),
        ("a OR -b", "“a” or not “b”"),
        ("f(x) (f(x))", "the phrase “f x”"),
        ("(a)(b)", "all of the words “a”, “b”"),
        ('"a b"OR"c d"', "the phrase “a b” or the phrase “c d”"),
        ("kube*", "words that begin with “kube”"),
        ("running*", "words that begin with “run”"),
        ("small-mod*", "the phrase “small” followed by words that begin with “mod”"),
        ("+kube*", "words that begin with “+kube” or “kube”"),
        (
            "a before:2024 after:2020-05",
            "the word “a”; published in “2020-05” or later; published before “2024”",
        ),
        (
            "role:host tag:ai chapter:x",
            "everything; in a chapter called “x”; by a speaker with the role “host”;"
            " in an episode with the tag “ai”",
        ),
        ("(a speaker:b) OR c", "“a” or “c”; spoken by “b”"),
        ("-(speaker:b)", "everything; not spoken by “b”"),
        ("NEAR(open", "the phrase “NEAR open”"),
        ("(open*", "words that begin with “open”"),
        ("text:open", "the phrase “text open”"),
        ("東京", "the word “東京”"),
        ("東京 open", "all of the words “東京”, “open”"),
        ('"東京"', "the phrase “東京”"),
        ("東京-大阪", "the phrase “東京 大阪”"),
        ("iPhoneを買う", "the word “iPhoneを買う”"),
        ("東京*", "the word “東京”"),
        ("กินข้าว", "the word “กินข้าว”"),
        ("हिन्दी", "the word “हिन्दी”"),
        ("東京mac*", "the phrase “東京” followed by words that begin with “mac”"),
        ("서울*", "words that begin with “서울”"),
        ("كتاب", "the word “كتاب” with or without the article “ال”"),
        ("الكتاب", "the word “الكتاب”"),
        ('"كتاب"', "the word “كتاب”"),
        ("-كتاب", "everything; without “كتاب” with or without the article “ال”"),
        ("", "everything"),
        (" \x00 ", "everything"),
        ("ab*", "nothing, since all of it was left out"),
        ('"---"', "nothing, since all of it was left out"),
        ("OR", "nothing, since all of it was left out"),
        ("speaker:", "nothing, since all of it was left out"),
        ("speaker:x ab*", "everything; spoken by “x”"),
    ],
)
def test_how_it_is_understood(typed, in_words):
    assert understand(typed).in_words == in_words


@pytest.mark.parametrize(
    ("typed", "left_out"),
    [
        ("open (", [NEVER_CLOSED, "“()” holds nothing"]),
        ("(open weights", [NEVER_CLOSED]),
        ("open ) weights", ["“)” closes nothing"]),
        ("open * ^ : -", ["“*”, “^”, “:”, “-” are not words"]),
        ("OR", [DANGLING.format("OR")]),
        ("open OR", [DANGLING.format("OR")]),
        ("OR open", [DANGLING.format("OR")]),
        ("open OR OR weights", [DANGLING.format("OR")]),
        ("open AND", [DANGLING.format("AND")]),
        ("speaker:a OR open", [DANGLING.format("OR")]),
        ("(open OR) weights", [DANGLING.format("OR")]),
        ("NOT open", ["“NOT” is taken as a word: a minus before a word means without"]),
        *(
            (f"{near}open weights, 5)", [f"“NEAR” is taken as a word: {NEAR}"])
            for near in ("NEAR(", "NEAR (", "NEAR ")
        ),
        ("near(open)", []),
        ("th*", ["“th*” has less than three letters before the star"]),
        ("ies*", ["“ies*” has less than three letters before the star"]),
        ("강*", ["“강*” has less than two syllables before the star"]),
        ("open -th*", ["“th*” has less than three letters before the star"]),
        ("(a speaker:b)", ["“speaker:” holds for the whole query, also where it stands in brackets"]),
        ("before:", ["“before:” has no date after it"]),
        (
            "before:2024-13 after:yesterday after:2023-02-29",
            [
                f"“{typed}” names no day: a date is written 2024, 2024-05 or 2024-05-01"
                for typed in ("before:2024-13", "after:yesterday", "after:2023-02-29")
            ],
        ),
        ("🎉", ["“🎉” is not a word"]),
        ("a + b", ["“+” is not a word"]),
        ("! @ $ % & /", ["“!”, “@”, “$”, “%”, “&” and 1 more are not words"]),
        ('open ""', ["an empty pair of quotes is not a word"]),
        ("speaker: bryan", ["“speaker:” has no name after it"]),
        ('speaker:""', ["“speaker:” has no name after it"]),
        ("speaker:🎉", ["“speaker:” has no name after it"]),
        (
            "foo:bar",
            [
                "“foo:” is no field (“speaker:”, “podcast:”, “chapter:”, “role:”, “tag:”, “before:” and"
                " “after:” are): taken as words"
            ],
        ),
        ("https://example.org 3:45", []),
        ("open weights", []),
    ],
)
def test_what_is_left_out_is_said(typed, left_out):
    assert list(understand(typed).left_out) == left_out


def test_nul_control_characters_and_lone_surrogates_are_blanks():
    assert (
        understand("open\x00weights\x1b\ud800models").required == understand("open weights models").required
    )


def test_300_brackets():
    assert understand("(" * 300 + "open" + ")" * 300).in_words == "the word “open”"
    assert understand("( " * 300).left_out == (NEVER_CLOSED, "“()” holds nothing")


def test_brackets_in_each_other_are_bounded():
    deep = "".join(f"(word{n} OR (x{n} " for n in range(30))
    query = understand(deep)
    assert NEVER_CLOSED in query.left_out
    assert f"only {MAX_DEPTH} brackets in each other are read: those inside were left out" in query.left_out


def test_10_000_characters_are_cut_between_words_and_this_is_said():
    query = understand("open " * 2000)
    assert query.in_words == "the word “open”"
    assert query.left_out == ("only the first 3,999 of 10,000 characters were read",)
    assert len(understand("a" * 10_000).required[0].text) == MAX_CHARACTERS


def test_more_words_than_the_limit_are_left_out_and_this_is_said():
    query = understand(" ".join(f"word{n}" for n in range(MAX_WORDS + 6)))
    assert len(query.required) == MAX_WORDS
    assert query.left_out == ("only 64 words are searched for: 6 more were left out",)
    assert len(understand("-".join("ab" * 100)).required[0].words) == MAX_WORDS


def test_half_of_an_unwanted_phrase_is_not_unwanted():
    phrase = " ".join(f"word{n}" for n in range(MAX_WORDS + 1))
    query = understand(f'-"{phrase}" open')
    assert query.excluded == ()
    assert query.in_words == "the word “open”"
    assert query.left_out == ("only 64 words are searched for: 65 more were left out",)


def test_more_values_than_the_limit_are_left_out_and_this_is_said():
    query = understand(" ".join(f"speaker:s{n}" for n in range(MAX_VALUES + 2)))
    assert len(query.fields) == MAX_VALUES
    assert query.left_out == ("only 16 values of fields are used: 2 more were left out",)


@given(TYPED)
@example('NEAR(a "b" -" AND ( ^ * : {a} +')
@example("\x00\ud800\udfff")
def test_sqlite_accepts_whatever_is_typed(index, typed):
    query = understand(typed)
    finds(index, query)
    assert query.in_words
    "\n".join((query.in_words, *query.left_out)).encode()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80))
@example("e\u0301 \u0301 a\u0301b ﬁne ⅷ กิน 東京 \U000e0001 C++東京\ufe00A ｶﾞ か\u3099 \u0e31a हिन्दी ❤\ufe0f")
def test_the_words_are_the_tokenisers(index, text):
    said(index, text)
    assert index.execute("select count(*) from found").fetchone()[0] == len(words.spans(text))
    for start, end in words.spans(text):
        assert len(words.spans(text[start:end])) == 1


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_an_utterance_is_found_by_its_own_words_as_a_phrase(index, text):
    said(index, text)
    query = understand('"' + text.translate(dict.fromkeys(map(ord, '"“”„‟«»'), " ")) + '"')
    assert finds(index, query) is not query.is_nothing


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters='-:"“”„‟«»'), max_size=12))
)
def test_an_utterance_is_found_by_its_own_words_in_any_order(index, texts):
    said(index, " ".join(texts))
    query = understand(" ".join(reversed(" ".join(texts).split())))
    assert finds(index, query) is not query.is_nothing


@given(TYPED)
def test_what_is_unwanted_is_not_found(index, typed):
    for term in understand(typed).required:
        said(index, f"before {' '.join(term.words)} after")
        assert finds(index, understand(f'"{" ".join(term.words)}"'))
        assert not finds(index, understand(f'-"{" ".join(term.words)}"'))
        assert not finds(index, understand(f'before -"{" ".join(term.words)}"'))


@pytest.mark.parametrize("text", ["الكتاب", "كتاب", "والكتاب", "للكتاب جديد"])
def test_an_arabic_word_is_found_with_its_article(index, text):
    said(index, text)
    assert finds(index, understand("كتاب"))
    assert not finds(index, understand("-كتاب"))
    assert finds(index, understand('"كتاب"')) == (text == "كتاب")
    assert not finds(index, understand("تاب"))


def opened_for(monkeypatch, do):
    """How many databases `do` opens to ask the tokeniser; what was asked before is forgotten."""
    opened = []
    connect = sqlite3.connect

    def counting(*arguments, **options):
        opened.append(arguments)
        return connect(*arguments, **options)

    monkeypatch.setattr(words, "_known", {})
    monkeypatch.setattr(sqlite3, "connect", counting)
    do()
    return len(opened)


def test_a_query_asks_the_tokeniser_once(monkeypatch):
    """Else a query of 4,000 characters that nobody typed before takes more than a second."""
    strange = " ".join(chr(0x4E00 + n) + chr(0xAC00 + n) for n in range(1_300))
    assert opened_for(monkeypatch, lambda: understand(strange)) == 1
    assert opened_for(monkeypatch, lambda: understand(f"speaker:“{strange}” x")) == 1


def test_what_was_asked_before_is_known(monkeypatch):
    assert opened_for(monkeypatch, lambda: [words.spans("abc"), words.spans("cab"), words.any_in("ba")]) == 1


def test_what_is_known_is_bounded(monkeypatch):
    text = "".join(map(chr, range(0xAC00, 0xAC00 + 50)))
    monkeypatch.setattr(words, "MAX_KNOWN", 10)
    monkeypatch.setattr(words, "_known", {})
    for at in range(0, 50, 5):
        assert words.spans(text[at : at + 5]) == [(0, 5)]
        assert 0 < len(words._known) <= 10
    assert words.spans(text) == [(0, 50)]
    assert len(words._known) <= 10
