"""What one finds at the address of a conference (RFC 7986, 5.11 and 6.3)."""

from typing import NamedTuple


class Conference(NamedTuple):
    """What a way to join offers, in RFC 7986's words, and what to call it."""

    features: tuple[str, ...]
    label: str


_VIDEO = Conference(features=("AUDIO", "VIDEO"), label="Video")
_PHONE = Conference(features=("AUDIO", "PHONE"), label="Phone")
_CHAT = Conference(features=("CHAT",), label="Chat")
_BY_SCHEME = {
    **dict.fromkeys(("http", "https", "rtmp", "rtmps", "rtsp", "rtsps", "msteams", "zoommtg", "skype"), _VIDEO),
    **dict.fromkeys(("tel", "sip", "sips"), _PHONE),
    **dict.fromkeys(("irc", "ircs", "xmpp", "matrix"), _CHAT),
}
_UNKNOWN = Conference(features=(), label="")


def conference(uri: str) -> Conference:
    """What the scheme of the URI tells of it; nothing for a scheme that tells nothing (mailto, ssh)."""
    return _BY_SCHEME.get(uri.partition(":")[0].lower(), _UNKNOWN)
