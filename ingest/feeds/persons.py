"""Who takes part, as `<podcast:person>` says it.

    <podcast:person role="Guest" href="https://…" img="https://…">Mara Lind</podcast:person>

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/person.md: without a role it is a
host, and without a group one of the cast. The author of a feed is often a company, and nobody of an episode.
"""

from ingest.reading import PersonMention

from .tree import Held, line


def persons(held: Held) -> tuple[PersonMention, ...]:
    """Everyone who is named in an item or a channel, each mention once."""
    found: dict[PersonMention, None] = {}
    for element in held.all("podcast:person"):
        name = line(element)
        if not name:
            continue
        group = " ".join(element.get("group", "").lower().split())
        mention = PersonMention(
            name=name,
            role=" ".join(element.get("role", "").lower().split()) or "host",
            group=group if group not in ("", "cast") else None,
            href=held.link(element.get("href")),
            image_url=held.link(element.get("img")),
        )
        found[mention] = None
    return tuple(found)
