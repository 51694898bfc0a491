// Hears what happens in the reading: over a stream of events, and where none comes, by asking from
// time to time. `fresh.js` is told where to look; a page that nobody sees looks when it is seen.

const place = document.querySelector("[data-events]");
const connection = document.getElementById("connection");
const GATHERED = 150;
const LATE = 40_000;
const HIDDEN = 20_000;
const AGAIN = [1_000, 3_000, 10_000];

let since = place.dataset.since;
let source = null;
let tries = 0;
const timers = {};
const heard = new Map();

const later = (name, act, time) => {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, time);
};

const address = () => `${place.dataset.events}?since=${encodeURIComponent(since)}`;
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));

// --- What is heard is gathered for a moment.

const isOpen = (paragraph) =>
  Number(document.querySelector("#discussion [data-paragraph]")?.dataset.paragraph) === paragraph;

const hear = ({ what, paragraph }) => {
  if (what === "writing") return tell("writing", { paragraph });
  // What is heard in this page is shown here already.
  if (what === "heard" && isOpen(paragraph)) return;
  heard.set(`${what} ${paragraph ?? ""}`, { what, paragraph });
  later("news", tellAll, GATHERED);
};

const tellAll = () => {
  if (document.hidden || !heard.size) return;
  const news = [...heard.values()];
  heard.clear();
  tell("news", {
    isStale: news.some(({ what, paragraph }) => what === "stale" || (what === "heard" && !paragraph)),
    hasMoved: news.some(({ what }) => what === "moved"),
    paragraphs: news.flatMap(({ what, paragraph }) => (["spoken", "withdrawn", "heard"].includes(what) ? [paragraph] : [])),
  });
};

// --- The stream, and asking in its place.

const reached = () => {
  if (!connection.hidden) tell("reached");
  connection.hidden = true;
};

const lost = () => {
  connection.hidden = false;
};

const rest = () => {
  source?.close();
  source = null;
  ["connect", "late"].forEach((name) => clearTimeout(timers[name]));
};

const connect = () => {
  rest();
  source = new EventSource(address());
  for (const what of ["here", "alive", "stale", "moved", "spoken", "withdrawn", "present", "writing", "heard", "session"]) {
    source.addEventListener(what, ({ data, lastEventId }) => {
      if (lastEventId) since = lastEventId;
      later("late", ask, LATE);
      tries = 0;
      reached();
      if (!["here", "alive"].includes(what)) hear({ what, ...JSON.parse(data) });
    });
  }
  source.addEventListener("error", () => {
    source?.close();
    source = null;
    ask();
  });
  later("late", ask, LATE);
};

// Whether the page is to go on: not where its reader has signed out or may not see it any more.
const ask = async () => {
  clearTimeout(timers.late);
  const answer = await fetch(address(), { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer === null || answer.status >= 500) lost();
  else if (!answer.ok || answer.redirected) return rest();
  else {
    const { since: next, news } = await answer.json();
    since = next;
    reached();
    news.forEach(hear);
    hear({ what: "present" });
  }
  if (source?.readyState === EventSource.OPEN) return connect();
  later("connect", connect, AGAIN[Math.min(tries++, AGAIN.length - 1)]);
};

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return later("hidden", rest, HIDDEN);
  clearTimeout(timers.hidden);
  tellAll();
  if (!source) connect();
});
document.addEventListener("htmx:sendError", () => {
  lost();
  if (source) source.close();
  source = null;
  later("connect", ask, AGAIN[0]);
});
addEventListener("online", () => ask());
addEventListener("pagehide", rest);
addEventListener("pageshow", ({ persisted }) => persisted && connect());

connect();
