// Words of a paragraph quoted in its discussion: what is selected goes into the composer, and what
// the open discussion quotes is underlined in the text.

const AROUND = 32;
const LONGEST = 1000;
const SETTLED = 200;
const POINTED = 2000;
const SPACE = /[\t\n\f\r \u00a0]/;
const APART = ".block, br, figcaption, li, p, td, th";
const LEFT_OUT = "[role=doc-noteref], [role=doc-backlink], .carried";

const discussion = document.getElementById("discussion");
const button = document.getElementById("quote");
const textOf = (pk) => document.querySelector(`#paragraph-${pk} .paragraph-text`);
const openParagraph = () => discussion.querySelector("[data-paragraph]")?.dataset.paragraph;
const composer = () => discussion.querySelector("#composer form");

// The words of a paragraph as discussions/quoting.py reads them: its signs, each with its place.
const signsOf = (text) => {
  const signs = [];
  const add = (sign, node, at) => {
    if (!SPACE.test(sign)) signs.push({ sign, node, at });
    else if (signs.length && signs.at(-1).sign !== " ") signs.push({ sign: " ", node, at });
  };
  const isRead = (node) => (node.matches?.(LEFT_OUT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, isRead);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let at = 0;
    if (node.data === undefined) {
      if (node.matches(APART)) add(" ", node, at);
      continue;
    }
    for (const sign of node.data) {
      add(sign, node, at);
      at += sign.length;
    }
  }
  if (signs.at(-1)?.sign === " ") signs.pop();
  return signs;
};

const said = (signs) => signs.map(({ sign }) => sign).join("");

const rangeOf = (signs, start, end) => {
  const [first, last] = [signs[start], signs[end - 1]];
  const range = document.createRange();
  if (!first || !last) return range;
  range.setStart(first.node, first.at);
  range.setEnd(last.node, last.at + last.sign.length);
  return range;
};

// --- From the text into the composer

const chosenIn = (text, range) => {
  const signs = signsOf(text);
  const isIn = ({ sign, node, at }) =>
    sign !== " " && range.comparePoint(node, at) === 0 && range.comparePoint(node, at + sign.length) === 0;
  const start = signs.findIndex(isIn);
  if (start < 0) return null;
  const end = signs.findLastIndex(isIn) + 1;
  const prefix = said(signs.slice(Math.max(start - AROUND, 0), start));
  const suffix = said(signs.slice(end, end + AROUND));
  return { text, start, end, prefix, suffix, exact: said(signs.slice(start, end)), range: rangeOf(signs, start, end) };
};

// The words that are selected, all in one paragraph that its reader has reached.
const selected = () => {
  const selection = getSelection();
  if (selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const touched = [...document.querySelectorAll(".paragraph-text")].filter((text) => range.intersectsNode(text));
  // A third click selects a paragraph to the beginning of the next one.
  if (touched.length > 2) return null;
  const [chosen, another] = touched.map((text) => chosenIn(text, range)).filter(Boolean);
  const isQuotable = chosen && !another && chosen.text.matches("[data-quotable]");
  return isQuotable ? chosen : null;
};

// Below the words, or above them where there is no room below.
const place = (range) => {
  const rects = [...range.getClientRects()];
  const [first, last] = [rects[0], rects.at(-1)];
  const gap = matchMedia("(pointer: coarse)").matches ? 32 : 8;
  const { offsetWidth: width, offsetHeight: height } = button;
  const isSheet = discussion.offsetHeight && getComputedStyle(discussion).position === "fixed";
  const bottom = isSheet ? discussion.getBoundingClientRect().top : innerHeight;
  const isBelow = last.bottom + gap + height < bottom;
  const origin = button.offsetParent.getBoundingClientRect();
  const x = Math.min(Math.max(last.left + (last.width - width) / 2, gap), innerWidth - width - gap);
  const y = isBelow ? last.bottom + gap : first.top - gap - height;
  button.style.setProperty("left", `${x - origin.left}px`);
  button.style.setProperty("top", `${y - origin.top}px`);
};

const isShort = ({ start, end }) => end - start <= LONGEST;

let chosen = null;
const offer = () => {
  chosen = selected();
  button.hidden = !chosen;
  if (!chosen) return;
  button.disabled = !isShort(chosen);
  button.textContent = button.disabled ? button.dataset.long : button.dataset.label;
  place(chosen.range);
};

// Shows what the composer quotes, in place of the field for it.
const show = () => {
  const form = composer();
  if (!form) return;
  const words = form.elements.quote.value;
  const isShown = words && !form.querySelector(".quoting .errorlist");
  const details = form.querySelector(".quoting details");
  form.querySelector(".quoting-words").hidden = !isShown;
  details.hidden = isShown;
  if (isShown) details.open = false;
  form.querySelector(".quoting blockquote").textContent = words;
};

const fill = ({ exact, prefix, suffix }) => {
  const { quote, quote_prefix, quote_suffix } = composer().elements;
  [quote.value, quote_prefix.value, quote_suffix.value] = [exact, prefix, suffix];
  show();
  quote.dispatchEvent(new Event("input", { bubbles: true }));
};

const put = (words) => {
  fill(words);
  const { lang, dir } = words.text.querySelector(".block").closest("[lang]");
  const quotation = composer().querySelector(".quoting blockquote");
  quotation.dataset.quoted = `${words.start} ${words.end}`;
  Object.assign(quotation, { lang, dir });
  composer().elements.text.focus();
};

const typeWords = () => {
  composer().querySelector(".quoting details").open = true;
  composer().elements.quote.focus();
};

// Acts in the paragraph's discussion, once it is open.
const inDiscussion = (paragraph, act) => {
  const pk = paragraph.id.replace("paragraph-", "");
  const actThere = () => {
    if (openParagraph() === pk && composer()) act();
  };
  if (openParagraph() === pk) return actThere();
  discussion.addEventListener("htmx:afterSettle", actThere, { once: true });
  paragraph.querySelector(".voices").click();
};

const quote = (words) => {
  inDiscussion(words.text.closest(".paragraph"), () => put(words));
  getSelection().removeAllRanges();
};

let coming;
document.addEventListener("selectionchange", () => {
  clearTimeout(coming);
  coming = setTimeout(offer, SETTLED);
});
// The selection outlives the press.
button.addEventListener("pointerdown", (event) => event.preventDefault());
button.addEventListener("click", () => chosen && quote(chosen));

document.addEventListener("quote", ({ target: paragraph }) => {
  const words = selected();
  if (words && isShort(words)) quote(words);
  else if (paragraph.querySelector("[data-quotable]")) inDiscussion(paragraph, typeWords);
});

discussion.addEventListener("click", ({ target }) => {
  if (!target.closest(".quoting-words button")) return;
  delete composer().querySelector(".quoting blockquote").dataset.quoted;
  fill({ exact: "", prefix: "", suffix: "" });
  composer().elements.text.focus();
});
// What was typed is taken over, not sent.
discussion.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.name !== "quote" || event.isComposing) return;
  event.preventDefault();
  show();
  composer().elements.text.focus();
});
// Behind the scripts that bring back what was typed.
document.addEventListener("htmx:load", () => setTimeout(show));

// --- From the discussion into the text

const quotedIn = (signs, element) => rangeOf(signs, ...element.dataset.quoted.split(" ").map(Number));

const highlight = (name, ranges) => CSS.highlights?.set(name, new Highlight(...ranges));

const underline = () => {
  const text = textOf(openParagraph());
  const signs = text ? signsOf(text) : [];
  highlight("quoted", [...discussion.querySelectorAll("[data-quoted]")].map((element) => quotedIn(signs, element)));
};

let drawing;
const redraw = () => {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(underline);
};
new MutationObserver(redraw).observe(discussion, { childList: true, subtree: true, attributeFilter: ["data-quoted"] });
document.addEventListener("htmx:afterSettle", redraw);
redraw();

discussion.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-quoted]");
  const text = textOf(openParagraph());
  if (!link || !text) return;
  event.preventDefault();
  const range = quotedIn(signsOf(text), link);
  highlight("pointed", [range]);
  setTimeout(() => highlight("pointed", []), POINTED);
  scrollBy({ top: range.getBoundingClientRect().top - innerHeight / 6 });
  // By keyboard one is there then, too.
  if (!event.detail) text.closest(".paragraph").focus({ preventScroll: true });
});
