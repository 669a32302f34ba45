"""What whoever asks is told where nothing can be shown: no archive, tables they may not see, no time left."""

from typing import Any, Literal

from datasette import Forbidden, NotFound  # type: ignore[import-untyped]

from archive.web import pages
from archive.web.datasette_internals import archive_of

Advice = Literal["less", "words", "filter", "again", "stored"]


def without_archive(datasette: Any) -> None:
    """Refuse with 404 what a server without an archive is asked for."""
    if archive_of(datasette) is None:
        raise NotFound(pages.words_of(datasette).text("problem.no_archive"))


def hidden(datasette: Any) -> Forbidden:
    """The refusal, with 403, of a page whose tables whoever asks may not all see."""
    return Forbidden(pages.words_of(datasette).text("problem.hidden"))


def late(datasette: Any, request: Any, advice: Advice = "less") -> str:
    """That something took longer than the server allows, and what to do."""
    words = pages.words_of(datasette)
    return words.text("problem.late", path=request.path, advice=words.text(f"problem.advice.{advice}"))
