"""Formatted words pasted into a discussion become Markdown that reads the same."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from discussions.models import Comment
from tests.browser.conftest import Browse
from tests.browser.room import RoomPage
from tests.browser.test_discussion import second_paragraph
from tests.conftest import Room

COPY = """([html, plain]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], { type: "text/html" }),
  "text/plain": new Blob([plain], { type: "text/plain" }),
})])"""
CONVERT = """async (html) => {
  const field = document.querySelector("#composer textarea");
  field.focus();
  field.select();
  document.execCommand("delete");
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  const paste = { clipboardData: data, bubbles: true, cancelable: true };
  return field.dispatchEvent(new ClipboardEvent("paste", paste)) ? null : field.value;
}"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color: red}
</style></head><body lang=EN-US><!--StartFragment--><p class=MsoNormal><b>Bold</b> and
<i style='mso-bidi-font-style:normal'>slanted</i><o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>
<![endif]>First<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>
Second</p><!--EndFragment--></body></html>"""
GOOGLE = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr">'
    '<span style="font-weight:700">Bold</span><span style="font-style:normal"> and </span>'
    '<span style="font-style:italic">slanted</span></p><br><ul><li><p>one</p></li><ul><li><p>in it'
    "</p></li></ul><li><p>two</p></li></ul></b>"
)

# What is copied, and what comes of it; None where it has no format.
CLIPBOARDS = [
    ("<p>No <span style='color: red'>format</span> at all, 5 * 3.</p>", None),
    (WORD, "**Bold** and *slanted*\n\n- First\n- Second"),
    (GOOGLE, "**Bold** and *slanted*\n\n- one\n   - in it\n- two"),
    (
        "<p>עם <b>הדגשה </b>ו<a href='https://example.org/א?a=(1)'>קישור</a></p>",
        "עם **הדגשה** ו[קישור](https://example.org/א?a=%281%29)",
    ),
    ("<h2>Head<br>line</h2><p>one<br>two</p>", "## Head line\n\none\ntwo"),
    ("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"),
    ("<ol start=3><li>c<ul><li>d</li></ul></li><li>e</li></ol>", "3. c\n   - d\n4. e"),
    ("<p>run <code>a*b</code></p><pre>if x:\n  y</pre>", "run `a*b`\n\n```\nif x:\n  y\n```"),
    (
        "<b>x</b> *y* snake_case _z_ [a](b) \\ ` &amp;lt; &lt;i&gt;",
        "**x** \\*y\\* snake_case \\_z\\_ [a\\](b) \\\\ \\` \\&lt; \\<i>",
    ),
    (
        "<p>1. <b>one</b></p><p># two</p><p>- 3</p><p>&gt; 4</p>",
        "1\\. **one**\n\n\\# two\n\n\\- 3\n\n\\> 4",
    ),
    (
        "<a href='javascript:alert(1)'>j</a> <a href='/here'>h</a> <b>k</b><script>l</script>",
        "j h **k**",
    ),
    (
        "<b>see</b> <img src='https://example.org/x.png' onerror='alert(1)'>"
        "<a href='https://example.org/'>https://example.org/</a>",
        "**see** https://example.org/",
    ),
]


@pytest.fixture
def bobs(room: Room, comment: Comment, bob: User, browse: Browse) -> RoomPage:
    page = browse(bob)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return second_paragraph(room, page)


def test_format_becomes_marks(bobs: RoomPage) -> None:
    found = [bobs.page.evaluate(CONVERT, html) for html, _markdown in CLIPBOARDS]

    assert found == [markdown for _html, markdown in CLIPBOARDS]


def copy(page: Page, html: str, plain: str) -> None:
    page.evaluate(COPY, [html, plain])


def test_pasting_can_be_undone_and_can_be_plain(bobs: RoomPage) -> None:
    copy(bobs.page, "<b>Bold</b> words", "Bold words")
    bobs.field.fill("Before ")
    bobs.field.press("End")

    bobs.field.press("Control+v")
    expect(bobs.field).to_have_value("Before **Bold** words")
    bobs.field.press("Control+z")
    expect(bobs.field).to_have_value("Before ")
    bobs.field.press("Control+Shift+v")
    expect(bobs.field).to_have_value("Before Bold words")
