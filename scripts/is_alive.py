"""Whether a program of ours is alive, for the health check of its container.

Alive is not well: a web server without a database answers, and restarting it would
help nobody. How well the house is, /healthz tells who watches.
"""

import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 5  # seconds for an answer
SILENCE = 180  # seconds between two signs of life


def main(where: str) -> int:
    alive = answers(where) if where.startswith("http://") else moves(Path(where))
    return 0 if alive else 1


def answers(address: str) -> bool:
    # Nobody stands between us and ourselves.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(address, timeout=PATIENCE).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def moves(sign: Path) -> bool:
    """Worker and beat touch a file as long as they do their rounds."""
    try:
        return time.time() - sign.stat().st_mtime < SILENCE
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
