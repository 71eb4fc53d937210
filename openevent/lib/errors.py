"""Refusals: what an act says when it does not do what was asked."""

from http import HTTPStatus

from openevent.lib.sentences import Said


class Refused(Exception):  # noqa: N818 - an act "refuses"; the word reads aloud where it is raised
    """An act was refused; `str()` is a sentence for the user, saying what to do.

    `status` is the HTTP status that says the same to a program; `pointer` (RFC 6901) or `parameter` names the part
    of the request that was at fault, if one was. What is refused with a sentence for every language keeps it as `said`.
    """

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, sentence: Said, *, pointer: str = "", parameter: str = "") -> None:
        super().__init__(str(sentence))
        self.said = sentence
        self.pointer = pointer
        self.parameter = parameter


class Unknown(Refused):
    """There is no such thing, or none that the asker may know of."""

    status = HTTPStatus.NOT_FOUND


class Forbidden(Refused):
    """The asker may see the thing, but may not do this with it."""

    status = HTTPStatus.FORBIDDEN


class Conflicting(Refused):
    """It contradicts what is there already."""

    status = HTTPStatus.CONFLICT


class Gone(Refused):
    """It was there, and is no more."""

    status = HTTPStatus.GONE


class Malformed(Refused):
    """The request itself cannot be read."""

    status = HTTPStatus.BAD_REQUEST


class TooLarge(Refused):
    """The request is bigger than this server takes."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
