// A code after "#" in a mailed link never reaches a server; here it fills its field.
export function fillFromFragment(root) {
  const field = root.querySelector("input[data-from-fragment]");
  const code = decodeURIComponent(location.hash.slice(1));
  if (!field || !/^[0-9A-Z-]{20,40}$/i.test(code)) return;
  if (!field.value) field.value = code;
  history.replaceState(null, "", location.pathname);
  field.form.querySelector("button[type=submit], button:not([type])")?.focus();
}
