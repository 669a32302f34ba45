"""Every page of ours, by archive: what the tests that hold for all pages open. A new page is added here.

Pages of Datasette's own that our style sheet and our cells change are `THEIRS`: they must fit, be quiet and
be readable, but how they are built is not ours to say.
"""

from archive.web.explore.queries import QUERIES

OURS = {
    "demo": (
        "/",
        "/archive/-/search?q=intelligence+per+second",
        "/archive/-/search?q=models&speaker=2",
        "/archive/-/search?q=models&facet=speaker",
        "/archive/-/search?q=nothinglikeit",
        "/archive/-/search?q=",
        "/archive/episodes/1",
        "/archive/episodes/1?t=37:40",
        "/archive/people/1",
        "/archive/podcasts/1",
        "/archive/-/moment?u=1000001",
        "/archive/-/chapters?podcast=1",
        "/archive/-/about",
        "/archive/-/trend",
        "/archive/-/trend?q=open&q=nvidia",
        "/archive/-/explore",
        *(f"/archive/{name}" for name in ("talk_time", "first_mention", "chapters_by_title")),
    ),
    "filled": (
        "/",
        "/archive/-/search?q=weights",
        "/archive/-/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/archive/episodes/2",
        "/archive/episodes/3",
        "/archive/episodes/4",
        "/archive/people/4",
        "/archive/podcasts/2",
        "/archive/-/moment?u=3000001",
        "/archive/-/chapters?podcast=1",
        "/archive/-/about",
        "/archive/-/trend?q=weights",
    ),
    "odd": (
        "/",
        "/archive/-/search?q=welcome",
        "/archive/episodes/1",
        "/archive/episodes/2",
        "/archive/episodes/3",
        "/archive/episodes/4",
        "/archive/people/2",
        "/archive/-/moment?u=1000002",
        "/archive/-/about",
    ),
    "fed": (
        "/",
        "/archive/-/search?q=welcome",
        "/archive/episodes/1?t=1",
        "/archive/podcasts/1",
        "/archive/people/1",
        "/archive/-/moment?u=1000001",
        "/archive/-/about",
    ),
}

ANSWERS = {"demo": tuple(f"/archive/{name}" for name in QUERIES if f"/archive/{name}" not in OURS["demo"])}
"""The other stored queries: pages of one template, which differ in their words and figures only."""

THEIRS = {
    "demo": (
        "/archive",
        "/archive/utterances?_search=open",
        "/archive/said",
        "/archive/episodes",
        "/archive/-/query?sql=select+*+from+said+limit+5",
    ),
    "filled": (
        "/archive/people",
        "/archive/speakers",
        "/archive/chapters",
        "/archive/warnings",
        "/archive/utterances?_facet=episode_id",
        "/archive/said?_search=alert",
        "/archive/sources",
    ),
    "odd": (
        "/archive/episodes",
        "/archive/transcripts",
        "/archive/recordings",
        "/archive/speakers",
        "/archive/chapters",
    ),
    "fed": (
        "/archive/episodes?_facet_array=tags&tags__arraycontains=clocks",
        "/archive/links",
        "/archive/clock_maps/1",
    ),
}


def of(*groups):
    """(archive, address) of every page in the groups: what tests are parametrised with."""
    return [(archive, path) for group in groups for archive, paths in group.items() for path in paths]
