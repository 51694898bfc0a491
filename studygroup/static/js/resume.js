// Leads to the paragraph that the address names, on whichever page of a long text it stands, or to
// where the reader left when the address names none.

const TOP = 120;
const SETTLED = 400;
const { text: key, at } = document.querySelector("[data-text]").dataset;
const asked = new URL(location.href);
const isPlain = asked.pathname === new URL(at, location.href).pathname && !asked.search;
let timer;

const goTo = (id) => location.replace(`${at}${id.replace("paragraph-", "")}#${id}`);
const atTop = () =>
  [...document.querySelectorAll(".paragraph")].find((paragraph) => paragraph.getBoundingClientRect().bottom > TOP);

const named = () => {
  const id = location.hash.slice(1);
  if (/^paragraph-\d+$/.test(id) && !document.getElementById(id) && !asked.searchParams.has("at")) goTo(id);
};

const left = localStorage.getItem(key);
if (left && !location.hash && scrollY === 0) {
  const paragraph = document.getElementById(left);
  paragraph?.scrollIntoView({ block: "start" });
  if (!paragraph && isPlain) goTo(left);
}
named();
addEventListener("hashchange", named);

addEventListener("scroll", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const paragraph = atTop();
    if (paragraph) localStorage.setItem(key, paragraph.id);
  }, SETTLED);
}, { passive: true });

// Pages of a long text come by themselves; what comes above does not move what is being read.
let kept = null;
let top = 0;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  kept = detail.elt.id === "earlier" ? detail.elt.nextElementSibling : null;
  top = kept?.getBoundingClientRect().top;
});

document.addEventListener("htmx:afterSwap", () => {
  if (kept) scrollBy(0, kept.getBoundingClientRect().top - top);
  kept = null;
});
