// On a phone the discussion is a sheet: dragged down by its head it closes.

const CLOSES_AT = 110;
const discussion = document.getElementById("discussion");
let start = null;

const isSheet = () => getComputedStyle(discussion).position === "fixed";
const shift = (by) => discussion.style.setProperty("translate", by ? `0 ${by}px` : "");

discussion.addEventListener("pointerdown", (event) => {
  if (isSheet() && event.target.closest(".discussion-head") && !event.target.closest("a")) start = event.clientY;
});

addEventListener("pointermove", (event) => {
  if (start !== null) shift(Math.max(event.clientY - start, 0));
});

const end = (event) => {
  if (start === null) return;
  const isFar = event.clientY - start > CLOSES_AT;
  start = null;
  shift(0);
  if (isFar) discussion.querySelector("[data-close]")?.click();
};
addEventListener("pointerup", end);
addEventListener("pointercancel", end);
