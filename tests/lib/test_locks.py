"""Folders that one process at a time may work in."""

import subprocess
import sys
from pathlib import Path

import pytest

from openevent.lib import locks


def test_a_folder_in_use_is_refused_until_it_is_free(tmp_path: Path) -> None:
    folder = tmp_path / "queue"
    with locks.sole(folder, "in use"), pytest.raises(locks.InUse, match="in use"), locks.sole(folder, "in use"):
        raise AssertionError

    with locks.sole(folder, "in use"):
        pass


def test_a_process_that_ended_holds_nothing(tmp_path: Path) -> None:
    hold = "from openevent.lib.locks import sole; from pathlib import Path; import os, sys;"
    hold += " sole(Path(sys.argv[1]), '').__enter__(); os._exit(1)"
    subprocess.run([sys.executable, "-c", hold, str(tmp_path)], check=False)

    with locks.sole(tmp_path, "in use"):
        pass
