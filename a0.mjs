type A = { state: "open" | "sent" | "returned"; tracking?: string; reason?: string };
type B = { state: "open" } | { state: "sent"; tracking: string }
       | { state: "returned"; tracking: string; reason: string };
type C = { state: "open" } | { state: "sent"; tracking: string }
       | { state: "returned"; tracking: string; reason?: string };
type D = { open: boolean; sent: { tracking: string } | null;
           returned: { reason: string } | null };
