"""The style sheet `static/web/grid.css`, by which the cells of a grid find their places; this module writes it anew.

It is the same for all events, so a browser loads it once: a policy without inline styles leaves classes, and these are
few enough (rows of five minutes, and the columns that there may be).
"""

from pathlib import Path

from openevent.web.grid import MOST_COLUMNS, MOST_ROWS

FILE = Path(__file__).parent / "static" / "web" / "grid.css"
HEAD = "/* Written by openevent/web/grid_style.py: r and h, row and height; c and w, column and width. */"


def written() -> str:
    """The whole sheet. Columns count from 2: the first one is that of the hours."""
    rows, columns = range(1, MOST_ROWS + 1), range(1, MOST_COLUMNS + 1)
    lines = [HEAD, "@media screen and (min-width: 56rem) {"]
    lines += [f".r{row}{{grid-row-start:{row}}}" for row in rows]
    lines += [f".h{height}{{grid-row-end:span {height}}}" for height in rows]
    lines += [f".c{column}{{grid-column-start:{column + 1}}}" for column in columns]
    lines += [f".w{width}{{grid-column-end:span {width}}}" for width in (*columns, MOST_COLUMNS + 1)]
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
