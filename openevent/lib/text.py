"""Text that people write: HTML made safe, HTML made plain, names made into file names."""

import re
import unicodedata
from collections.abc import Collection
from html import escape, unescape
from itertools import count

import lxml.html
import nh3
from inscriptis.html_engine import Inscriptis
from inscriptis.model.config import ParserConfig
from lxml.etree import ParserError

# What descriptions may hold; everything else is taken out when they are written.
TAGS = {
    *("a", "b", "strong", "span", "p", "div", "em", "i", "u", "s", "strike", "center", "sub", "sup"),
    *("ul", "ol", "li", "br", "blockquote", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "*": {"dir", "lang", "style"}}
STYLES = {"text-align", "font-weight", "text-decoration"}
LINKS = {"http", "https", "mailto", "ftp"}
REL = "nofollow noopener"

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL takes no NUL, UTF-8 no lone surrogate
NOT_IN_TREES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # lxml raises where such text is put into a tree
# Elements of HTML; what begins with “<” and is none of them is somebody's words: “a<b”, “vector<int>”.
ELEMENTS = (
    "a|abbr|address|area|article|aside|audio|b|base|bdi|bdo|big|blockquote|body|br|button|canvas|caption|center|cite|"
    "code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|dir|div|dl|dt|em|embed|fieldset|figcaption|figure|font|"
    "footer|form|frame|frameset|h[1-6]|head|header|hgroup|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|"
    "map|mark|marquee|math|menu|meta|meter|nav|noembed|noframes|noscript|o:p|object|ol|optgroup|option|output|p|param|"
    "picture|plaintext|pre|progress|q|rp|rt|ruby|s|samp|script|search|section|select|slot|small|source|span|strike|"
    "strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|"
    "video|wbr|xmp"
)
# A run of blanks is looked at from its beginning alone: from each blank, it would take time that grows with its square.
HARD_BLANKS = re.compile(r"(?<![ \t])[ \t]*\xa0[ \t\xa0]*")
NO_TAG = re.compile(rf"<(?!/?(?:{ELEMENTS})(?:[\s/][^<>]*)?>|!--)", re.IGNORECASE)
ANY_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{ELEMENTS})(?:[\s/][^<>]*)?>", re.IGNORECASE)
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
IMPLIED = (["p"], ["li"], ["dd"], ["dt"])  # what the next of its kind, or the end around it, ends (HTML, 13.1.2.4)
DEEPEST = 256
# Of cleaned HTML: a tag, or an address in its words, up to what can be no part of one.
TAG_OR_ADDRESS = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-z0-9]+)[^>]*>|(?<![\w@/])(?P<address>https?://(?:(?!&(?:lt|gt|nbsp);)[^\s<>"'\\^`{|}])+)""",
    re.IGNORECASE,
)
AS_WRITTEN = frozenset({"a", "code", "pre"})  # in these no address becomes a link
AFTER_ADDRESSES = ".,;:!?…*_~"  # what ends a sentence, or emphasis
OWN_LINK = re.compile(rf'<a href="([^"]*)" rel="{REL}">\1</a>')  # of an address to itself
EMPTY_STYLE = re.compile(r'(<[a-z0-9]+\b[^>]*?) style=""')
BREAKS_IN_PRE = re.compile(r"(<pre\b[^>]*>)\n+")
BLANK_LINES = re.compile(r"\n{3,}")
NOT_IN_ANY_FILE_NAME = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069/\\:*?"<>|]+')
NOT_IN_FILE_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def storable(text: str) -> str:
    """The text without the characters that no database takes."""
    return UNSTORABLE.sub("", text) if UNSTORABLE.search(text) else text


def one_line(text: str) -> str:
    """The text as a name is kept: in one line, without blanks around it."""
    return " ".join(storable(text).split())


def safe_html(html: str) -> str:
    """The text with a small set of tags, links and styles; scripts and handlers are gone, “a<b” and “&” stay.

    Addresses in words are links, which search engines do not follow. What is nested deeper than any text is taken as
    words: to clean it would take time that grows with its square.
    """
    written = NO_TAG.sub("&lt;", storable(html))
    if _depth(written) > DEEPEST:
        return escape(written, quote=False)
    safe = nh3.clean(
        written,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=LINKS,
        link_rel=REL,
        filter_style_properties=STYLES,
    )
    # HTML drops the first line break in <pre>: what is cleaned again and again would lose one each time.
    return _linked(EMPTY_STYLE.sub(r"\1", BREAKS_IN_PRE.sub(r"\1", safe)))


def _linked(safe: str) -> str:
    """The cleaned HTML with the addresses in its words as links to themselves."""
    if "://" not in safe:
        return safe
    inside: list[str] = []  # the elements in which words stay as they are written

    def link(found: re.Match[str]) -> str:
        if found["address"] is None:
            name = found["name"].lower()
            if name in AS_WRITTEN and found["end"]:
                del inside[-1:]
            elif name in AS_WRITTEN:
                inside.append(name)
            return found[0]
        return found[0] if inside else _link(found["address"])

    return TAG_OR_ADDRESS.sub(link, safe)


def _link(words: str) -> str:
    """The link of an address that may end with the end of the sentence, or of a parenthesis."""
    end, unopened = len(words), words.count(")") - words.count("(")
    while end:
        if words[end - 1] in AFTER_ADDRESSES and not words.endswith("&amp;", 0, end):
            end -= 1
        elif words.endswith("&amp;", 0, end):
            end -= len("&amp;")
        elif words[end - 1] == ")" and unopened > 0:
            end, unopened = end - 1, unopened - 1
        else:
            break
    address = words[:end]
    link = f'<a href="{address}" rel="{REL}">{address}</a>'
    if nh3.clean(link, tags={"a"}, link_rel=REL) != link:  # it has no host, say, and would lose its address
        return words
    return f"{link}{words[end:]}"


def _depth(html: str) -> int:
    """At most so deep are elements nested in the text: an end that closes nothing here may close nothing there."""
    opened: list[str] = []
    deepest = 0
    for tag in ANY_TAG.finditer(html):
        name = tag["name"].lower()
        if tag["end"]:
            ends = len(opened) - (1 if opened[-1:] != [name] and opened[-1:] in IMPLIED else 0)
            if opened[ends - 1 : ends] == [name]:
                del opened[ends - 1 :]
        elif name not in VOID and not (opened[-1:] == [name] and [name] in IMPLIED):
            opened.append(name)
            deepest = max(deepest, len(opened))
    return deepest


def plain(html: str) -> str:
    """The text of some HTML: paragraphs as lines, list items with a bullet, links written out behind their words."""
    safe = OWN_LINK.sub(r"\1", safe_html(html))
    if not ANY_TAG.search(safe):
        return HARD_BLANKS.sub(" ", unescape(safe)).strip()  # words alone: their line breaks are meant
    try:
        tree = lxml.html.document_fromstring(NOT_IN_TREES.sub("", safe))
    except ParserError:  # nothing but blanks and comments
        return ""
    for link in tree.iter("a"):
        write_out(link)
    text = Inscriptis(tree, ParserConfig()).get_text()
    lines = "\n".join(line.rstrip() for line in text.replace("\N{NO-BREAK SPACE}", " ").splitlines())
    return BLANK_LINES.sub("\n\n", lines).strip("\n")


def write_out(link: lxml.html.HtmlElement) -> None:
    """Put the link's address behind its words, unless the words are the address."""
    address = (link.get("href") or "").strip()
    words = link.text_content().strip()
    ways = {address, address.removeprefix("mailto:"), address.partition("//")[2]}
    if not address or words in ways | {way.rstrip("/") for way in ways}:
        return
    last = link[-1] if len(link) else None
    behind = f" ({address})" if words else address
    if last is None:
        link.text = (link.text or "") + behind
    else:
        last.tail = (last.tail or "") + behind


def file_name(name: str, *, otherwise: str) -> str:
    """The name as an ASCII file name without a folder or extension; `otherwise` where no character of it is left."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return NOT_IN_FILE_NAMES.sub("-", ascii_name).strip("-.")[:80].rstrip("-.") or otherwise


def new_word(words: str, taken: Collection[str], *, otherwise: str) -> str:
    """The words as one of small ASCII letters, digits and underscores, with a number where it is taken already."""
    base = file_name(words, otherwise=otherwise).lower().replace("-", "_").replace(".", "_")
    numbered = (base if number == 0 else f"{base}_{number}" for number in count())
    return next(word for word in numbered if word not in taken)


def full_file_name(name: str, *, otherwise: str) -> str:
    """The name as a file name in its own script, without characters that a file system or a header refuses."""
    return NOT_IN_ANY_FILE_NAME.sub("-", one_line(name))[:80].strip(" .-") or otherwise
