"""Text that people wrote, as pages show it."""

import nh3

from openevent.lib import text

ATTRIBUTES = {name: allowed - {"style"} for name, allowed in text.ATTRIBUTES.items()}


def shown(html: str) -> str:
    """Safe HTML without styles in it: the policy of our pages (CSP) lets none pass that does not stand in a file."""
    safe = text.safe_html(html)
    if "style=" not in safe:
        return safe
    return nh3.clean(safe, tags=text.TAGS, attributes=ATTRIBUTES, url_schemes=text.LINKS, link_rel=text.REL)
