// The button that copies a code; who has no script, or no clipboard, selects it by a long press.

const button = document.querySelector(".code button");
const code = document.querySelector(".code strong");

if (button && code && navigator.clipboard) {
  const label = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent.trim());
      button.textContent = `✓ ${button.dataset.done}`;
      setTimeout(() => (button.textContent = label), 4000);
    } catch {
      getSelection().selectAllChildren(code); // refused: at least it is marked
    }
  });
}
