"""Builds a virtual environment from a lock file, or leaves it alone when it is already what the lock says.

    python3 scripts/install.py [--env .venv] [--lock requirements.lock]

Standard library only: it runs before anything is installed. Uses uv when it is on PATH, else pip.
"""

import argparse
import fcntl
import hashlib
import json
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
    import tomllib  # only from Python 3.11 on: imported after main has looked at the version

    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    built_from = {key: pyproject[key] for key in ("build-system", "project")} | pyproject["tool"][
        "setuptools"
    ]
    parts = [
        lock.read_bytes(),
        json.dumps(built_from, sort_keys=True).encode(),
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


def is_usable(python: Path, uv: str | None) -> bool:
    """False when there is no environment, or one of another Python version, or one that pip cannot work in."""
    code = "import sys; print(*sys.version_info[:2])" + ("" if uv else "; import pip")
    try:
        result = subprocess.run([python, "-c", code], capture_output=True, text=True)
    except OSError:
        return False
    return result.returncode == 0 and result.stdout.split() == [str(n) for n in sys.version_info[:2]]


def install_with_uv(uv: str, env: Path, lock: Path) -> None:
    python = env / "bin" / "python"
    if not is_usable(python, uv):
        run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, env)
    run(uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", lock)
    run(uv, "pip", "install", "--quiet", "--python", python, "--no-deps", "--no-build-isolation", "-e", ROOT)


def install_with_pip(env: Path, lock: Path) -> None:
    python = env / "bin" / "python"
    if not is_usable(python, None):
        run(sys.executable, "-m", "venv", "--clear", env)
    # Compiling every module up front takes half the time of the whole install; each is compiled on first use.
    pip_install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run(*pip_install, "--no-compile", "--no-deps", "--require-hashes", "-r", lock)
    stale = installed_names(python) - locked_names(lock) - {"pip", "setuptools", "horizon"}
    if stale:
        run(python, "-m", "pip", "uninstall", "--quiet", "--yes", *sorted(stale))
    run(*pip_install, "--no-deps", "--no-build-isolation", "-e", ROOT)


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True)


def build(env: Path, lock: Path) -> None:
    uv = shutil.which("uv")
    if uv:
        install_with_uv(uv, env, lock)
    else:
        install_with_pip(env, lock)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--env", default=".venv")
    parser.add_argument("--lock", default="requirements.lock")
    args = parser.parse_args()
    if sys.version_info < OLDEST:
        say(
            f"Horizon needs Python {OLDEST[0]}.{OLDEST[1]} or later and {sys.executable} is "
            f"{sys.version.split()[0]}; name a newer one: make PYTHON=python3.12 ..."
        )
        return 2
    env, lock = ROOT / args.env, ROOT / args.lock
    stamp, wanted = env / "horizon-lock.sha256", stamp_for(lock)
    if is_current(stamp, wanted):
        return 0
    with (ROOT / "pyproject.toml").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two calls at once: the second waits and finds the work done
        if is_current(stamp, wanted):
            return 0
        started = time.monotonic()
        say(f"building {args.env} from {args.lock} (about a minute) ...")
        stamp.unlink(missing_ok=True)
        os.environ.pop("PYTHONPATH", None)
        try:
            build(env, lock)
        except subprocess.CalledProcessError as exc:
            say(f"building {args.env} failed: {' '.join(map(str, exc.cmd[:4]))} ... exited {exc.returncode}")
            return 1
        stamp.write_text(wanted + "\n")
    say(f"built {args.env} in {time.monotonic() - started:.0f} s")
    return 0


def is_current(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text().strip() == wanted


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
