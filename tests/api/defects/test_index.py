"""Every defect that the package says is covered has a test, and every test has a number that the package names."""

import re
from pathlib import Path

from tests.api import defects

TESTED = re.compile(r"^def test_d(\d+)_", re.MULTILINE)
ALL = set(range(1, 118))


def numbers(text: str) -> set[int]:
    """The numbers in a text: `D3`, and `D100 to D116` for all of them."""
    found = {int(number) for number in re.findall(r"\bD(\d+)\b", text)}
    for first, last in re.findall(r"\bD(\d+)\s+to\s+D(\d+)\b", text):
        found |= set(range(int(first), int(last) + 1))
    return found


def test_the_tests_and_the_list_of_defects_agree() -> None:
    covered, elsewhere = (defects.__doc__ or "").split("D117.", 1)
    tested = {
        int(n) for file in Path(__file__).parent.glob("test_*.py") for n in TESTED.findall(file.read_text("utf-8"))
    }

    assert tested == numbers(covered + "D117")
    assert numbers(elsewhere) == ALL - tested
