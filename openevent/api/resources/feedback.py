"""What people say of an event or, in the team, of a proposal. /v1/feedbacks."""

from typing import Any

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.events.access import Asker
from openevent.lib.errors import Refused, Unknown
from openevent.program import access, rating
from openevent.program.models import Feedback, Session


class OneSubject(Refused):
    """Feedback is about an event or about a session."""


class FeedbackSerializer(Serializer[Feedback]):
    """A feedback's members."""

    class Meta:
        model = Feedback
        resource_name = "feedback"
        fields = ["rating", "comment", "deleted_at"]
        read_only_fields = ["deleted_at"]
        says = {
            "rating": "From 1 to 5, in halves.",
        }


class Feedbacks(Resource):
    """Ratings from 1 to 5, in halves."""

    type, path, noun = "feedback", "feedbacks", "feedback"
    serializer, reach = FeedbackSerializer, access.FEEDBACK
    relations = {
        "event": ToOne(resource="event", column="event", fixed=True),
        "session": ToOne(resource="session", column="session", fixed=True),
        "user": ToOne(resource="user", column="user", fixed=True),
    }

    def may_create(self, asker: Asker, facts: Facts) -> bool:
        """Of an event whoever sees it; of a session its team. Nobody speaks for another."""
        if facts.get("user", asker) != asker:
            raise Unknown("A feedback is by whoever sends it.", pointer="/data/relationships/user")
        return access.may_rate(asker, self.subject(facts))

    def subject(self, facts: Facts) -> Any:
        """What the feedback is about; raises OneSubject."""
        event, session = facts.get("event"), facts.get("session")
        if (event is None) == (session is None):
            raise OneSubject("A feedback is about one “event” or one “session”.", pointer="/data/relationships")
        return event or session

    def create(self, facts: Facts, *, by: Any) -> Feedback:
        """A rating."""
        subject, said = self.subject(facts), {"rating": facts["rating"], "comment": facts.get("comment", "")}
        act = rating.rate_session if isinstance(subject, Session) else rating.rate_event
        return act(subject, by=by, **said)

    def change(self, row: Feedback, facts: Facts, *, by: User) -> Feedback:
        """Other words."""
        return rating.change(row, by=by, **facts)

    def delete(self, row: Feedback, *, by: User) -> None:
        """Taken back."""
        rating.remove(row, by=by)

    def restore(self, row: Feedback, *, by: User) -> Feedback:
        """Said again."""
        return rating.restore(row, by=by)
