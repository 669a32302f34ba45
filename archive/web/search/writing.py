"""The passages found as HTML, written here and not by a template, which would take four times as long.

Everything that comes from outside goes through `escape`.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

from archive import timecode
from archive.players import Heard
from archive.search.results import Piece
from archive.web import wording
from archive.web.addresses import Addresses
from archive.web.say import Words
from archive.web.search.choices import Choice
from archive.web.search.shown import Near, ShownHit


class Writing:
    """Writes what a page has many of."""

    def __init__(self, words: Words, to: Addresses) -> None:
        self._words = words
        self._to = to
        self._plays: dict[str, str] = {}
        self._unknown = words.say("search.unknown_speaker")
        self._untimed = words.say("search.untimed")
        self._open = words.say("search.open")
        self._perhaps = (
            f' <span class="pa-perhaps" title="{words.say("base.doubt.why")}">'
            f"{words.say('base.doubt.perhaps')}</span>"
        )
        self._from_here = words.say("search.from_here")
        self._context = words.say("search.context")
        self._where = {name: words.say(f"search.{name}") for name in ("before", "after")}
        self._in_full = words.say("search.in_full")
        self._selected = f'<span class="pa-aside"> ({words.say("search.narrow.selected")})</span>'

    def hits(self, hits: Iterable[ShownHit], language: str | None) -> Markup:
        """The passages of an episode in this language, each a list item."""
        lang = f' lang="{escape(language)}"' if language else ""
        return Markup("\n".join(self._hit(shown, lang) for shown in hits))  # noqa: S704 - escaped piece by piece

    def choices(self, values: Iterable[Choice]) -> Markup:
        """Values of a facet, each a list item."""
        return Markup("\n".join(map(self._choice, values)))  # noqa: S704 - escaped piece by piece

    def _choice(self, value: Choice) -> str:
        current, sign, told = (
            (' aria-current="true"', "✓", self._selected) if value.selected else ("", "", "")
        )
        return (
            f'<li><a href="{escape(value.address)}"{current}>'
            f'<span class="pa-box" aria-hidden="true">{sign}</span>'
            f'<span class="pa-label"><bdi>{escape(self._words.searched(value.label))}</bdi>{told}</span>'
            f' <span class="pa-count">{value.count:,}</span></a></li>'
        )

    def _hit(self, shown: ShownHit, lang: str) -> str:
        hit = shown.hit
        return (
            f'<li class="pa-hit"><p class="pa-who">{self._who(shown)}'
            f'<span class="pa-when">{"".join(map(self._play, hit.links))}{self._link(shown)}</span></p>'
            f'<blockquote id="said-{hit.utterance_id}" dir="auto"{lang}>{_marked(hit.snippet)}</blockquote>'
            f"{self._alike(shown)}{self._around(shown, lang)}</li>"
        )

    def _who(self, shown: ShownHit) -> str:
        hit = shown.hit
        name = str(self._unknown if hit.speaker is None else escape(hit.speaker))
        if hit.person_id is not None:
            name = f'<a href="{escape(self._to.person(hit.person_id))}">{name}</a>'
        written = f'<span class="pa-name" dir="auto">{name}</span>{self._perhaps if shown.doubtful else ""}'
        if hit.role:
            written += f' <span class="pa-role" dir="auto">{escape(hit.role)}</span>'
        if hit.chapter:
            written += f' <span class="pa-in-chapter"><bdi>{escape(hit.chapter)}</bdi></span>'
        return f"{written} "

    def _play(self, heard: Heard) -> str:
        if heard.precision == "exact":
            name = self._played(heard.recording)
            return (
                f'<a class="pa-play" href="{escape(heard.url)}" title="{self._from_here}">'
                f'<span aria-hidden="true">▶</span> {name}</a> '
            )
        error = wording.give_or_take(heard.error_ms)
        return (
            f'<a class="pa-clock pa-mapped" href="{escape(heard.url)}"'
            f' title="{self._words.say("search.mapped", error=error)}">'
            f"{escape(wording.MAPPED[heard.recording])} ≈ {timecode.clock(heard.at_ms)} {escape(error)}</a> "
        )

    def _played(self, recording: str) -> str:
        if recording not in self._plays:
            self._plays[recording] = str(self._words.say(f"search.play.{recording}"))
        return self._plays[recording]

    def _link(self, shown: ShownHit) -> str:
        at = shown.hit.at_ms
        if at is None:
            said = str(self._untimed)
        else:
            said = f'<span class="pa-aside">{self._open} </span>{self._clock(at, shown.hit.estimated)}'
        return (
            f'<a class="pa-open pa-clock" href="{escape(shown.address)}"'
            f' aria-describedby="said-{shown.hit.utterance_id}">{said}</a>'
        )

    def _clock(self, at_ms: int, estimated: bool) -> str:
        clock = timecode.clock(at_ms)
        return str(self._words.say("base.doubt.about", at=clock)) if estimated else clock

    def _alike(self, shown: ShownHit) -> str:
        if not shown.hit.alike:
            return ""
        said = self._words.say("search.alike", n=shown.hit.alike)
        return f'<p class="pa-alike">{_linked(shown.alike, said)}</p>'

    def _around(self, shown: ShownHit, lang: str) -> str:
        if shown.before is None and shown.after is None:
            return ""
        whole = ""
        if shown.whole is not None:
            whole = _quoted(self._in_full, shown.whole, lang)
        return (
            f'<details class="pa-context"><summary>{self._context}</summary>'
            f"{self._near(shown.before, lang)}{whole}{self._near(shown.after, lang)}</details>"
        )

    def _near(self, near: Near | None, lang: str) -> str:
        if near is None:
            return ""
        who = str(self._where[near.where])
        if near.speaker:
            who += f" · <bdi>{escape(near.speaker)}</bdi>"
        if near.start_ms is not None:
            clock = self._clock(near.start_ms, near.estimated)
            who += f' · <a class="pa-clock" href="{escape(near.address)}">{clock}</a>'
        return _quoted(who, near.text, lang)


def _quoted(who: str, text: str, lang: str) -> str:
    return (
        f'<div class="pa-near"><p class="pa-near-who">{who}</p><p dir="auto"{lang}>{escape(text)}</p></div>'
    )


def _marked(snippet: Iterable[Piece]) -> str:
    return "".join(f"<mark>{escape(text)}</mark>" if is_hit else escape(text) for text, is_hit in snippet)


def _linked(address: str | None, said: Markup) -> str:
    return said if address is None else f'<a href="{escape(address)}">{said}</a>'
