// Reading by keyboard: j and k move, c speaks, m marks, ? shows the keys; / goes to the search, or
// to the link that leads there.

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

const speak = () => {
  const voices = current()?.querySelector(".voices");
  if (!voices) return;
  const discussion = document.getElementById("discussion");
  const compose = () => setTimeout(() => discussion.querySelector(".composer textarea")?.focus());
  discussion.addEventListener("htmx:afterSwap", compose, { once: true });
  voices.click();
};

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  c: speak,
  m: () => current()?.querySelector(".mark[name=read_to]")?.click(),
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
