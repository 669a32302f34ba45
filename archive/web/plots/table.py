"""The figures of a plot as a table, with the same links, and as text to be copied."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from archive.web.plots.points import Point, Series, Show
from archive.web.plots.svg import element
from archive.web.say import Words


def table(
    series: Sequence[Series], *, title: str, unit: str, words: Words, show: Show, name: str = ""
) -> Markup:
    """A row for each label, a column for each series; below it the same with tabs between the cells.

    `unit` is what the values of all series are, or empty if the series' names say it.
    """
    places = list(zip(*(one.points for one in series), strict=True))
    if not places:
        return Markup("")
    first = name or words.text("plots.label")
    caption = element(
        "caption",
        element("span", escape(title), dir="auto"),
        Markup(' <span class="pa-plot-unit">{}</span>').format(unit) if unit else "",
    )
    heads = [element("th", escape(first), scope="col")]
    heads += [
        element("th", element("bdi", escape(one.name or unit)), scope="col", class_="pa-number")
        for one in series
    ]
    body = [
        element(
            "tr",
            element("th", element("bdi", escape(place[0].label)), scope="row"),
            *(_cell(point, words, show) for point in place),
        )
        for place in places
    ]
    written = element(
        "table",
        caption,
        element("thead", element("tr", *heads)),
        element("tbody", *body),
        class_="pa-table pa-plot-table",
    )
    names = [one.name or unit for one in series]
    return Markup("").join(
        (element("div", written, class_="pa-scroll"), copyable([first, *names], _lines(places), words))
    )


def copyable(heads: Sequence[str], lines: Sequence[Sequence[str]], words: Words) -> Markup:
    """A closed box of text with tabs, as spreadsheets take it from the clipboard."""
    text = "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in (heads, *lines))
    return element(
        "details",
        element("summary", words.say("plots.copy")),
        element("pre", escape(text), class_="pa-plot-copy", tabindex="0"),
    )


def _lines(places: Sequence[Sequence[Point]]) -> list[list[str]]:
    return [
        [place[0].label, *("" if point.value is None else f"{point.value:.12g}" for point in place)]
        for place in places
    ]


def _cell(point: Point, words: Words, show: Show) -> Markup:
    value = escape(words.text("plots.gap") if point.value is None else show(point.value))
    inside = value if point.href is None else element("a", value, href=point.href)
    return element("td", inside, title=point.note or None, class_="pa-number")
