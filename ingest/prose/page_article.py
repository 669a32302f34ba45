"""Which part of a page is its article: the box that says so and has most words, or that holds them."""

import re
from collections.abc import Callable, Sequence

from .page_blocks import Block, Box, words

ENOUGH = 0.5
"""The part of a page's running words that its article has at least."""

_MOST = 0.8
"""A box that has this part of the words of the box around it is the one meant."""

_BODY = re.compile(
    r"(?:^|\s)(?:entry-content|post-content|article-(?:body|content)|post-body|available-content|gh-content"
    r"|body markup|single-content|page-content|td-post-content|story-body|blog-content|wp-block-post-content"
    r"|transcript-body)(?:$|\s)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:related|recommended|popular|recent|more) (?:posts?|articles?|episodes?|stories)\s*(?::.*)?"
    r"|(?:you (?:may|might) also (?:like|enjoy)|read (?:next|more)|share this(?: \w+)?)\s*(?::.*)?"
    r"|(?:leave|post|write|add) a (?:comment|reply)(?: below)?[.!:]?|(?:no|\d{1,6}) (?:comments|responses)"
    r"|(?:thanks|thank you) for reading\b.*\bsubscribe\b.*"
    r"|subscribe (?:to (?:our|the|my)|for free|now)\b.*\b(?:newsletter|posts|updates|inbox|email)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""What sites put below an article without saying by a class that it is none of it."""

_LONGEST_TAIL = 400
_LONGEST_ITEM = 20
"""Words of an item in a list of other articles."""

_Said = Callable[[Box], bool]
_SAY_SO: tuple[_Said, ...] = (
    lambda box: box.itemprop == "articlebody",
    lambda box: bool(_BODY.search(box.classes)),
    lambda box: box.name == "article",
    lambda box: box.name == "main" or box.role == "main",
)


def article(blocks: Sequence[Block], boxes: Sequence[Box]) -> list[Block]:
    """The blocks of the article, without what is furniture in it."""
    kept = [not block.hard and not block.soft for block in blocks]
    running = [_running(block) for block in blocks]
    all_words = sum(count for block, count in zip(blocks, running, strict=True) if not block.hard)
    if sum(count for count, keep in zip(running, kept, strict=True) if keep) < ENOUGH * all_words:
        kept = [not block.hard for block in blocks]  # a theme's class on everything: `has-sidebar`
    sums = [0]
    for count, keep in zip(running, kept, strict=True):
        sums.append(sums[-1] + count * keep)
    weights = [sums[box.ends] - sums[box.begins] for box in boxes]
    for says_so in _SAY_SO:
        number = max(
            (number for number, box in enumerate(boxes) if says_so(box)),
            key=lambda number: weights[number],
            default=None,
        )
        if number is not None and weights[number] and weights[number] >= ENOUGH * weights[0]:
            break
    else:
        number = _holder(boxes, weights)
    box = boxes[number]
    return _without_tail([blocks[place] for place in range(box.begins, box.ends) if kept[place]])


def _without_tail(found: list[Block]) -> list[Block]:
    """The blocks up to the last ones that offer other articles, comments or a subscription."""
    ends = len(found)
    for place in range(len(found) - 1, 0, -1):
        text = found[place].text.strip()
        if len(text) <= _LONGEST_TAIL and _TAIL.fullmatch(text):
            ends = place
        elif _running(found[place]) and not (found[place].kind == "li" and words(text) <= _LONGEST_ITEM):
            break
    return found[:ends]


def _running(block: Block) -> int:
    """The words of a block outside links: menus have none."""
    return sum(words(text) for text, _, linked in block.runs if not linked)


def _holder(boxes: Sequence[Box], weights: Sequence[int]) -> int:
    """The innermost box that has most words of every box around it."""
    best: dict[int, int] = {}
    for number, box in enumerate(boxes[1:], 1):
        if weights[number] > weights[best.get(box.up, 0)] or box.up not in best:
            best[box.up] = number
    here = 0
    while here in best and weights[best[here]] >= _MOST * weights[here] and weights[here]:
        here = best[here]
    return here
