"""What no file of the repository may contain, wherever it stands."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TEMPLATE_TAGS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
HTML_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
CSS_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)

LOCK_FILE = re.compile(
    r"(^|/)(uv|poetry|Pipfile|pdm|yarn)\.lock$|(package-lock|pnpm-lock)|pylock\."
)
# The home folder of root or of somebody with a name.
HOME_PATH = re.compile(
    r"(?<![\w.~}/-])(/root|/home/\w[\w.-]*|/Users/\w[\w.-]*|[A-Z]:\\Users\\\w+)(?=[/\\])"
)
REGISTRY = re.compile(
    r"pypi\.(org|python)|pythonhosted\.org|registry\.(npmjs|yarnpkg)|index[-_]url\s*="
)

STYLE_ATTRIBUTE = re.compile(r"(?<![\w-])style\s*=|<style\b", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script\b(?![^>]*\ssrc\s*=)|=\s*[\"']?\s*javascript:", re.IGNORECASE)
EVENT_ATTRIBUTE = re.compile(r"(?<=[\s\"'/])on[a-z]+\s*=", re.IGNORECASE)
HTMX_EVENT_ATTRIBUTE = re.compile(r"\bhx-on\b", re.IGNORECASE)
HTMX_SCRIPT_VALUE = re.compile(r"\bhx-[a-z-]+\s*=\s*[\"']?\s*(js|javascript):", re.IGNORECASE)
HTMX_FILTER = re.compile(r"\bhx-trigger\s*=\s*(\"[^\"]*\[|'[^']*\[)", re.IGNORECASE)
FOREIGN_SOURCE = re.compile(
    r"<(script|link|img|source|iframe|audio|video|object|embed)\b[^>]*?"
    r"\s(src|srcset|href|data)\s*=\s*[\"']?\s*(https?:)?//",
    re.IGNORECASE,
)
FOREIGN_STYLE = re.compile(r"(url\(\s*|@import\s+)[\"']?\s*(https?:)?//", re.IGNORECASE)

SIDE = r"(left|right)"
PHYSICAL_CSS = re.compile(
    rf"(?<![\w-])(scroll-)?(margin|padding)-{SIDE}\b"
    rf"|(?<![\w-])border-((top|bottom)-)?{SIDE}\b"
    rf"|(?<![\w-]){SIDE}\s*:"
    rf"|(?<![\w-])(text-align|text-align-last|float|clear|caption-side)\s*:\s*{SIDE}\b",
    re.IGNORECASE,
)
# Four values that differ in the second and the fourth: another right than left.
LOPSIDED_CSS = re.compile(
    r"(?<![\w-])(margin|padding|inset|border-(?:width|style|color))\s*:"
    r"\s*(?P<top>[^\s;(]+)\s+(?P<right>[^\s;(]+)\s+(?P<bottom>[^\s;(]+)\s+(?!(?P=right)\s*[;}!])[^\s;(}]+"
)


def files(suffix: str = "") -> Iterator[Path]:
    """The files that git has or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name.endswith(suffix))
    return (path for path in paths if path.is_file())


def text_of(path: Path) -> str:
    """The file's text; what is not text has none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def blanked(text: str, *patterns: re.Pattern[str]) -> str:
    """The text with every match made blank, so that all else keeps its line."""
    for pattern in patterns:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def places(pattern: re.Pattern[str], path: Path, text: str) -> list[str]:
    """Where the pattern matches: `templates/base.html:12: style=`."""
    return [
        f"{path.relative_to(ROOT)}:{text.count('\n', 0, match.start()) + 1}: {match[0].strip()}"
        for match in pattern.finditer(text)
    ]


def in_any_file(pattern: re.Pattern[str]) -> list[str]:
    return [place for path in files() for place in places(pattern, path, text_of(path))]


def in_templates(pattern: re.Pattern[str]) -> list[str]:
    return [
        place
        for path in files(".html")
        for place in places(pattern, path, blanked(text_of(path), TEMPLATE_TAGS, HTML_COMMENTS))
    ]


def in_stylesheets(pattern: re.Pattern[str]) -> list[str]:
    return [
        place
        for path in files(".css")
        for place in places(pattern, path, blanked(text_of(path), CSS_COMMENTS))
    ]


def test_lock_files_are_not_committed() -> None:
    assert [path for path in files() if LOCK_FILE.search(path.relative_to(ROOT).as_posix())] == []


def test_no_file_names_a_home_folder() -> None:
    assert in_any_file(HOME_PATH) == []


def test_no_file_names_a_package_registry() -> None:
    assert in_any_file(REGISTRY) == []


def test_templates_have_no_inline_style() -> None:
    # What letters look like travels in them: programs that read mail load no stylesheets. So does
    # the look of the pages that people take along, which are read without the site.
    found = in_templates(STYLE_ATTRIBUTE)
    travels = (
        "templates/letters/",
        "templates/accounts/everything.html",
        "templates/discussions/transcript.html",
    )
    assert [place for place in found if not place.startswith(travels)] == []


def test_templates_have_no_inline_script() -> None:
    assert in_templates(INLINE_SCRIPT) == []


def test_templates_have_no_event_attribute() -> None:
    assert in_templates(EVENT_ATTRIBUTE) == []


def test_templates_have_no_htmx_event_attribute() -> None:
    assert in_templates(HTMX_EVENT_ATTRIBUTE) == []


def test_templates_have_no_script_in_htmx_values() -> None:
    assert in_templates(HTMX_SCRIPT_VALUE) == []


def test_templates_have_no_filter_in_htmx_triggers() -> None:
    assert in_templates(HTMX_FILTER) == []


def test_nothing_is_loaded_from_another_host() -> None:
    assert in_templates(FOREIGN_SOURCE) + in_stylesheets(FOREIGN_STYLE) == []


def test_stylesheets_have_only_logical_directions() -> None:
    assert in_stylesheets(PHYSICAL_CSS) == []


def test_stylesheets_have_no_lopsided_shorthand() -> None:
    assert in_stylesheets(LOPSIDED_CSS) == []


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        (LOCK_FILE, "uv.lock"),
        (HOME_PATH, "cd " + "/home/" + "dana/work"),
        (REGISTRY, "https://" + "pypi." + "org/simple"),
        (STYLE_ATTRIBUTE, '<p style="color: red">'),
        (INLINE_SCRIPT, "<script>go()</script>"),
        (INLINE_SCRIPT, '<script type="module">'),
        (INLINE_SCRIPT, '<a href="javascript:go()">'),
        (EVENT_ATTRIBUTE, '<button onclick="go()">'),
        (EVENT_ATTRIBUTE, '<body class="a"onload=go>'),
        (HTMX_EVENT_ATTRIBUTE, '<a hx-on:click="go()">'),
        (HTMX_SCRIPT_VALUE, "<a hx-vals='js:{a: 1}'>"),
        (HTMX_FILTER, '<a hx-trigger="keyup[key==1] delay:1s">'),
        (FOREIGN_SOURCE, '<script defer src="https://cdn.example/x.js">'),
        (FOREIGN_SOURCE, '<link rel="stylesheet" href="//cdn.example/x.css">'),
        (FOREIGN_STYLE, '@import "https://cdn.example/x.css";'),
        (PHYSICAL_CSS, "p { margin-left: 1rem }"),
        (PHYSICAL_CSS, "p { border-top-right-radius: 0 }"),
        (PHYSICAL_CSS, "p { position: absolute; left: 0 }"),
        (PHYSICAL_CSS, "p { text-align:right }"),
        (LOPSIDED_CSS, "p { margin: 0 1rem 2rem 3rem; }"),
    ],
)
def test_pattern_finds_the_fault(pattern: re.Pattern[str], fault: str) -> None:
    assert pattern.search(fault)


@pytest.mark.parametrize(
    ("pattern", "innocent"),
    [
        (HOME_PATH, "$HOME/work and ~/work and example.org/home/dana/"),
        (INLINE_SCRIPT, '<script src="/static/keys.js" defer></script>'),
        (EVENT_ATTRIBUTE, '<p data-on="1" class="on">one = 1</p>'),
        (HTMX_SCRIPT_VALUE, """<a hx-vals='{"page": 2}'>"""),
        (HTMX_FILTER, '<input hx-trigger="keyup changed delay:300ms" name="a[0]">'),
        (FOREIGN_SOURCE, '<a href="https://example.org/">'),
        (PHYSICAL_CSS, "p { margin-inline-start: 0; --left: 0; inset-inline-start: 0 }"),
        (LOPSIDED_CSS, "p { margin: 0 1rem 2rem 1rem; padding: 0 auto }"),
    ],
)
def test_pattern_lets_the_innocent_pass(pattern: re.Pattern[str], innocent: str) -> None:
    assert not pattern.search(innocent)
