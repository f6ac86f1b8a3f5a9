// Says how many characters are left once a long text nears its limit.
export function enableCounting(root) {
  for (const area of root.querySelectorAll("textarea:is([maxlength], [data-longest])")) {
    const limit = Number(area.getAttribute("maxlength") ?? area.dataset.longest);
    const left = root.createElement("p");
    left.className = "field-count";
    left.setAttribute("aria-live", "polite");
    area.after(left);
    const tell = () => { left.textContent = `${area.value.length} / ${limit}`; };
    area.addEventListener("input", tell);
    tell();
  }
}
