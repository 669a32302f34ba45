"""The words of an episode as HTML, written here and not by a template: an evening of talk has thousands.

What a block of a template costs for each of 2,500 passages, formatting a string does in a tenth of the time.
Everything that comes from outside goes through `escape`.

A passage is its words and one link, to its moment: what plays there, its address, how it is cited. The script
`passages.js` has all of that beside the time, of passages that are near the window. Elements and attributes
that would be the same for each are left out: they would be more than the words.
"""

import posixpath
from collections.abc import Iterable, Sequence
from math import log

from markupsafe import Markup, escape

from archive import timecode
from archive.players import Heard
from archive.web.addresses import Addresses
from archive.web.episode.parts import Block, Part, Passage
from archive.web.episode.voices import Voice
from archive.web.say import Words
from archive.web.wording import Wording, host

_LEAST, _STEP, _MOST = 40.0, 1.12, 55
"""Pixels of the lowest block, how much higher the next class is, and the last of them: `lengths.css`."""

_WIDE, _NARROW = 66, 39
"""Characters of a line on a wide and on a narrow screen."""


class Writing:
    """Writes the parts of one episode. `found` are the passages searched for, each with a way to the next."""

    def __init__(
        self,
        episode_id: int,
        found: Sequence[int],
        *,
        has_voices: bool,
        direction: str | None,
        words: Words,
        to: Addresses,
    ) -> None:
        self._beside = {
            id_: (
                found[number - 1] if number else None,
                found[number + 1] if number + 1 < len(found) else None,
            )
            for number, id_ in enumerate(found)
        }
        self._previous, self._next = (words.say(f"episode.search.{key}") for key in ("previous", "next"))
        self._has_voices = has_voices
        self._words, self._wording = words, Wording(words)
        self._from_right = direction == "rtl"
        # Seen from this page, which is shorter.
        self._moments = escape(posixpath.relpath(to.own("moment"), posixpath.dirname(to.episode(episode_id))))
        self._cite_untimed = words.say("episode.cite_untimed")
        self._unknown = f"<h3>{words.say('episode.unknown')}</h3>"
        self._sound = words.say("episode.sound")
        self._about = words.say("base.doubt.about", at="")
        self._perhaps = words.say("base.doubt.perhaps")
        self._perhaps_why = words.say("base.doubt.why")
        self._continues = words.say("episode.continues")
        corrected = words.say("episode.corrected")
        self._corrected = (
            f'<span class="pa-role" title="{corrected}"><span aria-hidden="true">✎</span>'
            f'<span class="pa-aside">{corrected}</span></span>'
        )

    def parts(self, parts: Iterable[Part]) -> Markup:
        """All of them, each a section."""
        return Markup("\n".join(self._part(part) for part in parts))  # noqa: S704 - escaped piece by piece

    def _part(self, part: Part) -> str:
        blocks = "".join(map(self._block, part.blocks))
        if part.place is None:
            return f"<section>{blocks}</section>"
        title = f'<h2 dir="auto">{escape(self._wording.title(part.title))} {self._chapter_clock(part)}</h2>'
        return f'<section id="c{part.place}">{title}{self._more(part)}{blocks}</section>'

    def _chapter_clock(self, part: Part) -> str:
        if part.at_ms is None:
            return ""
        at = timecode.clock(part.at_ms)
        own = (
            f'<a class="pa-clock" data-t="{part.at_ms}" href="{escape(part.listen)}">{at}</a>'
            if part.listen
            else f'<span class="pa-clock">{at}</span>'
        )
        mapped = "".join(f" {self._mapped(heard)}" for heard in part.elsewhere)
        return own + mapped

    def _more(self, part: Part) -> str:
        """The chapter's page and picture elsewhere."""
        found = ""
        if part.href:
            found += f'<a href="{escape(part.href)}" rel="nofollow">{escape(host(part.href))}</a>'
        if part.image:
            found += f'<a href="{escape(part.image)}" rel="nofollow">{self._words.say("episode.picture")}</a>'
        return f'<p class="pa-facts pa-more">{found}</p>' if found else ""

    def _mapped(self, heard: Heard) -> str:
        return (
            f'<a class="pa-clock pa-mapped" href="{escape(heard.url)}">'
            f"{escape(self._wording.MAPPED[heard.recording])} ≈ {timecode.clock(heard.at_ms)}</a>"
        )

    def _block(self, block: Block) -> str:
        lengths = [len(passage.text) for passage in block.passages]
        # As high as they will about be, so that the page keeps its length while its blocks are laid out.
        wide = _height(26 + sum(5 + 28.5 * -(-length // _WIDE) for length in lengths))
        narrow = _height(26 + sum(34 + 27.2 * -(-length // _NARROW) for length in lengths))
        return (
            f'<div class="pa-block {self._class(block.voice)} h{wide} n{narrow}">{self._heading(block)}'
            f"{''.join(map(self._passage, block.passages))}</div>\n"
        )

    def _class(self, voice: Voice | None) -> str:
        if voice is not None:
            return f"voice-{voice.colour}"
        return "voice-unknown" if self._has_voices else "voice-none"

    def _heading(self, block: Block) -> str:
        if block.voice is None:
            return self._unknown if self._has_voices else ""
        name = escape(block.voice.name)
        # The heading stays where the block begins, whichever way the name is written.
        said = f"<bdi>{name}</bdi>" if self._direction(block.voice.name) else str(name)
        if block.voice.is_sound:
            said += f' <span class="pa-role">{self._sound}</span>'
        if block.doubtful:
            said += f' <span class="pa-role" title="{self._perhaps_why}">{self._perhaps}</span>'
        if block.resumed:
            said += f' <span class="pa-role">{self._continues}</span>'
        if any(passage.corrected for passage in block.passages):
            said += f" {self._corrected}"
        return f"<h3>{said}</h3>"

    def _direction(self, text: str) -> str:
        """What is written in ASCII has the direction of a page that is read from the left already."""
        return "" if text.isascii() and not self._from_right else ' dir="auto"'

    def _passage(self, passage: Passage) -> str:
        current = ' aria-current="location"' if passage.current else ""
        span = " data-span" if passage.in_span else ""
        way = self._way(passage)
        hit = " data-hit" if way else ""
        return (
            f'<div id="u{passage.id}"{current}{self._timed(passage)}{span}{hit}>{self._link(passage)}'
            f"<p{self._direction(passage.text)}>{self._text(passage)}</p>{way}</div>"
        )

    def _timed(self, passage: Passage) -> str:
        """When it begins, and where it is played from, if that is another second."""
        at_ms, cue_ms = passage.at_ms, passage.cue_ms
        if at_ms is None:
            return ""
        if cue_ms is None or cue_ms // 1000 == at_ms // 1000:
            return f' data-t="{at_ms}"'
        return f' data-t="{at_ms}" data-cue="{cue_ms}"'

    def _way(self, passage: Passage) -> str:
        """From a hit to those before and behind it."""
        if passage.id not in self._beside:
            return ""
        before, behind = self._beside[passage.id]
        found = f'<a href="#u{before}" aria-label="{self._previous}">↑</a>' if before else ""
        found += f'<a href="#u{behind}" aria-label="{self._next}">↓</a>' if behind else ""
        return f'<span class="pa-hit-way">{found}</span>' if found else ""

    def _link(self, passage: Passage) -> str:
        moment = f"{self._moments}?u={passage.id}"
        if passage.at_ms is None:
            return f'<a class="pa-cite" href="{moment}" aria-label="{self._cite_untimed}">❝</a>'
        about = self._about if passage.estimated else ""
        return f'<a href="{moment}">{about}{timecode.clock(passage.at_ms)}</a>'

    def _text(self, passage: Passage) -> str:
        return str(marked(passage.text, passage.marked)) if passage.marked else str(escape(passage.text))


def marked(text: str, places: Iterable[tuple[int, int]]) -> Markup:
    """The text with `<mark>` around these places, which ascend and do not overlap."""
    written, done = "", 0
    for start, end in places:
        written += f"{escape(text[done:start])}<mark>{escape(text[start:end])}</mark>"
        done = end
    return Markup(written) + text[done:]  # noqa: S704 - escaped piece by piece


def _height(pixels: float) -> int:
    """The class of blocks that are about so high."""
    return min(_MOST, max(0, round(log(pixels / _LEAST, _STEP))))
