"""Elements of a drawing: everything escaped, no style attribute, colours by class."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from archive.web.plots.points import Point, Series, Show
from archive.web.say import Words

VOICES = 8
MOST_STOPS = 40
"""With more points than these, the keyboard does not stop at each: it finds the same links in the table."""


def element(name: str, *children: str, **attributes: str | float | None) -> Markup:
    """`element("rect", x="5%", class_="bar")`; an attribute that is None is left out."""
    # Put together without `Markup.format`: a plot has hundreds of elements.
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(children)
    return Markup(f"<{name}{written}>{inside}</{name}>")  # noqa: S704 - each part is escaped


def text(words: str, **attributes: str | float | None) -> Markup:
    return element("text", escape(words), **attributes)


def percent(share: float) -> str:
    """`12.5%` of a share of the width."""
    return f"{100 * share:.3f}".rstrip("0").rstrip(".") + "%"


def voice(at: int) -> str:
    """The class of the colour of the series at this place."""
    return f"voice-{at % VOICES + 1}"


def said(point: Point, series: str, unit: str, words: Words, show: Show) -> str:
    """`March 2024, open: 12 mentions an hour. 3 of 0.25 hours`: what a point stands for."""
    value = words.text("plots.gap") if point.value is None else f"{show(point.value)} {unit}".strip()
    place = f"{point.label}, {series}" if series else point.label
    return f"{place}: {value}{f'. {point.note}' if point.note else ''}"


def linked(point: Point, name: str, many: bool, *children: str) -> Markup:
    """What is drawn of a point: a link if it opens something, with its name where the pointer rests."""
    inside = (element("title", escape(name)), *children)
    if point.href is None:
        return element("g", *inside)
    return element(
        "a", *inside, href=point.href, aria_label=name, tabindex="-1" if many else None, class_="pa-plot-link"
    )


def hatch(id_: str) -> Markup:
    """The pattern of a gap."""
    line = element("path", d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", class_="pa-plot-hatch")
    return element("pattern", line, id=id_, width="8", height="8", patternUnits="userSpaceOnUse")


def figure(
    name: str,
    title: str,
    unit: str,
    drawn: Iterable[str],
    *,
    height: int,
    kind: str,
    links: bool,
    legend: str = "",
    scrolls: bool = False,
) -> Markup:
    """The drawing below its caption. With links inside it is a group, for an image has no parts.

    `scrolls`: on a narrow screen it is wider than its box, which the keyboard reaches then.
    """
    svg = element(
        "svg",
        *drawn,
        role="group" if links else "img",
        aria_labelledby=name,
        width="100%",
        height=height,
        class_="pa-plot-drawing",
    )
    heading = element("strong", escape(title), dir="auto")
    caption = element(
        "figcaption", heading, Markup(' <span class="pa-plot-unit">{}</span>').format(unit), id=name
    )
    box = element("div", svg, class_="pa-plot-box", tabindex="0" if scrolls else None)
    return element("figure", caption, legend, box, class_=f"pa-plot {kind}".strip())


def nothing(title: str, words: Words) -> Markup:
    """What stands in the place of a plot without a single value."""
    return element(
        "figure",
        element("figcaption", element("strong", escape(title), dir="auto")),
        element("p", words.say("plots.nothing"), class_="pa-muted"),
        class_="pa-plot",
    )


def legend(series: Sequence[Series], samples: Sequence[str], gap: str, words: Words) -> Markup:
    """Which sample is which series; nothing for one without a name or without gaps."""
    entries = [
        element("li", _sample(sample), element("bdi", escape(one.name)))
        for one, sample in zip(series, samples, strict=True)
        if len(series) > 1
    ]
    if gap:
        entries.append(element("li", _sample(gap), words.say("plots.gaps")))
    return element("ul", *entries, class_="pa-plot-legend") if entries else Markup("")


def _sample(drawn: str) -> Markup:
    return element("svg", drawn, width="26", height="14", aria_hidden="true")


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
