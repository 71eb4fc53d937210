"""The table of who may do what is the one in docs/access.md, and denies what it does not hold."""

from openevent.events.policy import TABLE, Act, hats_for
from tests.events import policy_page


def test_the_page_shows_the_table() -> None:
    assert policy_page.shown() == policy_page.table()


def test_what_is_not_in_the_table_is_nobodys() -> None:
    assert hats_for("secret", Act.SEE) == frozenset()
    assert hats_for("user-favourite-event", Act.EDIT) == frozenset()


def test_no_cell_is_open_by_mistake() -> None:
    writing = (Act.EDIT, Act.DELETE, Act.RESTORE, Act.SEE_HIDDEN, Act.SEE_PRIVATE)

    open_cells = [(name, act) for name, acts in TABLE.items() for act in writing if "everyone" in hats_for(name, act)]

    assert open_cells == []
