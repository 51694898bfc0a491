// Reading by keyboard: j and k move, c speaks, q quotes, n leads to the next new voice, m marks, s
// says that one is stuck, ? shows the keys; / goes to the search, or to the link that leads there.

const TOP = 120;

const paragraphs = () => [...document.querySelectorAll(".paragraph")];
const focused = () => document.activeElement.closest(".paragraph");
const atTop = () => paragraphs().find((paragraph) => paragraph.getBoundingClientRect().bottom > TOP);
const current = () => focused() ?? atTop();

const move = (by) => {
  const all = paragraphs();
  const next = focused() ? all[all.indexOf(focused()) + by] : atTop();
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
};

const openAt = (wanted) => {
  const voices = current()?.querySelector(".voices");
  if (!voices) return;
  const discussion = document.getElementById("discussion");
  const go = () => setTimeout(() => discussion.querySelector(wanted)?.focus());
  discussion.addEventListener("htmx:afterSwap", go, { once: true });
  voices.click();
};

// With one press where the reader stands; elsewhere it is asked first.
const beStuck = () => {
  const button = current()?.querySelector("[data-stuck]");
  if (button) button.click();
  else openAt("[data-stuck]");
};

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  c: () => openAt(".composer textarea"),
  q: () => current()?.dispatchEvent(new CustomEvent("quote", { bubbles: true })),
  m: () => current()?.querySelector(".mark[name=read_to]")?.click(),
  s: beStuck,
  n: () => document.querySelector("[data-next-new]")?.click(),
  "?": () => document.getElementById("keys")?.togglePopover(),
};

const search = document.querySelector("[data-search]");
if (search) ACTS["/"] = () => (search.href ? search.click() : search.focus());

// The letter on a Latin keyboard, wherever another script's keyboard has it: ח is j.
const named = ({ key, code }) => (key in ACTS ? key : /^[ -~]$/.test(key) ? "" : code.replace("Key", "").toLowerCase());

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !(named(event) in ACTS)) return;
  event.preventDefault();
  ACTS[named(event)]();
});
