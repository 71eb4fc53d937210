"""Forms in the rows of tables."""

from typing import Any

from django.db.models import Model

from openevent.web.forms import Form


class Row(Form):
    """A row that is changed where it stands: its fields are in cells, and belong to the form in the last of these."""

    def __init__(self, row: Model, data: Any = None) -> None:
        name = f"row-{row.pk}"
        super().__init__(data, initial=self.known(row), auto_id=f"{name}-%s")
        fields = list(self.fields.values())
        for field in fields:
            field.widget.attrs |= {"form": name, "aria-label": str(field.label)}
        self.watch(row)
        fields[0].widget.attrs["autofocus"] = True  # the row was opened to be changed
