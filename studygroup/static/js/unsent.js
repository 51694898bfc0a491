// Words typed in a discussion and not sent yet: they stay with the tab until they are sent, given
// up, or their writer signs out. Each form is known by its writer and by where it posts.

const OURS = "unsent-";
const reader = document.querySelector("[data-reader]")?.dataset.reader;
const mine = `${OURS}${reader}-`;

const forget = (isGone) =>
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(OURS) && isGone(key))
    .forEach((key) => sessionStorage.removeItem(key));

// What was typed, and over which version of a comment; the other fields come anew with each form.
const fieldsOf = (form) => [...form.querySelectorAll("textarea, [name=version]")];
const keyOf = (form) => mine + form.getAttribute("action");
const formsIn = (place) => [...place.querySelectorAll("#discussion form:has(textarea)")];

const isTyped = (form) => [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);

const keep = (form) => {
  if (!isTyped(form)) return sessionStorage.removeItem(keyOf(form));
  const values = fieldsOf(form).map((field) => [field.name, field.value]);
  sessionStorage.setItem(keyOf(form), JSON.stringify(Object.fromEntries(values)));
};

const restore = (form) => {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "{}");
  // Words that the server did not take stand as it gave them back.
  if (isTyped(form) || form.querySelector(".errorlist, [role=alert]")) return;
  for (const field of fieldsOf(form)) field.value = kept[field.name] ?? field.value;
};

if (reader) {
  forget((key) => !key.startsWith(mine));
  document.addEventListener("input", (event) => {
    const form = event.target.closest("#discussion form");
    if (form) keep(form);
  });
  document.addEventListener("htmx:load", () => formsIn(document).forEach(restore));
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { elt: form, verb } = detail.requestConfig;
    if (verb === "post" && !detail.isError) sessionStorage.removeItem(keyOf(form));
  });
  // A form's own "Cancel", heard before it takes the form away.
  document.addEventListener("click", (event) => {
    const form = event.target.closest(".actions a") && event.target.closest("#discussion form");
    if (form) sessionStorage.removeItem(keyOf(form));
  }, { capture: true });
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[action$='/logout/']")) forget(() => true);
});
