// Lets people see the password that they type. Without it the field is as every password field is.

const words = document.querySelector("[data-show]")?.dataset;

for (const field of words ? document.querySelectorAll("input[type=password]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "more";
  button.textContent = words.show;
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    button.textContent = field.type === "password" ? words.show : words.hide;
  });
  // A password that is sent while it can be read would be offered by browsers as an ordinary text later.
  field.form.addEventListener("submit", () => { field.type = "password"; });
  field.after(button);
}
