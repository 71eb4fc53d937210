"""Sponsors, links, questions and licences: made, changed, removed and brought back."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events import creating, editing, furnishing
from openevent.events.furnishing import ForeignType, FutureYear, NoSponsors, OneLicence
from openevent.events.models import Event, EventCopyright, Faq, FaqType, SocialLink, Sponsor
from openevent.lib.errors import Refused, Unknown
from openevent.lib.models import WrongValue
from tests.conftest import at

Make: TypeAlias = Callable[[Event], Any]
MAKES: dict[str, Make] = {
    "sponsor": lambda event: Sponsor(event=event, name="Quartz"),
    "link": lambda event: SocialLink(event=event, name="Code", link="https://code.example"),
    "faq": lambda event: Faq(event=event, question="Where?", answer="<p>Here.</p>"),
    "licence": lambda event: EventCopyright(event=event, licence="Attribution"),
    "faq type": lambda event: FaqType(event=event, name="Food"),
}
SOFT = [name for name in MAKES if name != "faq type"]


Do = Callable[[], object]


@pytest.fixture
def event(event: Event, olga: User) -> Event:
    """Olga's conference, which has sponsors."""
    return editing.change(event, by=olga, is_sponsors_enabled=True)


@pytest.fixture
def other(olga: User) -> Event:
    """Another event of olga's."""
    return creating.create(
        by=olga, name="Other", timezone="UTC", starts_at=at("2026-10-24 07:00"), ends_at=at("2026-10-26 17:00")
    )


def values(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = type(row).objects.filter(pk=row.pk).values().get()
    return found


def revision(event: Event) -> int:
    return Event.objects.get(pk=event.pk).revision


def test_a_sponsor_is_kept_clean(event: Event, olga: User) -> None:
    written = Sponsor(
        event=event,
        name=" Quartz \n Works ",
        description="<p onclick='x()'>Ticks</p><script>x</script>",
        url="https://quartz.example",
        logo_url="",
        level=3,
        type=" Gold ",
    )

    made = furnishing.add(written, by=olga)

    assert values(made) == {
        "id": made.pk,
        "event_id": event.pk,
        "name": "Quartz Works",
        "description": "<p>Ticks</p>",
        "url": "https://quartz.example",
        "logo_url": "",
        "level": 3,
        "type": "Gold",
        "deleted_at": None,
    }


def test_a_link_gets_an_identifier(event: Event, olga: User) -> None:
    made = furnishing.add(SocialLink(event=event, name="Code", link="https://code.example"), by=olga)

    assert len(made.identifier) == 8
    assert int(made.identifier, 16) >= 0


def test_an_answer_is_kept_clean(event: Event, olga: User) -> None:
    kind = furnishing.add(FaqType(event=event, name="Food"), by=olga)

    made = furnishing.add(Faq(event=event, question=" Is  a<b? ", answer="<p>Yes<script>x", faq_type=kind), by=olga)

    assert (made.question, made.answer, list(kind.faqs.all())) == ("Is a<b?", "<p>Yes</p>", [made])


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("sponsor", {"name": " \n"}, "name"),
    ("sponsor", {"name": "x" * 256}, "name"),
    ("sponsor", {"url": "javascript:alert(1)"}, "url"),
    ("sponsor", {"logo_url": "/logo.png"}, "logo-url"),
    ("sponsor", {"url": f"https://x.example/{'x' * 2000}"}, "url"),
    ("link", {"name": ""}, "name"),
    ("link", {"link": ""}, "link"),
    ("link", {"link": "mailto:a@example.org"}, "link"),
    ("link", {"link": "https://"}, "link"),
    ("faq", {"question": " "}, "question"),
    ("faq", {"answer": "<script>x</script>"}, "answer"),
    ("licence", {"licence": ""}, "licence"),
    ("licence", {"licence_url": "x"}, "licence-url"),
    ("licence", {"holder_url": "x"}, "holder-url"),
    ("licence", {"year": 1899}, "year"),
    ("licence", {"year": timezone.now().year + 1}, "year"),
    ("faq type", {"name": "\0"}, "name"),
]


@pytest.mark.parametrize(("kind", "facts", "member"), WRONG)
def test_what_cannot_be_is_refused_by_its_member(
    event: Event, olga: User, kind: str, facts: dict[str, Any], member: str
) -> None:
    part = MAKES[kind](event)
    for name, value in facts.items():
        setattr(part, name, value)

    with pytest.raises((WrongValue, FutureYear)) as refusal:
        furnishing.add(part, by=olga)

    assert (refusal.value.status, refusal.value.pointer) == (422, f"/data/attributes/{member}")
    assert (type(part).objects.count(), revision(event)) == (0, event.revision)


@pytest.mark.parametrize(("kind", "facts", "member"), WRONG)
def test_a_wrong_change_changes_nothing(
    event: Event, olga: User, kind: str, facts: dict[str, Any], member: str
) -> None:
    part = furnishing.add(MAKES[kind](event), by=olga)
    before = values(part), revision(event)

    with pytest.raises(Refused) as refusal:
        furnishing.change(part, by=olga, **facts)

    assert (refusal.value.status, refusal.value.pointer) == (422, f"/data/attributes/{member}")
    assert (values(part), revision(event)) == before


@pytest.mark.parametrize("kind", MAKES)
def test_what_is_so_already_is_no_change(event: Event, olga: User, kind: str) -> None:
    part = furnishing.add(MAKES[kind](event), by=olga)
    before = values(part), revision(event)

    furnishing.change(part, by=olga, **{name: value for name, value in values(part).items() if name != "id"})

    assert (values(part), revision(event)) == before


@pytest.mark.parametrize("kind", MAKES)
def test_a_part_stays_with_its_event(event: Event, other: Event, olga: User, kind: str) -> None:
    part = furnishing.add(MAKES[kind](event), by=olga)

    furnishing.change(part, by=olga, event=other, id=99, **({} if kind == "faq type" else {"deleted_at": 1}))

    assert (type(part).objects.get().event, revision(other)) == (event, other.revision)


@pytest.mark.parametrize("kind", SOFT)
def test_what_is_removed_is_brought_back_as_it_was(event: Event, olga: User, kind: str) -> None:
    part = furnishing.add(MAKES[kind](event), by=olga)
    before, count = values(part), revision(event)

    gone = furnishing.remove(part, by=olga).deleted_at
    again = furnishing.remove(part, by=olga).deleted_at
    for _ in range(2):
        furnishing.restore(part, by=olga)

    assert gone == again is not None
    assert (values(part), revision(event)) == (before, count + 2)


def test_sponsors_must_be_switched_on(other: Event, olga: User) -> None:
    with pytest.raises(NoSponsors) as refusal:
        furnishing.add(Sponsor(event=other, name="Quartz"), by=olga)

    assert refusal.value.status == 403
    assert Sponsor.objects.count() == 0


def test_sponsors_of_before_stay_when_they_are_switched_off(event: Event, olga: User) -> None:
    part = furnishing.add(Sponsor(event=event, name="Quartz"), by=olga)

    editing.change(event, by=olga, is_sponsors_enabled=False)

    assert furnishing.change(part, by=olga, level=2).level == 2


def test_a_kind_of_questions_belongs_to_one_event(event: Event, other: Event, olga: User) -> None:
    foreign = furnishing.add(FaqType(event=other, name="Food"), by=olga)
    part = furnishing.add(MAKES["faq"](event), by=olga)

    acts: tuple[Do, ...] = (
        lambda: furnishing.add(Faq(event=event, question="Q", answer="A", faq_type=foreign), by=olga),
        lambda: furnishing.change(part, by=olga, faq_type=foreign),
    )
    for act in acts:
        with pytest.raises(ForeignType) as refusal:
            act()
        assert (refusal.value.status, refusal.value.pointer) == (422, "/data/relationships/faq-type")

    assert list(Faq.objects.values_list("faq_type", flat=True)) == [None]


def test_a_question_goes_from_kind_to_kind_and_to_none(event: Event, olga: User) -> None:
    kinds = [furnishing.add(FaqType(event=event, name=name), by=olga) for name in ("Food", "Travel")]
    part = furnishing.add(MAKES["faq"](event), by=olga)

    seen = [furnishing.change(part, by=olga, faq_type=kind).faq_type for kind in (*kinds, None)]

    assert seen == [*kinds, None]


def test_questions_outlive_their_kind(event: Event, olga: User) -> None:
    kind = furnishing.add(FaqType(event=event, name="Food"), by=olga)
    part = furnishing.add(Faq(event=event, question="Q", answer="A", faq_type=kind), by=olga)
    before = revision(event)

    for _ in range(2):
        furnishing.remove(kind, by=olga)

    part.refresh_from_db()
    assert (FaqType.objects.count(), part.faq_type, revision(event)) == (0, None, before + 1)
    with pytest.raises(Unknown):
        furnishing.change(kind, by=olga, name="Drink")


def test_an_event_has_one_licence(event: Event, other: Event, olga: User) -> None:
    first = furnishing.add(MAKES["licence"](event), by=olga)
    furnishing.add(MAKES["licence"](other), by=olga)

    with pytest.raises(OneLicence) as refusal:
        furnishing.add(MAKES["licence"](event), by=olga)

    assert refusal.value.status == 409
    assert list(event.copyrights.all()) == [first]


def test_a_licence_is_not_brought_back_beside_another(event: Event, olga: User) -> None:
    first = furnishing.remove(furnishing.add(MAKES["licence"](event), by=olga), by=olga)
    second = furnishing.add(MAKES["licence"](event), by=olga)

    with pytest.raises(OneLicence):
        furnishing.restore(first, by=olga)

    furnishing.remove(second, by=olga)
    assert furnishing.restore(first, by=olga).deleted_at is None


@pytest.mark.parametrize("year", [1900, timezone.now().year, None])
def test_a_year_that_was_is_taken(event: Event, olga: User, year: int | None) -> None:
    made = furnishing.add(EventCopyright(event=event, licence="Attribution", year=year), by=olga)

    assert made.year == year


def test_parts_say_themselves(event: Event) -> None:
    said = [str(make(event)) for make in MAKES.values()]

    assert said == ["Quartz", "Code", "Where?", "Attribution", "Food"]
