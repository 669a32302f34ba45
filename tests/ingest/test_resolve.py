"""Which sources are one episode, whatever their order: names, items of feeds, and what a person decided."""

from itertools import count, permutations

from hypothesis import given
from hypothesis import strategies as st

from archive.records import Identifier
from ingest.identity import SCHEMES, Decision, Node, assign, resolve


def name(text: str) -> Identifier:
    scheme, value = text.split(":")
    return Identifier(scheme=scheme, value=value)


def node(*names: str, guid: str | None = None, episode: int | None = None) -> Node:
    own = {name(each) for each in names} | ({name(f"guid:{guid}")} if guid else set())
    return Node(names=frozenset(own), guid=("show", guid) if guid else None, episode=episode)


def parts(*nodes: Node, decisions: tuple[Decision, ...] = ()) -> list[list[int]]:
    return [list(part) for part in resolve(nodes, decisions).parts]


def test_one_video_joins_two_files() -> None:
    assert parts(node("youtube:a"), node("youtube:a"), node("youtube:b")) == [[0, 1], [2]]


def test_a_page_or_number_joins_a_file_to_an_item_and_never_two_files() -> None:
    assert parts(node("url:p"), node("url:p")) == [[0], [1]]
    assert parts(node("url:p"), node("url:p"), node("url:p", guid="1")) == [[0, 1, 2]]


def test_two_items_of_a_feed_are_two_episodes_whatever_they_share() -> None:
    found = resolve([node("url:p", "youtube:a", guid="1"), node("url:p", "youtube:a", guid="2")])
    assert found.parts == ((0,), (1,))
    assert found.void == {name("url:p"), name("youtube:a")}


def test_a_name_of_two_items_joins_nobody_else_either() -> None:
    assert parts(node("number:5"), node("number:5", guid="1")) == [[0, 1]]
    assert parts(node("number:5"), node("number:5", guid="1"), node("number:5", guid="2")) == [[0], [1], [2]]


def test_what_was_joined_by_a_name_that_is_void_now_is_parted_again() -> None:
    nodes = node("number:5", episode=1), node("number:5", guid="1", episode=1), node("number:5", guid="2")
    assert parts(*nodes) == [[0], [1], [2]]


def test_what_is_together_stays_together_without_a_name() -> None:
    assert parts(node("file:a", episode=1), node(guid="1", episode=1)) == [[0, 1]]


def test_two_feeds_may_list_one_episode() -> None:
    audio, video = node("youtube:a", guid="1"), node("youtube:a")
    other = Node(names=frozenset({name("youtube:a"), name("guid:x")}), guid=("another show", "x"))
    assert parts(audio, video, other) == [[0, 1, 2]]


def test_a_stronger_name_is_believed_before_a_weaker_one() -> None:
    video = node("youtube:a", "number:2")
    assert parts(video, node("youtube:a", guid="1"), node("number:2", guid="2")) == [[0, 1], [2]]


def test_a_chain_that_would_join_two_items_joins_neither() -> None:
    chain = node("url:p", guid="1"), node("url:p", "url:q"), node("url:q", guid="2")
    assert parts(*chain) == [[0], [1], [2]]


def test_a_person_decides() -> None:
    merge = Decision(kind="merge", one=name("file:a"), other=name("guid:1"))
    split = Decision(kind="split", one=name("sha256:x"), other=name("guid:1"))
    files = node("file:a", "youtube:v", "sha256:x"), node("youtube:v", guid="1")
    assert parts(node("file:a"), node(guid="1"), decisions=(merge,)) == [[0, 1]]
    assert parts(*files, decisions=(split,)) == [[0], [1]]


def test_an_id_stays_with_the_item_or_with_most_of_its_sources() -> None:
    nodes = node(episode=1), node(guid="1", episode=1), node(episode=2), node()
    assert assign([[0], [1, 2], [3]], nodes) == [(None, ()), (1, (2,)), (None, ())]
    assert assign([[0, 2]], [node(episode=2), node(), node(episode=1)]) == [(1, (2,))]


NAMES = st.builds(
    lambda scheme, value: Identifier(scheme=scheme, value=value),
    st.sampled_from([scheme for scheme in SCHEMES if scheme != "guid"]),
    st.sampled_from("ab"),
)
NODES = st.builds(
    lambda names, guid: Node(
        names=frozenset(names) | ({name(f"guid:{guid}")} if guid else frozenset()),
        guid=("show", guid) if guid else None,
    ),
    st.lists(NAMES, max_size=3),
    st.sampled_from([None, "1", "2"]),
)


@given(st.lists(NODES, min_size=1, max_size=4))
def test_the_order_of_sources_does_not_matter(nodes: list[Node]) -> None:
    def joined(order: tuple[int, ...]) -> set[frozenset[int]]:
        found = resolve([nodes[number] for number in order])
        return {frozenset(order[place] for place in part) for part in found.parts}

    first, *others = [joined(order) for order in permutations(range(len(nodes)))]
    assert all(other == first for other in others)
    assert sorted(number for part in first for number in part) == list(range(len(nodes)))
    for part in first:
        assert len({nodes[number].guid for number in part} - {None}) <= 1


@given(st.lists(NODES, min_size=1, max_size=5))
def test_taken_in_one_by_one_it_comes_out_the_same(nodes: list[Node]) -> None:
    stored: list[Node] = []
    numbers = count(1)  # no id is given twice
    for new in nodes:
        now = [*stored, new]
        found = resolve(now)
        ids = assign(found.parts, now)
        stored = [
            Node(names=now[number].names, guid=now[number].guid, episode=id_ or fresh)
            for part, (id_, _) in zip(found.parts, ids, strict=True)
            for fresh in [next(numbers)]
            for number in part
        ]

    def keyed(groups: list[list[Node]]) -> list[list[str]]:
        return sorted(
            sorted(str((sorted(map(str, each.names)), each.guid)) for each in group) for group in groups
        )

    one_by_one = [
        [each for each in stored if each.episode == id_] for id_ in {each.episode for each in stored}
    ]
    at_once = [[nodes[number] for number in part] for part in resolve(nodes).parts]
    assert keyed(one_by_one) == keyed(at_once)


def test_what_was_split_off_takes_no_third_with_it() -> None:
    item = Node(names=frozenset({name("guid:1"), name("file:ep")}), guid=("show", "1"), episode=1)
    one = Node(names=frozenset({name("sha256:a"), name("file:ep")}), episode=1)
    other = Node(names=frozenset({name("sha256:b"), name("file:ep")}), episode=1)
    split = Decision(kind="split", one=name("sha256:a"), other=name("guid:1"))
    assert {frozenset(part) for part in resolve([item, one, other], [split]).parts} == {
        frozenset({0, 2}),
        frozenset({1}),
    }


def test_history_keeps_together_what_may_be() -> None:
    nodes = [Node(names=frozenset({name(f"sha256:{each}")}), episode=1) for each in "abcd"]
    undone = Decision(kind="merge", one=name("sha256:a"), other=name("sha256:c"))
    assert len(resolve(nodes).parts) == 1
    assert len(resolve(nodes, undone=[undone]).parts) == 2


def test_of_two_episodes_that_become_one_the_item_keeps_its_own() -> None:
    nodes = [
        Node(names=frozenset({name("sha256:a")}), episode=1),
        Node(names=frozenset({name("guid:1")}), guid=("show", "1"), episode=2),
    ]
    assert assign([(0, 1)], nodes, {0: 5}) == [(2, (1,))]
    assert assign([(0,), (1,)], nodes) == [(1, ()), (2, ())]
