// Going on to what is new: the text shows its paragraph, the discussion its first new voice. What
// was pressed to follow or to mute gives the focus back to where it stood.

const discussion = document.getElementById("discussion");

const showText = () => {
  const paragraph = discussion.querySelector("[data-paragraph]")?.dataset.paragraph;
  const place = document.getElementById(`paragraph-${paragraph}`) ?? document.getElementById(`voices-${paragraph}`);
  place?.scrollIntoView({ block: "start" });
};

const showNew = () => {
  const place = document.getElementById("new");
  if (place) discussion.scrollTop += place.getBoundingClientRect().top - discussion.getBoundingClientRect().top - 60;
};

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const { elt } = detail.requestConfig;
  if (elt.matches("[data-next-new]")) {
    showText();
    showNew();
  }
  const menu = elt.closest(".following");
  if (menu) document.getElementById(menu.id)?.querySelector("summary").focus();
});

if (location.hash === "#new") showText();
