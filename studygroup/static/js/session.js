// A study session: where it is stands out, and whoever follows its leader is taken there, but never
// while they write.

const session = document.getElementById("session");
const saidNow = document.getElementById("said-now");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const TOP = 120;
// A paragraph that takes up more of the window is shown from its beginning.
const LARGE = 0.5;

// The paragraph where the session was last, and where the reader was taken; and whether they will be
// taken when they have written.
let shown;
let followed = null;
let waits = false;

const told = () => document.getElementById("session-bar")?.dataset ?? {};
const paragraphOf = (key) => document.getElementById(`paragraph-${key}`);
const holdsWords = (field) => field.value !== field.defaultValue;
const isWriting = (there) =>
  Boolean(document.activeElement?.closest("form:has(textarea)")) || (!there && [...document.querySelectorAll("textarea")].some(holdsWords));

const go = () => {
  const there = paragraphOf(told().paragraph);
  waits = isWriting(there);
  if (waits) return;
  // It stands on another page of a long text.
  if (!there) return location.assign(session.querySelector(".session-paragraph").href);
  const block = there.offsetHeight > innerHeight * LARGE ? "start" : "center";
  there.scrollIntoView({ block, behavior: calm.matches ? "instant" : "smooth" });
};

const mark = () => {
  const there = paragraphOf(told().paragraph);
  for (const old of document.querySelectorAll(".paragraph[aria-current]")) if (old !== there) old.removeAttribute("aria-current");
  there?.setAttribute("aria-current", "location");
};

// What lies at the foot of the page keeps clear of the bar.
const fit = () => {
  const { offsetHeight } = document.getElementById("session-bar") ?? {};
  if (offsetHeight) document.documentElement.style.setProperty("--session", `${offsetHeight}px`);
};

const look = (isFirst) => {
  const { paragraph, follows, part, said } = told();
  fit();
  mark();
  const wanted = follows === undefined ? null : paragraph;
  const isNew = wanted !== followed;
  followed = wanted;
  if (part !== undefined && !isFirst && paragraph !== shown) saidNow.textContent = said;
  shown = paragraph;
  if (!wanted) waits = false;
  else if (isNew && !(isFirst && location.hash)) go();
};

look(true);
new MutationObserver(() => look(false)).observe(session, { attributes: true, childList: true, subtree: true });
document.addEventListener("htmx:afterSettle", mark);
addEventListener("resize", fit);

const resume = () => setTimeout(() => waits && go());
document.addEventListener("focusout", resume);
document.addEventListener("htmx:afterSettle", resume);

session.addEventListener("click", (event) => {
  // The second half of a double click is meant for what stood there before.
  if (event.detail > 1 && event.target.closest("[name=number]")) event.preventDefault();
  if (!event.target.closest(".session-paragraph") || !paragraphOf(told().paragraph)) return;
  event.preventDefault();
  go();
});

// "Everyone here" begins with the paragraph that its leader has before them.
session.addEventListener("toggle", ({ target, newState }) => {
  if (newState !== "open") return;
  const inView = [...document.querySelectorAll(".paragraph")].find((one) => one.getBoundingClientRect().bottom > TOP);
  const number = inView?.querySelector(".paragraph-number").textContent.trim();
  if (number) target.querySelector("#session-number").value = number;
}, true);
