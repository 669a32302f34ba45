"""What a person types → a safe query → ranked hits, snippets and facets.

    results = search(connection, understand('open "small models" -closed speaker:bryan'))

Connections are plain sqlite3 ones, because Datasette hands out those.
"""

from archive.search.facets import Group
from archive.search.language import Query, understand
from archive.search.results import Facet, FacetValue, Hit, Results, as_json
from archive.search.searching import grouped, search

__all__ = [
    "Facet",
    "FacetValue",
    "Group",
    "Hit",
    "Query",
    "Results",
    "as_json",
    "grouped",
    "search",
    "understand",
]
