const settings={ retries: null, wait: undefined };class Cart {
  items = [];
  add() { this.items.push("tea"); }
}
const cart = new Cart();
button.addEventListener("click", cart.add);
