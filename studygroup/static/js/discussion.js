// The discussion beside the text: focus goes in when it opens and back when it closes, and the
// paragraph stays where it stands.

const discussion = document.getElementById("discussion");

const voicesOf = (paragraph) => document.getElementById(`voices-${paragraph}`);
const openParagraph = () => discussion.querySelector("[data-paragraph]")?.dataset.paragraph;
const topOf = (link) => link?.getBoundingClientRect().top ?? 0;
const keepingPlace = (link, change) => {
  const top = topOf(link);
  change();
  scrollBy(0, topOf(link) - top);
};

const showWhichIsOpen = () => {
  document.querySelectorAll(".voices[aria-expanded]").forEach((link) => link.removeAttribute("aria-expanded"));
  voicesOf(openParagraph())?.setAttribute("aria-expanded", "true");
};

const close = () => {
  const voices = voicesOf(openParagraph());
  const address = discussion.querySelector("[data-close]").href;
  keepingPlace(voices, () => discussion.replaceChildren());
  history.pushState({ htmx: true }, "", address);
  showWhichIsOpen();
  voices?.focus({ preventScroll: true });
};

// A discussion that takes its time shows that it is coming.
const PATIENCE = 250;
let coming;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target !== discussion || discussion.hasChildNodes()) return;
  const shape = document.getElementById("discussion-coming").content.cloneNode(true);
  const show = () => keepingPlace(event.detail.elt, () => discussion.replaceChildren(shape));
  coming = setTimeout(show, PATIENCE);
});
document.addEventListener("htmx:afterRequest", (event) => {
  clearTimeout(coming);
  // It did not come.
  if (discussion.querySelector(".skeleton")) keepingPlace(event.detail.elt, () => discussion.replaceChildren());
});

// To the form or the history that came, or to the comment whose form has gone.
const focusAt = (place) => {
  if (place.contains(document.activeElement)) return;
  (place.querySelector("textarea, .edits") ?? place.closest(".voice")?.querySelector(".voice-acts a"))?.focus();
  if (document.activeElement === document.body) focusTitle();
};

const focusTitle = () => discussion.querySelector("#discussion-title")?.focus({ preventScroll: true });

discussion.addEventListener("click", (event) => {
  event.target.closest(".voice-more-acts a")?.closest("details").removeAttribute("open");
  const link = event.target.closest("[data-close], [data-dismiss]");
  if (!link) return;
  event.preventDefault();
  if (link.matches("[data-close]")) return close();
  const slot = link.closest(".reply-slot");
  slot.replaceChildren();
  focusAt(slot);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && openParagraph() && !document.querySelector(":popover-open")) close();
});

let top = 0;

document.addEventListener("htmx:beforeSwap", (event) => {
  top = topOf(event.detail.requestConfig.elt);
});

document.addEventListener("htmx:afterSwap", (event) => {
  showWhichIsOpen();
  // A page of a long text has come.
  if (event.detail.requestConfig.elt.matches(".turn")) return;
  if (event.detail.target.closest(".preview")) return;
  if (event.detail.target !== discussion) return focusAt(event.detail.target);
  // What was pressed may itself have made way for its newer self, or for nothing.
  const { elt } = event.detail.requestConfig;
  const pressed = elt.isConnected ? elt : document.getElementById(elt.id);
  if (pressed) scrollBy(0, topOf(pressed) - top);
  discussion.scrollTop = 0;
  focusTitle();
});

showWhichIsOpen();
// Somebody went back before this was heard: the page is not that of its address any more.
if (discussion.querySelector("[data-close]")?.pathname === location.pathname) location.reload();
