"""The command line: the same program as the one in Rust."""

from __future__ import annotations

import signal
import sys

from keywright import _keywright as native


def main() -> int:
    """Runs `keywright` with the arguments of this process and returns its exit code."""
    # The program does not come back to Python while it works, so Ctrl-C must end it as it ends any other.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return native.run(sys.argv)
