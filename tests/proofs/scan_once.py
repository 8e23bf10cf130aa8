"""One scan of a workspace at a given moment, as a process that can be killed: scan_once.py FOLDER MOMENT."""

import sys
from datetime import datetime
from pathlib import Path

from horizon.clock import SimulatedClock
from horizon.errors import HorizonError
from horizon.pipeline import scan
from horizon.workspace import Workspace

if __name__ == "__main__":  # the parser's worker process imports this file again
    try:
        scan(Workspace.load(Path(sys.argv[1])), clock=SimulatedClock(datetime.fromisoformat(sys.argv[2])))
    except HorizonError as exc:
        sys.exit(f"horizon: {exc}")
