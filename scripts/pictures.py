"""Take the pictures of docs/pictures from the sample edition: python scripts/pictures.py [--demo data/local/demo]

Plays the edition first when the folder holds none. Needs Debian's chromium.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
PICTURES = ROOT / "docs" / "pictures"
# name -> (page below output/digests, width, colour scheme, height or None for the whole page)
SHOTS: dict[str, tuple[str, int, str, int | None]] = {
    "digest": ("norrvik-mobility/{week}.html", 1000, "light", 1500),
    "digest-appendix": ("norrvik-mobility/{week}.html#radar", 1000, "light", 1300),
    "digest-dark": ("sundhaga-life/{week}.html", 1000, "dark", 1100),
    "digest-phone": ("norrvik-mobility/{week}.html", 360, "light", 1400),
    "digest-sv": ("sundhaga-life/{week}.sv.html", 768, "light", 1200),
    "archive": ("index.html", 1000, "light", 900),
}


def main() -> None:
    """One PNG a shot."""
    from tests.publish.browser import chromium

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--demo", type=Path, default=ROOT / "data" / "local" / "demo")
    demo = options.parse_args().demo
    digests = demo / "output" / "digests"
    if not (digests / "index.html").exists():
        from horizon.demo.play import play

        play(demo)
    week = sorted(p.stem for p in (digests / "norrvik-mobility").glob("????-??-??.html"))[-1]
    PICTURES.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name, (place, width, scheme, height) in SHOTS.items():
            path, _, anchor = place.format(week=week).partition("#")
            context = browser.new_context(
                viewport={"width": width, "height": height or 900},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page = context.new_page()
            page.goto((digests / path).resolve().as_uri() + (f"#{anchor}" if anchor else ""))
            page.screenshot(path=PICTURES / f"{name}.png", full_page=height is None)
            context.close()
            print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
