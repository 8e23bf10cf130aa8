"""The page of a pack in a real browser: with a hostile proposition it fits three widths, asks for nothing, is accessible."""

from __future__ import annotations

from pathlib import Path

import pytest

from horizon.brief import stage
from tests.brief.world import storylines
from tests.publish.browser import WIDTHS, chromium, opened, violations

HOSTILE = f'<img src=x onerror="window.hacked=1"> should stop {"b" * 200}'


@pytest.mark.chromium
def test_a_page_with_a_hostile_proposition_fits_and_is_accessible(tmp_path: Path) -> None:
    store, moment = storylines("s09")
    (path,) = stage.write(stage.make(store, "t-s09", as_of=moment, proposition=[HOSTILE]), tmp_path, ["html"])
    with chromium() as browser:
        for width in WIDTHS.values():
            with opened(browser, path, width=width) as seen:
                across = seen.page.evaluate("document.documentElement.scrollWidth")
                assert across <= width, f"{across} wide at {width}"
                assert (seen.requests, seen.complaints) == ([], [])
                assert seen.page.evaluate("window.hacked") is None
                assert HOSTILE in seen.page.inner_text("#proposition")
                assert violations(seen.page) == []
