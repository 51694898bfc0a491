// Buttons that hand the link in a field over to the device, to be sent by whatever is on it.

for (const button of document.querySelectorAll("[data-share]")) {
  const field = document.getElementById(button.dataset.share);
  button.hidden = !navigator.share;
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ text: button.dataset.text, url: field.value });
    } catch (error) {
      // Whoever closes the device's choice has only changed their mind.
      if (error.name !== "AbortError") throw error;
    }
  });
}
