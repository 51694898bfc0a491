// What is typed in a discussion is kept for its writer a moment later, so that it is there on every
// device. `unsent.js` holds in the tab what could not be kept yet.

const PAUSE = 1500;
// The forms that hold words not kept yet, with the timers of keeping them; and what is on its way.
const timers = new Map();
const underway = new Map();

const formAt = (element) => element.closest?.("#discussion form[data-draft]");
const mark = (form) => form.querySelector("[data-kept]");

const sign = (place, isBegun) => {
  const { paragraph } = place.closest("[data-paragraph]")?.dataset ?? {};
  const voices = document.getElementById(`voices-${paragraph}`);
  if (isBegun) voices?.setAttribute("aria-describedby", "begun");
  else voices?.removeAttribute("aria-describedby");
};

const show = (form, isKept) => {
  mark(form).hidden = !isKept;
  sign(form, isKept);
};

const rest = (form) => {
  clearTimeout(timers.get(form));
  timers.delete(form);
  underway.get(form)?.abort();
  underway.delete(form);
};

const post = async (form, fields) => {
  rest(form);
  const control = new AbortController();
  underway.set(form, control);
  const request = { method: "POST", body: fields, headers: { "HX-Request": "true" }, keepalive: true, signal: control.signal };
  const answer = await fetch(form.dataset.draft, request).catch(() => null);
  if (underway.get(form) === control) underway.delete(form);
  return answer?.status === 204;
};

const keep = async (form) => {
  const fields = new FormData(form);
  if (!(await post(form, fields))) return;
  show(form, fields.get("text").trim() !== "");
  document.dispatchEvent(new CustomEvent("draft:kept", { detail: { form, text: fields.get("text") } }));
};

const keepAll = () => [...timers.keys()].forEach(keep);

document.addEventListener("input", ({ target }) => {
  const form = formAt(target);
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(keep, PAUSE, form));
});
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const form = formAt(target);
  if (timers.has(form) && !form.contains(relatedTarget)) keep(form);
});
document.addEventListener("visibilitychange", () => document.hidden && keepAll());
addEventListener("pagehide", keepAll);

// What is sent is not kept beside that; what is given up neither.
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const form = formAt(detail.elt);
  if (form && detail.elt.matches("form, [name=discard]")) rest(form);
});
document.addEventListener("click", ({ target }) => {
  const form = target.closest(".actions a") && formAt(target);
  if (!form) return;
  rest(form);
  const fields = new FormData(form);
  fields.set("text", "");
  if (!mark(form).hidden) post(form, fields);
  show(form, false);
}, { capture: true });
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.requestConfig.elt.matches("[name=discard]")) sign(detail.target, false);
});
