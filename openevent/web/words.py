"""Text that people wrote, as pages show it."""

import re

import nh3

from openevent.lib import text

ATTRIBUTES = {name: allowed - {"style"} for name, allowed in text.ATTRIBUTES.items()}


# Paragraphs of nothing, by which programs that write HTML make room: pages have room of their own.
BLANK = re.compile(r"<p(?: [^>]*)?>(?:\s|&nbsp;|<br>|</?(?:span|b|strong|i|em|u)(?: [^>]*)?>)*</p>")


def shown(html: str) -> str:
    """Safe HTML without styles in it: the policy of our pages (CSP) lets none pass that does not stand in a file."""
    safe = BLANK.sub("", text.safe_html(html))
    if "style=" not in safe:
        return safe
    return nh3.clean(safe, tags=text.TAGS, attributes=ATTRIBUTES, url_schemes=text.LINKS, link_rel=text.REL)
