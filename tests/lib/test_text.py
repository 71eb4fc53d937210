"""HTML made safe, HTML made plain, names made into file names."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openevent.lib import text

MARKUP = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<b>", "</b>", "<ul><li>", "</li></ul>", "<a href='https://example.org'>", "</a>", "<br>"),
            *("<script>", "</script>", "<!--", "-->", "<", ">", "&amp;", "&#0;", "&#xD800;", "&bogus;", "<![CDATA["),
            *("<table><tr><td>", "</table>", "<pre>", "</pre>", "<svg onload=x>", '"', "'", "\n", "\0", "\ud800"),
            *("word", "<a href=", "<img src=x onerror=y>", "<style>", "</style>", "javascript:x"),
        ]
    )
    | st.text(max_size=5),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<p>Hello <b>you</b></p>", "<p>Hello <b>you</b></p>"),
        ("<p>Hello<script>alert(1)</script></p>", "<p>Hello</p>"),
        ("<style>p { color: red }</style><p>Hello</p>", "<p>Hello</p>"),
        ('<p onclick="x()" style="color: red" class="c">Hello</p>', "<p>Hello</p>"),
        ('<img src="x" onerror="alert(1)">', ""),
        ('<iframe src="https://example.org"></iframe>', ""),
        (
            '<a href="https://example.org/?a=1&amp;b=2" target="_blank">here</a>',
            '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener">here</a>',
        ),
        ('<a href="javascript:alert(1)">here</a>', '<a rel="nofollow noopener">here</a>'),
        ('<a href="JaVaScript&#58;alert(1)">here</a>', '<a rel="nofollow noopener">here</a>'),
        ('<a href="data:text/html,x">here</a>', '<a rel="nofollow noopener">here</a>'),
        ('<a href="sms:+49">here</a>', '<a rel="nofollow noopener">here</a>'),
        (
            '<a href="mailto:olga@example.org">olga</a>',
            '<a href="mailto:olga@example.org" rel="nofollow noopener">olga</a>',
        ),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("nul\0 and half\ud83d a character", "nul and half a character"),
        ("", ""),
    ],
)
def test_html_is_made_safe(html: str, safe: str) -> None:
    assert text.safe_html(html) == safe


@given(MARKUP)
@example("<pre></b>\n\n\nwords")
def test_what_is_safe_stays_as_it_is(html: str) -> None:
    once = text.safe_html(html)

    assert text.safe_html(once) == once


@given(MARKUP)
def test_no_script_survives(html: str) -> None:
    safe = text.safe_html(html)

    assert re.search(r"<(script|style|svg|img)\b|<[^>]*\son\w+\s*=", safe, re.IGNORECASE) is None


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("  just words  ", "just words"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two", "One\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "  * One\n  * Two"),
        ("Fish &amp; Chips &lt;3 &eacute; &#8364;", "Fish & Chips <3 é €"),
        ("1 &nbsp; 2", "1 2"),
        ("<p>Hello<script>alert(1)</script></p>", "Hello"),
        ('<a href="https://example.org/map">the map</a>', "the map (https://example.org/map)"),
        ('<a href="https://example.org/map">the <b>map</b></a>', "the map (https://example.org/map)"),
        ('<a href="https://example.org/">https://example.org</a>', "https://example.org"),
        ('<a href="https://example.org/">example.org</a>', "example.org"),
        ('<a href="mailto:olga@example.org">olga@example.org</a>', "olga@example.org"),
        ('<a href="https://example.org/map"></a>', "https://example.org/map"),
        ('<a href="https://here.example.org/">here</a>', "here (https://here.example.org/)"),
        ('<a href="https://example.org/map">example.org</a>', "example.org (https://example.org/map)"),
        ('<a href="javascript:x">here</a>', "here"),
        ("<p>One</p><p></p><p></p><p></p><p>Two</p>", "One\n\nTwo"),
        ("<!-- nothing -->", ""),
        ("<p> </p>", ""),
        ("&", "&"),
    ],
)
def test_html_is_made_plain(html: str, plain: str) -> None:
    assert text.plain(html) == plain


@given(MARKUP | st.text())
@example("<")
@example("&#0;")
@example("<a href='//['>x</a>")
def test_any_text_can_be_made_plain(html: str) -> None:
    plain = text.plain(html)

    assert plain == plain.strip("\n")


def test_a_name_is_kept_in_one_line() -> None:
    assert text.one_line("  Open \n\t Hard\0ware\u2003\u2028 ") == "Open Hardware"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Autumn Conference 2026", "Autumn-Conference-2026"),
        ("Übergrößen & Café", "Ubergroen-Cafe"),
        ("../../etc/passwd", "etc-passwd"),
        ("a/b\\c:d", "a-b-c-d"),
        (".hidden.", "hidden"),
        ("日本", "event"),
        ("", "event"),
        ("x" * 100, "x" * 80),
        ("\0\n\r", "event"),
    ],
)
def test_a_name_becomes_a_file_name(name: str, file: str) -> None:
    assert text.file_name(name, otherwise="event") == file


@given(st.text())
def test_a_file_name_is_ascii_and_in_no_folder(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}", text.file_name(name, otherwise="event"))


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("Size of the T-Shirt, e.g. XL?", "size_of_the_t_shirt_e_g__xl"),
        ("Language", "language_1"),
        ("日本", "own_2"),
    ],
)
def test_words_become_one_word_that_is_not_taken_yet(words: str, word: str) -> None:
    assert text.new_word(words, {"language", "own", "own_1"}, otherwise="own") == word


@given(st.text(alphabet=st.characters()))
def test_what_is_storable_can_be_written_everywhere(words: str) -> None:
    kept = text.storable(words + "\ud800\0")

    assert "\0" not in kept
    assert kept.encode() == words.replace("\0", "").encode(errors="ignore")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Why std::vector<int> beats a list", "Why std::vector<int> beats a list"),
        ("if a<b then the tree leans left", "if a<b then the tree leans left"),
        ("write to <ann@x.example> & me", "write to <ann@x.example> & me"),
        ("<p>std::map<K, V> & friends</p>", "std::map<K, V> & friends"),
        ("Tom & Jerry\n\n* first\n* second", "Tom & Jerry\n\n* first\n* second"),
        ("Tom &amp; Jerry\nfirst", "Tom & Jerry\nfirst"),
        ("<script>alert(1)</script>words", "words"),
    ],
)
def test_words_that_only_look_like_tags_stay(written: str, read: str) -> None:
    safe = text.safe_html(written)

    assert text.plain(written) == text.plain(safe) == read


def test_what_is_nested_without_end_is_taken_as_words_and_quickly() -> None:
    deep = "<ul><li>" * 12_000

    assert text.safe_html(deep) == "&lt;ul&gt;&lt;li&gt;" * 12_000
    assert text.safe_html("<b>" * 200 + "words") == "<b>" * 200 + "words" + "</b>" * 200


@pytest.mark.parametrize("bait", ["</i>", "</b>", "<b></ul></b>", "<p></b>"])
def test_ends_that_close_nothing_do_not_hide_how_deep_it_is(bait: str) -> None:
    deep = f"<ul>{bait}<li>" * 1_000

    assert text.safe_html(deep).startswith("&lt;ul&gt;")


def test_ends_that_are_left_out_are_no_depth() -> None:
    for usual in ("<p>words", "<ul><li>words<li>more</ul>", "<div><p>words</div>", "<p>a <b>b</b><br>c</p>"):
        assert not text.safe_html(usual * 1_000).startswith("&lt;")


BOLD = '<b style="font-weight:bold;text-decoration:underline">x</b>'


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<p style="text-align: center; color: red">x</p>', '<p style="text-align:center">x</p>'),
        (BOLD, BOLD),
        ('<p style="background:url(https://evil.example/)">x</p>', "<p>x</p>"),
        ('<p style="">x</p>', "<p>x</p>"),
    ],
)
def test_of_styles_only_those_of_words_stay(written: str, kept: str) -> None:
    assert text.safe_html(written) == kept


def link(address: str, words: str = "") -> str:
    return f'<a href="{address}" rel="nofollow noopener">{words or address}</a>'


A, B, ODD = "https://a.example", "https://b.example", "javascript://a.example xhttps://b.example @https://c.example"
LINKED = [
    (f"See {A}/?b=1&c=2.", f"See {link(f'{A}/?b=1&amp;c=2')}.", f"See {A}/?b=1&c=2."),
    (f"({A}/b_(c))!", f"({link(f'{A}/b_(c)')})!", f"({A}/b_(c))!"),
    (f"<{A}>", f"&lt;{link(A)}&gt;", f"<{A}>"),
    (f"{A}&amp;", f"{link(A)}&amp;", f"{A}&"),
    (f"One\n{A}\nthree", f"One\n{link(A)}\nthree", f"One\n{A}\nthree"),
    (f"<code>{A}</code>", f"<code>{A}</code>", A),
    (f"<a href='{A}'>{B}</a>", link(A, B), f"{B} ({A})"),
    ("https:// and http://", "https:// and http://", "https:// and http://"),
    (ODD, ODD, ODD),
]


@pytest.mark.parametrize(("written", "kept", "words"), LINKED)
def test_addresses_in_words_are_links_and_still_the_same_words(written: str, kept: str, words: str) -> None:
    assert (text.safe_html(written), text.plain(written), text.plain(kept)) == (kept, words, words)


PARTS = [
    *("https://a.example/", "http://", "&amp;", "&", ")", "(", ".", ";", "<", ">", '"', "'", "\n", "é", " ", "@"),
    *("<p>", "</p>", "<a href='https://b.example'>", "</a>", "<pre>", "</pre>"),
]


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
@example("http://@")
@example("http://% http://@@ http://a.example@ http://a@")
@settings(deadline=None)
def test_linking_twice_is_linking_once(written: str) -> None:
    once = text.safe_html(written)

    assert text.safe_html(once) == once
    assert text.plain(once) == text.plain(written)


@pytest.mark.parametrize("piece", [".", ")", "&amp;", "(", "x", ").", "https://"])
def test_an_address_that_goes_on_and_on_is_read_in_time(piece: str) -> None:
    assert text.safe_html("https://a.example/" + piece * 100_000).startswith('<a href="https://a.example/')


@pytest.mark.parametrize("blank", [" ", "\t", "\xa0", " \t", "\xa0 "])
def test_blanks_that_go_on_and_on_are_read_in_time(blank: str) -> None:
    assert text.plain(f"a{blank * 500_000}b").split() == ["a", "b"]
