function text(load: Load): string {
  switch (load.kind) {
    case "idle": return "";
    case "loading": return "...";
    case "failed": return load.message;
    case "done": return `${load.rows.length} rows`;
    default: { const rest: never = load; return rest; }
  }
}
const bad1: B={state:"open",reason:"x"}; const bad2: B={state:"returned",tracking:"t"}; const bad3: B={state:"sent"};
const ok1: A={state:"open",reason:"x"}; const ok2: C={state:"returned",tracking:"t"}; const ok3: D={open:true,sent:null,returned:{reason:"r"}}; export {};