"""A pasted list of addresses is read as people mean it, and what is none is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.addresses import Entry, Fault, read
from tests.conftest import EXAMPLES

BOTH = ["noa@x.org", "dan@y.org"]

SHAPES = {
    "commas": "noa@x.org, dan@y.org",
    "semicolons": "noa@x.org;dan@y.org;",
    "lines": "noa@x.org\ndan@y.org\n",
    "lines of Windows": "noa@x.org\r\ndan@y.org\r\n",
    "empty lines": "\n\nnoa@x.org\n \n,\n\ndan@y.org",
    "spaces": "  noa@x.org   dan@y.org ",
    "a table": "Noa\tnoa@x.org\nDan\tdan@y.org",
    "a table with families": "Noa,Levi,noa@x.org\nDan,Brook,dan@y.org",
    "names": "Noa Levi <noa@x.org>, Dan <dan@y.org>",
    "names in quotes": '"Levi, Noa" <noa@x.org>; "Dan; the other" <dan@y.org>',
    "families first": "Levi, Noa <noa@x.org>; Brook, Dan <dan@y.org>",
    "names without brackets": "Noa noa@x.org\nDan dan@y.org",
    "brackets alone": "<noa@x.org> <dan@y.org>",
    "remarks behind": "noa@x.org (Noa)\ndan@y.org - Dan",
    "a list": "- noa@x.org\n2. dan@y.org",
    "a header": "To: noa@x.org, dan@y.org",
    "links": "mailto:noa@x.org\nmailto:dan@y.org?subject=Hello",
    "quotes": "'noa@x.org', \"dan@y.org\"",
    "the end of a sentence": "noa@x.org and dan@y.org.",
    "large letters": "NOA@X.org, Dan@Y.ORG",
    "repetition": "noa@x.org, Noa <NOA@x.org>, dan@y.org, noa@x.org",
    "Hebrew": "נועה לוי <noa@x.org>, דן <dan@y.org>",
    "marks of direction": "\u200fנועה \u202anoa@x.org\u202c\n\u2066dan@y.org\u2069\ufeff",
    "spaces that do not break": "Noa\u00a0noa@x.org\u00a0\ndan@y.org",
    "Arabic commas": "noa@x.org، dan@y.org",
    "a bracket that is not closed": "Noa <noa@x.org\nDan dan@y.org>",
    "a quotation mark by itself": 'Noa " noa@x.org, dan@y.org',
}


@pytest.mark.parametrize("pasted", SHAPES.values(), ids=SHAPES)
def test_list_is_read_in_its_shape(pasted: str) -> None:
    assert [(entry.address, entry.fault) for entry in read(pasted)] == [
        (address, None) for address in BOTH
    ]


FAULTS = {
    "hello": Fault.NO_ADDRESS,
    "Noa Levi": Fault.NO_ADDRESS,
    "noax.org": Fault.NO_ADDRESS,
    "noa at x.org": Fault.NO_ADDRESS,
    "noa@@x.org": Fault.TWO_SIGNS,
    "noa@x.org/dan@y.org": Fault.TWO_SIGNS,
    "noa@x": Fault.NO_DOMAIN,
    "noa@": Fault.NO_DOMAIN,
    "noa@x..org": Fault.ODD,
    "no!a(@x.org": Fault.ODD,
    "nöa@x.org": Fault.ODD,
    "@x.org": Fault.ODD,
    f"{'n' * 250}@x.org": Fault.TOO_LONG,
}


@pytest.mark.parametrize(("written", "fault"), FAULTS.items())
def test_what_is_no_address_is_said(written: str, fault: Fault) -> None:
    assert read(written) == [Entry(written, fault=fault)]


def test_fault_among_good_ones_is_shown_as_it_was_written() -> None:
    entries = read("Noa <noa@x.org>, danexample.org, ruth@y\nmira@x.org")

    assert [(entry.written, entry.address, entry.fault) for entry in entries] == [
        ("Noa <noa@x.org>", "noa@x.org", None),
        ("danexample.org", "", Fault.NO_ADDRESS),
        ("ruth@y", "", Fault.NO_DOMAIN),
        ("mira@x.org", "mira@x.org", None),
    ]


@pytest.mark.parametrize("nothing", ["", " \n\t ", ",;,\n;", "\u200f\n"])
def test_nothing_has_no_entries(nothing: str) -> None:
    assert read(nothing) == []


LOCAL = st.from_regex(r"[a-z0-9]{1,8}(\.[a-z0-9]{1,5})?", fullmatch=True)
DOMAIN = st.from_regex(r"[a-z]{2,8}(\.[a-z]{2,4}){1,2}", fullmatch=True)
ADDRESS = st.builds("{}@{}".format, LOCAL, DOMAIN)
NAME = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Zs")), max_size=12)
ONE = st.one_of(
    ADDRESS,
    st.builds("{} <{}>".format, NAME, ADDRESS),
    st.builds('"{}, {}" <{}>'.format, NAME, NAME, ADDRESS),
    st.builds("mailto:{}".format, ADDRESS),
)


@settings(max_examples=EXAMPLES * 10, deadline=None)
@given(st.lists(st.tuples(ONE, st.sampled_from([", ", ",", ";", "; ", "\n", "\r\n", "\t"]))))
def test_every_address_is_found_whatever_stands_between(told: list[tuple[str, str]]) -> None:
    entries = read("".join(one + between for one, between in told))

    plain = [one.rpartition("<")[2].removesuffix(">").removeprefix("mailto:") for one, _b in told]
    assert [entry.address for entry in entries] == list(dict.fromkeys(plain))


@settings(max_examples=EXAMPLES * 10, deadline=None)
@given(st.text(st.sampled_from("ab@.<>\"',; \n\t:מ\u200f"), max_size=60))
def test_what_is_left_in_the_field_is_read_in_the_same_way_again(pasted: str) -> None:
    left = [entry for entry in read(pasted) if entry.fault]

    again = read("\n".join(entry.written for entry in left))

    assert {(entry.written, entry.fault) for entry in again} == {
        (entry.written, entry.fault) for entry in left
    }
