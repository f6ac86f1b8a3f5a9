// Offers what is public already while somebody describes what they want.
const PAUSE_MS = 700;
const SHORTEST = 6;

export function enableOffering(root) {
  const place = root.querySelector("[data-offers]");
  const form = place?.closest("form");
  const area = form?.querySelector("textarea");
  if (!area) return;
  const told = place.previousElementSibling;
  let waiting, asked;

  const show = (piece) => {
    place.innerHTML = piece; // our own server's, escaped there
    place.hidden = piece === "";
    const number = place.querySelectorAll("li").length;
    told.textContent = number ? told.dataset.told.replace("{n}", number) : "";
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    if (area.value.trim().length < SHORTEST) return show("");
    try {
      const answer = await fetch(place.dataset.offers, {
        method: "POST", body: new FormData(form), signal: asked.signal,
      });
      if (answer.status === 200) show(await answer.text());
      else if (answer.status === 204) show("");
    } catch {
      // Offline or overtaken by the next question: the form goes on without offers.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  });
}
