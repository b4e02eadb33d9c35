"""What a finished paper says, read by other programs than those that wrote it."""

import io
import re

from docx import Document
from pypdf import PdfReader

# What keeps words apart on a page only, and the signs that let a long word be parted.
_BETWEEN = re.compile("[\\s\u200b\u00ad]+")


def pdf(content):
    """The document as pypdf reads it."""
    return PdfReader(io.BytesIO(content))


def pdf_text(content):
    """All pages' texts."""
    return "\n".join(page.extract_text() for page in pdf(content).pages)


def word(content):
    """The document as python-docx reads it."""
    return Document(io.BytesIO(content))


def word_text(content):
    """All texts of paragraphs and tables, of the heads and feet, too."""
    document = word(content)
    section = document.sections[0]
    parts = [*document.paragraphs, *section.header.paragraphs, *section.footer.paragraphs]
    cells = [cell.text for table in document.tables for cell in table._cells]
    return "\n".join([*(part.text for part in parts), *cells])


def squeezed(text):
    """A text without what stands between its letters: lines are broken elsewhere in each format."""
    return _BETWEEN.sub("", text)


def rows(content):
    """The rows of all tables of a Word document as texts."""
    found = []
    for table in word(content).tables:
        width = len(table.columns)
        texts = [cell.text for cell in table._cells]
        found += [tuple(texts[place : place + width]) for place in range(0, len(texts), width)]
    return found
