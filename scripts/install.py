"""Builds a virtual environment from a lock file, or leaves it alone when it is already what the lock says.

    python3 scripts/install.py [--env .venv] [--lock requirements.lock]

Standard library only: it runs before anything is installed. Uses uv when it is on PATH, else pip.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


def stamp_for(lock: Path) -> str:
    """Hash of everything that decides the contents of the environment."""
    parts = [
        lock.read_bytes(),
        (ROOT / "pyproject.toml").read_bytes(),
        str(ROOT).encode(),  # the project is installed in place, so a moved folder needs a new install
        f"{sys.version_info.major}.{sys.version_info.minor}".encode(),
        Path(__file__).read_bytes(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def locked_names(lock: Path) -> set[str]:
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock.read_text(), flags=re.MULTILINE))


def installed_names(python: Path) -> set[str]:
    code = "import importlib.metadata as m\nfor d in m.distributions(): print(d.metadata['Name'])"
    out = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout
    return {re.sub(r"[-_.]+", "-", name).lower() for name in out.split()}


def install(env: Path, lock: Path) -> None:
    python = env / "bin" / "python"
    uv = shutil.which("uv")
    if not python.exists():
        shutil.rmtree(env, ignore_errors=True)
        subprocess.run(
            [uv, "venv", "-q", "--python", sys.executable, env]
            if uv
            else [sys.executable, "-m", "venv", env],
            check=True,
        )
    if uv:
        subprocess.run([uv, "pip", "sync", "-q", "--python", python, "--require-hashes", lock], check=True)
        pip = [uv, "pip", "install", "-q", "--python", python]
    else:
        pip = [
            python,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--no-input",
            "--no-compile",
        ]
        subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", lock], check=True)
        stale = installed_names(python) - locked_names(lock) - {"pip", "setuptools", "horizon"}
        if stale:
            subprocess.run([python, "-m", "pip", "uninstall", "-q", "-y", *sorted(stale)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--env", default=".venv")
    parser.add_argument("--lock", default="requirements.lock")
    args = parser.parse_args()
    if sys.version_info < OLDEST:
        print(
            f"Horizon needs Python {OLDEST[0]}.{OLDEST[1]} or later and {sys.executable} is "
            f"{sys.version.split()[0]}; name a newer one: make PYTHON=python3.12 ...",
            file=sys.stderr,
        )
        return 2
    env, lock = ROOT / args.env, ROOT / args.lock
    stamp = env / "horizon-lock.sha256"
    wanted = stamp_for(lock)
    if stamp.exists() and stamp.read_text().strip() == wanted:
        return 0
    started = time.monotonic()
    print(f"building {args.env} from {args.lock} (about a minute) ...", file=sys.stderr, flush=True)
    stamp.unlink(missing_ok=True)
    os.environ.pop("PYTHONPATH", None)
    try:
        install(env, lock)
    except subprocess.CalledProcessError as exc:
        print(
            f"building {args.env} failed: {' '.join(map(str, exc.cmd[:4]))} ... exited {exc.returncode}",
            file=sys.stderr,
        )
        return 1
    stamp.write_text(wanted + "\n")
    print(f"built {args.env} in {time.monotonic() - started:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
