/** What is used of it: the types of Node.js 20 leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (pages: { initial: number; maximum: number }) => WasmMemory;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
};

/** Functions of a kernel, by name; what one without a result gives is nothing to use. */
type Exports = Readonly<Record<string, (...numbers: number[]) => number>>;

export interface WasmMemory {
  /** Another one after each `grow`. */
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export const PAGE = 0x10000;

const compiled = new Map<string, object>();

/**
 * Starts a kernel (base64, see `npm run kernel`) on a memory of its own; each is compiled once. `asked` answers what it
 * asks for while it runs.
 */
export function startKernel(
  kernel: string,
  pages: { initial: number; maximum: number },
  asked: Exports = {},
): { readonly exports: Exports; readonly memory: WasmMemory } {
  let module = compiled.get(kernel);
  if (module === undefined) {
    module = new WebAssembly.Module(Buffer.from(kernel, 'base64'));
    compiled.set(kernel, module);
  }
  const memory = new WebAssembly.Memory(pages);
  const { exports } = new WebAssembly.Instance(module, { env: { ...asked, memory, abort: () => {} } });
  return { exports, memory };
}
