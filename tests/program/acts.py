"""Every act of the domains, as it is called, and what must come of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from openevent.events import cataloguing, furnishing, inviting, publishing, team
from openevent.events import editing as event_editing
from openevent.events import removing as event_removing
from openevent.events.models import (
    Event,
    EventCopyright,
    EventRole,
    EventSubTopic,
    EventTopic,
    EventType,
    Faq,
    FaqType,
    RoleInvite,
    SocialLink,
    Sponsor,
)
from openevent.program import (
    amending,
    answering,
    arranging,
    calling,
    deciding,
    editing,
    removing,
    reviewing,
    scheduling,
    speaking,
    submitting,
)
from openevent.program.models import Microlocation, Session, SessionType, Speaker, SpeakersCall, Track
from openevent.program.scheduling import Slot
from openevent.program.states import Side
from tests.conftest import at
from tests.events.mailbox import secret_of
from tests.program.house import Do, House, slot

Name = EventRole.Name
Logged = list[tuple[str, str, Callable[[House], int]]]


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act as it is called, and everything that must come of it."""

    says: str
    calls: Callable[..., Any]
    do: Do
    logged: Logged
    before: Do = lambda _house: None
    sequence: int = 0  # by how much the session's entry is counted up: time, place or status changed
    revised: bool = False  # whether the session's entry reads otherwise now
    everywhere: bool = False  # whether the same is true of the other sessions' entries
    by: str = "olga"  # who does it
    is_of_several: bool = False  # whether it is several acts at once, each with a revision of its own


def one(kind: str, subject: str, member: str) -> Logged:
    """One row of the log about this member of the house."""
    return [(kind, subject, lambda house: getattr(house, member).pk)]


def and_session(rows: Logged) -> Logged:
    """The row, and one that says that the session shows it."""
    return [*rows, *one("revised", "session", "session")]


def event_changed(says: str, *, sequence: int = 0, revised: bool = False, **facts: Any) -> Act:
    return Act(
        says=says,
        calls=event_editing.change,
        do=lambda house: event_editing.change(house.event, by=house.olga, **facts),
        logged=one("changed", "event", "event"),
        sequence=sequence,
        revised=revised,
        everywhere=True,
    )


def session_changed(says: str, **facts: Any) -> Act:
    return Act(
        says=says,
        calls=editing.change,
        do=lambda house: editing.change(house.session, by=house.olga, **facts),
        logged=one("changed", "session", "session"),
        revised=True,
    )


def part_changed(says: str, member: str, *, sequence: int = 0, shown: bool = True, **facts: Any) -> Act:
    subject = {"room": "microlocation", "track": "track", "kind": "sessiontype"}[member]
    rows = one("changed", subject, member)
    return Act(
        says=says,
        calls=arranging.change,
        do=lambda house: arranging.change(getattr(house, member), by=house.olga, **facts),
        logged=and_session(rows) if shown else rows,
        sequence=sequence,
        revised=shown,
    )


def part_added(says: str, subject: str, make: Callable[[Event], Any]) -> Act:
    return Act(
        says=says,
        calls=arranging.add,
        do=lambda house: arranging.add(make(house.event), by=house.olga),
        logged=one("created", subject, "new"),
    )


def part_restored(says: str, member: str, subject: str, *, sequence: int = 0) -> Act:
    return Act(
        says=says,
        calls=arranging.restore,
        before=lambda house: arranging.remove(getattr(house, member), by=house.olga),
        do=lambda house: arranging.restore(getattr(house, member), by=house.olga),
        logged=and_session(one("restored", subject, member)),
        sequence=sequence,
        revised=True,
    )


def part_removed(says: str, member: str, subject: str, *, sequence: int = 0) -> Act:
    return Act(
        says=says,
        calls=arranging.remove,
        do=lambda house: arranging.remove(getattr(house, member), by=house.olga),
        logged=and_session(one("deleted", subject, member)),
        sequence=sequence,
        revised=True,
    )


def moved(says: str, to: Callable[[House], Slot]) -> Act:
    return Act(
        says=says,
        calls=scheduling.move,
        do=lambda house: scheduling.move(house.session, to=to(house), by=house.olga),
        logged=one("moved", "session", "session"),
        sequence=1,
        revised=True,
    )


def decided(says: str, to: str, side: Side) -> Act:
    return Act(
        says=says,
        calls=reviewing.change_state,
        do=lambda house: reviewing.change_state(house.session, to=to, side=side, by=house.olga),
        logged=one("state", "session", "session"),
        sequence=1,
        revised=True,
    )


def call(house: House) -> SpeakersCall:
    return calling.add(house.event, by=house.olga, starts_at=at("2026-08-01 00:00"), ends_at=at("2026-09-01 00:00"))


def open_call(house: House) -> None:
    """The event takes proposals at this moment."""
    SpeakersCall.objects.create(event=house.event, starts_at=at("2020-01-01 00:00"), ends_at=at("2098-01-01 00:00"))


def answered(house: House) -> Session:
    """Mallory has begun a proposal."""
    open_call(house)
    return answering.answer(house.event, by=house.mallory, presented={"name": "Mal"}, proposed={"title": "New"})


def end_undecided(house: House) -> None:
    """The event is long over, and nobody has decided on the session."""
    Session.objects.filter(pk=house.session.pk).update(state="pending")
    Event.objects.filter(pk=house.event.pk).update(starts_at=at("2020-01-01 00:00"), ends_at=at("2020-01-02 00:00"))


# How a part beside the programme is made, and what of it is changed.
PARTS: dict[str, tuple[Callable[[Event], Any], dict[str, Any]]] = {
    "sponsor": (lambda event: Sponsor(event=event, name="Quartz"), {"level": 2}),
    "sociallink": (lambda event: SocialLink(event=event, name="Code", link="https://code.example"), {"name": "Git"}),
    "faq": (lambda event: Faq(event=event, question="Where?", answer="Here."), {"answer": "There."}),
    "faqtype": (lambda event: FaqType(event=event, name="Food"), {"name": "Drink"}),
    "eventcopyright": (lambda event: EventCopyright(event=event, licence="Attribution"), {"year": 2020}),
}


def furnished(house: House, subject: str) -> Any:
    """A new part of the event, which has sponsors."""
    event_editing.change(house.event, by=house.olga, is_sponsors_enabled=True)
    return furnishing.add(PARTS[subject][0](house.event), by=house.olga)


def furnishing_acts(subject: str) -> Iterator[Act]:
    """Making, changing, removing and bringing back a part beside the programme."""
    make, facts = PARTS[subject]
    yield Act(
        says=f"a {subject} is made",
        calls=furnishing.add,
        before=lambda house: event_editing.change(house.event, by=house.olga, is_sponsors_enabled=True),
        do=lambda house: furnishing.add(make(house.event), by=house.olga),
        logged=one("created", subject, "new"),
    )
    yield Act(
        says=f"a {subject} is changed",
        calls=furnishing.change,
        before=lambda house: furnished(house, subject),
        do=lambda house: furnishing.change(house.new, by=house.olga, **facts),
        logged=one("changed", subject, "new"),
    )
    yield Act(
        says=f"a {subject} is removed",
        calls=furnishing.remove,
        before=lambda house: furnished(house, subject),
        do=lambda house: furnishing.remove(house.new, by=house.olga),
        logged=one("deleted", subject, "new"),
    )
    if subject != "faqtype":
        yield Act(
            says=f"a {subject} is restored",
            calls=furnishing.restore,
            before=lambda house: furnishing.remove(furnished(house, subject), by=house.olga),
            do=lambda house: furnishing.restore(house.new, by=house.olga),
            logged=one("restored", subject, "new"),
        )


def given_subject(house: House) -> Event:
    """The event, with a type, a topic and a sub-topic that the site has."""
    topic = cataloguing.add(EventTopic(name="Clocks"), by=house.olga)
    return event_editing.change(
        house.event,
        by=house.olga,
        event_type=cataloguing.add(EventType(name="Watch Fair"), by=house.olga),
        event_topic=topic,
        event_sub_topic=cataloguing.add(EventSubTopic(name="Watches", event_topic=topic), by=house.olga),
    )


def subject_taken(says: str, member: str) -> Act:
    """An entry of the catalogue that the event has is removed."""
    return Act(
        says=says,
        calls=cataloguing.remove,
        before=given_subject,
        do=lambda house: cataloguing.remove(getattr(house.new, member), by=house.olga),
        logged=one("changed", "event", "event"),
    )


def invited(house: House) -> RoleInvite:
    """Olga herself is to become a moderator, too."""
    return inviting.invite(house.event, house.olga.email, "moderator", by=house.olga)


def role_of_olga(house: House) -> int:
    return EventRole.objects.get(user=house.olga, role=Name.MODERATOR).pk


ACTS = [
    # --- the event ---
    event_changed("the event is renamed", name="Renamed", revised=True),
    event_changed("its organiser is renamed", owner_name="Others", revised=True),
    event_changed("its clocks read otherwise", timezone="Europe/London", revised=True),
    event_changed("its place is renamed", location_name="New Mill", sequence=1, revised=True),
    event_changed("its place moves north", latitude=53.5, sequence=1, revised=True),
    event_changed("its place moves east", longitude=14.4, sequence=1, revised=True),
    event_changed("it goes online", online=True, sequence=1, revised=True),
    event_changed("its stream moves", public_stream_link="https://example.org/live", sequence=1, revised=True),
    event_changed("it is described", description="<p>Words</p>"),
    event_changed("it is listed no more", privacy="private"),
    event_changed("it begins earlier", starts_at=at("2026-10-24 06:00")),
    Act(
        says="it is taken back",
        calls=publishing.unpublish,
        do=lambda house: publishing.unpublish(house.event, by=house.olga),
        logged=one("unpublished", "event", "event"),
    ),
    Act(
        says="it is published",
        calls=publishing.publish,
        before=lambda house: publishing.unpublish(house.event, by=house.olga),
        do=lambda house: publishing.publish(house.event, by=house.olga),
        logged=one("published", "event", "event"),
    ),
    Act(
        says="it is deleted",
        calls=event_removing.delete,
        do=lambda house: event_removing.delete(house.event, by=house.olga),
        logged=one("deleted", "event", "event"),
    ),
    Act(
        says="it is restored",
        calls=event_removing.restore,
        before=lambda house: event_removing.delete(house.event, by=house.olga),
        do=lambda house: event_removing.restore(house.event, by=house.olga),
        logged=one("restored", "event", "event"),
    ),
    Act(
        says="a role is given",
        calls=team.appoint,
        do=lambda house: team.appoint(house.tom, Name.MODERATOR, house.event, by=house.olga),
        logged=one("appointed", "eventrole", "new"),
    ),
    Act(
        says="a role is taken",
        calls=team.dismiss,
        before=lambda house: EventRole.objects.get(user=house.tom),
        do=lambda house: team.dismiss(house.tom, Name.COORGANIZER, house.event, by=house.olga),
        logged=one("dismissed", "eventrole", "new"),
    ),
    Act(
        says="a role becomes another",
        calls=team.change_role,
        before=lambda house: EventRole.objects.get(user=house.tom),
        do=lambda house: team.change_role(house.new, Name.REGISTRAR, by=house.olga),
        logged=one("changed", "eventrole", "new"),
    ),
    Act(
        says="somebody is invited",
        calls=inviting.invite,
        do=invited,
        logged=one("created", "roleinvite", "new"),
    ),
    Act(
        says="somebody is invited again",
        calls=inviting.resend,
        before=invited,
        do=lambda house: inviting.resend(house.new, by=house.olga),
        logged=one("changed", "roleinvite", "new"),
    ),
    Act(
        says="an invitation is taken back",
        calls=inviting.withdraw,
        before=invited,
        do=lambda house: inviting.withdraw(house.new, by=house.olga),
        logged=one("deleted", "roleinvite", "new"),
    ),
    Act(
        says="an invitation is accepted",
        calls=inviting.accept,
        before=invited,
        do=lambda house: inviting.accept(secret_of(house.olga.email), by=house.olga),
        logged=[("appointed", "eventrole", role_of_olga), *one("changed", "roleinvite", "new")],
    ),
    Act(
        says="an invitation is declined",
        calls=inviting.decline,
        before=invited,
        do=lambda house: inviting.decline(secret_of(house.olga.email), by=house.olga),
        logged=one("changed", "roleinvite", "new"),
    ),
    # --- what it has beside its programme ---
    *(act for subject in PARTS for act in furnishing_acts(subject)),
    subject_taken("its type is gone", "event_type"),
    subject_taken("its topic is gone", "event_topic"),
    subject_taken("its sub-topic is gone", "event_sub_topic"),
    # --- tracks, rooms, session types ---
    part_added("a track is made", "track", lambda event: Track(event=event, name="Soft", color="#00ff00")),
    part_added("a room is made", "microlocation", lambda event: Microlocation(event=event, name="Attic")),
    part_added("a type is made", "sessiontype", lambda event: SessionType(event=event, name="Talk", length="00:30")),
    part_changed("the track is renamed", "track", name="Soft"),
    part_changed("the track gets another colour", "track", color="#0000ff"),
    part_changed("the track is described", "track", description="Words", shown=False),
    part_changed("the room is renamed", "room", name="Great Hall", sequence=1),
    part_changed("the room lies further north", "room", latitude=52.6, sequence=1),
    part_changed("the room lies further east", "room", longitude=13.5, sequence=1),
    part_changed("the room gets a stream", "room", stream_url="https://example.org/blue"),
    part_changed("the room is on another floor", "room", floor=2, shown=False),
    part_changed("the type is renamed", "kind", name="Class"),
    part_changed("the type is longer", "kind", length="02:00", shown=False),
    part_removed("the track is removed", "track", "track"),
    part_removed("the room is removed", "room", "microlocation", sequence=1),
    part_removed("the type is removed", "kind", "sessiontype"),
    part_restored("the track comes back", "track", "track"),
    part_restored("the room comes back", "room", "microlocation", sequence=1),
    part_restored("the type comes back", "kind", "sessiontype"),
    Act(
        says="the room goes down",
        calls=arranging.shift,
        do=lambda house: arranging.shift(house.room, 1, by=house.olga),
        logged=one("changed", "microlocation", "room"),
    ),
    # --- the call for speakers ---
    Act(
        says="a call is opened",
        calls=calling.add,
        do=call,
        logged=one("created", "speakerscall", "new"),
    ),
    Act(
        says="the call is made private",
        calls=calling.change,
        before=call,
        do=lambda house: calling.change(house.new, by=house.olga, privacy="private"),
        logged=one("changed", "speakerscall", "new"),
    ),
    Act(
        says="the call is removed",
        calls=calling.remove,
        before=call,
        do=lambda house: calling.remove(house.new, by=house.olga),
        logged=one("deleted", "speakerscall", "new"),
    ),
    Act(
        says="the call is restored",
        calls=calling.restore,
        before=lambda house: calling.remove(call(house), by=house.olga),
        do=lambda house: calling.restore(house.new, by=house.olga),
        logged=one("restored", "speakerscall", "new"),
    ),
    # --- sessions ---
    Act(
        says="the team puts a session in",
        calls=submitting.propose,
        do=lambda house: submitting.propose(house.event, by=house.olga, is_team=True, title="New"),
        logged=one("created", "session", "new"),
    ),
    Act(
        says="a session is amended",
        calls=amending.amend,
        do=lambda house: amending.amend(
            house.session, by=house.olga, side=Side.ORGANIZER, may_lock=True, microlocation=house.other_room
        ),
        logged=one("moved", "session", "session"),
        sequence=1,
        revised=True,
    ),
    Act(
        says="sessions are decided on",
        calls=deciding.decide,
        do=lambda house: deciding.decide([house.session], to="canceled", by=house.olga),
        logged=one("state", "session", "session"),
        sequence=1,
        revised=True,
    ),
    Act(
        says="the call is answered",
        calls=answering.answer,
        before=open_call,
        do=lambda house: answering.answer(
            house.event, by=house.mallory, presented={"name": "Mal"}, proposed={"title": "New"}
        ),
        logged=[
            ("created", "speaker", lambda house: Speaker.objects.get(user=house.mallory).pk),
            *one("created", "session", "new"),
            *one("linked", "session", "new"),
        ],
        by="mallory",
        is_of_several=True,
    ),
    Act(
        says="an answer is revised",
        calls=answering.revise,
        before=answered,
        do=lambda house: answering.revise(house.new, by=house.mallory, title="Other"),
        logged=one("changed", "session", "new"),
        by="mallory",
    ),
    Act(
        says="somebody is presented as a speaker",
        calls=answering.present,
        before=open_call,
        do=lambda house: answering.present(house.event, by=house.mallory, name="Mal"),
        logged=one("created", "speaker", "new"),
        by="mallory",
    ),
    Act(
        says="nobody decided in time",
        calls=reviewing.close,
        before=end_undecided,
        do=lambda house: reviewing.close(house.session, by=house.olga),
        logged=one("state", "session", "session"),
        sequence=1,
        revised=True,
    ),
    Act(
        says="a session is proposed",
        calls=submitting.submit,
        do=lambda house: submitting.submit(house.event, by=house.olga, title="New", state="pending"),
        logged=one("created", "session", "new"),
    ),
    session_changed("the session is renamed", title="Soldering"),
    session_changed("it is described otherwise", short_abstract="<p>Words</p>"),
    session_changed("it has a stream of its own", stream_url="https://example.org/soldering"),
    session_changed("it leaves its track", track=None),
    moved("it begins earlier", lambda house: slot("2026-10-24 07:30", "2026-10-24 09:00", house.room)),
    moved("it fills the whole event", lambda house: slot("2026-10-24 07:00", "2026-10-26 17:00", house.room)),
    moved("it ends later", lambda house: slot("2026-10-24 08:00", "2026-10-24 09:30", house.room)),
    moved("it is in another room", lambda house: slot("2026-10-24 08:00", "2026-10-24 09:00", house.other_room)),
    moved("it is in no room", lambda _house: slot("2026-10-24 08:00", "2026-10-24 09:00", None)),
    Act(
        says="it loses its time and room",
        calls=scheduling.unschedule,
        do=lambda house: scheduling.unschedule(house.session, by=house.olga),
        logged=one("moved", "session", "session"),
        sequence=1,
        revised=True,
    ),
    decided("it is confirmed", "confirmed", Side.ORGANIZER),
    decided("it is canceled", "canceled", Side.ORGANIZER),
    decided("its speaker takes it back", "withdrawn", Side.SPEAKER),
    Act(
        says="it is locked",
        calls=reviewing.lock,
        do=lambda house: reviewing.lock(house.session, by=house.olga),
        logged=one("locked", "session", "session"),
    ),
    Act(
        says="it is unlocked",
        calls=reviewing.unlock,
        before=lambda house: reviewing.lock(house.session, by=house.olga),
        do=lambda house: reviewing.unlock(house.session, by=house.olga),
        logged=one("unlocked", "session", "session"),
    ),
    Act(
        says="it is deleted",
        calls=removing.delete,
        do=lambda house: removing.delete(house.session, by=house.olga),
        logged=one("deleted", "session", "session"),
        sequence=1,
        revised=True,
    ),
    Act(
        says="it is restored",
        calls=removing.restore,
        before=lambda house: removing.delete(house.session, by=house.olga),
        do=lambda house: removing.restore(house.session, by=house.olga),
        logged=one("restored", "session", "session"),
        sequence=1,
        revised=True,
    ),
    # --- speakers ---
    Act(
        says="a speaker is made",
        calls=speaking.add,
        do=lambda house: speaking.add(house.event, by=house.olga, name="Cy"),
        logged=one("created", "speaker", "new"),
    ),
    Act(
        says="the speaker is renamed",
        calls=speaking.change,
        do=lambda house: speaking.change(house.speaker, by=house.olga, name="Ann Other"),
        logged=and_session(one("changed", "speaker", "speaker")),
        revised=True,
    ),
    Act(
        says="the speaker has another address",
        calls=speaking.change,
        do=lambda house: speaking.change(house.speaker, by=house.olga, email="new@example.org"),
        logged=one("changed", "speaker", "speaker"),
    ),
    Act(
        says="the speaker is removed",
        calls=speaking.remove,
        do=lambda house: speaking.remove(house.speaker, by=house.olga),
        logged=and_session(one("deleted", "speaker", "speaker")),
        revised=True,
    ),
    Act(
        says="the speaker comes back",
        calls=speaking.restore,
        before=lambda house: speaking.remove(house.speaker, by=house.olga),
        do=lambda house: speaking.restore(house.speaker, by=house.olga),
        logged=and_session(one("restored", "speaker", "speaker")),
        revised=True,
    ),
    Act(
        says="the team enters a speaker",
        calls=speaking.propose,
        do=lambda house: speaking.propose(
            house.event, by=house.olga, is_team=True, may_override=True, may_lock=True, name="Cy"
        ),
        logged=one("created", "speaker", "new"),
    ),
    Act(
        says="the speaker is amended",
        calls=speaking.amend,
        do=lambda house: speaking.amend(
            house.speaker, by=house.olga, is_team=True, may_override=True, may_lock=True, name="Ann Other"
        ),
        logged=and_session(one("changed", "speaker", "speaker")),
        revised=True,
    ),
    Act(
        says="others speak",
        calls=speaking.set_speakers,
        do=lambda house: speaking.set_speakers(house.session, [house.second], by=house.olga),
        logged=[*one("linked", "session", "session"), *one("unlinked", "session", "session")],
        revised=True,
    ),
    Act(
        says="speakers are shown in another order",
        calls=speaking.reorder,
        do=lambda house: speaking.reorder(house.event, {house.second.pk: 1, house.speaker.pk: 2}, by=house.olga),
        logged=[*one("changed", "speaker", "second"), *one("changed", "speaker", "speaker")],
    ),
    Act(
        says="speakers are shown as they came",
        calls=speaking.reset_order,
        before=lambda house: speaking.reorder(house.event, {house.second.pk: 1}, by=house.olga),
        do=lambda house: speaking.reset_order(house.event, by=house.olga),
        logged=one("changed", "speaker", "second"),
    ),
    Act(
        says="a second one speaks",
        calls=speaking.link,
        do=lambda house: speaking.link(house.second, house.session, by=house.olga),
        logged=one("linked", "session", "session"),
        revised=True,
    ),
    Act(
        says="the speaker speaks no more",
        calls=speaking.unlink,
        do=lambda house: speaking.unlink(house.speaker, house.session, by=house.olga),
        logged=one("unlinked", "session", "session"),
        revised=True,
    ),
]
