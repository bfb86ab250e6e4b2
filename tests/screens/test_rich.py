"""HTML from strangers: what may stay, what goes, what may load."""

from __future__ import annotations

import base64

import pytest

from sellwright.interactions import mime
from sellwright.screens.message import rich

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def mail(html: str, more: str = "") -> mime.Part:
    """A mail with a text and an HTML version."""
    head = 'From: a@x.example\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    inner = '--b\nContent-Type: multipart/alternative; boundary="c"\n\n--c\nContent-Type: text/plain\n\nplain\n'
    inner += f"--c\nContent-Type: text/html; charset=utf-8\n\n{html}\n--c--\n{more}--b--\n"
    return mime.parse((head + inner).encode())


def cleaned(html: str, *, load: bool = False) -> rich.Rich:
    found = rich.read(mail(html), load=load)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<iframe src=https://evil.example></iframe>",
        "<object data=https://evil.example></object>",
        "<form action=https://evil.example><input name=q></form>",
        "<style>@import url(https://evil.example/x.css)</style>",
        '<meta http-equiv="refresh" content="0;url=https://evil.example">',
        '<base href="https://evil.example/">',
        '<link rel=stylesheet href="https://evil.example/x.css">',
        '<p style="background-image:url(https://evil.example/x.png)">x</p>',
        '<p style="position:fixed;top:0">x</p>',
        '<table background="https://evil.example/x.png"><tr><td>x</td></tr></table>',
        '<img srcset="https://evil.example/x.png 1x">',
        '<video poster="https://evil.example/x.png" src="https://evil.example/x.mp4"></video>',
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    ],
)
def test_nothing_that_runs_loads_or_sends_is_left(hostile: str) -> None:
    body = cleaned(f"<p>before</p>{hostile}<p>after</p>").body.lower()
    for word in ("alert(", "javascript:", "onerror", "evil.example", "<script", "<form", "<iframe", "<style", "fixed"):
        assert word not in body
    assert "before" in body


def test_pictures_from_outside_wait_until_asked_and_their_hosts_are_named() -> None:
    html = (
        '<img src="https://pics.example/a.png"><img src="https://pics.example/b.png"><img src="http://old.example/c">'
    )
    held = cleaned(html)
    assert "pics.example" not in held.body
    assert (held.hosts, held.pictures, held.unsafe) == (["pics.example"], 2, 1)
    asked = cleaned(html, load=True)
    assert asked.body.count("https://pics.example/") == 2
    assert "old.example" not in asked.body


def test_a_picture_inside_the_mail_is_shown_from_the_mail() -> None:
    data = base64.b64encode(PIXEL).decode()
    part = f"--b\nContent-Type: image/png\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\n{data}\n"
    found = rich.read(mail('<img src="cid:logo@x" alt="Logo"><img src="cid:none">', part), load=False)
    assert found is not None
    assert f"data:image/png;base64,{data}" in found.body
    assert "cid:" not in found.body


def test_a_picture_that_is_a_document_is_none() -> None:
    assert "data:" not in cleaned('<img src="data:image/svg+xml;base64,PHN2Zz4=">').body
    assert "data:" not in cleaned('<img src="data:text/html,x">').body


def test_plain_layout_survives() -> None:
    body = cleaned(
        '<table><tr><td style="color: red; padding: 4px"><b>Bold</b> <a href="https://x.example/">x</a>'
    ).body
    assert "<b>Bold</b>" in body
    assert 'href="https://x.example/"' in body and "noopener" in body
    assert "color:red" in body.replace(" ", "")


def test_a_mail_without_html_has_none() -> None:
    assert rich.read(mime.parse(b"From: a@x.example\n\nhello"), load=False) is None


def test_html_that_is_a_file_is_not_shown() -> None:
    part = mime.parse(b"Content-Type: text/html\nContent-Disposition: attachment; filename=x.html\n\n<b>x</b>")
    assert rich.read(part, load=False) is None


def test_the_policy_lets_pictures_load_only_when_asked() -> None:
    assert "img-src data:;" in rich.policy(load=False)
    assert "img-src data: https:;" in rich.policy(load=True)
    for load in (False, True):
        assert "default-src 'none'" in rich.policy(load=load)
        assert "sandbox allow-popups" in rich.policy(load=load)
        assert "script" not in rich.policy(load=load)
