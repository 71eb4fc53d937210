"""The contract held against the server for long: `python -m tests.api.long_run --minutes 20 --database postgresql`."""

import argparse
import os
import sys

import pytest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20, help="how long to ask, in all")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    os.environ["CONTRACT_MINUTES"] = str(asked.minutes)
    # What the server logs of so many refused requests would fill the memory.
    quiet = ("-p", "no:logging", "--show-capture=no", "-q")
    return int(pytest.main(["tests/api/test_contract.py", *quiet, "--database", asked.database]))


if __name__ == "__main__":
    sys.exit(main())
