"""Which HTML gets out; what comments and articles have in common."""

from typing import TypedDict

_AUTO = {"dir": "auto"}
_EITHER_WAY = {"dir": {"ltr", "rtl"}}
CONTAINERS = frozenset({"blockquote", "ul", "ol", "li", "table"})
PARAGRAPHS = frozenset({"p", "pre", "th", "td"})
OTHERS = frozenset({"br", "hr", "em", "strong", "del", "code", "a", "thead", "tbody", "tr"})


class Rules(TypedDict):
    """What nh3 is told in either case."""

    tags: set[str]
    attributes: dict[str, set[str]]
    tag_attribute_values: dict[str, dict[str, set[str]]]
    set_tag_attribute_values: dict[str, dict[str, str]]
    link_rel: str
    url_schemes: set[str]


RULES = Rules(
    tags=set(CONTAINERS | PARAGRAPHS | OTHERS),
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    tag_attribute_values=dict.fromkeys(CONTAINERS, _EITHER_WAY),
    set_tag_attribute_values=dict.fromkeys(PARAGRAPHS, _AUTO),
    link_rel="nofollow noopener ugc",
    url_schemes={"http", "https", "mailto"},
)
