"""What is refused while a form is acted on."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import fields
from django.utils import translation

from openevent.lib.errors import Refused, Unknown
from openevent.web.forms import Form, Line
from openevent.web.rendering import NoPage


class NameForm(Form):
    """A form with a field."""

    name = Line()


@pytest.fixture
def form() -> NameForm:
    """One that was sent, and is in order."""
    sent = NameForm({"name": "PyCon"})
    assert sent.is_valid()
    return sent


@pytest.mark.parametrize(("pointer", "field"), [("/data/attributes/name", "name"), ("/data/attributes/other", None)])
def test_a_refusal_is_shown_beside_its_field_or_above_all(form: NameForm, pointer: str, field: str | None) -> None:
    with form.refusing():
        raise Unknown("There is no such name.", pointer=pointer)
    assert form.errors == {field or "__all__": ["There is no such name."]}


@pytest.mark.parametrize("field", [fields.EmailField(), fields.URLField(assume_scheme="https")])
def test_german_forms_speak_to_people_whom_they_do_not_know(field: fields.Field) -> None:
    with translation.override("de"):
        with pytest.raises(ValidationError) as refused:
            field.clean("no such thing")
        said = str(refused.value.messages[0])

    assert said.startswith("Geben Sie")


def test_what_is_not_refused_is_shown_nowhere(form: NameForm) -> None:
    with form.refusing():
        pass
    assert not form.errors


@pytest.mark.parametrize("error", [NoPage(), ValueError("A fault of ours.")])
def test_what_is_no_refusal_of_the_form_is_raised(form: NameForm, error: Exception) -> None:
    with pytest.raises(type(error)), form.refusing():
        raise error
    assert not form.errors


def test_a_refusal_does_not_hide_what_went_before(form: NameForm) -> None:
    form.add_error(None, "Something else.")
    with form.refusing():
        raise Refused("Nor this.")
    assert form.non_field_errors() == ["Something else.", "Nor this."]
