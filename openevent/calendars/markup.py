"""XML elements (XML 1.0): text as content and as attributes.

A document's texts hold no character that XML refuses (`cleaning`); what is left to do is escaping.
"""

import re

_BREAKS = re.compile("[\t\n]")


def text(value: str) -> str:
    """The text as content of an element."""
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    # ">" only as the end of "]]>", which no content may hold (XML 1.0, 2.4); escaped always, for the eye.
    return value.replace(">", "&gt;") if ">" in value else value


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """An element with this text."""
    return _element(name, text(content), attributes)


def parent(name: str, children: str, /, **attributes: object) -> str:
    """An element around others."""
    return _element(name, children, attributes)


def start(name: str, /, **attributes: object) -> str:
    """A start tag."""
    spelled = (f' {key}="{_value(str(value))}"' for key, value in attributes.items())
    return f"<{name}{''.join(spelled)}>"


def _element(name: str, inner: str, attributes: dict[str, object]) -> str:
    begun = start(name, **attributes) if attributes else f"<{name}>"
    return f"{begun}{inner}</{name}>" if inner else f"{begun[:-1]}/>"


def _value(value: str) -> str:
    # Parsers make blanks of TAB and LF in attributes that are not spelled as references (XML 1.0, 3.3.3).
    return _BREAKS.sub(lambda found: f"&#{ord(found[0])};", text(value).replace('"', "&quot;"))
