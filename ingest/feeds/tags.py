"""Where an element ends in the bytes of a feed that it was found in."""

import re

_TAG = re.compile(rb"<[^<>\"']*+(?:\"[^\"]*+\"[^<>\"']*+|'[^']*+'[^<>\"']*+)*+>")


def end_of_element(content: bytes, begin: int, closes: int) -> int:
    """Where the element ends that begins at `begin`, and of which expat says at `closes` that it ends.

    That is where its closing tag begins; of an empty element (`<item/>`) it is what comes after it. An
    attribute may hold a `>`.
    """
    found = _TAG.match(content, begin)
    if found and content.endswith(b"/>", begin, found.end()):
        return found.end()
    return content.index(b">", closes) + 1
