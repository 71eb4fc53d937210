"""The secret that a machine makes for itself."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from openevent.lib.secrets import kept_secret

ASK = (
    "import sys, pathlib; from openevent.lib.secrets import kept_secret; print(kept_secret(pathlib.Path(sys.argv[1])))"
)


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "secret-key"

    first, second = kept_secret(path), kept_secret(path)

    assert first == second
    assert len(first) >= 64
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    kept_secret(tmp_path / "secret-key")

    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_two_machines_have_two_secrets(tmp_path: Path) -> None:
    assert kept_secret(tmp_path / "one") != kept_secret(tmp_path / "two")


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"

    command = [sys.executable, "-c", ASK, str(path)]
    asked = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    answers = {process.communicate(timeout=30)[0].strip() for process in asked}

    assert answers == {path.read_text(encoding="ascii").strip()}
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_whoever_comes_second_takes_the_secret_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret-key"

    def too_late(_length: int) -> str:
        path.write_text("the first one's secret\n", encoding="ascii")
        return "the second one's secret"

    monkeypatch.setattr("secrets.token_urlsafe", too_late)

    assert kept_secret(path) == "the first one's secret"
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]
