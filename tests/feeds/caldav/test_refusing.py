"""What over CalDAV is refused: what would be written, and what nobody should send."""

from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.events import issuing
from openevent.events.models import Event
from openevent.program import favouring
from openevent.program.models import FavouriteSession, Session, Speaker
from tests.feeds.dav import ANYBODY, DECLARED, Client, basic, item, signed_in

# --- writing ---


@pytest.mark.parametrize("method", ["PUT", "DELETE", "MKCALENDAR", "MKCOL", "PROPPATCH", "MOVE"])
def test_what_would_be_written_is_refused(
    event: Event, session: Session, olga: User, ann: User, path: str, method: str
) -> None:
    favouring.add(session, user=ann)
    helper, run = signed_in(olga, "team", event)
    fan, favourites = signed_in(ann, "favourites")
    before = ANYBODY.query(path).body
    places = [
        *(
            (ANYBODY, path),
            (ANYBODY, item(path, session)),
            (ANYBODY, f"{path}new.ics"),
            (ANYBODY, "/caldav/events/new/"),
        ),
        *((helper, run), (helper, item(run, session)), (helper, "/caldav/"), (helper, path)),
        *((fan, favourites), (fan, f"{favourites}new/new.ics"), (fan, favourites.replace("favourites", "new"))),
    ]

    answers = [who.ask(method, where, "x", destination="/caldav/x", depth="infinity") for who, where in places]

    assert {answer.status for answer in answers} == {403}
    assert {answer.xml[0].tag for answer in answers} == {"{DAV:}need-privileges"}
    assert [answer.texts("D:need-privileges/D:resource/D:href") for answer in answers] == [
        [where] for _, where in places
    ]
    assert ANYBODY.query(path).body == before
    assert FavouriteSession.objects.count() == 1


@pytest.mark.parametrize("method", ["POST", "LOCK", "COPY", "ACL", "MKACTIVITY"])
def test_other_methods_are_not_known(session: Session, path: str, method: str) -> None:
    assert ANYBODY.ask(method, path).status == 405


def test_who_deletes_a_favourite_marks_it_no_more(session: Session, other: Session, ann: User, tom: User) -> None:
    for user in (ann, tom):
        favouring.add(session, user=user)
    favouring.add(other, user=ann)
    program, calendar = signed_in(ann, "favourites")
    token = program.sync(calendar).token
    tag = program.propfind(item(calendar, session), "D:getetag").tags[item(calendar, session)]

    stale = program.ask("DELETE", item(calendar, session), if_match='"other"')
    done = program.ask("DELETE", item(calendar, session), if_match=tag)
    again = program.ask("DELETE", item(calendar, session))

    assert [stale.status, done.status, again.status] == [412, 204, 404]
    assert program.sync(calendar, token).gone == [item(calendar, session)]
    assert [(mark.user, mark.session) for mark in FavouriteSession.objects.order_by("user__email", "pk")] == [
        (ann, other),
        (tom, session),
    ]
    session.refresh_from_db()
    assert session.favourite_count == 1


def test_who_may_take_marks_away_is_told_so(session: Session, ann: User) -> None:
    program, calendar = signed_in(ann, "favourites")

    held = program.propfind(calendar, "D:current-user-privilege-set").properties(calendar)

    assert "{DAV:}unbind" in [one[0].tag for one in held["{DAV:}current-user-privilege-set"]]


def test_what_one_speaks_in_is_not_deleted(session: Session, speaker: Speaker, ann: User) -> None:
    favouring.add(session, user=ann)
    program, calendar = signed_in(ann, "speaking")

    assert program.ask("DELETE", item(calendar, session)).status == 403
    assert program.ask("DELETE", item(calendar.replace("speaking", "favourites"), session)).status == 404
    assert FavouriteSession.objects.count() == 1


# --- what nobody should send ---

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<D:propfind xmlns:D="DAV:"><D:prop>&b;</D:prop></D:propfind>'
)
HOSTILE = {
    "no XML": "x<",
    "an XML bomb": BOMB,
    "an unknown encoding": b'<?xml version="1.0" encoding="x-none"?><a/>',
    "no UTF-8": b"<a>\xff</a>",
    "NUL": b"\0",
    "too deep": "<a xmlns='DAV:'>" * 5000 + "</a>" * 5000,
    "no namespace": "<propfind><prop><x/></prop></propfind>",
    "an element in no namespace": '<D:propfind xmlns:D="DAV:"><D:prop><x/></D:prop></D:propfind>',
    "an empty question": '<D:propfind xmlns:D="DAV:"/>',
    "an empty address": f"<C:calendar-multiget {DECLARED}><D:prop/><D:href/></C:calendar-multiget>",
    "no range": f"<C:free-busy-query {DECLARED}/>",
}  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
def test_what_cannot_be_read_is_refused(session: Session, path: str, method: str, body: str | bytes) -> None:
    assert ANYBODY.ask(method, path, body).status == 400


def test_an_impossible_address_is_refused(session: Session, path: str) -> None:
    assert ANYBODY.multiget(path, "http://[").status == 400


FILTERS = [
    '<C:time-range start="now"/>',
    '<C:time-range start="20261024" end="x"/>',
    "<C:prop-filter/>",
    '<C:prop-filter name="SUMMARY"><C:text-match collation="x">a</C:text-match></C:prop-filter>',
    '<C:prop-filter name="SUMMARY"><C:text-match match-type="x">a</C:text-match></C:prop-filter>',
    '<C:prop-filter name="SUMMARY"><C:param-filter/></C:prop-filter>',
    "<C:unknown/>",
    "<C:comp-filter/>",
    '<C:comp-filter name="VALARM"><C:time-range/></C:comp-filter>',
]


@pytest.mark.parametrize("inside", FILTERS)
def test_no_filter_breaks_the_server(session: Session, path: str, inside: str) -> None:
    assert ANYBODY.query(path, inside).status in {207, 400}


@pytest.mark.parametrize(
    "where",
    [
        *("/caldav//", "/caldav/../etc/passwd", "/caldav/events/..", "/caldav/events/%00", "/caldav/events/\0"),
        *("/caldav/events/\xff\xfe/x", "/caldav/events/" + "a/" * 500, "/caldav/.web", "/caldav/.mobileconfig"),
        *("/caldav/.sharing/v1", "/caldav/.well-known/caldav", "/caldav/events/00000000", "/caldav/feed-0/"),
        "/caldav/*",
        *("/caldav/feed-" + "9" * 30 + "/x", "/caldav/events/abcdefgh/" + "9" * 30 + ".ics"),
    ],
)  # fmt: skip
def test_no_path_breaks_the_server(session: Session, ann: User, where: str) -> None:
    program, _ = signed_in(ann, "favourites")

    for who in (ANYBODY, program):
        for method in ("GET", "HEAD", "PROPFIND", "REPORT", "DELETE", "PUT", "POST", "OPTIONS", "MKCOL", "MOVE"):
            assert who.ask(method, where).status < 500


@pytest.mark.parametrize(
    "headers",
    [
        {"content_length": "x"},
        {"content_length": "9" * 30},
        {"content_type": "text/xml; charset=none"},
        {"depth": "infinity"},
        {"depth": "x"},
        {"x_script_name": "evil"},
        {"x_forwarded_host": "evil:80:80"},
        {"destination": "http://["},
        {"accept_encoding": "gzip"},
    ],
)  # fmt: skip
def test_no_header_breaks_the_server(session: Session, path: str, headers: dict[str, str]) -> None:
    for method in ("GET", "PROPFIND", "REPORT", "MOVE", "PUT"):
        assert ANYBODY.ask(method, path, "<D:propfind xmlns:D='DAV:'><D:prop/></D:propfind>", **headers).status < 500


def test_too_big_a_body_is_not_read(session: Session, path: str) -> None:
    assert ANYBODY.ask("REPORT", path, b" " * (2 * 1024 * 1024 + 1)).status == 413


def test_a_filter_that_needs_every_item_read_has_an_end(
    session: Session, other: Session, path: str, monkeypatch: Any
) -> None:
    word = '<C:prop-filter name="SUMMARY"><C:text-match>Other</C:text-match></C:prop-filter>'
    assert list(ANYBODY.query(path, word).events) == ["Other"]

    monkeypatch.setattr("openevent.feeds.caldav.items.MOST_PARSED", 1)

    assert ANYBODY.query(path, word).status == 400


def test_a_token_of_tickets_opens_nothing_here(
    event: Event, session: Session, olga: User, ann: User, path: str
) -> None:
    favouring.add(session, user=ann)
    _, favourites = signed_in(ann, "favourites", event)
    _, run = signed_in(olga, "team", event)

    for user in (ann, olga):  # of a team, too: it opens no more than its scope
        program, own = signed_in(user, "ticket", event)
        for place in ("/caldav/", own.removesuffix("ticket/"), own, item(own, session), favourites, run):
            answers = [
                program.propfind(place, "D:displayname", depth="1"),
                program.query(place),
                program.ask("GET", place),
            ]
            assert {answer.status for answer in answers} == {401}
            assert all(session.title.encode() not in answer.body for answer in answers)
        assert program.ask("DELETE", item(favourites, session)).status == 401
    assert FavouriteSession.objects.count() == 1


def test_nothing_secret_is_logged(session: Session, ann: User, caplog: Any) -> None:
    token, secret = issuing.issue(ann, name="Mine", scope="favourites")

    for authorization in (basic(ann.email, secret), basic(ann.email, f"wrong{secret}"), basic("x", secret)):
        Client(authorization=authorization).propfind(f"/caldav/feed-{token.pk}/", "D:displayname")

    assert secret not in caplog.text
    assert ann.email not in caplog.text


@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture], deadline=None)
@hypothesis.given(
    method=st.sampled_from(["GET", "PROPFIND", "REPORT", "DELETE", "PUT", "MOVE", "MKCOL", "PROPPATCH"]),
    below=st.sampled_from(["", "events/", "feed-1/", "feed-1/favourites/"]),
    rest=st.binary(max_size=40),
    body=st.binary(max_size=80),
    authorization=st.one_of(st.just(""), st.text(st.characters(max_codepoint=255), max_size=20).map("Basic {}".format)),
)
def test_whatever_is_sent_the_server_stays(
    db: None, method: str, below: str, rest: bytes, body: bytes, authorization: str
) -> None:
    answer = Client(authorization=authorization).ask(method, f"/caldav/{below}{rest.decode('latin-1')}", body)

    assert answer.status < 500
