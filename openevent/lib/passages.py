"""Longer texts that people write, as they are kept: no longer than anybody reads, and as HTML that is safe."""

from django.utils.translation import gettext as _

from openevent.lib import text
from openevent.lib.models import WrongValue

# To clean HTML that is made to be slow, and to show it, takes a second for so many characters, and a minute for the
# two million of a request.
LONGEST = 200_000


def kept(written: str, member: str) -> str:
    """The text, cleaned. Raises WrongValue, which points to the member, for one that is too long."""
    check(written, member)
    return text.safe_html(written)


def check(written: str, member: str) -> None:
    """Raise WrongValue, which points to the member, for a text that is too long."""
    if len(written) > LONGEST:
        name = member.replace("_", "-")
        sentence = _("%(member)s: A text has at most %(most)s characters.") % {"member": name, "most": LONGEST}
        raise WrongValue(sentence, pointer=f"/data/attributes/{name}")
