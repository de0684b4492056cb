// A lesson read aloud by the browser, where it has a voice for the language of the page; without
// one the button stays hidden: another language's voice would make it unintelligible.
const button = document.querySelector("[data-read]");
if (button && "speechSynthesis" in window) {
  const begin = button.textContent;
  const still = () => { button.textContent = begin; };
  // Android still calls Indonesian "in", as it was called before 1989.
  const codes = { id: ["id", "in"] }[document.documentElement.lang] || [document.documentElement.lang];
  const findVoice = () => speechSynthesis.getVoices()
    .find((one) => codes.includes(one.lang.toLowerCase().split(/[-_]/)[0]));
  const offer = () => { button.hidden = !findVoice(); };
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer); // they often come late
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      still();
      return;
    }
    const words = new SpeechSynthesisUtterance(document.querySelector("[data-read-aloud]").innerText);
    words.lang = document.documentElement.lang;
    words.voice = findVoice();
    words.rate = 0.9;
    words.onend = still;
    words.onerror = still;
    speechSynthesis.speak(words);
    button.textContent = button.dataset.stop;
  });
}
