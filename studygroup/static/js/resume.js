// Remembers at which paragraph a reader left, and returns there when the address names no other.

const TOP = 120;
const SETTLED = 400;
const key = `reading-${document.querySelector("[data-reading]").dataset.reading}`;
let timer;

const atTop = () =>
  [...document.querySelectorAll(".paragraph")].find((paragraph) => paragraph.getBoundingClientRect().bottom > TOP);

const left = localStorage.getItem(key);
if (left && !location.hash && scrollY === 0) document.getElementById(left)?.scrollIntoView({ block: "start" });

addEventListener("scroll", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const paragraph = atTop();
    if (paragraph) localStorage.setItem(key, paragraph.id);
  }, SETTLED);
}, { passive: true });
