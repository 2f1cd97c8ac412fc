// The blob service of azurite. It ends with whoever holds its standard input, however that ends.
process.stdin.on("end", () => process.kill(process.pid, "SIGTERM")).resume();
await import("azurite/dist/src/blob/main.js");
