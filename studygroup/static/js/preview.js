// A preview that is open follows what is typed; its words come from the server.

const PAUSE = 600;
let timer;

const ask = (words) => {
  words.ariaBusy = "true";
  words.dispatchEvent(new Event("preview"));
};

document.addEventListener("toggle", ({ target }) => {
  if (target.matches(".preview[open]")) ask(target.querySelector("[hx-post]"));
}, { capture: true });

document.addEventListener("input", ({ target }) => {
  const words = target.form?.querySelector(".preview[open] > [hx-post]");
  if (!words) return;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE, words);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.matches(".preview > *")) detail.elt.ariaBusy = null;
});
