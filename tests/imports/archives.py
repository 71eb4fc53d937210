"""Small archives, made for one test each."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from openevent.imports import archive
from openevent.imports.archive import Imported

IDENTIFIER = "0a1b2c3d"


def event(**members: Any) -> dict[str, Any]:
    """An event with these members instead of, or beside, the usual ones; `_` in names becomes `-`."""
    usual = {
        "id": 7,
        "identifier": IDENTIFIER,
        "name": "Small Conference",
        "starts-at": "2027-05-01T09:00:00+02:00",
        "ends-at": "2027-05-02T18:00:00+02:00",
        "timezone": "Europe/Berlin",
    }
    return usual | {name.replace("_", "-"): value for name, value in members.items()}


def session(number: int = 1, **members: Any) -> dict[str, Any]:
    """A session with this id."""
    usual = {
        "id": number,
        "title": f"Talk {number}",
        "state": "accepted",
        "starts-at": "2027-05-01T10:00:00+02:00",
        "ends-at": "2027-05-01T11:00:00+02:00",
    }
    return usual | {name.replace("_", "-"): value for name, value in members.items()}


def speaker(number: int = 1, **members: Any) -> dict[str, Any]:
    """A speaker with this id."""
    usual = {"id": number, "name": f"Speaker {number}", "email": f"speaker{number}@speakers.example"}
    return usual | {name.replace("_", "-"): value for name, value in members.items()}


def zipped(**files: Any) -> io.BytesIO:
    """A zip of these files: bytes as they are, other values as JSON."""
    return zipped_by(zipfile.ZIP_DEFLATED, files)


def zipped_by(method: int, files: Mapping[str, Any]) -> io.BytesIO:
    """As `zipped`, compressed by another method."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    packed.seek(0)
    return packed


def imported(**files: Any) -> Imported:
    """What whoever runs the site gets of an archive with these files; the usual event unless another is given."""
    return archive.take_over(zipped(**{"event": event(), **files}), owner=None, by=None)


def told(result: Imported, file: str, field: str = "") -> list[tuple[str | int | None, str]]:
    """Row and reason of each warning about this member of this file."""
    return [
        (warning.row, warning.reason) for warning in result.warnings if (warning.file, warning.field) == (file, field)
    ]
