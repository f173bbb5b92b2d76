class Basket {
  #items = new Map();                    // private: seen in this class only
  add(name, n = 1) {
    this.#items.set(name, (this.#items.get(name) ?? 0) + n);
    return this;
  }
  get size() { return this.#items.size; }          // read as basket.size
  *[Symbol.iterator]() {                 // * and yield: a generator
    for (const [name, n] of this.#items) { yield `${n} ${name}`; }
  }
}
const basket = new Basket().add("tea").add("cup", 2).add("tea");
console.log(basket.size, [...basket]);   // 2 [ '2 tea', '2 cup' ]
