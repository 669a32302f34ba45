"""The address of a moment."""

import pytest

from archive.links import moment


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/watch?v=Y3Vb6ecvfpU", "https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t=3782"),
        (
            "https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t=19s",
            "https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t=3782",
        ),
        ("https://www.youtube.com/watch?t=19&v=a&list=b", "https://www.youtube.com/watch?v=a&list=b&t=3782"),
        ("https://youtu.be/Y3Vb6ecvfpU", "https://youtu.be/Y3Vb6ecvfpU?t=3782"),
        ("https://www.youtube.com/watch?v=a#start", "https://www.youtube.com/watch?v=a&t=3782#start"),
        ("javascript:alert(1)", None),
        ("//www.youtube.com/watch?v=a", None),
        ("https://", None),
        ("https://[", None),
        (None, None),
    ],
)
def test_a_moment_on_youtube(url, expected):
    assert moment("youtube", url, 3_782_999) == expected


def test_without_a_time_or_a_known_player_there_is_no_moment():
    url = "https://www.youtube.com/watch?v=a"
    assert moment("youtube", url, None) is None
    assert moment("unknown", url, 1000) is None
    assert moment("youtube", url, 0) == url + "&t=0"
