// Keeps the thread that it is loaded into busy for a third of the time: 30 of 90 ms.

const busyMs = 30;
const freeMs = 60;

function work(): void {
  const endMs = performance.now() + busyMs;
  while (performance.now() < endMs);
  // A program that has ended does not go on because of this.
  setTimeout(work, freeMs).unref();
}

work();
