"""Addresses of pages, conferences and people, made safe to stand in a property value (RFC 3986, RFC 6068)."""

import re

# In a URI everything outside RFC 3986's characters is illegal, and a "%" that starts no escape.
_ILLEGAL = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")
_ILLEGAL_IN_ADDRESS = re.compile(r"[^A-Za-z0-9\-._~!$'*+@%]|%(?![0-9A-Fa-f]{2})")
# Browsers, too, drop control characters from a URL; percent-encoded they would only hide.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
# What they usually look like, so that one look is enough.
_PLAIN_PAGE = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9\-._~:/?#@!$&'()*+,;=]*")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9\-._+@]*")
_PAGE = re.compile(r"https?://[^/?#]", re.IGNORECASE)
# An allow-list: `javascript:`, `data:` and `file:` links are nobody's conference.
_CONFERENCE = re.compile(
    r"(?:https?|rtmps?|rtsps?|ircs?|ssh)://[^/?#]|(?:tel|sips?|xmpp|mailto|matrix|msteams|zoommtg|skype):[^/?#]",
    re.IGNORECASE,
)
_MAILTO = re.compile(r"\A(?:mailto:)+", re.IGNORECASE)


def page(url: str) -> str:
    """An absolute http(s) URL with illegal characters percent-encoded and controls dropped; "" for anything else."""
    if _PLAIN_PAGE.fullmatch(url):
        return url
    legal = _legal(url)
    return legal if _PAGE.match(legal) else ""


def conference(uri: str) -> str:
    """A URI by which one joins (https, tel, sip, xmpp, …), made legal as in `page`; "" for any other scheme."""
    if _PLAIN_PAGE.fullmatch(uri):
        return uri
    legal = _legal(uri)
    return legal if _CONFERENCE.match(legal) else ""


def address(mail: str) -> str:
    """A bare e-mail address, ready to follow `mailto:` (RFC 6068); a leading `mailto:` is taken off."""
    if not _PLAIN_ADDRESS.fullmatch(mail) and _ILLEGAL_IN_ADDRESS.search(mail):
        mail = _ILLEGAL_IN_ADDRESS.sub(_encoded, _MAILTO.sub("", _visible(mail), count=1))
    if mail.count("@") < 2:
        return mail
    # A quoted local part may hold an @, which must then be encoded: only one stands in the address as such.
    local, at, domain = mail.rpartition("@")
    return f"{local.replace('@', '%40')}{at}{domain}"


def _legal(uri: str) -> str:
    if not _ILLEGAL.search(uri):
        return uri
    return _ILLEGAL.sub(_encoded, _visible(uri))


def _visible(uri: str) -> str:
    return _CONTROLS.sub("", uri).strip()


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{octet:02X}" for octet in found[0].encode())
