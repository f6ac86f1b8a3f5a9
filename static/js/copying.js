// Reveals the copy buttons where the clipboard may be written.
const TOLD_FOR_MS = 3000;

export function enableCopying(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy-value]")) {
    const face = [...button.childNodes];
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copyValue);
      button.replaceChildren(button.dataset.copied);
      setTimeout(() => button.replaceChildren(...face), TOLD_FOR_MS);
    });
  }
}
