// Reveals the print buttons: without scripts the browser's own menu prints.
export function enablePrinting(root) {
  for (const button of root.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
