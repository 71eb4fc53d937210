"""Bodies of WebDAV requests: read without trust, and mended where Radicale would take them amiss."""

from xml.etree import ElementTree as ET

from defusedxml import ElementTree as Defused  # type: ignore[import-untyped]  # it ships no types
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # as above
from radicale.xmlutils import make_clark, make_response

MOST_DEEP = 30  # RFC 4791 needs about eight
PRINCIPAL = make_clark("D:current-user-principal")
# Which roots need a child to mean anything.
NEEDED = {
    make_clark("D:propfind"): None,
    make_clark("C:free-busy-query"): make_clark("C:time-range"),
}


class UnreadableBody(RuntimeError):  # noqa: N818 - a refusal, which Radicale knows by its base
    """The body is not XML that means something; Radicale answers 400 for it."""


def read(body: bytes) -> ET.Element | None:
    """The root element; None for an empty body. Raises UnreadableBody."""
    if not body.strip():
        return None
    try:
        root: ET.Element = Defused.fromstring(body, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, LookupError, ValueError) as error:  # also an unknown encoding
        raise UnreadableBody("The body is not well-formed XML without a DTD.") from error
    _check(root)
    _drop(root, make_clark("C:expand"))  # nothing here repeats: expanded, it is what it was
    return root


def _check(root: ET.Element) -> None:
    level = [root]
    for _ in range(MOST_DEEP):
        if not level:
            break
        if any(not element.tag.startswith("{") for element in level):
            raise UnreadableBody("An element is in no namespace.")
        level = [child for element in level for child in element]
    else:
        raise UnreadableBody("The elements are nested too deeply.")
    if any(not (href.text or "").strip() for href in root.findall(make_clark("D:href"))):
        raise UnreadableBody("An address is empty.")
    if root.tag in NEEDED and not _has(root, NEEDED[root.tag]):
        raise UnreadableBody("The request does not say what it asks for.")


def _has(root: ET.Element, child: str | None) -> bool:
    return len(root) > 0 if child is None else root.find(child) is not None


def _drop(root: ET.Element, tag: str) -> None:
    for parent in list(root.iter()):
        for child in parent.findall(tag):
            parent.remove(child)


def take_principal(root: ET.Element) -> bool:
    """Take the question who is signed in out of a PROPFIND; whether it was there."""
    asked = root.find(make_clark("D:prop"))
    principal = None if asked is None else asked.find(PRINCIPAL)
    if asked is None or principal is None:
        return False
    asked.remove(principal)
    return True


def add_unauthenticated(answer: ET.Element) -> None:
    """Say of every resource that nobody is signed in (RFC 5397, 3)."""
    for response in answer.findall(make_clark("D:response")):
        found = ET.SubElement(response, make_clark("D:propstat"))
        ET.SubElement(
            ET.SubElement(ET.SubElement(found, make_clark("D:prop")), PRINCIPAL), make_clark("D:unauthenticated")
        )
        ET.SubElement(found, make_clark("D:status")).text = make_response(200)


def add_privilege(answer: ET.Element, name: str) -> None:
    """Say that the one who asks has this privilege, too, wherever it is said which they have (RFC 3744, 5.4)."""
    for held in answer.iter(make_clark("D:current-user-privilege-set")):
        ET.SubElement(ET.SubElement(held, make_clark("D:privilege")), make_clark(name))


def need_privileges(href: str, name: str) -> ET.Element:
    """The refusal that names the privilege that is missing (RFC 3744, 7.1.1)."""
    error = ET.Element(make_clark("D:error"))
    resource = ET.SubElement(ET.SubElement(error, make_clark("D:need-privileges")), make_clark("D:resource"))
    ET.SubElement(resource, make_clark("D:href")).text = href
    ET.SubElement(ET.SubElement(resource, make_clark("D:privilege")), make_clark(name))
    return error
