"""Pack -> DOCX that a word processor opens without a warning; the same pack gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

from horizon.brief.records import Pack
from horizon.brief.section import Section
from horizon.brief.sections import footer, sections

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not allowed in XML
_DATE = (1980, 1, 1, 0, 0, 0)
NARROW_PT = 7.5


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
    from docx.shared import Pt

    document.add_heading(_clean(section.heading), 1)
    for sentence in section.sentences:
        document.add_paragraph(_clean(sentence))
    if section.columns and section.rows:
        table = document.add_table(rows=1, cols=len(section.columns))
        table.style = "Light Grid Accent 1"
        for cell, name in zip(table.rows[0].cells, section.columns, strict=True):
            cell.text = _clean(name)
        repeat = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
        for row in section.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = _clean(text)
        for row_ in table.rows:
            for cell in row_.cells:
                for paragraph in cell.paragraphs:
                    for run in paragraph.runs:
                        run.font.size = Pt(NARROW_PT if len(section.columns) > 5 else 9)
    for bullet in section.bullets:
        document.add_paragraph(_clean(bullet), style="List Bullet")


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
