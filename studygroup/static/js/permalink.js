// To the comment that the address names: unfolded, in sight, and its paragraph beside it.

const discussion = document.getElementById("discussion");

const show = () => {
  const id = location.hash.slice(1);
  const voice = /^comment-\d+$/.test(id) && document.getElementById(id);
  if (!voice) return;
  for (let fold = voice.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const { paragraph } = discussion.querySelector("[data-paragraph]").dataset;
  document.getElementById(`paragraph-${paragraph}`)?.scrollIntoView({ block: "center" });
  // The discussion scrolls by itself, the text below it stays.
  const behind = scrollY;
  voice.scrollIntoView({ block: "start" });
  scrollTo(scrollX, behind);
};

show();
addEventListener("hashchange", show);
