"""XML from strangers: no entity is declared, nothing outside is opened, and nesting has an end."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from ingest.errors import MalformedTranscript
from ingest.files.source import Source

DEEPEST = 200
"""Nested elements: no transcript has more than a dozen."""


def parse(source: Source) -> Element:
    """The root element; names of elements and attributes are `{namespace}local`, as ElementTree has them.

    Raises MalformedTranscript, naming the line, for what is no XML, for any entity that the file declares
    (a few lines of them can stand for gigabytes, or for another file), and for absurd nesting.
    """
    builder = TreeBuilder()
    depth = 0
    # What the file says of its encoding no longer counts: the text is decoded already.
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator="}")
    parser.buffer_text = True
    text = source.text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    begins = text.lstrip()
    skipped = text.count("\n", 0, len(text) - len(begins))

    def refuse(problem: str) -> MalformedTranscript:
        place = f"{source.name} line {skipped + parser.CurrentLineNumber}"
        return MalformedTranscript(place, problem, "export it again")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise refuse("is nested deeper than any transcript")
        builder.start(_full(name), {_full(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_full(name))

    def entity(*_: object) -> None:
        raise refuse("declares an entity, which no transcript needs")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(begins.encode(), True)
    except expat.ExpatError as error:
        raise refuse(f"is not XML: {expat.errors.messages.get(error.code, error)}") from None
    return builder.close()


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def within(element: Element, name: str) -> Iterator[Element]:
    """Every element below with this local name, whatever its namespace, in the order of the document."""
    return (each for each in element.iter() if local(each) == name and each is not element)


def attribute(element: Element, name: str) -> str | None:
    """The value of the attribute with this local name, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _full(name: str) -> str:
    return "{" + name if "}" in name else name
