"""Which mentions are of one person: always the same, whatever their order, and never two pages at once."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from archive.names import but_for_the_middle, key
from archive.sameness import MOST_NAMES, Mention, people


def mention(name: str, href: str | None, show: int, decided: bool = False) -> Mention:
    plain = key(name)
    return Mention(
        name=name, key=plain, href=href, scope=0 if " " in plain else show, decided=decided, image_url=href
    )


MENTIONS = st.lists(
    st.builds(
        mention,
        name=st.sampled_from(["Maya Okafor", "MAYA OKAFOR", "Dr. Maya Okafor", "Maya", "Leo Okafor", "Leo"]),
        href=st.sampled_from([None, "https://a.example/", "https://b.example/"]),
        show=st.sampled_from([1, 2]),
        decided=st.booleans(),
    ),
    max_size=8,
)


@given(MENTIONS, st.randoms())
def test_the_order_of_mentions_does_not_matter(mentions: list[Mention], chance: Random) -> None:
    found = people(mentions)
    shuffled = list(mentions)
    chance.shuffle(shuffled)
    assert people(shuffled) == found
    assert {each for one in found for each in one.mentions} == set(mentions)
    assert sum(len(one.mentions) for one in found) == len(set(mentions))


@given(MENTIONS)
def test_two_pages_are_two_people_and_a_page_is_one_persons(mentions: list[Mention]) -> None:
    found = people(mentions)
    for one in found:
        assert len({each.href for each in one.mentions} - {None}) <= 1
    pages = [one.href for one in found if one.href]
    assert len(pages) == len(set(pages))


@given(MENTIONS)
def test_a_given_name_alone_is_another_one_in_another_show(mentions: list[Mention]) -> None:
    for one in people([each for each in mentions if each.href is None]):
        assert len({each.scope for each in one.mentions}) == 1


def test_a_page_that_more_names_have_than_a_person_joins_nobody() -> None:
    """Guests of a company's show are given its page: who has a word in common with another is not one."""
    names = [f"{first} Smith" for first in ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo")]
    names += ["Ann Lee", "Bo Lee"]
    assert len(names) == MOST_NAMES
    given = [mention(name, "https://company.example/", 1) for name in names]
    (one,) = people(given)
    assert len(one.mentions) == MOST_NAMES
    found = people([*given, mention("Cy Lee", "https://company.example/", 1)])
    assert [(len(each.mentions), each.href) for each in found] == [(1, None)] * (MOST_NAMES + 1)
    # It is no page of theirs when only some of them are asked about.
    asked = people(given[:1], crowded={"https://company.example/"})
    assert [each.href for each in asked] == [None]


def test_names_are_one_but_for_the_middle() -> None:
    assert but_for_the_middle("Mireille B. Reece, Psy.D", "Mireille Reece, PsyD")
    assert but_for_the_middle("Ann Beth Lee", "Ann B. Lee")
    assert not but_for_the_middle("Ann C. Lee", "Ann B. Lee")
    assert not but_for_the_middle("Ann Lee", "Ann Leeds")
    assert not but_for_the_middle("Ann", "Ann")
