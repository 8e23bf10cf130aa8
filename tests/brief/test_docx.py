"""A pack opens in LibreOffice: it becomes a PDF whose size is that of a document with pages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from horizon.brief import stage
from horizon.brief.document import NARROW_PT, PAGE_CM, widths
from tests.brief.world import storylines


@pytest.mark.proof
@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice Writer is not installed")
def test_the_word_file_becomes_a_pdf(tmp_path: Path) -> None:
    store, moment = storylines("s09")
    (path,) = stage.write(stage.make(store, "t-s09", as_of=moment), tmp_path, ["docx"])
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(path)], check=True, timeout=120, capture_output=True)
    pdf = path.with_suffix(".pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and pdf.count(b"/Type/Page") - pdf.count(b"/Type/Pages") >= 4


def test_columns_are_as_wide_as_what_they_hold() -> None:
    long, number, day = "a claim of some length that says what it says " * 3, "7", "2026-09-23"
    claim, grade, date = widths([("Claim", "Grade", "Date"), (long, number, day)], NARROW_PT)
    assert claim + grade + date == pytest.approx(PAGE_CM, abs=0.05)
    assert claim > 3 * date > 3 * grade > 0
    assert sum(widths([("x" * 10_000,) * 9], NARROW_PT)) == pytest.approx(PAGE_CM, abs=0.1)
    assert widths([("", "")], NARROW_PT) == [PAGE_CM / 2] * 2
