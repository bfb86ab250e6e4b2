"""HTML letters as text: what a reader sees, quotes marked, and no harm from hostile pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sellwright.interactions import html_text
from sellwright.interactions.html_text import MAX_CHARS, MAX_TAGS, MAX_TEXT, to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain only", "plain only"),
        ("", ""),
        ("<p>one<p>two", "one\n\ntwo"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("a<br><br>b", "a\n\nb"),
        ("a  \n b&nbsp;c", "a b c"),
        ("price &lt; 5 &euro; &amp; more", "price < 5 € & more"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<table><tr><td>x</td><td>y</td></tr><tr><th>1</th><td>2</td></tr></table>", "x\ty\n1\t2"),
        ("<pre>x\n\n  y</pre>", "x\n\n  y"),
        ("<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"),
        ("<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb"),
        ("<blockquote>q<blockquote>r</blockquote></blockquote>z", "> q\n>\n> > r\n\nz"),
        ("<blockquote style='margin:0 0 0 40px;border:none'>mine</blockquote>", "mine"),
        ("<div class='yahoo_quoted'><div>old</div><div>older</div></div>new", "> old\n> older\nnew"),
        ("a<script>if (x < 1) document.write('<b>no</b>')</script>b", "ab"),
        ("<head><title>no</title><style>p { color: red }</style></head>yes", "yes"),
        ("<!-- no -->yes<!--[if mso]><p>no</p><![endif]-->", "yes"),
        ("<![if !mso]><p>yes</p><![endif]>", "yes"),
        ("yes<!-- never closed", "yes"),
        ("<div style='display:none'>no<div>no</div></div>yes", "yes"),
        ("<span style=\"mso-hide:all;font-size:0\">no</span>yes", "yes"),
        ("<p style='display:none'>no<p>yes", "yes"),
        ("<span style='display:none'>never closed", "never closed"),
        ("<a href='https://kestrel.example/new'>new gauge</a>", "new gauge (https://kestrel.example/new)"),
        ("<a href='https://kestrel.example'>kestrel.example</a>", "kestrel.example"),
        ("<a href='mailto:a@b.example'>Anna</a>", "Anna"),
        ("<a href='https://t.example/" + "x" * 100 + "'>offer</a>", "offer"),
        ("<img src=x alt='🙂'> <img alt='Logo'>", "🙂"),
        ("<a title='a > b' href='x'>c</a>", "b' href='x'>c"),
        ('<a title="a > b" href="x">c</a>', "c"),
        ("a<hr>b", "a\n" + "_" * 32 + "\nb"),
    ],
)  # fmt: skip
def test_what_a_reader_sees(html: str, text: str) -> None:
    assert to_text(html) == text


HOSTILE = [
    "<div>", "<b>", "<blockquote>", "<table><tr><td>", "<", "<!--", "<a href=http://", "&#", "<b style='display:none'>",
    "<style>", "<pre>\n", "<ul><li>", "</div>", '<div "', "<p style='display:none'>",
]  # fmt: skip
TAGS = [
    "<p>", "</p>", "<div>", "</div>", "<blockquote>", "</blockquote>", "<br>", "a", " ", "&", "<td>", "<li>", "<ul>",
    "</ul>", "<pre>", "</pre>", "<a href='http://x.example'>", "</a>", "<", ">", "\n", "<style>", "</style>",
    "<span style='display:none'>", "</span>",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_pages_end(piece: str) -> None:
    """A tree builder needs minutes for some of these; here each is one pass over a bounded number of characters."""
    text = to_text("seen " + piece * 60_000)
    assert text.startswith("seen")
    assert len(text) <= 40 * 60_000


def test_only_so_much_is_read() -> None:
    assert len(to_text("a" * (MAX_CHARS + 100))) == MAX_CHARS


@pytest.mark.parametrize("piece", ["<div>", "<br>", "<p>x", "<", "</div>", "<a href='http://x.example'>", "<li>"])
def test_the_steps_are_bounded_by_the_tags_read(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    say, write = html_text._Reader._say, html_text._Reader._write

    def counted_say(reader: html_text._Reader, text: str) -> None:
        nonlocal steps
        steps += 1
        say(reader, text)

    def counted_write(reader: html_text._Reader, text: str) -> None:
        nonlocal steps
        steps += 1
        write(reader, text)

    monkeypatch.setattr(html_text._Reader, "_say", counted_say)
    monkeypatch.setattr(html_text._Reader, "_write", counted_write)
    assert "end" not in to_text("seen " + piece * (3 * MAX_TAGS) + "end")
    assert steps <= 2 * MAX_TAGS + 3


def test_reading_ends_when_enough_text_is_made() -> None:
    text = to_text("<p>" + "some words of a letter<br>" * 60_000)
    assert MAX_TEXT < len(text) < MAX_TEXT + 100


def test_all_of_a_long_table_is_read() -> None:
    rows = [f"<tr><td>Probe {n}</td><td>{n * 3}</td></tr>" for n in range(5_000)]
    assert to_text("<table>" + "".join(rows) + "</table>").endswith("Probe 4999\t14997")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TAGS)))
def test_any_tags_give_clean_lines(pieces: list[str]) -> None:
    lines = to_text("".join(pieces)).split("\n")
    assert all(line == line.rstrip() for line in lines)
    assert "<blockquote" not in "\n".join(lines)
