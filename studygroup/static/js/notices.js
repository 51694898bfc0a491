// Notices go away by themselves; when the server cannot be reached one says so, or a whole page.

const toasts = document.getElementById("toasts");
const READING_TIME = 8000;

const expire = (toast) => setTimeout(() => toast.remove(), READING_TIME);

toasts.querySelectorAll(".toast").forEach(expire);
new MutationObserver((changes) => {
  changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.matches?.(".toast")).forEach(expire);
}).observe(toasts, { childList: true });

document.addEventListener("htmx:sendError", () => {
  const toast = document.createElement("p");
  toast.className = "toast is-error";
  toast.textContent = toasts.dataset.unreachable;
  toasts.append(toast);
});

navigator.serviceWorker?.register("/service-worker.js");
