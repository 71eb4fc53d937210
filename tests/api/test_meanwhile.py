"""What happened while a request waited for its turn counts: rights, rows and tags are asked for again behind the lock."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from openevent.accounts import holding, joining
from openevent.accounts.models import User
from openevent.api.jsonapi.linkage import RelationshipView
from openevent.api.jsonapi.views import CollectionView
from openevent.api.jsonapi.writing import WritingView
from openevent.events import furnishing, inviting, leaving, revising, team
from openevent.events.models import Event, EventRole, EventSubTopic, EventTopic, FaqType, RoleInvite
from openevent.program import arranging, speaking, submitting
from openevent.program.models import FavouriteSession, Session, Speaker, Track
from tests.accounts.mail import last_secret
from tests.api.defects.documents import document, get, plain, read, refusal, send, to, to_many
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.test_matrix import MEDIA_TYPE, address, allowed, body, methods, view_classes
from tests.api.matrix.world import World, made
from tests.conftest import as_user

Meanwhile = Callable[[Callable[[], Any]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Let something happen just before the next request that waits for an event gets it."""
    real, waiting = revising.locked, list[Callable[[], Any]]()

    @contextmanager
    def locked(event_id: int, *, deleted: bool = False) -> Iterator[Event]:
        if waiting:
            waiting.pop()()
        with real(event_id, deleted=deleted) as event:
            yield event

    alone = WritingView.alone

    def by_itself(view: WritingView, event: Event | None, *, deleted: bool = False) -> Any:
        if event is None and waiting:  # what buyers do waits for no event
            waiting.pop()()
        return alone(view, event, deleted=deleted)

    monkeypatch.setattr(revising, "locked", locked)
    monkeypatch.setattr(WritingView, "alone", by_itself)
    return waiting.append


# --- every route ------------------------------------------------------------------------------------------------------


def dismissed(world: World, actor: Actor) -> None:
    EventRole.objects.filter(event=world.event, user=world.users[actor]).delete()


def blocked(world: World, actor: Actor) -> None:
    User.objects.filter(pk=world.users[actor].pk).update(is_blocked=True)  # type: ignore[union-attr]  # somebody


def deleted(world: World, _actor: Actor) -> None:
    Event.objects.filter(pk=world.event.pk).update(deleted_at=timezone.now())


HAPPENED = {"dismissed": (dismissed, {403, 404}), "blocked": (blocked, {401}), "deleted": (deleted, {404})}


@pytest.mark.django_db
@pytest.mark.parametrize("what", HAPPENED)
def test_nobody_writes_any_more_who_may_not_any_more(what: str, meanwhile: Meanwhile) -> None:
    happens, refused = HAPPENED[what]
    world = made(State.PUBLISHED)
    wrong, seen = [], 0
    for path, view in view_classes().items():
        if view.of.reach.event is None or path in {"v1/events/upcoming", "v1/search/events"}:
            continue
        for method in (one for one in methods(view) if one != "GET"):
            said = body(view, method, world)
            if (
                isinstance(view, type)
                and issubclass(view, RelationshipView)
                and view.of.relations[view.relation_name].fixed
            ):
                continue  # it is set once: nothing is written
            if view.of.type == "stripe-authorization" and method == "POST":
                continue  # there is one already: that is told before anything waits
            if view.of.type == "event" and issubclass(view, CollectionView):
                continue  # it hangs on no event yet
            may, _ = allowed(view, method, State.PUBLISHED)
            actor = Actor.ORGANIZER if Actor.ORGANIZER in may else Actor.SPEAKER
            if what == "dismissed" and (actor is Actor.SPEAKER or Actor.STRANGER in may):
                continue  # what they may, they may without a role
            if actor not in may:
                continue
            with transaction.atomic():
                meanwhile(lambda actor=actor: happens(world, actor))  # type: ignore[misc]  # mypy knows no such default
                answer = as_user(world.users[actor]).generic(
                    method, address(path, world, view.of), json.dumps(said), content_type=MEDIA_TYPE
                )
                transaction.set_rollback(True)
            seen += 1
            # The ticket that one waits for is no place in which something is made: it is a relationship that is wrong.
            is_gone = {422} if what == "deleted" and view.of.type == "waiting-list-entry" else set()
            if answer.status_code not in refused | is_gone:
                wrong.append((method, path, actor.value, answer.status_code))

    assert wrong == []
    assert seen > 60


@pytest.mark.parametrize("what", HAPPENED)
@pytest.mark.parametrize("act", ["copy", "reorder-speakers", "resend"])
def test_no_act_is_done_for_who_may_not_any_more(
    olga: User, tom: User, event: Event, meanwhile: Meanwhile, what: str, act: str
) -> None:
    invite = inviting.invite(event, "new@example.org", "moderator", by=olga)
    happens, refused = HAPPENED[what]
    world = World(event=event, users={Actor.COORGANIZER: tom})
    home = f"/v1/role-invites/{invite.pk}/resend-invite" if act == "resend" else f"/v1/events/{event.pk}/{act}"
    letters = RoleInvite.objects.values_list("token_hash")

    before = list(letters)
    meanwhile(lambda: happens(world, Actor.COORGANIZER))
    answer = plain(tom, home, [])

    assert answer.status_code in refused
    assert list(letters) == before
    assert Event.objects.count() == 1


# --- rows -------------------------------------------------------------------------------------------------------------


def test_nothing_is_led_to_what_was_deleted_meanwhile(
    olga: User, session: Session, track: Track, meanwhile: Meanwhile
) -> None:
    other = arranging.add(Track(event=session.event, name="Other", color="#00ff00"), by=olga)
    home = f"/v1/sessions/{session.pk}"

    meanwhile(lambda: arranging.remove(other, by=olga))
    whole = send(olga, "PATCH", home, document("session", {}, row=session, track=to("track", other)))
    arranging.restore(other, by=olga)
    meanwhile(lambda: arranging.remove(other, by=olga))
    linkage = send(olga, "PATCH", f"{home}/relationships/track", to("track", other))

    session.refresh_from_db()
    assert (refusal(whole), refusal(linkage)) == ((422, "/data/relationships/track"), (422, "/data"))
    assert session.track == track


def test_a_session_that_was_deleted_meanwhile_is_no_favourite(
    olga: User, ann: User, session: Session, meanwhile: Meanwhile
) -> None:
    meanwhile(lambda: send(olga, "DELETE", f"/v1/sessions/{session.pk}"))

    answer = send(
        ann, "POST", "/v1/user-favourite-sessions", document("user-favourite-session", session=to("session", session))
    )

    assert refusal(answer)[0] == 422
    assert FavouriteSession.objects.count() == 0


def test_what_is_gone_when_its_turn_comes_is_not_found(olga: User, event: Event, meanwhile: Meanwhile) -> None:
    kinds = [furnishing.add(FaqType(event=event, name=name), by=olga) for name in ("A", "B")]
    for kind, method in zip(kinds, ("PATCH", "DELETE"), strict=True):
        meanwhile(lambda kind=kind: furnishing.remove(kind, by=olga))  # type: ignore[misc]  # mypy knows no such default
        said = document("faq-type", {"name": "New"}, row=kind)
        answer = send(olga, method, f"/v1/faq-types/{kind.pk}", said if method == "PATCH" else None)
        assert refusal(answer)[0] == 404


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_row_of_no_event_that_is_gone_is_not_found(staff: User, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    topic = EventTopic.objects.create(name="Topic", slug="topic")
    part = EventSubTopic.objects.create(name="Part", slug="part", event_topic=topic)
    real = EventSubTopic.objects.select_for_update

    def gone(**how: Any) -> Any:
        EventSubTopic.objects.filter(pk=part.pk).delete()
        return real(**how)

    monkeypatch.setattr(EventSubTopic._default_manager, "select_for_update", gone)
    body = document("event-sub-topic", {"name": "New"}, row=part) if method == "PATCH" else None

    assert refusal(send(staff, method, f"/v1/event-sub-topics/{part.pk}", body))[0] == 404


@pytest.mark.django_db(transaction=True)
def test_an_event_is_not_led_to_a_sub_topic_that_is_deleted_meanwhile(
    olga: User, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = EventTopic.objects.create(name="Topic", slug="topic")
    part = EventSubTopic.objects.create(name="Part", slug="part", event_topic=topic)
    bump = revising.bump

    def deleted_at_the_last_moment(*args: Any, **how: Any) -> int:
        EventSubTopic.objects.filter(pk=part.pk)._raw_delete("default")
        return bump(*args, **how)

    monkeypatch.setattr(revising, "bump", deleted_at_the_last_moment)
    said = document(
        "event", {}, row=event, event_topic=to("event-topic", topic), event_sub_topic=to("event-sub-topic", part)
    )

    answer = send(olga, "PATCH", f"/v1/events/{event.pk}", said)

    event.refresh_from_db()
    assert refusal(answer)[0] == 409
    assert event.event_sub_topic is None


def test_a_role_that_was_changed_meanwhile_is_taken_away_all_the_same(
    olga: User, tom: User, event: Event, meanwhile: Meanwhile
) -> None:
    role = event.roles.get(user=tom)
    meanwhile(lambda: team.change_role(role, "moderator", by=olga))

    answer = send(olga, "DELETE", f"/v1/users-events-roles/{role.pk}")

    assert answer.status_code == 200
    assert not event.roles.filter(user=tom).exists()


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_an_address_that_was_changed_meanwhile_is_not_proven_by_a_letter_to_the_former(
    olga: User, mallory: User, event: Event, meanwhile: Meanwhile
) -> None:
    User.objects.filter(pk=mallory.pk).update(is_verified=False)
    inviting.invite(event, mallory.email, "moderator", by=olga)
    token = last_secret(mallory.email)
    meanwhile(lambda: joining.change_email(mallory, "chief@example.com", True))

    answer = plain(mallory, "/v1/role_invites/accept-invite", {"data": {"token": token}})

    mallory.refresh_from_db()
    assert (answer.status_code, mallory.email, mallory.is_verified) == (403, "chief@example.com", False)
    assert not event.roles.filter(user=mallory).exists()


def test_nobody_owns_an_event_with_an_account_that_was_closed_meanwhile(
    olga: User, mallory: User, event: Event, meanwhile: Meanwhile
) -> None:
    inviting.invite(event, mallory.email, "owner", by=olga)
    token = last_secret(mallory.email)
    meanwhile(lambda: leaving.delete_account(mallory, by=mallory))

    answer = plain(mallory, "/v1/role_invites/accept-invite", {"data": {"token": token}})

    assert answer.status_code == 403
    assert event.roles.get(role="owner").user == olga


def test_a_closed_account_makes_no_event(mallory: User, monkeypatch: pytest.MonkeyPatch) -> None:
    real = holding.held

    def late(user: User) -> User:
        User.objects.filter(pk=mallory.pk).update(is_blocked=True)
        return real(user)

    monkeypatch.setattr(holding, "held", late)
    said = {"name": "New", "starts-at": "2027-01-01T09:00:00Z", "ends-at": "2027-01-02T09:00:00Z", "timezone": "UTC"}

    assert refusal(send(mallory, "POST", "/v1/events", document("event", said)))[0] == 403
    assert Event.objects.count() == 0


# --- tags -------------------------------------------------------------------------------------------------------------


def test_linkage_that_others_changed_is_not_overwritten(
    olga: User, event: Event, track: Track, session: Session, speaker: Speaker
) -> None:
    other = submitting.submit(event, by=olga, state="pending", title="Other")
    addresses = {
        f"/v1/tracks/{track.pk}/relationships/sessions": to_many("session", session),
        f"/v1/speakers/{speaker.pk}/relationships/sessions": to_many("session", session),
        f"/v1/sessions/{session.pk}/relationships/speakers": to_many("speaker"),
    }
    for home, linkage in addresses.items():
        tag = get(olga, home)["ETag"]
        if "sessions" in home.rpartition("/")[2]:
            added = send(olga, "POST", home, to_many("session", other))
        else:
            added = send(olga, "POST", home, to_many("speaker", speaking.add(event, by=olga, name="Another")))
        assert added.status_code == 200

        late = send(olga, "PATCH", home, linkage, **{"If-Match": tag})
        fresh = send(olga, "PATCH", home, linkage, **{"If-Match": get(olga, home)["ETag"]})

        assert (late.status_code, fresh.status_code) == (412, 200), home


def test_the_tag_of_a_write_is_of_what_was_written_and_of_nothing_later(
    olga: User, tom: User, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, real, inside = f"/v1/sessions/{session.pk}", revising.locked, list[int]()
    others = [lambda: send(tom, "PATCH", home, document("session", {"title": "Theirs"}, row=session))]

    @contextmanager
    def locked(event_id: int, *, deleted: bool = False) -> Iterator[Event]:
        inside.append(event_id)
        with real(event_id, deleted=deleted) as event:
            yield event
        inside.pop()
        if others and not inside:  # the transaction is over: who waits comes next
            others.pop()()

    monkeypatch.setattr(revising, "locked", locked)
    answer = send(olga, "PATCH", home, document("session", {"title": "Mine"}, row=session))
    body = document("session", {"title": "Mine again"}, row=session)

    late = send(olga, "PATCH", home, body, **{"If-Match": answer["ETag"]})

    assert read(answer)["attributes"]["title"] == "Mine"
    assert (late.status_code, Session.objects.get().title) == (412, "Theirs")
