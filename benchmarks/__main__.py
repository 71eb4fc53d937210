"""`make bench`: every promise of speed and memory, measured in one run and printed as a table."""

import sys

from benchmarks import answering, browsing, buying, exporting, following, importing, writing
from benchmarks.table import show


def main() -> int:
    """Measure and show everything; 1 if a promise is not kept."""
    ratios = [*writing.rows(), *importing.measure(), *exporting.measure(), *answering.measure(), *following.measure()]
    ratios += [*browsing.measure(), *buying.measure()]
    show(ratios)
    return 0 if all(ratio.met for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
