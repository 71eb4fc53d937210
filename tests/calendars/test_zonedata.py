"""Where zone data comes from: the package, never the system."""

import copy
import hashlib
import os
import pickle
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from openevent.calendars import ics, timezones, zonedata

from .documents import calendar, entry, full_entry

WRITE = (
    "import hashlib; from openevent.calendars import ics; from tests.calendars.test_zonedata import DOCUMENT;"
    "print(hashlib.sha256(ics.write(DOCUMENT)).hexdigest())"
)
BELIEVE = (
    "import datetime, zoneinfo;"
    "print(datetime.datetime(2026, 7, 1, tzinfo=zoneinfo.ZoneInfo('Europe/Berlin')).utcoffset())"
)
DOCUMENT = calendar(entry(), full_entry(uid="2"), zone="Europe/Berlin")


def test_a_machine_with_other_data_and_another_zone_writes_the_same_bytes(tmp_path: Path) -> None:
    forged = tmp_path / "Europe" / "Berlin"
    forged.parent.mkdir()
    source = Path(str(files("tzdata").joinpath("zoneinfo/Asia/Tokyo")))
    shutil.copy(source, forged)
    elsewhere = {**os.environ, "PYTHONTZPATH": str(tmp_path), "TZ": "Asia/Manila", "PYTHONHASHSEED": "7", "LC_ALL": "C"}

    believed = subprocess.run(
        [sys.executable, "-c", BELIEVE], env=elsewhere, capture_output=True, text=True, check=True
    )
    written = subprocess.run(
        [sys.executable, "-W", "error", "-c", WRITE], env=elsewhere, capture_output=True, text=True, check=True
    )

    assert believed.stdout == "9:00:00\n"  # the machine does believe that Berlin is Tokyo
    assert written.stdout.strip() == hashlib.sha256(ics.write(DOCUMENT)).hexdigest()


def test_two_writes_of_the_same_document_are_the_same_bytes() -> None:
    again = calendar(entry(), full_entry(uid="2"), zone="Europe/Berlin")

    assert again == DOCUMENT
    assert ics.write(again) == ics.write(DOCUMENT)


def test_a_zone_can_be_copied_and_pickled() -> None:
    berlin = timezones.zone("Europe/Berlin")

    assert isinstance(berlin, ZoneInfo)
    assert berlin.key == str(berlin) == "Europe/Berlin"
    assert pickle.loads(pickle.dumps(berlin)) is copy.deepcopy(berlin) is timezones.zone("Europe/Berlin") is berlin


def test_the_listed_changes_are_the_zones_own() -> None:
    changes = zonedata.listed_changes("Africa/Monrovia")

    assert changes[-1] == 63_593_070  # 7 January 1972, when Liberia gave up its -00:44:30
    assert zonedata.listed_changes("UTC") == ()
