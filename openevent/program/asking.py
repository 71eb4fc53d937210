"""What a call for speakers asks beside a session's title and a speaker's name: members, and questions of its own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.lib import text
from openevent.lib.errors import Refused
from openevent.program import calling
from openevent.program.models import Session, SessionType, Speaker, SpeakersCall, Track

MOST, LONGEST_LABEL, LONGEST_HELP = 60, 255, 1000
MOST_OWN = 20  # of each form; answers are bounded, too (`lib.structures`)
OWN = re.compile(r"[a-z0-9_]{1,100}")


class Asks(StrEnum):
    """Of what it is asked."""

    SESSION = "session"
    SPEAKER = "speaker"


class Kind(StrEnum):
    """How a question of the call's own is answered."""

    MEMBER = "member"  # none of its own: a member of the session or the speaker
    TEXT = "text"
    PARAGRAPH = "paragraph"
    BOOLEAN = "boolean"


# The members that can be asked for, in the usual order.
MEMBERS: dict[Asks, tuple[str, ...]] = {
    Asks.SESSION: (
        *("subtitle", "short_abstract", "long_abstract", "track", "session_type", "level", "language"),
        *("slides_url", "video_url", "comments"),
    ),
    Asks.SPEAKER: (
        *("position", "organisation", "short_biography", "photo_url", "website", "mastodon", "github", "linkedin"),
        *("city", "country", "mobile", "speaking_experience"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing that is asked: a member, or a question of the call's own, whose answer is a complex field value."""

    of: Asks
    name: str
    kind: Kind = Kind.MEMBER
    label: str = ""
    help: str = ""
    is_required: bool = False

    @property
    def is_own(self) -> bool:
        """Whether it is none of the members that every session or speaker has."""
        return self.kind != Kind.MEMBER


class WrongQuestions(Refused):
    """A call cannot ask this."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, pointer="/data/attributes/questions")


class MissingFields(Refused):
    """A proposal does not say what its call requires."""

    def __init__(self, missing: Iterable[Question]) -> None:
        shown = [one.label or one.name.replace("_", " ").capitalize() for one in missing]
        super().__init__(
            _("Missing required fields: %(fields)s") % {"fields": ", ".join(shown)}, pointer="/data/attributes/state"
        )


USUAL = tuple(Question(of=of, name=name) for of, names in MEMBERS.items() for name in names)


def asked(call: SpeakersCall | None) -> tuple[Question, ...]:
    """What the call asks, in order; where its team has not said what, the usual, none of it required."""
    if call is None or call.questions is None:
        return USUAL
    return tuple(Question(**{**row, "of": Asks(row["of"]), "kind": Kind(row["kind"])}) for row in call.questions)


def unhurried(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The same, none of it required: so are drafts written."""
    return tuple(replace(one, is_required=False) for one in questions)


def ask(call: SpeakersCall, questions: Iterable[Question], *, by: User) -> SpeakersCall:
    """Let the call ask exactly this, in this order. Raises WrongQuestions."""
    return calling.change(call, by=by, questions=[_checked(one) for one in _bounded(list(questions))])


def check(session: Session, *, by: User) -> None:
    """Raise MissingFields where the call requires what the session, or the account as its speaker, does not say."""
    required = [one for one in asked(calling.of(session.event)) if one.is_required and _has_answers(one, session)]
    if not required:
        return
    speakers = Speaker.objects.filter(speaking__session=session, user=by, deleted_at=None)
    rows: dict[Asks, list[Any]] = {Asks.SESSION: [session], Asks.SPEAKER: list(speakers)}
    if missing := [one for one in required if not all(_is_said(row, one) for row in rows[one.of])]:
        raise MissingFields(missing)


def _has_answers(question: Question, session: Session) -> bool:
    """Whether it can be answered: an event without tracks asks for none."""
    parts: dict[str, type[Track] | type[SessionType]] = {"track": Track, "session_type": SessionType}
    part = None if question.is_own else parts.get(question.name)
    return part is None or part._default_manager.filter(event=session.event_id, deleted_at=None).exists()


def _is_said(row: Session | Speaker, question: Question) -> bool:
    if not question.is_own:
        return getattr(row, question.name) not in ("", None)
    answers: Mapping[str, object] = row.complex_field_values or {}
    return answers.get(question.name) not in ("", None, False)


def _bounded(questions: list[Question]) -> list[Question]:
    if len(questions) > MOST or len({(one.of, one.name) for one in questions}) < len(questions):
        raise WrongQuestions(_("A call asks at most %(most)s things, each once.") % {"most": MOST})
    if any(sum(one.is_own and one.of == of for one in questions) > MOST_OWN for of in Asks):
        raise WrongQuestions(_("A form has at most %(most)s questions of its own.") % {"most": MOST_OWN})
    return questions


def _checked(question: Question) -> dict[str, Any]:
    label, words = text.one_line(question.label), text.storable(question.help).strip()
    if len(label) > LONGEST_LABEL or len(words) > LONGEST_HELP:
        raise WrongQuestions(
            _("A question has %(longest_label)s characters at most, its explanation %(longest_help)s.")
            % {"longest_label": LONGEST_LABEL, "longest_help": LONGEST_HELP}
        )
    if question.is_own and not (label and OWN.fullmatch(question.name)):
        raise WrongQuestions(
            _("A question of one's own has words, and a name of small letters, digits and underscores.")
        )
    if not question.is_own and question.name not in MEMBERS[question.of]:
        raise WrongQuestions(
            _("“%(name)s” is nothing that is asked of a %(of)s.") % {"name": question.name[:100], "of": question.of}
        )
    return {**asdict(question), "label": label, "help": words, "of": str(question.of), "kind": str(question.kind)}
