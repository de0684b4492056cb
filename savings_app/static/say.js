// What stands in a box of money is said in words below it while it is written, as the service
// says it when the page comes back: "dua puluh juta rupiah" hears a nought too many.
const { rupiah, alone, rules } = JSON.parse(document.currentScript.dataset.numbers);
const WAIT = 400; // until the thumb rests, so that a reader of the screen is not told every figure
const LARGEST = 1e12;
const WHOLE = /^(rp\.?)?(\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+)$/i;

function said(number) {
  if (number < alone.length) return alone[number];
  const rule = rules.filter(({ from }) => from <= number).pop();
  const times = Math.floor(number / rule.of);
  const rest = number % rule.of;
  const words = rule.words.includes("{times}") ? rule.words.replace("{times}", said(times)) : rule.words;
  return words.replace("{rest}", rest ? said(rest) : "").replace(/[ -]+$/, "");
}

function spoken(text) {
  const compact = text.replace(/\s/g, "");
  const number = WHOLE.test(compact) ? Number(compact.replace(/\D/g, "")) : 0;
  return number && number <= LARGEST ? rupiah.replace("{number}", said(number)) : "";
}

for (const words of document.querySelectorAll("output.said")) {
  const box = document.getElementById(words.htmlFor.value);
  let rests;
  box.addEventListener("input", () => {
    clearTimeout(rests);
    rests = setTimeout(() => { words.textContent = spoken(box.value); }, WAIT);
  });
}
