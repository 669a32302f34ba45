"""Which names a value of a field means."""

import pytest

from archive.search import names

PEOPLE = [
    (1, "Ada Lovelace"),
    (2, "Ada King of Lovelace"),
    (3, "山田 太郎"),
    (4, "山本田中"),
    (5, "ณเดชน์ คูกิมิยะ"),
    (6, "Zoë Ñu"),
]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("ada", {1, 2}),
        ("ada lovelace", {1, 2}),
        ("lovelace ada", set()),
        ("king-lovelace", {2}),
        ("zoe nu", {6}),
        ("山田", {3}),
        ("太郎", {3}),
        ("山田太郎", {3}),
        ("田", {3, 4}),
        ("山 田", {3, 4}),
        ("本田", {4}),
        ("คูกิมิยะ", {5}),
        ("คูยะ", set()),
        ("🎉", {1, 2, 3, 4, 5, 6}),
    ],
)
def test_who_is_meant(value, found):
    keys, nobody = names.named(PEOPLE, [value])
    assert keys == found
    assert nobody == ([] if found else [value])
