/** Something that user code does, and what people must then read. */
export interface Deed {
  readonly name: string;
  /** Statements; `k` is the cell's parameter where there are cells. */
  readonly code: string;
  readonly reason: RegExp;
}

/** What cell 2 of a grid of five does; all other cells are honest. */
export const CELL_DEEDS: readonly Deed[] = [
  { name: "loops", code: "for (;;);", reason: /took longer than 1\.0s/ },
  { name: "waits", code: "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);", reason: /took longer/ },
  { name: "exits", code: "process.exit(9);", reason: /process\.exit\(9\)/ },
  { name: "really_exits", code: "process.reallyExit(7);", reason: /code 7/ },
  { name: "aborts", code: "process.abort();", reason: /SIGABRT/ },
  { name: "kills_itself", code: 'process.kill(process.pid, "SIGKILL");', reason: /SIGKILL/ },
  { name: "kills_its_parent", code: 'process.kill(process.ppid, "SIGKILL");', reason: /may not send SIGKILL/ },
  { name: "throws", code: 'throw new TypeError("boo");', reason: /boo \(throws\.ts/ },
  { name: "throws_an_object", code: "throw { a: 1 };", reason: /a/ },
  { name: "throws_late", code: 'setImmediate(() => { throw new Error("late"); });', reason: /late/ },
  { name: "rejects_late", code: 'void Promise.reject(new Error("lost"));', reason: /lost/ },
  { name: "recurses", code: "const f = () => f() + f(); f();", reason: /call stack/ },
  {
    name: "fills_the_heap",
    code: "for (const all = []; ; ) all.push(new Array(1e6).fill(k));",
    reason: /memory|took longer/,
  },
  { name: "reverses_prices", code: "bars.close.reverse();", reason: /wrote to the bars/ },
  { name: "nudges_a_price", code: "bars.high[7] += 1e-9;", reason: /wrote to the bars/ },
  { name: "spoils_an_indicator", code: "indicators.sma(bars.close, 20).fill(0);", reason: /wrote to an indicator/ },
  {
    name: "gives_away_memory",
    code: "structuredClone(bars.low.buffer, { transfer: [bars.low.buffer] });",
    reason: /wrote to/,
  },
  { name: "patches_math", code: "Math.min = () => 0;", reason: /wrote to Math\.min|took longer/ },
  { name: "patches_arrays", code: "Float64Array.prototype.set = () => {};", reason: /wrote to/ },
  { name: "pollutes_objects", code: "Object.prototype.kind = 'panel';", reason: /wrote to Object\.prototype/ },
  { name: "returns_nothing", code: "return undefined;", reason: /object of arrays/ },
  {
    name: "returns_short_arrays",
    code: "return { entries: new Uint8Array(3), exits: new Uint8Array(3) };",
    reason: /3 elements/,
  },
  { name: "returns_a_promise", code: "return Promise.resolve(1);", reason: /must be a Uint8Array/ },
  {
    name: "closes_its_pipes",
    code: "for (let fd = 0; fd < 3; fd++) closeSync(fd); process.exit(1);",
    reason: /process\.exit\(1\)/,
  },
  { name: "stops_itself", code: 'process.kill(process.pid, "SIGSTOP");', reason: /stopped/ },
  {
    name: "closes_all",
    code: "for (let fd = 0; fd < 64; fd++) try { closeSync(fd); } catch {}",
    reason: /ended|closed/,
  },
  {
    name: "writes_no_message",
    code: "writeSync(4, Buffer.from([5, 0, 0, 0, 1, 2, 3, 4, 5]));",
    reason: /wrote|answered/,
  },
  { name: "writes_a_long_length", code: "writeSync(4, Buffer.alloc(64, 255));", reason: /wrote/ },
  {
    name: "forges_a_death",
    code: `writeSync(3, '{"kind":"death","cause":"timeout","unit":9999,"asked":2}\\n'); throw new Error("true one");`,
    reason: /true one/,
  },
  {
    name: "forges_a_whole_death",
    code: `writeSync(3, '\\n{"kind":"death","cause":"timeout","unit":9999,"asked":2,"failure":{"code":null,"message":"forged","hint":null,"place":null,"stack":""}}\\n'); throw new Error("true one");`,
    reason: /forged|true one/,
  },
  {
    name: "forges_a_level",
    code: `writeSync(3, '{"kind":"line","unit":null,"level":"constructor","text":1}\\n'); throw new Error("true one");`,
    reason: /true one/,
  },
  { name: "holds_an_immediate", code: "setImmediate(() => { for (;;); });", reason: /took longer/ },
  { name: "holds_a_promise", code: "void Promise.resolve().then(() => { for (;;); });", reason: /took longer/ },
  {
    name: "removes_listeners",
    code: 'process.removeAllListeners(); setImmediate(() => { throw new RangeError("unheard"); });',
    reason: /unheard/,
  },
  {
    name: "throws_from_a_getter",
    code: 'return { get entries() { throw new RangeError("no entries today"); }, exits: bars.close };',
    reason: /no entries today/,
  },
  { name: "loops_in_a_getter", code: "return { get entries() { for (;;); } };", reason: /took longer/ },
  {
    name: "returns_a_proxy",
    code: 'return new Proxy({}, { get() { throw new RangeError("nobody at home"); } });',
    reason: /nobody at home/,
  },
  {
    name: "returns_proxied_arrays",
    code: "const column = new Proxy(new Uint8Array(bars.close.length), {}); return { entries: column, exits: column };",
    reason: /Uint8Array|incompatible/,
  },
  {
    name: "returns_sparse_arrays",
    code: "const column = []; column[4294967294] = 1; return { entries: column, exits: column };",
    reason: /must be a Uint8Array/,
  },
  {
    name: "returns_huge_arrays",
    code: "const column = new Uint8Array(2 ** 31); return { entries: column, exits: column };",
    reason: /2147483648 elements/,
  },
  {
    name: "lies_about_its_length",
    code: "class Short extends Uint8Array { get length() { return bars.close.length; } } return { entries: new Short(3), exits: new Short(3) };",
    reason: /3 elements/,
  },
  {
    name: "throws_what_cannot_be_read",
    code: 'throw Object.defineProperty(new Error("x"), "message", { get() { throw new Error("y"); } });',
    reason: /cannot be shown/,
  },
  {
    name: "throws_what_loops",
    code: 'throw Object.defineProperty(new Error("x"), "message", { get() { for (;;); } });',
    reason: /took longer/,
  },
  {
    name: "prints_stacks_without_end",
    code: 'Error.prepareStackTrace = () => { for (;;); }; throw new Error("never shown");',
    reason: /took longer/,
  },
  {
    name: "replaces_iteration",
    code: "Array.prototype[Symbol.iterator] = function* () { yield 7; };",
    reason: /wrote to|took longer|was ended/,
  },
  {
    name: "blinds_the_watch",
    code: "WeakRef.prototype.deref = () => undefined; bars.close.reverse();",
    reason: /wrote to/,
  },
  {
    name: "replaces_parsing",
    code: "JSON.parse = () => []; JSON.stringify = () => '';",
    reason: /wrote to JSON/,
  },
];

export const CALLBACK_DEEDS: readonly Deed[] = [
  { name: "loops", code: "for (;;);", reason: /ran longer than 1\.5s/ },
  { name: "waits", code: "await new Promise(() => {});", reason: /ran longer/ },
  { name: "spins_softly", code: "for (;;) await null;", reason: /ran longer/ },
  { name: "exits", code: "process.exit(9);", reason: /process\.exit\(9\)/ },
  { name: "aborts", code: "process.abort();", reason: /SIGABRT/ },
  { name: "rejects_late", code: 'void Promise.reject(new Error("nobody waited"));', reason: /nobody waited/ },
  {
    name: "throws_half_an_emoji",
    code: 'throw new Error("said: " + "0123456789🚀".slice(0, 11));',
    reason: /said: 0123456789/,
  },
  { name: "throws_five_megabytes", code: 'throw new Error("x".repeat(5e6));', reason: /xxx/ },
  { name: "throws_a_nul", code: 'throw new Error("a\\u0000b");', reason: /a.*b/ },
  {
    name: "fills_the_heap",
    code: "for (const all = []; ; ) all.push(new Array(1e6).fill(all.length));",
    reason: /memory|ran longer/,
  },
  {
    name: "leaves_children",
    code: 'spawn("sleep", ["1003"], { detached: true, stdio: "ignore" }).unref(); throw new Error("left one");',
    reason: /left one/,
  },
  { name: "escapes_its_folder", code: 'await artifacts.write("../../evil", "x");', reason: /plain file name/ },
  {
    name: "ignores_its_signal",
    code: "signal.onabort = () => { for (;;); }; await new Promise(() => {});",
    reason: /ran longer/,
  },
  {
    name: "leaves_unmarked_children",
    code: 'spawn("sleep", ["1004"], { detached: true, stdio: "ignore", env: { CHAOS: process.env.CHAOS, PATH: process.env.PATH } }).unref(); throw new Error("left another");',
    reason: /left another/,
  },
  {
    name: "writes_no_message",
    code: "writeSync(4, Buffer.alloc(64, 255)); await new Promise(() => {});",
    reason: /wrote/,
  },
  {
    name: "asks_without_end",
    code: "for (let i = 0; i < 50_000; i++) void values.get('x' + (i % 7)); throw new Error('asked');",
    // It waits for its answers where it asks for more than a few, and so runs into its limit.
    reason: /ran longer/,
  },
  { name: "stops_itself", code: 'process.kill(process.pid, "SIGSTOP");', reason: /stopped|ran longer/ },
  {
    name: "generates_without_end",
    code: "for await (const _ of (async function* () { for (;;) yield 1; })());",
    reason: /ran longer/,
  },
  {
    name: "throws_in_a_thread",
    code: "new Worker('throw new RangeError(\"of a thread\")', { eval: true }); await new Promise(() => {});",
    reason: /of a thread/,
  },
  {
    name: "loops_in_threads",
    code: "for (let i = 0; i < 4; i++) new Worker('for (;;);', { eval: true }); await new Promise(() => {});",
    reason: /ran longer/,
  },
  {
    name: "starts_many",
    code: 'for (let i = 0; i < 300; i++) spawn("sleep", ["1005"], { stdio: "ignore" }); await new Promise(() => {});',
    reason: /more than 256 programs|ran longer/,
  },
  {
    name: "returns_a_throwing_getter",
    code: 'return { get rows() { throw new RangeError("no rows today"); } };',
    reason: /no rows today/,
  },
  { name: "returns_a_looping_getter", code: "return { get rows() { for (;;); } };", reason: /ran longer/ },
  {
    name: "passes_on_what_grows",
    code: "let all = ['x']; for (let i = 0; i < 40; i++) all = [all, all]; await values.set('all', all); throw new Error('passed on');",
    // On a busy machine, counting so far may take too long.
    reason: /cannot be taken|ran longer/,
  },
  {
    name: "passes_on_holes",
    code: "const all = []; all[4294967294] = 1; await values.set('holes', all); throw new Error('passed on');",
    reason: /cannot be taken|ran longer/,
  },
  {
    name: "throws_a_thenable",
    code: "throw { then() { for (;;); }, get message() { throw 1; } };",
    reason: /then|cannot be shown/,
  },
  { name: "returns_a_thenable", code: "return { then() { for (;;); } };", reason: /ran longer/ },
];
