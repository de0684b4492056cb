// A lesson read aloud by the browser, where it can. Without it the button stays hidden.
const button = document.querySelector("[data-read]");
if (button && "speechSynthesis" in window) {
  const begin = button.textContent;
  const still = () => { button.textContent = begin; };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      still();
      return;
    }
    const words = new SpeechSynthesisUtterance(document.querySelector("[data-read-aloud]").innerText);
    words.lang = document.documentElement.lang;
    words.rate = 0.9;
    words.onend = still;
    words.onerror = still;
    speechSynthesis.speak(words);
    button.textContent = button.dataset.stop;
  });
}
