"""Whatever is asked for is found, counted and said in SQL as by walking through all that is said."""

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.search import borders, grouped, search, understand
from archive.search.facets import LISTED
from tests.search.colourful import STEMS, WORDS

# Of a failure, hypothesis prints all arguments, and the archive is one of them.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

WORD = st.sampled_from(WORDS).map(lambda word: ("phrase", (word,)))
PHRASE = st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(lambda words: ("phrase", tuple(words)))
PREFIX = st.sampled_from(["gre", "mod", "blue", "xyz"]).map(lambda start: ("prefix", start))
TREE = st.recursive(
    st.one_of(WORD, PHRASE, PREFIX),
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lambda several: ("and", several)),
        st.lists(parts, min_size=2, max_size=3).map(lambda several: ("or", several)),
        parts.map(lambda part: ("not", part)),
    ),
    max_leaves=7,
)
NAMES = {
    "speaker": ["ada", "lovelace", "hopper", "speaker_01", "nobody"],
    "podcast": ["colours", "more", "nothing"],
    "chapter": ["green", "blue hour", "nowhere"],
    "role": ["host", "guest", "king"],
    "tag": ["python", "none", "ada's", "rust"],
    "before": ["2024", "2024-05", "2024-05-01", "2025", "1999"],
    "after": ["2024", "2024-05", "2024-05-01", "2023-12-31", "2026"],
}
FIELDS = st.lists(
    st.one_of(*(st.tuples(st.just(name), st.sampled_from(NAMES[name]), st.booleans()) for name in NAMES)),
    max_size=3,
)
KEYS = {
    "podcast": ["1", "2", "none"],
    "speaker": ["1", "2", "none", "label:SPEAKER_01", "x"],
    "role": ["host", "guest", "none"],
    "year": ["2024", "2023", "none"],
    "tag": ["Python", "none", "tag:none", "rust"],
    "origin": ["asr", "none"],
    "episode": ["1", "2", "5", "6", "77", "x"],
    "chapter": ["1", "2", "none"],
}
SELECTED = st.dictionaries(st.sampled_from(list(KEYS)), st.none(), max_size=3).flatmap(
    lambda chosen: st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(KEYS[name]), min_size=1, max_size=2, unique=True) for name in chosen}
    )
)


def typed(tree):
    kind, parts = tree
    if kind == "phrase":
        return parts[0] if len(parts) == 1 else f'"{" ".join(parts)}"'
    if kind == "prefix":
        return f"{parts}*"
    if kind == "not":
        return f"-{typed(parts) if parts[0] in ('phrase', 'prefix') else f'({typed(parts)})'}"
    joined = (" OR " if kind == "or" else " ").join(
        f"({typed(part)})" if part[0] in ("and", "or") else typed(part) for part in parts
    )
    return joined


def holds(tree, line):
    """What the tree says of an utterance; a phrase may go on in the next one of the same turn."""
    kind, parts = tree
    if kind == "phrase":
        wanted = tuple(STEMS.get(word, word) for word in parts)
        said = line.words + line.ahead
        return any(said[at : at + len(wanted)] == wanted for at in range(len(line.words)))
    if kind == "prefix":
        return any(word.startswith(parts) for word in line.words)
    if kind == "not":
        return not holds(parts, line)
    return (all if kind == "and" else any)(holds(part, line) for part in parts)


def named(field, value, line):
    if field in ("before", "after"):
        day = value + "0001-01-01"[len(value) :]
        said = line.published[:10]
        if not said:
            return False
        if field == "after":
            return said + "0001-01-01"[len(said) :] >= day
        return said + "9999-12-31"[len(said) :] < day
    wanted = value.replace("'", " ").replace("_", " ").split()
    return any(
        in_order(wanted, name.casefold().replace("'", " ").replace("_", " ").split())
        for name in line.names[field]
    )


def in_order(wanted, words):
    rest = iter(words)
    return all(word in rest for word in wanted)


def in_fields(fields, line):
    for excluded in (False, True):
        for name in {field for field, _, minus in fields if minus is excluded}:
            values = [value for field, value, minus in fields if field == name and minus is excluded]
            if any(named(name, value, line) for value in values) is excluded:
                return False
    return True


def under(selected, line, but=None):
    if len(selected.get("episode", ())) != 1:
        selected = {name: keys for name, keys in selected.items() if name != "chapter"}
    return all(name == but or set(keys) & set(line.keys[name]) for name, keys in selected.items())


def text_of(tree, fields):
    said = [
        f"{'-' * minus}{field}:{value if ' ' not in value else f'“{value}”'}"
        for field, value, minus in fields
    ]
    return " ".join([*said, *(() if tree is None else (f"({typed(tree)})",))])


def same(colours, lines, tree, fields, selected):
    query = understand(text_of(tree, fields))
    assert not [said for said in query.left_out if "bracket" in said or "stands between" in said]
    found = [line for line in lines if (tree is None or holds(tree, line)) and in_fields(fields, line)]
    results = search(colours, query, selected=selected, limit=10_000, mapped=False)
    assert {hit.utterance_id for hit in results.hits} == {line.id for line in found if under(selected, line)}
    assert results.total == len(results.hits)
    for facet in results.facets:
        counts = Counter(
            key for line in found if under(selected, line, but=facet.name) for key in line.keys[facet.name]
        )
        listed = {value.key: value.count for value in facet.values if value.count}
        if facet.name == "episode":
            counts = {key: count for key, count in counts.items() if key in selected["episode"]}
        assert listed == dict(counts), facet.name
    assert {facet.name for facet in results.facets} >= set(LISTED)
    assert sum(group.count for group in grouped(colours, query, selected)) == results.total
    statement = results.statement
    rows = colours.execute(f"select id from ({statement.sql})", dict(statement.parameters)).fetchall()
    assert {row[0] for row in rows} == {hit.utterance_id for hit in results.hits}
    assert len(rows) == results.total
    return results


@given(TREE)
def test_a_tree_finds_what_walking_through_all_finds(colours, lines, tree):
    same(colours, lines, tree, (), {})


@given(st.one_of(st.none(), WORD, PHRASE, PHRASE.map(lambda part: ("not", part))), FIELDS)
def test_fields_hold_for_the_whole_query(colours, lines, tree, fields):
    same(colours, lines, tree, fields, {})


@given(st.one_of(st.none(), TREE), FIELDS.map(lambda fields: fields[:1]), SELECTED)
def test_every_facet_counts_what_the_others_leave(colours, lines, tree, fields, selected):
    same(colours, lines, tree, fields, selected)


@given(TREE, st.sampled_from(["relevance", "newest", "oldest", "added"]), st.integers(20, 60))
def test_pages_are_the_whole_cut_in_parts(colours, tree, sort, size):
    query = understand(typed(tree))
    whole = search(colours, query, limit=10_000, mapped=False, sort=sort)
    parts, at, more = [], 0, True
    while more:
        page = search(colours, query, limit=size, mapped=False, offset=at, sort=sort)
        parts += page.hits
        at, more = at + size, page.has_next
        for hit in page.hits:
            in_it = [one for one in whole.hits if one.episode_id == hit.episode_id]
            assert page.in_episode[hit.episode_id] == len(in_it)
        assert set(page.in_episode) == {hit.episode_id for hit in page.hits}
    assert parts == list(whole.hits)


@given(TREE, st.sampled_from(["newest", "oldest", "added"]))
def test_the_order_is_that_of_dates_or_of_arrival(colours, tree, sort):
    hits = search(colours, understand(typed(tree)), limit=10_000, mapped=False, sort=sort).hits
    keys = [(hit.published or "", hit.episode_id, hit.utterance_id) for hit in hits]
    newest = sorted(keys, key=lambda key: (key[0], key[1], -key[2]), reverse=True)
    expected = {
        "newest": newest,
        "oldest": sorted(keys, key=lambda key: (not key[0], *key)),
        "added": sorted(keys, key=lambda key: (-key[1], key[2])),
    }
    assert keys == expected[sort]


def test_what_has_no_date_is_last_in_both_orders(colours):
    for sort in ("newest", "oldest"):
        dates = [
            hit.published
            for hit in search(colours, understand("red"), limit=10_000, mapped=False, sort=sort).hits
        ]
        known = [date for date in dates if date is not None]
        assert None in dates
        assert dates[: len(known)] == known
        assert known == sorted(known, reverse=sort == "newest")


def test_a_phrase_that_is_unwanted_is_so_over_a_border_too(colours, lines):
    tree = ("and", [("phrase", ("red",)), ("not", ("phrase", ("red", "green")))])
    crossing = [
        line
        for line in lines
        if line.words[-1] == "red"
        and line.ahead[:1] == ("green",)
        and not any(line.words[at : at + 2] == ("red", "green") for at in range(len(line.words)))
    ]
    assert crossing
    results = same(colours, lines, tree, (), {})
    assert not {line.id for line in crossing} & {hit.utterance_id for hit in results.hits}


def test_a_phrase_too_common_to_be_looked_for_is_the_same_in_sql(colours, monkeypatch):
    monkeypatch.setattr(borders, "MAX_LOOKED_AT", 3)
    results = search(colours, understand('"red green" OR "the blue"'), limit=10_000, mapped=False)
    assert len(results.notes) == 2
    rows = colours.execute(results.statement.sql, dict(results.statement.parameters)).fetchall()
    assert {row[0] for row in rows} == {hit.utterance_id for hit in results.hits}


@given(TREE)
def test_all_that_is_wanted_is_marked_and_nothing_unwanted(colours, tree):
    query = understand(typed(tree))
    assume(query.required)
    wanted = {STEMS.get(word, word) for term in query.required for word in term.words}
    for hit in search(colours, query, limit=50).hits:
        marked = {word.strip(".,") for text, is_hit in hit.snippet if is_hit for word in text.split()}
        assert all(any(STEMS.get(word, word).startswith(one) for one in wanted) for word in marked)


def test_a_statement_that_is_too_long_for_an_address_is_none(colours, monkeypatch):
    monkeypatch.setattr("archive.search.statement.MAX_CHARACTERS", 40)
    short = search(colours, understand("red"))
    assert (short.statement is None, short.notes) == (False, ())
    long = search(colours, understand("red OR green OR blue OR model OR the"))
    assert long.statement is None
    assert long.notes == ("as SQL this search would be longer than 40 characters: it is not given",)


@pytest.mark.parametrize("key", ["77", "x", "01", "9" * 30])
def test_an_episode_that_is_not_there_has_no_hits(colours, key):
    results = search(colours, understand("red"), selected={"episode": [key], "chapter": ["1"]})
    assert (results.total, results.hits) == (0, ())
    [episode] = [facet for facet in results.facets if facet.name == "episode"]
    assert [(value.key, value.count, value.selected) for value in episode.values] == [(key, 0, True)]


def test_chapters_are_listed_and_selected_only_in_one_episode(colours):
    many = search(colours, understand("red"), selected={"chapter": ["1"], "episode": ["2", "3"]})
    assert many.notes == ("chapters can be selected only in one episode",)
    assert "chapter" not in [facet.name for facet in many.facets]
    one = search(colours, understand("red"), selected={"episode": ["2"]})
    [chapters] = [facet.values for facet in one.facets if facet.name == "chapter"]
    assert [(value.key, value.label) for value in chapters] == [
        ("1", "The blue hour"),
        ("2", "2"),
        ("none", "no chapter"),
    ]


def test_what_another_facet_takes_away_stays_in_its_own_counts_beside_a_chapter(colours, lines):
    same(colours, lines, None, [], {"podcast": ["1"], "episode": ["2"], "chapter": ["1"]})
