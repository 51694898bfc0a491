"""What somebody may type who means harm."""

from random import Random

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a hx-get='/x' hx-trigger='load' data-hx-post='/y' class='z' id='w'>v</a>",
    "<!--><script>-->",
    "<![CDATA[<script>]]>",
    "<?php echo 1 ?>",
    "<math><mtext></p><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x&gt;'>",
    "</code></pre><iframe src=javascript:x>",
    "![a](javascript:alert(1))",
    '![a"onerror="x](http://example.org/"onerror="y)',
    '[a](http://example.org "b\\" onclick=\\"c")',
    '[a](<http://example.org/" onclick="b>)',
    "[a](http://example.org/'onclick='b)",
    "[![a](b)](javascript:c)",
    '<http://example.org/"onclick="x>',
    'http://example.org/"onclick="x',
    "&lt;script&gt;",
    "&#x6A;avascript:x",
    "[a](&#x6A;avascript:x)",
    "[a](java&#10;script:x)",
    "[a](\x01javascript:x)",
    '```html class=x" onclick="y\n<script>\n```',
    "~~~\n</pre><script>",
    "    <script>",
    "# <h1 id=x>",
    "| <script> | b |\n|:-:|---|\n| `</td><script>` | ![x](y) |",
    "> <blockquote cite=x>",
    "1. <li value=x>",
    "a<br>b<hr class=x>",
    "\u2028<script>\u2029",
    "<p/dir=x><bdo dir=rtl>",
    "<style>@import 'x';</style><link rel=stylesheet href=x><div style='background:url(x)'>",
    "<div hx-on:load='alert(1)' hx-on::after-swap='alert(1)' data-hx-on:click='alert(1)'>x</div>",
    "<form hx-post=/accounts/logout/ hx-trigger=load hx-vals='js:{a: alert(1)}'><button>x</button>",
    "<body hx-boost=true hx-ext=sse sse-connect=/x hx-swap-oob=true id=discussion>",
    "<script type=module>alert(1)</script><script src=x onerror=alert(1)></script>",
    "<svg><script>alert(1)</script><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s><set attributeName=onload to=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg><svg></p><style><a id='</style><img "
    "src=x onerror=alert(1)>'>",
    "<math href=javascript:alert(1)>x</math><math><mi/xlink:href='javascript:alert(1)'>x</mi>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<template><img src=x onerror=alert(1)></template><iframe srcdoc='<script>alert(1)</script>'>",
    "<details open ontoggle=alert(1)><input autofocus onfocus=alert(1)><video src=x "
    "onerror=alert(1)>",
    "<object data=javascript:alert(1)><embed src=javascript:alert(1)><base href=//x.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'><xmp><img "
    "src=x onerror=alert(1)>",
    "<span class=mention onclick=alert(1)>@Bob</span> @Bob<img src=x onerror=alert(1)>",
    '@Bob" onmouseover="alert(1)',
    "[@Bob](javascript:alert(1)) `@Bob<script>` **@Bob**<b>",
    '[x](https://a.example "@Bob" onclick=alert(1)")',
)

# fmt: off
PIECES = (
    "*", "**", "_", "__", "`", "```", "~~", "~~~", "[", "](", ")", "]: ", "![", "<", ">", "&",
    "&amp;", "&#35;", "\\", "\n", "\n\n", "    ", "# ", "- ", "+ ", "1. ", "1) ", "> ", "---",
    "===", "|", "|-|", "-|-", ":", "://", "http://", "https://a.example/", "www.", ".com", "@",
    "mailto:", "a", "b", "אב", "שָׁ", "é", " ", "\u200f", "\u00a0", "“", "!", "1", '"', "'",
    "<script>", "javascript:", "onclick=", "@", "@Bob", "@Bob ", "`@Bob`",
)
# fmt: on


def hostile_texts(count: int, *, seed: int) -> list[str]:
    """So many texts put together of attacks and of the marks that may hide them."""
    random = Random(seed)
    parts = (*ATTACKS, *ATTACKS, *PIECES)
    return ["".join(random.choices(parts, k=random.randint(1, 12))) for _text in range(count)]
