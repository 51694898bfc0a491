"""What every page owes its reader, whichever it is: privacy, safety, a language, a way on.

The pages are those of tests/test_matrix.py, as alice, bob and a stranger get them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import path, reverse

from accounts.middleware import LASTING
from accounts.models import User
from discussions.models import Comment
from studygroup import probes
from studygroup.urls import urlpatterns as site
from tests.conftest import Room, SignIn
from tests.page import HTMX, Element, html_of, page_of
from tests.test_matrix import MATRIX

pytestmark = pytest.mark.pages

type Pages = dict[str, HttpResponseBase]

FOR_MACHINES = {pattern.name for pattern in probes.urlpatterns}
# What a script puts into a page.
PARTS = {"discussions:now", "discussions:partners"}
# Data for a script is no script.
DATA = {"application/json"}
STRICT_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("The secret is out")


# The site with a page that breaks.
handler500 = "studygroup.views.server_error"
urlpatterns = [path("broken/", broken), *site]


@pytest.fixture
def ask_for_all(
    things: dict[str, str], room: Room, comment: Comment, alice: User, clients: dict[str, Client]
) -> Callable[..., Pages]:
    """Ask for every address as everybody whose pages differ, and give the pages there are."""
    room.answer(room.answer(comment, alice, "I answer."), alice, "And again.")

    def ask(**headers: str) -> Pages:
        answers = {
            f"{name} for {role}": clients[role].get(
                reverse(name, args=[things[arg] for arg in row.args]), headers=headers
            )
            for role in ("alice", "bob", "anonymous")
            for name, row in MATRIX.items()
            if name not in FOR_MACHINES | PARTS
        }
        return {name: answer for name, answer in answers.items() if answer.status_code == 200}

    return ask


@pytest.fixture
def answers(ask_for_all: Callable[..., Pages]) -> Pages:
    """The answers, asked for once: the tests only look at them."""
    if not _ANSWERS:
        _ANSWERS.update(ask_for_all())
    return _ANSWERS


@pytest.fixture
def pages(answers: Pages) -> dict[str, Element]:
    """The answers that are pages, as a browser understands them."""
    if not _PAGES:
        _PAGES.update(parsed(answers))
    return _PAGES


_ANSWERS: Pages = {}
_PAGES: dict[str, Element] = {}


def parsed(answers: Pages) -> dict[str, Element]:
    return {
        name: page_of(answer)
        for name, answer in answers.items()
        if answer.headers["Content-Type"].startswith("text/html")
    }


def csp(answer: HttpResponseBase) -> dict[str, str]:
    directives = answer.headers["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


def inline_code(page: Element) -> Iterator[str]:
    """What the policy would not let run, and what would run without it."""
    for element in page:
        if element.tag == "style":
            yield "<style>"
        if element.tag == "script" and element.attributes.get("type") not in DATA:
            source = element.attributes.get("src", "")
            if not source.startswith("/static/") or element.text:
                yield f"<script src={source}>{element.text}"
        for name, value in element.attributes.items():
            if name == "style" or re.match(r"on|hx-on", name):
                yield f"{name}={value}"
            if value.strip().lower().startswith(("javascript:", "js:", "data:")):
                yield f"{name}={value}"


def faults(pages: dict[str, Element], find: Callable[[Element], Iterator[str]]) -> list[str]:
    return [f"{name}: {fault}" for name, page in pages.items() for fault in find(page)]


def test_there_are_pages_to_look_at(pages: dict[str, Element]) -> None:
    assert len(pages) > 50


def test_every_page_lets_only_our_own_files_in(answers: Pages) -> None:
    assert [name for name, answer in answers.items() if csp(answer) != STRICT_CSP] == []


def test_no_page_has_code_of_its_own(pages: dict[str, Element]) -> None:
    assert faults(pages, inline_code) == []


def test_code_in_a_page_would_be_found() -> None:
    html = '<style>p{}</style><script>go()</script><a href="javascript:go()" onclick="go()">x</a>'
    assert len(list(inline_code(page_of(HttpResponse(html))))) == 4


def test_pages_of_signed_in_people_are_kept_nowhere(answers: Pages) -> None:
    kept = [
        name
        for name, answer in answers.items()
        if not name.endswith("anonymous") and answer.headers["Cache-Control"] != "private, no-store"
    ]
    # Pictures never change, and stay in the browser that may have them.
    assert {name.split()[0] for name in kept} <= {
        "accounts:portrait",
        "articles:draft_picture",
        "articles:picture",
        "groups:emblem",
    }
    assert {answers[name].headers["Cache-Control"] for name in kept} <= {LASTING}


def test_every_page_varies_by_person_and_language(answers: Pages) -> None:
    needed = {"Accept-Language", "Cookie"}
    varied = {name: set(answer.headers["Vary"].split(", ")) for name, answer in answers.items()}
    assert [name for name, vary in varied.items() if not needed <= vary] == []


def test_no_page_can_be_framed_or_taken_for_another_kind(answers: Pages) -> None:
    for answer in answers.values():
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_page_tells_other_sites_its_address(answers: Pages) -> None:
    told = {
        name: answer.headers["Referrer-Policy"]
        for name, answer in answers.items()
        if answer.headers["Referrer-Policy"] != "same-origin"
    }
    assert set(told.values()) <= {"strict-origin"}
    assert {name.split()[0] for name in told} <= {"groups:invitation"}


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl")])
def test_every_page_says_its_language_and_direction(
    language: str, direction: str, ask_for_all: Callable[..., Pages]
) -> None:
    answers = ask_for_all(**{"Accept-Language": language})
    heads = [page.one("html").attributes for page in parsed(answers).values()]

    assert {(head["lang"], head["dir"]) for head in heads} == {(language, direction)}
    assert {answer.headers["Content-Language"] for answer in answers.values()} == {language}


def test_every_page_has_a_title_a_heading_and_a_main_part(pages: dict[str, Element]) -> None:
    def missing(page: Element) -> Iterator[str]:
        if not page.one("head").one("title").text.removesuffix("· Study Group").strip():
            yield "no title"
        if len(page.all("h1")) != 1:
            yield f"{len(page.all('h1'))} headings of the first level"
        if not page.has("main"):
            yield "no main part"

    assert faults(pages, missing) == []


def test_ids_are_given_once(pages: dict[str, Element]) -> None:
    def twice(page: Element) -> Iterator[str]:
        ids = Counter(e.attributes["id"] for e in page if "id" in e.attributes)
        yield from (key for key, count in ids.items() if count > 1)

    assert faults(pages, twice) == []


def test_what_is_referred_to_by_id_is_there(pages: dict[str, Element]) -> None:
    def astray(page: Element) -> Iterator[str]:
        ids = {element.attributes.get("id") for element in page}
        for element in page:
            for name in ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls"):
                keys = element.attributes.get(name, "").split()
                yield from (f"{name}={key}" for key in keys if key not in ids)

    assert faults(pages, astray) == []


def test_every_field_has_a_label(pages: dict[str, Element]) -> None:
    def unlabelled(page: Element) -> Iterator[str]:
        labelled = {label.attributes.get("for") for label in page.all("label")}
        inside = {id(field) for label in page.all("label") for field in label}
        for field in page:
            is_field = field.tag in {"input", "textarea", "select"}
            if not is_field or field.attributes.get("type") in {"hidden", "submit"}:
                continue
            named = field.attributes.get("id") in labelled or "aria-label" in field.attributes
            if not named and id(field) not in inside:
                yield str(field.attributes)

    assert faults(pages, unlabelled) == []


def test_every_form_that_posts_has_a_token(pages: dict[str, Element]) -> None:
    def without(page: Element) -> Iterator[str]:
        for form in page.all("form"):
            posts = form.attributes.get("method", "").lower() == "post"
            if posts and not form.all("input", name="csrfmiddlewaretoken"):
                yield form.attributes.get("action", "")

    assert faults(pages, without) == []


def test_everything_works_without_htmx_as_well(pages: dict[str, Element]) -> None:
    def only_htmx(page: Element) -> Iterator[str]:
        for element in page:
            got, posted = (element.attributes.get(name) for name in ("hx-get", "hx-post"))
            # To look at a comment again is to look at where it stands.
            is_comment = re.fullmatch(r"/comments/\d+/", got or "")
            plain = element.attributes.get("href") or element.attributes.get("action", "")
            # Without scripts the list comes with the words that it is chosen for.
            is_list = element.tag == "select"
            if got and not is_comment and not is_list and plain.split("#")[0] != got:
                yield f"hx-get={got}"
            address = {"form": "action", "button": "formaction"}.get(element.tag, "")
            if posted == reverse("discussions:preview"):
                # Without scripts a button shows it, in the page that keeps the words.
                assert any(page.all("button", name="preview"))
            elif posted and element.attributes.get(address) != posted:
                yield f"hx-post={posted}"

    assert faults(pages, only_htmx) == []


def test_every_link_of_a_page_leads_somewhere(
    ask_for_all: Callable[..., Pages], clients: dict[str, Client]
) -> None:
    links = {
        (name.rsplit(" ", 1)[1], link.attributes["href"].split("#")[0])
        for name, page in parsed(ask_for_all()).items()
        for link in page.all("a")
    }
    lost = [
        (role, href)
        for role, href in sorted(links)
        if href.startswith("/") and clients[role].get(href).status_code >= 400
    ]
    assert lost == []


# --- What goes wrong -----------------------------------------------------------------------------


@pytest.fixture
def go_wrong(room: Room, bob: User, sign_in: SignIn) -> Callable[..., HttpResponseBase]:
    """Bring about the problem with this status as bob."""
    group_url = reverse("groups:group_edit", args=[room.group.pk])
    stale = Client(enforce_csrf_checks=True)
    stale.force_login(bob)

    def ask(problem: str, **headers: str) -> HttpResponseBase:
        data = {"text": "Dear words."}
        match problem:
            case "400":
                return sign_in(bob).post(room.marks_url, data, headers=headers)
            case "403":
                return sign_in(bob).post(group_url, data, headers=headers)
            case "404":
                return sign_in(bob).post("/nowhere/", data, headers=headers)
            case "413":
                return sign_in(bob).post(room.marks_url, {"text": "x" * 6_000_000}, headers=headers)
            case _:
                return stale.post(room.marks_url, data, headers=headers)

    return ask


PROBLEMS = ["400", "403", "404", "413", "csrf"]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_problem_has_the_sites_look_and_a_way_on(
    problem: str, go_wrong: Callable[..., HttpResponseBase]
) -> None:
    answer = go_wrong(problem)

    assert answer.status_code == int(problem.replace("csrf", "403"))
    page = page_of(answer)
    assert page.all(of_class="site-header")
    assert page.at("main").one("h1").text
    assert page.at("main").one("a", of_class="button").attributes["href"] == "/"
    assert csp(answer) == STRICT_CSP
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("problem", PROBLEMS)
def test_problem_is_told_in_the_readers_language(
    problem: str, go_wrong: Callable[..., HttpResponseBase], bob: User
) -> None:
    bob.language = "he"
    bob.save()

    head = page_of(go_wrong(problem)).one("html").attributes

    assert (head["lang"], head["dir"]) == ("he", "rtl")


@pytest.mark.parametrize("problem", ["400", "403", "404", "csrf"])
def test_problem_gives_back_what_was_typed(
    problem: str, go_wrong: Callable[..., HttpResponseBase]
) -> None:
    assert page_of(go_wrong(problem)).at("typed").text == "Dear words."


@pytest.mark.parametrize("problem", PROBLEMS)
def test_problem_through_htmx_is_a_notice_and_leaves_the_page_as_it_is(
    problem: str, go_wrong: Callable[..., HttpResponseBase]
) -> None:
    answer = go_wrong(problem, **HTMX)

    assert answer.status_code == int(problem.replace("csrf", "403"))
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert answer.headers["HX-Reswap"] == "beforeend"
    fragment = page_of(answer)
    assert fragment.one(of_class="toast").text
    assert not fragment.all("html")


def test_stranger_meets_the_same_page_for_what_is_not_there(client: Client) -> None:
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert page_of(answer).at("main").one("h1").text == "There is nothing here"


@pytest.mark.urls(__name__)
def test_page_that_breaks_stands_alone_and_tells_nothing(bob: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(bob)

    answer = client.get("/broken/")

    assert answer.status_code == 500
    page = page_of(answer)
    assert page.one("h1").text
    assert page.one("a").attributes["href"] == "/"
    assert list(inline_code(page)) == []
    assert "secret" not in html_of(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.urls(__name__)
def test_page_that_breaks_through_htmx_is_a_notice(bob: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(bob)

    answer = client.get("/broken/", headers=HTMX)

    assert answer.status_code == 500
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert "broke" in page_of(answer).one(of_class="toast").text
