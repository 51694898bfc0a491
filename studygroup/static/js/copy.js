// Buttons that copy the text of a field, which is there to select without JavaScript, or the lasting
// address of a paragraph.

document.documentElement.toggleAttribute("data-copies", Boolean(navigator.clipboard));

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy-address]");
  if (!button) return;
  await navigator.clipboard.writeText(button.closest(".paragraph").querySelector(".paragraph-number").href);
  const toast = document.createElement("p");
  toast.className = "toast is-success";
  toast.textContent = button.closest("[data-copied]").dataset.copied;
  document.getElementById("toasts").append(toast);
});
