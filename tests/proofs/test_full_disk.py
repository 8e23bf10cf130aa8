"""A full disk gives one clear line and loses nothing that was committed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.proofs.conftest import Served

pytestmark = pytest.mark.proof


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("may not mount a tmpfs here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_full_disk_is_told_and_a_freed_one_goes_on(
    served: Served, tables: Callable[[Path], dict[str, str]], small_disk: Path, tmp_path: Path
) -> None:
    folder = served.workspace(small_disk / "w")
    calm = served.workspace(tmp_path / "calm")
    for place in (folder, calm):
        assert served.scan(place, served.monday(0)).returncode == 0
    assert served.scan(calm, served.monday(3)).returncode == 0
    ballast = small_disk / "ballast"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    ballast.write_bytes(b"\0" * max(free - 60_000, 0))
    full = served.scan(folder, served.monday(3))
    assert full.returncode == 1
    assert "Free disk space" in full.stderr
    assert "Traceback" not in full.stderr
    assert len(full.stderr.strip().splitlines()) == 1
    ballast.unlink()
    assert served.scan(folder, served.monday(3)).returncode == 0
    assert tables(folder) == tables(calm)
