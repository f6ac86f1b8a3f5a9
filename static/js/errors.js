// Brings keyboard and screen reader to the error summary after a refused form.
export function focusErrors(root) {
  root.getElementById("error-summary")?.focus();
}
