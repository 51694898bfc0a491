// Counts down the time that a study session has for its paragraph, from what the site says is left:
// the reader's own clock may be wrong.

const session = document.getElementById("session");
const saidNow = document.getElementById("said-now");
// By so much, in milliseconds, an answer on its way may differ from what is counted already.
const SLACK = 2_000;

let from = null;
let end = 0;
let isOver = true;

const show = () => {
  const clock = session.querySelector(".session-time");
  if (!clock) return;
  const left = Math.ceil((end - performance.now()) / 1000);
  if (left <= 0 && !isOver) saidNow.textContent = clock.dataset.over;
  isOver = left <= 0;
  clock.classList.toggle("is-over", isOver);
  clock.textContent = isOver ? clock.dataset.over : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  observer.takeRecords();
};

const look = () => {
  const clock = session.querySelector(".session-time");
  if (!clock) return;
  const ends = performance.now() + clock.dataset.left * 1000;
  if (clock.dataset.from !== from) isOver = clock.dataset.left <= 0;
  if (clock.dataset.from !== from || Math.abs(ends - end) > SLACK) end = ends;
  from = clock.dataset.from;
  show();
};

const observer = new MutationObserver(look);
observer.observe(session, { attributes: true, characterData: true, childList: true, subtree: true });
look();
setInterval(show, 500);
