// A file is hashed in the browser, and only its hash is sent. What has another hash than all we
// issued may be sent itself, by a button that says so. Without this script the form sends the file.
const input = document.querySelector("[data-hash-at]");
if (input && window.crypto?.subtle && "arrayBuffer" in Blob.prototype) {
  const form = input.form;
  const panels = [...form.querySelectorAll("[data-after]")];
  const show = (which) => { for (const one of panels) one.hidden = one.dataset.after !== which; };
  let whole = false;
  form.querySelector("[data-hashed]").hidden = false;
  for (const button of form.querySelectorAll("[data-whole]")) button.addEventListener("click", () => { whole = true; });
  input.addEventListener("change", () => { whole = false; show(""); });
  addEventListener("pageshow", () => { input.disabled = whole = false; form.elements.sha256.value = ""; });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    whole = false;
    check();
  });

  async function check() {
    show("");
    let answer = "failed";
    try {
      const digest = await crypto.subtle.digest("SHA-256", await input.files[0].arrayBuffer());
      const sha256 = [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("");
      const body = new URLSearchParams({ sha256, csrf_token: form.elements.csrf_token?.value || "" });
      const { status } = await fetch(input.dataset.hashAt, { method: "POST", body });
      if (status === 204) {
        form.elements.sha256.value = sha256;
        input.disabled = true; // the file itself stays here
        form.submit();
        return;
      }
      if (status === 404) answer = "unknown";
    } catch {
      // no connection, or a file that cannot be read
    }
    show(answer);
  }

  form.addEventListener("submit", (event) => {
    if (whole || !input.files.length) return;
    event.preventDefault();
    check();
  });
}
