// How the text looks: each choice shows at once and is kept.

const form = document.querySelector("[data-look]");

const keep = () => {
  const choice = { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } };
  // Without a connection it shows all the same, and is kept when there is one again.
  fetch(form.action, choice).catch(() => addEventListener("online", keep, { once: true }));
};

form.querySelector("[data-apply]").hidden = true;
form.addEventListener("change", (event) => {
  document.documentElement.dataset[event.target.name] = event.target.value;
  keep();
});
