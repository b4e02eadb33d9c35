"""What a page draws as HTML of its own, as it is read: its words, and its tables."""

import html
import re
from html.parser import HTMLParser

_BREAK = re.compile(r"</(?:p|li|h\d|td|th|dt|dd|tr|caption|summary|div|ul|section|details)>|<br>")


def bodies(test):
    """The HTML that the page draws, without style sheets and scripts."""
    drawn = (element.proto.body for element in test.get("html"))
    return [body for body in drawn if "<style" not in body and "<script" not in body]


def words(body):
    """The words of a piece of HTML, a line for each block; those of a list begin with '- '."""
    lined = _BREAK.sub("\n", re.sub(r"<li[^>]*>", "- ", body))
    return html.unescape(re.sub(r"<[^>]*>", "", lined))


_HEADLINE = re.compile(r'class="zi-main-name">(.*?)</a>.*?<strong>(.*?)</strong>')


def headlines(body):
    """The large figures at the head of Unit kerja, in a piece of HTML: name -> figure."""
    return {
        html.unescape(re.sub(r"<span[^>]*>.*?</span>|<[^>]*>", "", name)).strip(): html.unescape(figure)
        for name, figure in _HEADLINE.findall(body)
    }


class _Tables(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.cell, self.links = [], None, []
        self.captions, self.caption = [], False

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.found.append([])
        elif tag == "caption":
            self.captions.append("")
            self.caption = True
        elif tag == "tr" and self.found:
            self.found[-1].append([])
        elif tag in ("td", "th") and self.found:
            self.cell = ""
        elif tag == "a":
            self.links.append(dict(attrs).get("href", ""))

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data
        elif self.caption:
            self.captions[-1] += data

    def handle_endtag(self, tag):
        self.caption = self.caption and tag != "caption"
        if tag in ("td", "th") and self.cell is not None:
            self.found[-1][-1].append(self.cell.strip())
            self.cell = None


def _read(test):
    parser = _Tables()
    for body in bodies(test):
        # What only paper shows is a data frame's.
        if 'class="zi-paper"' not in body:
            parser.feed(body)
    return parser


def tables(test):
    """The page's tables: of each its rows, heading -> text of the cell."""
    parser = _read(test)
    return [[dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for rows in parser.found if rows]


def captioned(test):
    """The same by their captions."""
    parser = _read(test)
    return dict(zip(parser.captions, tables(test), strict=True))


def table_with(test, heading):
    """The first table that has this heading."""
    return next(rows for rows in tables(test) if rows and heading in rows[0])


def links(test):
    """The addresses that the page's HTML leads to."""
    return _read(test).links
