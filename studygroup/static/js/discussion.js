// The discussion beside the text: focus goes in when it opens and back when it closes.

const discussion = document.getElementById("discussion");

const voicesOf = (paragraph) => document.getElementById(`voices-${paragraph}`);
const openParagraph = () => discussion.querySelector("[data-paragraph]")?.dataset.paragraph;

const showWhichIsOpen = () => {
  document.querySelectorAll(".voices[aria-expanded]").forEach((link) => link.removeAttribute("aria-expanded"));
  voicesOf(openParagraph())?.setAttribute("aria-expanded", "true");
};

const close = () => {
  const paragraph = openParagraph();
  const link = discussion.querySelector("[data-close]");
  discussion.replaceChildren();
  history.pushState({ htmx: true }, "", link.href);
  showWhichIsOpen();
  voicesOf(paragraph)?.focus({ preventScroll: true });
};

const hasTyped = () => [...discussion.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);

discussion.addEventListener("click", (event) => {
  const link = event.target.closest("[data-close], [data-dismiss]");
  if (!link) return;
  event.preventDefault();
  if (link.matches("[data-close]")) close();
  else link.closest(".reply-slot").replaceChildren();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && openParagraph() && !hasTyped()) close();
});

document.addEventListener("htmx:afterSwap", (event) => {
  showWhichIsOpen();
  if (event.detail.target === discussion) {
    discussion.scrollTop = 0;
    discussion.querySelector("#discussion-title")?.focus({ preventScroll: true });
  } else {
    event.detail.target.querySelector?.("textarea")?.focus();
  }
});

showWhichIsOpen();
