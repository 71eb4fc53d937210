"""The table of `events.policy` as docs/access.md shows it: `python -m tests.events.policy_page` writes it anew."""

from pathlib import Path

from openevent.events.policy import TABLE, Act, Hat, Hats

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
BEGIN, END = "<!-- the table: python -m tests.events.policy_page -->\n", "<!-- the end of the table -->\n"
LETTERS: dict[frozenset[Hat], str] = {
    frozenset({Hat.OWNER}): "Ow",
    frozenset({Hat.OWNER, Hat.ORGANIZER}): "Or",
    frozenset({Hat.OWNER, Hat.ORGANIZER, Hat.COORGANIZER}): "Co",
    frozenset({Hat.OWNER, Hat.ORGANIZER, Hat.COORGANIZER, Hat.TRACK_ORGANIZER}): "TO",
    frozenset({Hat.OWNER, Hat.ORGANIZER, Hat.COORGANIZER, Hat.REGISTRAR}): "Rg",
}
ACTS = (Act.LIST, Act.SEE, Act.SEE_HIDDEN, Act.SEE_PRIVATE, Act.CREATE, Act.EDIT, Act.DELETE, Act.RESTORE, Act.ERASE)
SITE = (Hat.EVERYONE, Hat.SIGNED_IN, Hat.VERIFIED, Hat.OWN, Hat.BUYER, Hat.COLLEAGUE, Hat.STAFF, Hat.SUPER_ADMIN)


def cell(hats: Hats) -> str:
    words = [hat.value for hat in SITE if hat in hats]
    roles = frozenset(hats - set(SITE))
    return ", ".join([*words, *([LETTERS[roles]] if roles else [])]) or "–"


def table() -> str:
    rows = [["resource", *(act.value for act in ACTS)], ["---"] * (len(ACTS) + 1)]
    rows += [[f"`{name}`", *(cell(acts.get(act, frozenset())) for act in ACTS)] for name, acts in TABLE.items()]
    further = [
        f"* `{name}`, {act.value}: {cell(hats)}"
        for name, acts in TABLE.items()
        for act, hats in acts.items()
        if act not in ACTS
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n\n" + "\n".join(further) + "\n"


def shown() -> str:
    """The table in the page."""
    text = PAGE.read_text(encoding="utf-8")
    return text[text.index(BEGIN) + len(BEGIN) : text.index(END)]


def write() -> None:
    text = PAGE.read_text(encoding="utf-8")
    made = text[: text.index(BEGIN) + len(BEGIN)] + table() + text[text.index(END) :]
    PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    write()
