// Brings in what is new where it stands. What is read or typed never moves: whatever holds words stays
// as it is, and new voices above those in view wait for a click.

const place = document.querySelector("[data-now]");
const discussion = document.getElementById("discussion");
const saidNow = document.getElementById("said-now");
const WRITES = 12_000;
const TOP = 120;
const BUSY = 100;
// What a page makes of its elements by itself.
const OWN = new Set(["open", "aria-current", "aria-expanded", "aria-describedby", "style"]);
const WORDS = "form:has(textarea)";
// Where forms come and go.
const SLOTS = ".reply-slot, .voice-body";

// What comes may need a script that the page did without until then.
const equip = (root) => root.querySelectorAll("[data-script]").forEach(({ dataset }) => import(dataset.script));
equip(document);
document.addEventListener("htmx:afterSettle", () => equip(document));

// --- One tree becomes like another.

const holdsWords = (node) => node.matches?.(WORDS) || Boolean(node.querySelector?.(WORDS));
// What is asked in a slot, such as whether to delete, waits for an answer.
const isTaken = (slot) => holdsWords(slot) || Boolean(slot.querySelector(":scope > form"));
const isTyped = (form) => [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
const isKept = (form) => isTyped(form) || form.contains(document.activeElement);
const asks = (element) => ["hx-get", "hx-post"].map((name) => element.getAttribute(name)).join();

const bring = (node, parent, before) => {
  const brought = parent.insertBefore(document.importNode(node, true), before);
  if (brought.nodeType === Node.ELEMENT_NODE) htmx.process(brought);
};

// Where somebody left off stays marked as long as they are there.
const drop = (node) => {
  const next = node.nextSibling;
  if (!holdsWords(node) && !node.matches?.("#new, .tag.is-new")) node.remove();
  return next;
};

const dress = (old, fresh) => {
  const isNew = old.matches(".voice.is-new");
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !OWN.has(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value && !OWN.has(name)) old.setAttribute(name, value);
  if (isNew) old.classList.add("is-new");
};

const isNamedIn = (fresh, { id }) => Boolean(id && fresh.ownerDocument.getElementById(id));
const comesAfter = (one, other) => Boolean(one && one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

// The child that a new one is the newer self of: by its name, or the next without one of its kind.
const matchFor = (node, parent, from) => {
  if (node.id) {
    const named = document.getElementById(node.id);
    return named?.parentNode === parent ? named : null;
  }
  for (let one = from; one; one = one.nextSibling) {
    if (one.nodeName === node.nodeName && !one.id) return one;
    if (isNamedIn(node, one)) return null;
  }
  return null;
};

const becomeAll = (old, fresh) => {
  let at = old.firstChild;
  for (const node of fresh.childNodes) {
    const match = matchFor(node, old, at);
    if (!match) {
      bring(node, old, at);
      continue;
    }
    // What stands between and is wanted no more goes: what is moved would lose the focus.
    if (comesAfter(at, match)) while (at !== match && !isNamedIn(fresh, at)) at = drop(at);
    if (match === at) at = at.nextSibling;
    else old.insertBefore(match, at);
    become(match, node);
  }
  while (at) at = drop(at);
};

const become = (old, fresh) => {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.isEqualNode(fresh) || old.name === "csrfmiddlewaretoken") return;
  if (old.matches(WORDS) ? isKept(old) : old.matches(SLOTS) && isTaken(old)) return;
  if (asks(old) !== asks(fresh)) {
    bring(fresh, old.parentNode, old);
    old.remove();
    return;
  }
  dress(old, fresh);
  becomeAll(old, fresh);
};

const put = (fresh) => {
  const old = document.getElementById(fresh.id);
  if (old) become(old, fresh);
};

// --- What is looked at stays where it is.

const topOf = (element) => element?.getBoundingClientRect().top ?? 0;
const keeping = (element, scroller, change) => {
  const top = topOf(element);
  change();
  const shift = element?.isConnected && topOf(element) - top;
  // Where nothing has shifted, a page that is on its way elsewhere goes on.
  if (shift) scroller.scrollTop += shift;
};

const paragraphInView = () =>
  [...document.querySelectorAll(".paragraph")].find((paragraph) => paragraph.getBoundingClientRect().bottom > TOP);
const voiceInView = () =>
  [...discussion.querySelectorAll(".voice")].find((voice) => voice.querySelector(".voice-head").getBoundingClientRect().bottom > topOf(discussion));

const openNow = () => discussion.querySelector(".discussion-inner");
const newIn = (fresh) => [...fresh.querySelectorAll(".voice")].filter((voice) => !document.getElementById(voice.id));

let waiting = null;

const takeIn = (fresh) => {
  waiting = null;
  const old = openNow();
  if (!fresh || old?.dataset.paragraph !== fresh.dataset.paragraph) return;
  const brought = newIn(fresh);
  const seen = voiceInView();
  const stands = seen && fresh.querySelector(`#${seen.id}`);
  if (brought.length) saidNow.textContent = `${saidNow.dataset.words} ${brought.at(-1).ariaLabel}`;
  if (stands && brought.some((voice) => voice.compareDocumentPosition(stands) === Node.DOCUMENT_POSITION_FOLLOWING)) {
    waiting = fresh;
    old.querySelector(".more-voices").hidden = false;
    return;
  }
  const typing = document.activeElement.closest(`#discussion ${WORDS}`);
  if (document.getElementById("new")) fresh.querySelector("#new")?.remove();
  keeping(typing ?? seen, discussion, () => become(old, fresh));
};

discussion.addEventListener("click", ({ target }) => {
  if (!target.closest(".more-voices") || !waiting) return;
  const fresh = waiting;
  waiting = null;
  const [first] = newIn(fresh);
  become(openNow(), fresh);
  const voice = document.getElementById(first?.id);
  voice?.scrollIntoView({ block: "center" });
  voice?.querySelector(".voice-time")?.focus({ preventScroll: true });
});

// --- Asking. What the reader does meanwhile makes an answer old.

let acts = 0;
document.addEventListener("htmx:beforeRequest", () => { acts += 1; });
document.addEventListener("htmx:afterSettle", () => { acts += 1; });

const pause = () => new Promise((resolve) => { setTimeout(resolve, BUSY); });
const isBusy = () => document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling");

// A parser without scripts makes elements of what is for pages without.
const parsed = (html) => {
  const found = new DOMParser().parseFromString(html, "text/html");
  for (const other of found.querySelectorAll("noscript")) other.textContent = other.innerHTML;
  return found;
};

const ask = async (address, headers = { "HX-Request": "true" }) => {
  for (;;) {
    while (isBusy()) await pause();
    const before = acts;
    const answer = await fetch(address, { headers }).catch(() => null);
    if (!answer?.ok || answer.redirected) return null;
    const found = parsed(await answer.text());
    if (acts === before && !isBusy()) {
      equip(found);
      return found;
    }
  }
};

const putAll = (found) => keeping(paragraphInView(), document.documentElement, () => {
  found.querySelectorAll("body > [id]").forEach(put);
  if (!found.querySelector("[data-standing]")) return;
  for (const faces of document.querySelectorAll(".faces[id]")) if (!found.getElementById(faces.id)) faces.replaceChildren();
});

const lookAtDiscussion = async () => {
  const found = openNow() && await ask(openNow().dataset.address);
  if (!found) return;
  putAll(found);
  takeIn(found.querySelector(".discussion-inner"));
};

const lookAtAll = async () => {
  const found = await ask(location.href, {});
  if (!found?.querySelector("[data-now]")) return;
  const isWhole = !document.querySelector("[name=page]");
  keeping(paragraphInView(), document.documentElement, () => {
    found.querySelectorAll("#progress, #news, #present, #session, .paragraph, #end").forEach(put);
    if (isWhole) become(document.querySelector(".text"), found.querySelector(".text"));
  });
  takeIn(found.querySelector(".discussion-inner"));
};

const lookAt = async ({ isStale, hasMoved, paragraphs }) => {
  if (isStale) return lookAtAll();
  const asked = new URLSearchParams(paragraphs.map((key) => ["spoken", key]));
  if (hasMoved) asked.set("moved", "1");
  if (openNow()) asked.set("after", openNow().dataset.paragraph);
  const found = await ask(`${place.dataset.now}?${asked}`);
  const state = found?.getElementById("progress")?.dataset.state;
  // Whoever has been signed out gets nothing.
  if (!state) return;
  if (state !== document.getElementById("progress").dataset.state) return lookAtAll();
  putAll(found);
  if (paragraphs.includes(Number(openNow()?.dataset.paragraph))) await lookAtDiscussion();
};

let looking = Promise.resolve();
document.addEventListener("live:news", ({ detail }) => { looking = looking.then(() => lookAt(detail)); });

// --- Somebody is writing.

let falling;
document.addEventListener("live:writing", ({ detail }) => {
  const sign = discussion.querySelector(`[data-paragraph="${detail.paragraph}"] .is-writing`);
  if (!sign) return;
  sign.dataset.shown = "";
  clearTimeout(falling);
  falling = setTimeout(() => delete sign.dataset.shown, WRITES);
});
