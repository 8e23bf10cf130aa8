"""Pack -> DOCX that a word processor opens without a warning; the same pack gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from horizon.brief.records import Pack
from horizon.brief.section import Section
from horizon.brief.sections import footer, sections

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not allowed in XML
_DATE = (1980, 1, 1, 0, 0, 0)
NARROW_PT, WIDE_PT = 7.5, 9.0  # of tables with more than WIDE_COLUMNS columns, and of the others
WIDE_COLUMNS = 5
PAGE_CM = 26.1  # between the margins
LETTER_CM = {NARROW_PT: 0.16, WIDE_PT: 0.19}  # of an average letter in bold
MARGINS_CM = 0.45  # of a cell, left and right
LONGEST_WORD, MOST_LETTERS = 18, 90  # of a cell, as far as widths go by it


def to_docx(pack: Pack) -> bytes:
    """The document as bytes, landscape A4, with real headings, header rows that repeat and the language set."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = Cm(1.8)
    page.top_margin = page.bottom_margin = Cm(1.6)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10.5)
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        _clean(f"Evidence pack: {pack.label}"),
        "Horizon",
        "en",
    )
    properties.created = properties.modified = pack.as_of.replace(tzinfo=None)
    properties.last_modified_by, properties.comments, properties.revision = "Horizon", "", 1
    document.add_heading(_clean(f"Evidence pack: {pack.label}"), 0)
    document.add_paragraph().add_run(_clean(pack.question)).bold = True
    for section in sections(pack):
        _add(document, section)
    document.add_paragraph(_clean(footer(pack)))
    buffer = BytesIO()
    document.save(buffer)
    return _same_bytes(buffer.getvalue())


def _add(document: Any, section: Section) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document.add_heading(_clean(section.heading), 1)
    for sentence in section.sentences:
        document.add_paragraph(_clean(sentence))
    if section.columns and section.rows:
        table = document.add_table(rows=1, cols=len(section.columns))
        table.style = "Light Grid Accent 1"
        look = table._tbl.tblPr.find(qn("w:tblLook"))  # the first row is a heading, the first column is none
        look.set(qn("w:firstColumn"), "0")
        look.set(qn("w:val"), "0420")
        table.autofit = False
        size = NARROW_PT if len(section.columns) > WIDE_COLUMNS else WIDE_PT
        for cell, name in zip(table.rows[0].cells, section.columns, strict=True):
            cell.text = _clean(name)
        repeat = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
        for row in section.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = _clean(text)
        wide = widths([section.columns, *section.rows], size)
        for column, width in zip(table.columns, wide, strict=True):
            column.width = Cm(width)  # LibreOffice goes by the grid, Word by the cells
        for row_ in table.rows:
            row_._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(row_.cells, wide, strict=True):
                cell.width = Cm(width)
                for paragraph in cell.paragraphs:
                    for run in paragraph.runs:
                        run.font.size = Pt(size)
    for bullet in section.bullets:
        document.add_paragraph(_clean(bullet), style="List Bullet")


def widths(rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """Widths of a table's columns in cm: room for the longest word of each, the rest by what they hold. size: of letters, pt."""
    columns = list(zip(*rows, strict=True))
    words = [max(min(len(w), LONGEST_WORD) for c in column for w in c.split() or [""]) for column in columns]
    held = [sum(min(len(c), MOST_LETTERS) for c in column) / len(column) for column in columns]
    least = [MARGINS_CM + w * LETTER_CM[size] for w in words]
    rest = max(0.0, PAGE_CM - sum(least))
    over = [max(0.0, h - w) + 0.5 for h, w in zip(held, words, strict=True)]
    wanted = [a + rest * o / sum(over) for a, o in zip(least, over, strict=True)]
    return [round(PAGE_CM * w / sum(wanted), 2) for w in wanted]


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", " ".join(text.split()))


def _same_bytes(packed: bytes) -> bytes:
    """The archive written again without the hour at which it was made."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            info = zipfile.ZipInfo(item.filename, date_time=_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(item.filename))
    return buffer.getvalue()
