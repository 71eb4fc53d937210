"""Members that hold lists and objects: slides, and answers to what an event asks of its own."""

import math

from django.utils.translation import gettext

from openevent.lib import text, urls
from openevent.lib.models import WrongValue

MOST_SLIDES, SLIDE_NAME, SLIDE_LINK = 50, 255, 2000
MOST_ANSWERS, ANSWER_NAME, ANSWER_TEXT = 30, 255, 10_000
MOST_EXACT = 2**53  # other programs read no bigger number exactly (RFC 8259, 6)


def slides(written: object) -> list[dict[str, str]]:
    """The list of slides, each with a name and an absolute link, at most 50; none for null. Raises WrongValue."""
    if written is None:
        return []
    if not isinstance(written, list) or len(written) > MOST_SLIDES:
        raise _wrong("slides", gettext("They are a list of at most %(most)s.") % {"most": MOST_SLIDES})
    return [_slide(one) for one in written]


def _slide(written: object) -> dict[str, str]:
    if not isinstance(written, dict) or written.keys() != {"name", "link"}:
        raise _wrong("slides", gettext("Each has a “name” and a “link”, and nothing else."))
    name, link = written["name"], written["link"]
    if not isinstance(name, str) or len(name) > SLIDE_NAME or name != text.storable(name):
        raise _wrong(
            "slides",
            gettext("A name is a text of at most %(most)s characters that can be stored.") % {"most": SLIDE_NAME},
        )
    if not isinstance(link, str) or len(link) > SLIDE_LINK or not urls.is_absolute(link):
        raise _wrong("slides", urls.not_absolute(str(link)))
    return {"name": text.one_line(name), "link": link}


def answers(written: object, member: str) -> dict[str, object] | None:
    """A flat object: at most 30 names, each in snake case, to texts, numbers, truth values or null.

    Raises WrongValue. `member` is the column, for the refusal's pointer.
    """
    if written is None:
        return None
    if not isinstance(written, dict) or len(written) > MOST_ANSWERS:
        raise _wrong(member, gettext("It is an object of at most %(most)s members.") % {"most": MOST_ANSWERS})
    found = {str(name).replace("-", "_"): value for name, value in written.items()}
    if len(found) < len(written):
        raise _wrong(member, gettext("Two of its names are the same in snake case."))
    for name, value in found.items():
        _check_answer(name, value, member)
    return found


def _check_answer(name: str, value: object, member: str) -> None:
    if not name or len(name) > ANSWER_NAME or name != text.storable(name):
        raise _wrong(member, gettext("A name has 1 to %(most)s characters that can be stored.") % {"most": ANSWER_NAME})
    match value:
        case None | bool():
            fits = True
        case str():
            fits = len(value) <= ANSWER_TEXT and value == text.storable(value)
        case int() | float():
            fits = math.isfinite(value) and abs(value) < MOST_EXACT
        case _:
            fits = False
    if not fits:
        raise _wrong(
            member, gettext("“%(name)s” must be a text, a number, true, false or null.") % {"name": name[:100]}
        )


def _wrong(member: str, sentence: str) -> WrongValue:
    name = member.replace("_", "-")
    return WrongValue(f"{name}: {sentence}", pointer=f"/data/attributes/{name}")
