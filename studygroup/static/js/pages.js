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
