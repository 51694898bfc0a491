// Words typed in a discussion and neither sent nor kept as a draft yet: they stay with the tab until
// they are, are given up, or their writer signs out. Each form is known by its writer and by where it
// posts.

const OURS = "unsent-";
// A form that was asked for before its draft was kept comes without it.
const ON_THE_WAY = 30_000;
const reader = document.querySelector("[data-reader]")?.dataset.reader;
const mine = `${OURS}${reader}-`;

const forget = (isGone) =>
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(OURS) && isGone(key))
    .forEach((key) => sessionStorage.removeItem(key));

// What was typed, for whom, of which words, and over which version of a comment; the other fields come anew with each form.
const fieldsOf = (form) => [...form.querySelectorAll("textarea, [name=version], [name=kind], [name=partner], [name=sort], [name^=quote]")];
const isChosen = (field) => field.type !== "radio" || field.checked;
const give = (field, value) => {
  // The list of people comes when their radio is chosen, and keeps whom it has.
  if (field.name === "partner" && field.value !== value) field.add(new Option("", value));
  if (field.type === "radio") field.checked = field.value === value;
  else field.value = value;
};
const keyOf = (form) => mine + form.getAttribute("action");
const formsIn = (place) => [...place.querySelectorAll("#discussion form:has(textarea)")];

const isTyped = (form) => [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);

const keep = (form) => {
  if (!isTyped(form)) return sessionStorage.removeItem(keyOf(form));
  const values = fieldsOf(form).filter(isChosen).map((field) => [field.name, field.value]);
  sessionStorage.setItem(keyOf(form), JSON.stringify(Object.fromEntries(values)));
};

const restore = (form) => {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
  // Words that the server did not take stand as it gave them back.
  if (isTyped(form) || form.querySelector(".errorlist, [role=alert]")) return;
  for (const field of fieldsOf(form)) if (field.name in kept) give(field, kept[field.name]);
  if (kept.partner) form.querySelector("[name=kind]:checked").dispatchEvent(new Event("change", { bubbles: true }));
  if (hasDraft(form)) form.elements.text.value = joined(form.elements.text.defaultValue, kept.text ?? "");
  // What came back is to be kept by the server now.
  if (isTyped(form)) form.querySelector("textarea").dispatchEvent(new Event("input", { bubbles: true }));
};

// A draft from elsewhere and what the tab has: where neither goes on with the other, both.
const hasDraft = (form) => form.querySelector("[data-kept]:not([hidden])");
const joined = (draft, words) => {
  if (draft.includes(words)) return draft;
  return words.includes(draft) ? words : `${draft}\n\n${words}`;
};

const forgetKept = ({ form, text }) => {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
  if (kept.text === text) sessionStorage.removeItem(keyOf(form));
};

if (reader) {
  forget((key) => !key.startsWith(mine));
  document.addEventListener("input", (event) => {
    const form = event.target.closest("#discussion form");
    if (form) keep(form);
  });
  document.addEventListener("htmx:load", () => formsIn(document).forEach(restore));
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { elt, verb } = detail.requestConfig;
    const form = elt.matches("form, [name=discard]") && elt.closest("form");
    if (form && verb === "post" && !detail.isError) sessionStorage.removeItem(keyOf(form));
  });
  document.addEventListener("draft:kept", ({ detail }) => setTimeout(forgetKept, ON_THE_WAY, detail));
  // A form's own "Cancel", heard before it takes the form away.
  document.addEventListener("click", (event) => {
    const form = event.target.closest(".actions a") && event.target.closest("#discussion form");
    if (form) sessionStorage.removeItem(keyOf(form));
  }, { capture: true });
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[action$='/logout/']")) forget(() => true);
});

// What could not be sent goes out by itself when the site is back: once, for its form has a key.
const noteIn = (element) => element.querySelector(".is-unsent");
document.addEventListener("htmx:sendError", ({ detail }) => {
  if (noteIn(detail.elt)) noteIn(detail.elt).hidden = false;
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (noteIn(detail.elt)) noteIn(detail.elt).hidden = true;
});
document.addEventListener("live:reached", () => {
  document.querySelectorAll(".is-unsent:not([hidden])").forEach((note) => note.closest("form").requestSubmit());
});
